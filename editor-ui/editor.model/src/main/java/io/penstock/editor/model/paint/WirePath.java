// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.paint;

import io.penstock.editor.model.geometry.Path;
import io.penstock.editor.model.geometry.Path.Segment;
import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.geometry.Rect;
import io.penstock.editor.model.scene.Scene.Link;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The way of a wire: level where it can be, else curves that start and end level.
final class WirePath {
    private static final double LEAST_REACH = 40;

    private WirePath() {}

    static Picture.Wire between(Link link, Card from, Card to, List<Point> bends) {
        Point start = Picture.start(from, link);
        Point end = Picture.end(to);
        List<Point> points = new ArrayList<>();
        points.add(start);
        bends.stream()
                .filter(bend -> bend.x() > start.x() && bend.x() < end.x())
                .forEach(points::add);
        points.add(end);
        return new Picture.Wire(link, start, end, through(points));
    }

    /// Through places one after the other.
    static Path through(List<Point> points) {
        Path.Pen pen = Path.pen().move(points.getFirst().x(), points.getFirst().y());
        for (int i = 1; i < points.size(); i++) {
            Point from = points.get(i - 1);
            Point to = points.get(i);
            boolean level = from.y() == to.y() && from.x() <= to.x();
            if (!level) {
                curve(pen, from, to);
            } else if (i + 1 == points.size() || points.get(i + 1).y() != to.y()) {
                pen.line(to.x(), to.y());
            }
        }
        return pen.path();
    }

    /// A wire that runs back reaches out on both sides, so that its direction stays to be seen.
    private static void curve(Path.Pen pen, Point from, Point to) {
        double dx = to.x() - from.x();
        double reach = dx > 0 ? Math.max(Math.min(LEAST_REACH, dx), dx / 2) : LEAST_REACH + Math.min(160, -dx / 2);
        pen.cubic(from.x() + reach, from.y(), to.x() - reach, to.y(), to.x(), to.y());
    }

    /// The wires in groups that share starts or ends with each other.
    static Collection<List<Picture.Wire>> meeting(List<Picture.Wire> wires) {
        int[] leaders = new int[wires.size()];
        Map<Point, Integer> first = new HashMap<>();
        for (int i = 0; i < leaders.length; i++) {
            int wire = i;
            leaders[wire] = wire;
            join(leaders, wire, first.computeIfAbsent(wires.get(wire).start(), point -> wire));
            join(leaders, wire, first.computeIfAbsent(wires.get(wire).end(), point -> wire));
        }
        Map<Integer, List<Picture.Wire>> groups = new LinkedHashMap<>();
        for (int i = 0; i < leaders.length; i++) {
            groups.computeIfAbsent(leader(leaders, i), key -> new ArrayList<>()).add(wires.get(i));
        }
        return groups.values();
    }

    private static void join(int[] leaders, int one, int other) {
        leaders[leader(leaders, one)] = leader(leaders, other);
    }

    private static int leader(int[] leaders, int wire) {
        int leader = wire;
        while (leaders[leader] != leader) {
            leaders[leader] = leaders[leaders[leader]];
            leader = leaders[leader];
        }
        return leader;
    }

    /// A rectangle that holds the whole way.
    static Rect extent(Path path) {
        double left = Double.POSITIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (Point point : points(path)) {
            left = Math.min(left, point.x());
            top = Math.min(top, point.y());
            right = Math.max(right, point.x());
            bottom = Math.max(bottom, point.y());
        }
        return new Rect(left, top, right - left, bottom - top);
    }

    private static List<Point> points(Path path) {
        List<Point> points = new ArrayList<>();
        for (Segment segment : path.segments()) {
            switch (segment) {
                case Segment.Move(double x, double y) -> points.add(new Point(x, y));
                case Segment.Line(double x, double y) -> points.add(new Point(x, y));
                case Segment.Quad(double cx, double cy, double x, double y) -> {
                    points.add(new Point(cx, cy));
                    points.add(new Point(x, y));
                }
                case Segment.Cubic(double cx1, double cy1, double cx2, double cy2, double x, double y) -> {
                    points.add(new Point(cx1, cy1));
                    points.add(new Point(cx2, cy2));
                    points.add(new Point(x, y));
                }
                case Segment.Close() -> {}
            }
        }
        return points;
    }
}
