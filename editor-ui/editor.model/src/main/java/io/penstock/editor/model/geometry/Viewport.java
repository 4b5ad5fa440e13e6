// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.geometry;

/// Which part of the endless drawing is seen, and how large.
///
/// @param zoom units of the window for each unit of the drawing, from 0.1 to 4
/// @param x the place of the drawing that is seen at the window's left edge
/// @param y the place of the drawing that is seen at the window's top edge
public record Viewport(double zoom, double x, double y) {
    public static final double LEAST = 0.1;
    public static final double MOST = 4;

    /// One step of the wheel or of a key.
    public static final double STEP = 1.2;

    /// At full size, the drawing's origin in the corner.
    public static final Viewport HOME = new Viewport(1, 0, 0);

    public Viewport {
        zoom = Math.clamp(zoom, LEAST, MOST);
    }

    /// Where a place of the drawing is seen.
    public Point toWindow(Point drawing) {
        return new Point((drawing.x() - x) * zoom, (drawing.y() - y) * zoom);
    }

    /// Which place of the drawing is seen there.
    public Point toDrawing(Point window) {
        return new Point(window.x() / zoom + x, window.y() / zoom + y);
    }

    public Rect toWindow(Rect drawing) {
        Point corner = toWindow(new Point(drawing.x(), drawing.y()));
        return new Rect(corner.x(), corner.y(), drawing.width() * zoom, drawing.height() * zoom);
    }

    public Rect toDrawing(Rect window) {
        Point corner = toDrawing(new Point(window.x(), window.y()));
        return new Rect(corner.x(), corner.y(), window.width() / zoom, window.height() / zoom);
    }

    /// Larger or smaller by a factor, with the same place under the pointer.
    ///
    /// @param pointer in the window
    public Viewport zoomed(double factor, Point pointer) {
        return at(Math.clamp(zoom * factor, LEAST, MOST), pointer);
    }

    /// At a given zoom, with the same place under the pointer.
    public Viewport at(double wanted, Point pointer) {
        Point fixed = toDrawing(pointer);
        Viewport changed = new Viewport(wanted, 0, 0);
        return new Viewport(
                changed.zoom, fixed.x() - pointer.x() / changed.zoom, fixed.y() - pointer.y() / changed.zoom);
    }

    /// Moved by a way of the pointer in the window.
    public Viewport panned(double dx, double dy) {
        return new Viewport(zoom, x - dx / zoom, y - dy / zoom);
    }

    /// All of an area in the middle of a window, at most at full size.
    ///
    /// @param margin free on each side, in the window
    public static Viewport fit(Rect area, double width, double height, double margin) {
        double roomX = Math.max(1, width - 2 * margin);
        double roomY = Math.max(1, height - 2 * margin);
        double zoom = Math.min(1, Math.min(roomX / Math.max(1, area.width()), roomY / Math.max(1, area.height())));
        double fitting = Math.clamp(zoom, LEAST, MOST);
        double x = area.x() + area.width() / 2 - width / 2 / fitting;
        double y = area.y() + area.height() / 2 - height / 2 / fitting;
        return new Viewport(fitting, x, y);
    }

    /// Moved as little as needed to see an area; where it is too large, its top left.
    ///
    /// @param margin free on each side, in the window
    public Viewport revealing(Rect area, double width, double height, double margin) {
        double free = margin / zoom;
        return new Viewport(
                zoom,
                revealed(x, width / zoom, area.x() - free, area.right() + free),
                revealed(y, height / zoom, area.y() - free, area.bottom() + free));
    }

    private static double revealed(double seen, double length, double from, double to) {
        double moved = to > seen + length ? to - length : seen;
        return Math.min(from, moved) == from && from < moved ? from : moved;
    }
}
