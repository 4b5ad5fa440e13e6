// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.layout;

import io.penstock.editor.model.geometry.Point;
import java.util.List;
import java.util.Map;

/// Where everything stands.
///
/// @param places the top left corner of each box by its name
/// @param bends the places that an edge passes between its ends, by the edge's index; none where it runs freely
public record Layout(Map<String, Point> places, Map<Integer, List<Point>> bends) {
    public Layout {
        places = Map.copyOf(places);
        bends = Map.copyOf(bends);
    }

    /// Places alone, as a person set them: edges run freely.
    public Layout(Map<String, Point> places) {
        this(places, Map.of());
    }
}
