// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.geometry;

import java.util.ArrayList;
import java.util.List;

/// An outline of lines and Bézier curves; filled by the non-zero rule.
public record Path(List<Segment> segments) {
    /// How far the control points of a quarter circle lie from its ends, as a part of the radius.
    private static final double QUARTER = 0.5522847498;

    public Path {
        segments = List.copyOf(segments);
    }

    /// One step of the pen.
    public sealed interface Segment {
        /// Lifts the pen and sets it down.
        record Move(double x, double y) implements Segment {}

        /// A straight line.
        record Line(double x, double y) implements Segment {}

        /// A curve with one control point.
        record Quad(double cx, double cy, double x, double y) implements Segment {}

        /// A curve with two control points.
        record Cubic(double cx1, double cy1, double cx2, double cy2, double x, double y) implements Segment {}

        /// Back to where the pen was last set down.
        record Close() implements Segment {}
    }

    /// Starts an outline.
    public static Pen pen() {
        return new Pen();
    }

    /// A rectangle whose corners have a radius each, clockwise from the top left.
    public static Path rounded(Rect r, double topLeft, double topRight, double bottomRight, double bottomLeft) {
        Pen pen = pen().move(r.x() + topLeft, r.y()).line(r.right() - topRight, r.y());
        corner(pen, r.right(), r.y(), -topRight, 0, 0, topRight);
        pen.line(r.right(), r.bottom() - bottomRight);
        corner(pen, r.right(), r.bottom(), 0, -bottomRight, -bottomRight, 0);
        pen.line(r.x() + bottomLeft, r.bottom());
        corner(pen, r.x(), r.bottom(), bottomLeft, 0, 0, -bottomLeft);
        pen.line(r.x(), r.y() + topLeft);
        corner(pen, r.x(), r.y(), 0, topLeft, topLeft, 0);
        return pen.close().path();
    }

    /// A circle.
    public static Path circle(double cx, double cy, double radius) {
        Rect box = new Rect(cx - radius, cy - radius, 2 * radius, 2 * radius);
        return rounded(box, radius, radius, radius, radius);
    }

    private static void corner(Pen pen, double x, double y, double fromX, double fromY, double toX, double toY) {
        if (fromX == 0 && fromY == 0) {
            return;
        }
        double rest = 1 - QUARTER;
        pen.cubic(x + fromX * rest, y + fromY * rest, x + toX * rest, y + toY * rest, x + toX, y + toY);
    }

    /// Writes an outline step by step.
    public static final class Pen {
        private final List<Segment> segments = new ArrayList<>();

        private Pen() {}

        public Pen move(double x, double y) {
            return add(new Segment.Move(x, y));
        }

        public Pen line(double x, double y) {
            return add(new Segment.Line(x, y));
        }

        public Pen quad(double cx, double cy, double x, double y) {
            return add(new Segment.Quad(cx, cy, x, y));
        }

        public Pen cubic(double cx1, double cy1, double cx2, double cy2, double x, double y) {
            return add(new Segment.Cubic(cx1, cy1, cx2, cy2, x, y));
        }

        public Pen close() {
            return add(new Segment.Close());
        }

        /// The outline written so far.
        public Path path() {
            return new Path(segments);
        }

        private Pen add(Segment segment) {
            segments.add(segment);
            return this;
        }
    }
}
