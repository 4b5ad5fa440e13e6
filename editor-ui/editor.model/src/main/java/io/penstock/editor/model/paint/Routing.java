// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.paint;

import io.penstock.editor.model.geometry.Path;
import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.geometry.Rect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Leads a wire round the cards that stand in its way, above or below them, whichever is the shorter way.
final class Routing {
    private static final double CLEAR = 8;
    private static final double BESIDE = 20;
    private static final double BEFORE = 32;
    private static final int ROUNDS = 3;

    private final Point start;
    private final Point end;
    private final List<Rect> near;

    private Routing(Point start, Point end, List<Rect> near) {
        this.start = start;
        this.end = end;
        this.near = near;
    }

    /// The places that a wire passes between its ends; none where it runs freely, or runs back.
    ///
    /// @param cards all but the two that it joins
    static List<Point> bends(Point start, Point end, Collection<Rect> cards) {
        if (end.x() - start.x() < 2 * BEFORE) {
            return List.of();
        }
        double top = Math.min(start.y(), end.y());
        Rect strip = new Rect(start.x(), top, end.x() - start.x(), Math.abs(end.y() - start.y()));
        List<Rect> between = cards.stream()
                .filter(card -> card.x() < strip.right() && card.right() > strip.x())
                .toList();
        boolean free = between.stream().noneMatch(card -> card.grown(CLEAR).overlaps(strip.grown(0.5)));
        return free ? List.of() : new Routing(start, end, between).around();
    }

    private List<Point> around() {
        Set<Rect> avoided = new LinkedHashSet<>(hits(List.of()));
        List<Point> best = List.of();
        for (int round = 0; round < ROUNDS && !avoided.isEmpty(); round++) {
            best = best(avoided);
            if (!avoided.addAll(hits(best))) {
                break;
            }
        }
        return best;
    }

    private List<Point> best(Set<Rect> avoided) {
        Rect all = avoided.stream().reduce(Rect::union).orElseThrow();
        List<Point> best = List.of();
        double least = Double.POSITIVE_INFINITY;
        List<Double> levels = new ArrayList<>(List.of(all.y() - BESIDE, all.bottom() + BESIDE));
        avoided.forEach(card -> levels.addAll(List.of(card.y() - BESIDE, card.bottom() + BESIDE)));
        for (double level : levels) {
            List<Point> bends = bends(all, level);
            double detour = Math.abs(level - start.y()) + Math.abs(level - end.y());
            double cost = detour + 10_000.0 * hits(bends).size();
            if (cost < least) {
                least = cost;
                best = bends;
            }
        }
        return best;
    }

    private List<Point> bends(Rect all, double level) {
        double from = Math.max(start.x() + BEFORE, all.x() - CLEAR);
        double to = Math.min(end.x() - BEFORE, all.right() + CLEAR);
        return from < to ? List.of(new Point(from, level), new Point(to, level)) : List.of(new Point(from, level));
    }

    private List<Rect> hits(List<Point> bends) {
        List<Point> points = new ArrayList<>();
        points.add(start);
        points.addAll(bends);
        points.add(end);
        Path path = WirePath.through(points);
        List<Point> line = path.flattened();
        List<Rect> hit = new ArrayList<>();
        for (Rect card : near) {
            if (runsThrough(line, card.grown(CLEAR - 2))) {
                hit.add(card);
            }
        }
        return hit;
    }

    /// The line never turns back, so only its points between the card's sides are looked at.
    private static boolean runsThrough(List<Point> line, Rect area) {
        int below = 0;
        int above = line.size();
        while (below < above) {
            int middle = (below + above) >>> 1;
            if (line.get(middle).x() < area.x()) {
                below = middle + 1;
            } else {
                above = middle;
            }
        }
        for (int i = below; i < line.size() && line.get(i).x() <= area.right(); i++) {
            if (area.contains(line.get(i))) {
                return true;
            }
        }
        return false;
    }
}
