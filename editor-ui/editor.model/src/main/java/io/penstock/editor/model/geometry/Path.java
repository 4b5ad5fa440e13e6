// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.geometry;

import java.util.ArrayList;
import java.util.List;

/// An outline of lines and Bézier curves; filled by the non-zero rule.
public record Path(List<Segment> segments) {
    /// How far the control points of a quarter circle lie from its ends, as a part of the radius.
    private static final double QUARTER = 0.5522847498;

    private static final int CURVE_STEPS = 20;

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

    /// Points on the line, near enough to each other that straight lines between them pass for it.
    public List<Point> flattened() {
        List<Point> points = new ArrayList<>();
        Point at = new Point(0, 0);
        for (Segment segment : segments) {
            switch (segment) {
                case Segment.Move(double x, double y) -> {
                    at = new Point(x, y);
                    points.add(at);
                }
                case Segment.Line(double x, double y) -> {
                    at = new Point(x, y);
                    points.add(at);
                }
                case Segment.Quad(double cx, double cy, double x, double y) -> {
                    Point from = at;
                    at = new Point(x, y);
                    curve(points, from, between(from, cx, cy), between(at, cx, cy), at);
                }
                case Segment.Cubic(double cx1, double cy1, double cx2, double cy2, double x, double y) -> {
                    Point from = at;
                    at = new Point(x, y);
                    curve(points, from, new Point(cx1, cy1), new Point(cx2, cy2), at);
                }
                case Segment.Close() -> {
                    if (!points.isEmpty()) {
                        points.add(points.getFirst());
                    }
                }
            }
        }
        return points;
    }

    /// The control point of a cubic that draws the same as a quadratic one.
    private static Point between(Point end, double cx, double cy) {
        return new Point(end.x() + (cx - end.x()) * 2 / 3, end.y() + (cy - end.y()) * 2 / 3);
    }

    private static void curve(List<Point> points, Point a, Point b, Point c, Point d) {
        for (int i = 1; i <= CURVE_STEPS; i++) {
            double t = (double) i / CURVE_STEPS;
            double u = 1 - t;
            double wa = u * u * u;
            double wb = 3 * u * u * t;
            double wc = 3 * u * t * t;
            double wd = t * t * t;
            points.add(new Point(
                    wa * a.x() + wb * b.x() + wc * c.x() + wd * d.x(),
                    wa * a.y() + wb * b.y() + wc * c.y() + wd * d.y()));
        }
    }

    /// The place half way along.
    public Point middle() {
        List<Point> points = flattened();
        double left = length(points) / 2;
        for (int i = 1; i < points.size(); i++) {
            Point a = points.get(i - 1);
            Point b = points.get(i);
            double step = Math.hypot(b.x() - a.x(), b.y() - a.y());
            if (step >= left && step > 0) {
                double t = left / step;
                return new Point(a.x() + t * (b.x() - a.x()), a.y() + t * (b.y() - a.y()));
            }
            left -= step;
        }
        return points.isEmpty() ? new Point(0, 0) : points.getLast();
    }

    private static double length(List<Point> points) {
        double length = 0;
        for (int i = 1; i < points.size(); i++) {
            Point a = points.get(i - 1);
            length += Math.hypot(points.get(i).x() - a.x(), points.get(i).y() - a.y());
        }
        return length;
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
