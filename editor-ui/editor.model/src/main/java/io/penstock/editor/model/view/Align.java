// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.view;

import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.geometry.Rect;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Lines things up.
public enum Align {
    LEFT,
    CENTRE,
    RIGHT,
    TOP,
    MIDDLE,
    BOTTOM,
    /// The same gap between all, from left to right.
    ACROSS,
    /// The same gap between all, from top to bottom.
    DOWN;

    /// Where everything comes to stand.
    ///
    /// @param areas at least two
    public Map<String, Point> of(Map<String, Rect> areas) {
        if (areas.size() < 2) {
            return Map.of();
        }
        Rect around = areas.values().stream().reduce(Rect::union).orElseThrow();
        return switch (this) {
            case ACROSS -> spread(areas, true);
            case DOWN -> spread(areas, false);
            default -> lined(areas, around);
        };
    }

    private Map<String, Point> lined(Map<String, Rect> areas, Rect around) {
        Map<String, Point> places = new HashMap<>();
        areas.forEach((id, area) -> places.put(
                id,
                switch (this) {
                    case LEFT -> new Point(around.x(), area.y());
                    case CENTRE -> new Point(around.x() + (around.width() - area.width()) / 2, area.y());
                    case RIGHT -> new Point(around.right() - area.width(), area.y());
                    case TOP -> new Point(area.x(), around.y());
                    case MIDDLE -> new Point(area.x(), around.y() + (around.height() - area.height()) / 2);
                    case BOTTOM -> new Point(area.x(), around.bottom() - area.height());
                    case ACROSS, DOWN -> new Point(area.x(), area.y());
                }));
        return places;
    }

    private static Map<String, Point> spread(Map<String, Rect> areas, boolean across) {
        List<Map.Entry<String, Rect>> sorted = areas.entrySet().stream()
                .sorted(Comparator.comparingDouble(entry -> start(entry.getValue(), across)))
                .toList();
        double first = start(sorted.getFirst().getValue(), across);
        double end = sorted.stream()
                .mapToDouble(entry -> start(entry.getValue(), across) + length(entry.getValue(), across))
                .max()
                .orElse(first);
        double filled = sorted.stream()
                .mapToDouble(entry -> length(entry.getValue(), across))
                .sum();
        double gap = (end - first - filled) / (sorted.size() - 1);
        Map<String, Point> places = new HashMap<>();
        double at = first;
        for (Map.Entry<String, Rect> entry : sorted) {
            Rect area = entry.getValue();
            places.put(
                    entry.getKey(), across ? new Point(Math.rint(at), area.y()) : new Point(area.x(), Math.rint(at)));
            at += length(area, across) + gap;
        }
        return places;
    }

    private static double start(Rect area, boolean across) {
        return across ? area.x() : area.y();
    }

    private static double length(Rect area, boolean across) {
        return across ? area.width() : area.height();
    }
}
