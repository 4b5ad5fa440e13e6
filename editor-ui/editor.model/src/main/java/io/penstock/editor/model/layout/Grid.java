// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.layout;

import io.penstock.editor.model.layout.Graph.Box;
import io.penstock.editor.model.layout.Graph.Edge;
import java.util.ArrayList;
import java.util.List;

/// The graph in layers: each box is a slot, and an edge over several layers has an empty slot in each between, so
/// that room is kept for it and each segment joins neighbouring layers.
final class Grid {
    private final List<Slot> slots = new ArrayList<>();
    private final List<List<Segment>> gaps = new ArrayList<>();
    private final List<List<Segment>> leaving = new ArrayList<>();
    private final List<List<Segment>> entering = new ArrayList<>();
    private final List<List<Integer>> passed = new ArrayList<>();
    private final int[][] rows;
    private final int[] indices;

    /// A place in a layer.
    ///
    /// @param box whether a box stands there; else an edge passes
    record Slot(int layer, boolean box, double height) {}

    /// A piece of an edge between neighbouring layers; `out` and `in` are measured from the slots' tops.
    record Segment(int from, double out, int to, double in) {}

    /// The boxes are the first slots, with the same numbers.
    Grid(Graph graph, int[] layers) {
        int last = 0;
        for (int i = 0; i < layers.length; i++) {
            Box box = graph.boxes().get(i);
            addSlot(new Slot(layers[i], true, box.height()));
            last = Math.max(last, layers[i]);
        }
        for (int i = 0; i < last; i++) {
            gaps.add(new ArrayList<>());
        }
        for (Edge edge : graph.edges()) {
            passed.add(route(graph, edge));
        }
        rows = new int[last + 1][];
        indices = new int[slots.size()];
    }

    private List<Integer> route(Graph graph, Edge edge) {
        List<Integer> empty = new ArrayList<>();
        int target = slots.get(edge.to()).layer();
        int from = edge.from();
        double out = graph.boxes().get(from).outputs().get(edge.output());
        for (int layer = slots.get(from).layer() + 1; layer < target; layer++) {
            int slot = slots.size();
            addSlot(new Slot(layer, false, 0));
            empty.add(slot);
            addSegment(new Segment(from, out, slot, 0));
            from = slot;
            out = 0;
        }
        if (slots.get(from).layer() < target) {
            addSegment(new Segment(
                    from, out, edge.to(), graph.boxes().get(edge.to()).input()));
        }
        return empty;
    }

    private void addSlot(Slot slot) {
        slots.add(slot);
        leaving.add(new ArrayList<>());
        entering.add(new ArrayList<>());
    }

    private void addSegment(Segment segment) {
        gaps.get(slots.get(segment.from()).layer()).add(segment);
        leaving.get(segment.from()).add(segment);
        entering.get(segment.to()).add(segment);
    }

    int size() {
        return slots.size();
    }

    int layers() {
        return rows.length;
    }

    Slot slot(int slot) {
        return slots.get(slot);
    }

    /// The segments between a layer and the next.
    List<Segment> gap(int layer) {
        return gaps.get(layer);
    }

    List<Segment> leaving(int slot) {
        return leaving.get(slot);
    }

    List<Segment> entering(int slot) {
        return entering.get(slot);
    }

    /// The empty slots that an edge passes, from left to right.
    List<Integer> passed(int edge) {
        return passed.get(edge);
    }

    /// The slots of a layer from top to bottom.
    int[] row(int layer) {
        return rows[layer];
    }

    void row(int layer, int[] slotsFromTop) {
        rows[layer] = slotsFromTop;
        for (int i = 0; i < slotsFromTop.length; i++) {
            indices[slotsFromTop[i]] = i;
        }
    }

    /// A slot's place in its row, from 0.
    int index(int slot) {
        return indices[slot];
    }
}
