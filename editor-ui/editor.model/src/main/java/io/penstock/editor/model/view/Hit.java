// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.view;

import io.penstock.chain.End;
import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.geometry.Rect;
import io.penstock.editor.model.paint.Card;
import io.penstock.editor.model.paint.Picture;
import io.penstock.editor.model.scene.Element;
import io.penstock.editor.model.scene.Scene.Link;
import java.util.List;

/// What is under the pointer.
public sealed interface Hit {
    /// Nothing but the ground.
    record Ground() implements Hit {}

    /// A port or node.
    record OnElement(String id) implements Hit {}

    /// Where wires end.
    record OnInput(String id) implements Hit {}

    /// Where a wire starts.
    record OnOutput(End end) implements Hit {}

    /// A wire.
    record OnWire(Link link) implements Hit {}

    /// The handle at an end of a wire, by which it can be taken elsewhere.
    ///
    /// @param start whether at its start
    record OnHandle(Link link, boolean start) implements Hit {}

    /// What is at a place of the drawing: what is painted last first, and connectors before what they belong to.
    ///
    /// @param reach how near is near enough, in units of the drawing
    static Hit at(Picture picture, Point point, double reach) {
        List<Card> cards = picture.cards();
        for (int i = cards.size() - 1; i >= 0; i--) {
            Card card = cards.get(i);
            if (card.area().grown(reach + Connectors.SIZE).contains(point)) {
                Hit hit = Connectors.at(card, point, reach);
                if (!(hit instanceof Ground)) {
                    return hit;
                }
            }
        }
        List<Picture.Wire> wires = picture.wires();
        for (int i = wires.size() - 1; i >= 0; i--) {
            Picture.Wire wire = wires.get(i);
            if (wire.extent().grown(reach).contains(point) && distance(wire.line(), point) <= reach) {
                return new OnWire(wire.link());
            }
        }
        return new Ground();
    }

    /// The handle of a selected wire at a place, else as [#at] says.
    static Hit at(Picture picture, Point point, double reach, List<Link> selected) {
        for (Picture.Wire wire : picture.wires()) {
            if (selected.contains(wire.link())) {
                if (near(wire.start(), point, reach + 4)) {
                    return new OnHandle(wire.link(), true);
                }
                if (near(wire.end(), point, reach + 4)) {
                    return new OnHandle(wire.link(), false);
                }
            }
        }
        return at(picture, point, reach);
    }

    /// The names of all elements that lie in or touch an area.
    static List<String> within(Picture picture, Rect area) {
        return picture.cards().stream()
                .filter(card -> card.area().overlaps(area))
                .map(card -> card.element().id())
                .toList();
    }

    /// The wire that a node dropped at a place would go into: the one nearest to its middle.
    static List<Link> under(Picture picture, Rect area, String id) {
        Point middle = new Point(area.x() + area.width() / 2, area.y() + area.height() / 2);
        double reach = Math.min(area.height() / 2, 28);
        return picture.wires().stream()
                .filter(wire ->
                        !wire.link().from().equals(id) && !wire.link().to().equals(id))
                .filter(wire -> wire.extent().grown(reach).contains(middle))
                .filter(wire -> distance(wire.line(), middle) <= reach)
                .map(Picture.Wire::link)
                .toList();
    }

    private static boolean near(Point one, Point other, double reach) {
        return Math.hypot(one.x() - other.x(), one.y() - other.y()) <= reach;
    }

    /// How far a place is from a line.
    static double distance(List<Point> points, Point point) {
        double best = Double.POSITIVE_INFINITY;
        for (int i = 1; i < points.size(); i++) {
            best = Math.min(best, distance(points.get(i - 1), points.get(i), point));
        }
        return best;
    }

    private static double distance(Point a, Point b, Point p) {
        double dx = b.x() - a.x();
        double dy = b.y() - a.y();
        double length = dx * dx + dy * dy;
        double t = length == 0 ? 0 : Math.clamp(((p.x() - a.x()) * dx + (p.y() - a.y()) * dy) / length, 0, 1);
        return Math.hypot(p.x() - a.x() - t * dx, p.y() - a.y() - t * dy);
    }

    /// The connectors of a card.
    final class Connectors {
        static final double SIZE = 6;

        private Connectors() {}

        static Hit at(Card card, Point point, double reach) {
            Element element = card.element();
            for (int i = 0; i < element.outputs().size(); i++) {
                if (near(card.outputAt(i), point, SIZE + reach)) {
                    return new OnOutput(
                            new End(element.id(), element.outputs().get(i).connector()));
                }
            }
            if (element.inputs() && near(card.inputAt(), point, SIZE + reach)) {
                return new OnInput(element.id());
            }
            return card.area().contains(point) ? new OnElement(element.id()) : new Ground();
        }
    }
}
