// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.paint;

import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.geometry.Rect;
import io.penstock.editor.model.layout.Layout;
import io.penstock.editor.model.scene.Element;
import io.penstock.editor.model.scene.Scene;
import io.penstock.editor.model.scene.Scene.Link;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Makes picture after picture of a drawing that changes, and measures and routes only what has changed.
///
/// Used by one thread.
public final class Draughting {
    private static final double NEAR = 24;

    private Map<String, Card> cards = new HashMap<>();
    private Map<Link, Picture.Wire> wires = new HashMap<>();

    /// The cards round which all wires were led last.
    private Map<String, Card> settled = new HashMap<>();

    /// The picture of a scene whose elements stand where they were put.
    ///
    /// @param places the top left corners; what has none stands at 0, 0
    public Picture picture(Scene scene, Map<String, Point> places) {
        Map<String, Card> now = new HashMap<>();
        List<Card> ordered = new ArrayList<>();
        for (Element element : scene.elements()) {
            Card card = card(element, places.getOrDefault(element.id(), new Point(0, 0)));
            now.put(element.id(), card);
            ordered.add(card);
        }
        List<Rect> disturbed = disturbed(now);
        List<Rect> areas = ordered.stream().map(Card::area).toList();
        Map<Link, Picture.Wire> drawn = new HashMap<>();
        List<Picture.Wire> lines = new ArrayList<>();
        for (Link link : scene.links()) {
            Picture.Wire wire = wire(link, now, areas, disturbed);
            drawn.put(link, wire);
            lines.add(wire);
        }
        cards = now;
        settled = Map.copyOf(now);
        wires = drawn;
        return Picture.of(scene, ordered, lines);
    }

    /// The next picture while things are being dragged: wires that hang on them follow, and all others stay as they are
    /// until the next whole picture.
    ///
    /// @param before the last picture that was made here
    public Picture dragged(Picture before, Map<String, Point> places) {
        Set<String> moved = new HashSet<>();
        List<Card> ordered = new ArrayList<>(before.cards().size());
        for (Card old : before.cards()) {
            String id = old.element().id();
            Card card = card(old.element(), places.getOrDefault(id, new Point(0, 0)));
            ordered.add(card);
            if (!card.area().equals(old.area())) {
                moved.add(id);
                cards.put(id, card);
            }
        }
        List<Rect> areas = ordered.stream().map(Card::area).toList();
        List<Picture.Wire> lines = new ArrayList<>(before.wires().size());
        for (Picture.Wire old : before.wires()) {
            Picture.Wire wire = old.ends(moved)
                    ? routed(old.link(), end(old.link().from()), end(old.link().to()), areas)
                    : old;
            lines.add(wire);
            wires.put(wire.link(), wire);
        }
        return Picture.of(before.scene(), ordered, lines);
    }

    private Card end(String id) {
        return Objects.requireNonNull(cards.get(id), id);
    }

    /// Where everything would stand if it were laid out anew.
    public static Layout arranged(Scene scene) {
        return Picture.arranged(scene);
    }

    private Card card(Element element, Point place) {
        Card before = cards.get(element.id());
        if (before == null || !before.element().equals(element)) {
            return Card.of(element).at(place);
        }
        boolean stays = before.area().x() == place.x() && before.area().y() == place.y();
        return stays ? before : before.at(place);
    }

    /// Where a card has come, gone or changed its size.
    private List<Rect> disturbed(Map<String, Card> now) {
        List<Rect> areas = new ArrayList<>();
        now.forEach((id, card) -> {
            Card before = settled.get(id);
            if (before == null || !before.area().equals(card.area())) {
                areas.add(card.area().grown(NEAR));
                if (before != null) {
                    areas.add(before.area().grown(NEAR));
                }
            }
        });
        settled.forEach((id, card) -> {
            if (!now.containsKey(id)) {
                areas.add(card.area().grown(NEAR));
            }
        });
        return areas;
    }

    private Picture.Wire wire(Link link, Map<String, Card> now, List<Rect> areas, List<Rect> disturbed) {
        Card from = Objects.requireNonNull(now.get(link.from()), link.from());
        Card to = Objects.requireNonNull(now.get(link.to()), link.to());
        Point start = Picture.start(from, link);
        Point end = Picture.end(to);
        Optional<Picture.Wire> stays = Optional.ofNullable(wires.get(link))
                .filter(before -> before.start().equals(start) && before.end().equals(end))
                .filter(before -> disturbed.stream().noneMatch(before::touches));
        return stays.orElseGet(() -> routed(link, from, to, areas));
    }

    private static Picture.Wire routed(Link link, Card from, Card to, List<Rect> areas) {
        List<Rect> others = areas.stream()
                .filter(area -> !area.equals(from.area()) && !area.equals(to.area()))
                .toList();
        return WirePath.between(link, from, to, Routing.bends(Picture.start(from, link), Picture.end(to), others));
    }
}
