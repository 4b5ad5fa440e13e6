// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.paint;

import io.penstock.editor.model.geometry.Path;
import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.geometry.Rect;
import io.penstock.editor.model.layout.Graph;
import io.penstock.editor.model.layout.Graph.Place;
import io.penstock.editor.model.layout.LayeredLayout;
import io.penstock.editor.model.layout.Layout;
import io.penstock.editor.model.scene.Element;
import io.penstock.editor.model.scene.Scene;
import io.penstock.editor.model.scene.Scene.Link;
import io.penstock.editor.model.text.Face;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A scene of which everything has a size and a place, ready to be painted or to be searched for what is under the
/// mouse.
///
/// @param scene what it shows
/// @param cards in the order of the scene's elements
/// @param wires in the order of the scene's links
/// @param bounds around everything, with a margin
public record Picture(Scene scene, List<Card> cards, List<Wire> wires, Rect bounds) {
    static final double MARGIN = 40;
    static final double TITLE_HEIGHT = 84;
    static final double TITLE_SIZE = 20;
    static final double SUMMARY_SIZE = 13;
    private static final double MOST_TITLE = 640;

    public Picture {
        cards = List.copyOf(cards);
        wires = List.copyOf(wires);
    }

    /// A wire and the way that it takes.
    ///
    /// @param extent around all of it
    /// @param middle half way along
    /// @param line the path as straight pieces
    public record Wire(Link link, Point start, Point end, Path path, Rect extent, Point middle, List<Point> line) {
        Wire(Link link, Point start, Point end, Path path) {
            this(link, start, end, path, WirePath.extent(path), path.middle(), List.copyOf(path.flattened()));
        }

        /// Whether it starts or ends at one of these.
        public boolean ends(Set<String> ids) {
            return ids.contains(link.from()) || ids.contains(link.to());
        }

        /// Whether it runs through an area.
        public boolean touches(Rect area) {
            if (extent.x() > area.right()
                    || area.x() > extent.right()
                    || extent.y() > area.bottom()
                    || area.y() > extent.bottom()) {
                return false;
            }
            for (int i = 1; i < line.size(); i++) {
                if (area.meets(line.get(i - 1), line.get(i))) {
                    return true;
                }
            }
            return false;
        }
    }

    /// This picture without some ports and nodes, and without their wires.
    public Picture without(Set<String> ids) {
        return ids.isEmpty()
                ? this
                : new Picture(
                        scene,
                        cards.stream()
                                .filter(card -> !ids.contains(card.element().id()))
                                .toList(),
                        wires.stream().filter(wire -> !wire.ends(ids)).toList(),
                        bounds);
    }

    /// The card of a port or node.
    public Optional<Card> card(String id) {
        for (Card card : cards) {
            if (card.element().id().equals(id)) {
                return Optional.of(card);
            }
        }
        return Optional.empty();
    }

    /// The way of a wire.
    public Optional<Wire> wire(Link link) {
        for (Wire wire : wires) {
            if (wire.link().equals(link)) {
                return Optional.of(wire);
            }
        }
        return Optional.empty();
    }

    /// Around all cards and wires, without a margin; empty at the origin where there is nothing.
    public Rect content() {
        return Stream.concat(cards.stream().map(Card::area), wires.stream().map(Wire::extent))
                .reduce(Rect::union)
                .orElse(new Rect(0, 0, 0, 0));
    }

    /// A scene whose parts are measured and routed.
    static Picture of(Scene scene, List<Card> cards, List<Wire> wires) {
        return new Picture(scene, cards, wires, bounds(scene, cards, wires));
    }

    /// Where everything stands that is laid out in layers.
    static Layout arranged(Scene scene) {
        return LayeredLayout.of(graph(scene, measured(scene)));
    }

    /// Lays a scene out in layers.
    public static Picture of(Scene scene) {
        List<Card> cards = measured(scene);
        return placed(scene, cards, LayeredLayout.of(graph(scene, cards)));
    }

    /// Draws a scene where its elements were put; those that have no place yet stay at 0, 0.
    public static Picture of(Scene scene, Layout layout) {
        return placed(scene, measured(scene), layout);
    }

    /// The title, as far as there is room for it.
    String title() {
        return Face.STRONG.fit(scene.title(), TITLE_SIZE, MOST_TITLE);
    }

    private static List<Card> measured(Scene scene) {
        return scene.elements().stream().map(Card::of).toList();
    }

    private static Graph graph(Scene scene, List<Card> cards) {
        Map<String, Integer> indices = indices(scene);
        List<Graph.Box> boxes = cards.stream().map(Picture::box).toList();
        List<Graph.Edge> edges = scene.links().stream()
                .map(link -> {
                    int from = indexOf(indices, link.from());
                    return new Graph.Edge(from, output(cards.get(from).element(), link), indexOf(indices, link.to()));
                })
                .toList();
        return new Graph(boxes, edges);
    }

    private static Graph.Box box(Card card) {
        Place place = switch (card.element().kind()) {
            case CLIENT_PORT, PORT -> Place.FIRST_LAYER;
            case FUNCTION -> Place.BETWEEN;
            case SERVER_PORT -> Place.LAST_LAYER;
        };
        List<Double> outputs = new ArrayList<>();
        for (int i = 0; i < card.element().outputs().size(); i++) {
            outputs.add(card.output(i));
        }
        Rect area = card.area();
        return new Graph.Box(card.element().id(), place, area.width(), area.height(), card.input(), outputs);
    }

    private static Picture placed(Scene scene, List<Card> measured, Layout layout) {
        Map<String, Integer> indices = indices(scene);
        List<Card> cards = measured.stream()
                .map(card -> card.at(layout.places().getOrDefault(card.element().id(), new Point(0, 0))))
                .toList();
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < scene.links().size(); i++) {
            Link link = scene.links().get(i);
            Card from = cards.get(indexOf(indices, link.from()));
            Card to = cards.get(indexOf(indices, link.to()));
            wires.add(WirePath.between(link, from, to, layout.bends().getOrDefault(i, List.of())));
        }
        return new Picture(scene, cards, wires, bounds(scene, cards, wires));
    }

    private static Rect bounds(Scene scene, List<Card> cards, List<Wire> wires) {
        Rect around = cards.isEmpty() ? new Rect(0, 0, 0, 0) : cards.getFirst().area();
        for (Card card : cards) {
            around = around.union(card.area());
        }
        for (Wire wire : wires) {
            around = around.union(wire.extent());
        }
        double title = Math.max(
                Math.min(MOST_TITLE, Face.STRONG.width(scene.title(), TITLE_SIZE)),
                Face.TEXT.width(scene.summary(), SUMMARY_SIZE));
        around = around.union(new Rect(around.x(), around.y() - TITLE_HEIGHT, Math.ceil(title), 0));
        return around.grown(MARGIN);
    }

    private static int output(Element element, Link link) {
        for (int i = 0; i < element.outputs().size(); i++) {
            if (element.outputs().get(i).connector().equals(link.connector())) {
                return i;
            }
        }
        throw new IllegalArgumentException(element.id() + " has no output for " + link.text());
    }

    private static Map<String, Integer> indices(Scene scene) {
        Map<String, Integer> indices = new HashMap<>();
        for (int i = 0; i < scene.elements().size(); i++) {
            indices.put(scene.elements().get(i).id(), i);
        }
        return indices;
    }

    private static int indexOf(Map<String, Integer> indices, String id) {
        Integer index = indices.get(id);
        if (index == null) {
            throw new IllegalArgumentException("no element is called " + id);
        }
        return index;
    }

    /// Where a link's wire starts.
    static Point start(Card from, Link link) {
        double y = from.area().y() + from.output(output(from.element(), link));
        return new Point(from.area().right(), y);
    }

    /// Where all wires to a card end.
    static Point end(Card to) {
        return new Point(to.area().x(), to.area().y() + to.input());
    }
}
