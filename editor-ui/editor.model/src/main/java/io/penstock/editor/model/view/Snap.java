// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.view;

import io.penstock.editor.model.geometry.Guide;
import io.penstock.editor.model.geometry.Rect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Where something that is dragged comes to stand: in line with others near by, else on the grid.
///
/// @param dx how far it moves to the right
/// @param dy how far it moves down
/// @param guides the lines in which it stands with others
public record Snap(double dx, double dy, List<Guide> guides) {
    /// The distance of the grid's dots.
    public static final double GRID = 24;

    private static final double STEP = GRID / 2;

    public Snap {
        guides = List.copyOf(guides);
    }

    /// Snaps a motion.
    ///
    /// @param dragged what is dragged, where it started
    /// @param dx how far the pointer has gone
    /// @param others what stands still
    /// @param reach how near is near enough, in units of the drawing; 0 switches it off
    public static Snap of(Rect dragged, double dx, double dy, Collection<Rect> others, double reach) {
        if (reach <= 0) {
            return new Snap(dx, dy, List.of());
        }
        Rect moved = dragged.moved(dx, dy);
        Line x = nearest(true, moved, others, reach);
        Line y = nearest(false, moved, others, reach);
        double snappedX = dx + (x.found() ? x.shift() : grid(moved.x()) - moved.x());
        double snappedY = dy + (y.found() ? y.shift() : grid(moved.y()) - moved.y());
        Rect stands = dragged.moved(snappedX, snappedY);
        List<Guide> guides = new ArrayList<>();
        if (x.found()) {
            guides.add(guide(true, x.at(), stands, others));
        }
        if (y.found()) {
            guides.add(guide(false, y.at(), stands, others));
        }
        return new Snap(snappedX, snappedY, guides);
    }

    /// The nearest line of the fine grid.
    public static double grid(double value) {
        return Math.rint(value / STEP) * STEP;
    }

    private record Line(boolean found, double shift, double at) {}

    private static Line nearest(boolean upright, Rect moved, Collection<Rect> others, double reach) {
        Line best = new Line(false, reach, 0);
        for (double mine : lines(upright, moved)) {
            for (Rect other : others) {
                for (double theirs : lines(upright, other)) {
                    double shift = theirs - mine;
                    if (Math.abs(shift) < Math.abs(best.shift()) || !best.found() && Math.abs(shift) <= reach) {
                        best = new Line(true, shift, theirs);
                    }
                }
            }
        }
        return best;
    }

    private static double[] lines(boolean upright, Rect area) {
        double start = upright ? area.x() : area.y();
        double length = upright ? area.width() : area.height();
        return new double[] {start, start + length / 2, start + length};
    }

    private static Guide guide(boolean upright, double at, Rect stands, Collection<Rect> others) {
        double from = upright ? stands.y() : stands.x();
        double to = upright ? stands.bottom() : stands.right();
        for (Rect other : others) {
            for (double line : lines(upright, other)) {
                if (Math.abs(line - at) < 0.01) {
                    from = Math.min(from, upright ? other.y() : other.x());
                    to = Math.max(to, upright ? other.bottom() : other.right());
                }
            }
        }
        return new Guide(upright, at, from, to);
    }
}
