// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.view;

import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.geometry.Rect;
import io.penstock.editor.model.paint.Card;
import io.penstock.editor.model.paint.Draughting;
import io.penstock.editor.model.scene.Element;
import io.penstock.editor.model.scene.Scene;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds places for what has none: all of a drawing that comes without a layout, or what was added by hand to its
/// text.
public final class Placing {
    private static final double GAP = 24;
    private static final double BETWEEN = 72;

    private Placing() {}

    /// Places for everything; what has one keeps it.
    public static Map<String, Point> complete(Scene scene, Map<String, Point> places) {
        List<Element> lacking = scene.elements().stream()
                .filter(element -> !places.containsKey(element.id()))
                .toList();
        if (lacking.isEmpty()) {
            return places;
        }
        Map<String, Point> arranged = Draughting.arranged(scene).places();
        if (lacking.size() == scene.elements().size()) {
            return arranged;
        }
        Map<String, Point> all = new HashMap<>(places);
        List<Rect> taken = new ArrayList<>();
        scene.elements().stream()
                .filter(element -> places.containsKey(element.id()))
                .forEach(element -> taken.add(Card.of(element)
                        .at(all.getOrDefault(element.id(), new Point(0, 0)))
                        .area()));
        Point shift = shift(places, arranged);
        for (Element element : lacking) {
            Point wanted = arranged.getOrDefault(element.id(), new Point(0, 0)).plus(shift.x(), shift.y());
            Rect area = free(Card.of(element).at(wanted).area(), taken);
            taken.add(area);
            all.put(element.id(), new Point(area.x(), area.y()));
        }
        return all;
    }

    /// How far the hand-made layout lies from the computed one, on the average.
    private static Point shift(Map<String, Point> places, Map<String, Point> arranged) {
        double dx = 0;
        double dy = 0;
        int count = 0;
        for (Map.Entry<String, Point> place : places.entrySet()) {
            Point other = arranged.get(place.getKey());
            if (other != null) {
                dx += place.getValue().x() - other.x();
                dy += place.getValue().y() - other.y();
                count++;
            }
        }
        return count == 0 ? new Point(0, 0) : new Point(Snap.grid(dx / count), Snap.grid(dy / count));
    }

    /// The place itself, or the next one below that is free.
    public static Rect free(Rect wanted, List<Rect> taken) {
        Rect area = wanted;
        boolean moved = true;
        while (moved) {
            moved = false;
            for (Rect other : taken) {
                if (other.grown(GAP).overlaps(area)) {
                    area = new Rect(
                            area.x(), Snap.grid(other.bottom() + GAP + Snap.GRID / 2), area.width(), area.height());
                    moved = true;
                }
            }
        }
        return area;
    }

    /// Where something stands that is added behind another.
    ///
    /// @param size of what is added
    public static Point behind(Rect other, Rect size, List<Rect> taken) {
        double x = Snap.grid(other.right() + BETWEEN);
        Rect area = free(new Rect(x, other.y(), size.width(), size.height()), taken);
        return new Point(area.x(), area.y());
    }
}
