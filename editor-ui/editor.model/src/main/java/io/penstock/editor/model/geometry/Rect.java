// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.geometry;

/// An upright rectangle by its top left corner and its size.
public record Rect(double x, double y, double width, double height) {
    public double right() {
        return x + width;
    }

    public double bottom() {
        return y + height;
    }

    /// This rectangle, larger on each side by `by` (smaller where it is negative).
    public Rect grown(double by) {
        return new Rect(x - by, y - by, width + 2 * by, height + 2 * by);
    }

    /// This rectangle moved.
    public Rect moved(double dx, double dy) {
        return new Rect(x + dx, y + dy, width, height);
    }

    /// The least rectangle around both.
    public Rect union(Rect other) {
        double left = Math.min(x, other.x);
        double top = Math.min(y, other.y);
        return new Rect(left, top, Math.max(right(), other.right()) - left, Math.max(bottom(), other.bottom()) - top);
    }

    /// Whether the insides of both have anything in common.
    public boolean overlaps(Rect other) {
        return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
    }

    /// Whether a place is inside or on the edge.
    public boolean contains(Point point) {
        return point.x() >= x && point.x() <= right() && point.y() >= y && point.y() <= bottom();
    }

    /// Whether a straight line between two places has anything in common with this rectangle (Liang and Barsky).
    public boolean meets(Point from, Point to) {
        double dx = to.x() - from.x();
        double dy = to.y() - from.y();
        double[] steps = {-dx, dx, -dy, dy};
        double[] rooms = {from.x() - x, right() - from.x(), from.y() - y, bottom() - from.y()};
        double enter = 0;
        double leave = 1;
        for (int i = 0; i < 4; i++) {
            if (steps[i] == 0) {
                if (rooms[i] < 0) {
                    return false;
                }
            } else if (steps[i] < 0) {
                enter = Math.max(enter, rooms[i] / steps[i]);
            } else {
                leave = Math.min(leave, rooms[i] / steps[i]);
            }
        }
        return enter <= leave;
    }
}
