// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.view;

import io.penstock.editor.model.geometry.Rect;
import io.penstock.editor.model.paint.Card;
import io.penstock.editor.model.paint.Picture;
import io.penstock.editor.model.scene.Scene.Link;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Where the keys lead: along wires to the left and to the right, to what is above or below, and through everything in
/// the order in which it is read.
public final class Walk {
    private Walk() {}

    /// A way that a key leads.
    public enum Way {
        LEFT,
        RIGHT,
        UP,
        DOWN
    }

    /// Ports and nodes from left to right, those above each other from top to bottom.
    public static List<String> order(Picture picture) {
        return picture.cards().stream()
                .sorted(Comparator.<Card>comparingDouble(
                                card -> Math.rint(card.area().x() / 60))
                        .thenComparingDouble(card -> card.area().y())
                        .thenComparing(card -> card.element().id()))
                .map(card -> card.element().id())
                .toList();
    }

    /// The next one in reading order, round at the end; the first where nothing is given.
    public static Optional<String> next(Picture picture, Optional<String> from, boolean forward) {
        List<String> order = order(picture);
        if (order.isEmpty()) {
            return Optional.empty();
        }
        int at = from.map(order::indexOf).orElse(-1);
        if (at < 0) {
            return Optional.of(forward ? order.getFirst() : order.getLast());
        }
        return Optional.of(order.get(Math.floorMod(at + (forward ? 1 : -1), order.size())));
    }

    /// The next one that way: along a wire where there is one, else the nearest that stands there.
    public static Optional<String> step(Picture picture, String from, Way way) {
        Optional<String> wired = switch (way) {
            case RIGHT -> upper(picture, from, picture.scene().links(), true);
            case LEFT -> upper(picture, from, picture.scene().links(), false);
            case UP, DOWN -> Optional.empty();
        };
        return wired.or(() -> nearest(picture, from, way));
    }

    private static Optional<String> upper(Picture picture, String from, List<Link> links, boolean forward) {
        return links.stream()
                .filter(link -> (forward ? link.from() : link.to()).equals(from))
                .map(link -> forward ? link.to() : link.from())
                .min(Comparator.comparingDouble(id -> area(picture, id).y()));
    }

    private static Optional<String> nearest(Picture picture, String from, Way way) {
        Rect here = area(picture, from);
        return picture.cards().stream()
                .filter(card -> !card.element().id().equals(from))
                .filter(card -> lies(here, card.area(), way))
                .min(Comparator.comparingDouble(card -> cost(here, card.area(), way)))
                .map(card -> card.element().id());
    }

    private static boolean lies(Rect here, Rect there, Way way) {
        return switch (way) {
            case LEFT -> there.right() < middleX(here);
            case RIGHT -> there.x() > middleX(here);
            case UP -> there.bottom() < middleY(here);
            case DOWN -> there.y() > middleY(here);
        };
    }

    /// Straight ahead is nearer than aside.
    private static double cost(Rect here, Rect there, Way way) {
        double dx = Math.abs(middleX(there) - middleX(here));
        double dy = Math.abs(middleY(there) - middleY(here));
        return way == Way.LEFT || way == Way.RIGHT ? dx + 3 * dy : dy + 3 * dx;
    }

    private static double middleX(Rect area) {
        return area.x() + area.width() / 2;
    }

    private static double middleY(Rect area) {
        return area.y() + area.height() / 2;
    }

    private static Rect area(Picture picture, String id) {
        return picture.card(id).map(Card::area).orElse(new Rect(0, 0, 0, 0));
    }

    /// The wires of a port or node, those that come in first, each from top to bottom.
    public static List<Link> wires(Picture picture, String id) {
        return picture.scene().links().stream()
                .filter(link -> link.from().equals(id) || link.to().equals(id))
                .sorted(Comparator.<Link>comparingInt(link -> link.to().equals(id) ? 0 : 1)
                        .thenComparingDouble(link -> area(picture, link.to().equals(id) ? link.from() : link.to())
                                .y()))
                .toList();
    }
}
