// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.layout;

import io.penstock.editor.model.layout.Graph.Edge;
import io.penstock.editor.model.layout.Graph.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/// Gives each box its layer: the longest path from the client side, then as near to its successors as is shorter.
///
/// A drawing under way may hold a cycle: an edge that runs back is left out of the layers.
final class Ranks {
    private final Graph graph;
    private final List<List<Edge>> leaving;
    private final List<List<Edge>> entering;
    private final int[] position;
    private final int[] order;
    private final int[] layers;

    private Ranks(Graph graph) {
        this.graph = graph;
        int count = graph.boxes().size();
        leaving = lists(count);
        entering = lists(count);
        for (Edge edge : graph.edges()) {
            leaving.get(edge.from()).add(edge);
            entering.get(edge.to()).add(edge);
        }
        position = new int[count];
        order = new int[count];
        layers = new int[count];
    }

    /// The layer of each box, from 0.
    static int[] of(Graph graph) {
        Ranks ranks = new Ranks(graph);
        ranks.sort();
        ranks.longestPaths();
        ranks.pullToSuccessors();
        return ranks.layers;
    }

    /// Kahn's order; where a cycle stops it, the first box in document order goes next.
    private void sort() {
        int[] waiting = new int[order.length];
        graph.edges().forEach(edge -> waiting[edge.to()]++);
        Arrays.fill(position, -1);
        Deque<Integer> ready = new ArrayDeque<>();
        for (int box = 0; box < order.length; box++) {
            if (waiting[box] == 0) {
                ready.add(box);
            }
        }
        int firstUnplaced = 0;
        for (int next = 0; next < order.length; ) {
            while (ready.isEmpty()) {
                if (position[firstUnplaced] < 0) {
                    ready.add(firstUnplaced);
                }
                firstUnplaced++;
            }
            int box = ready.remove();
            if (position[box] >= 0) {
                continue;
            }
            position[box] = next;
            order[next++] = box;
            for (Edge edge : leaving.get(box)) {
                if (--waiting[edge.to()] == 0) {
                    ready.add(edge.to());
                }
            }
        }
    }

    private void longestPaths() {
        boolean anyFirst = any(Place.FIRST_LAYER);
        int last = any(Place.LAST_LAYER) ? 1 : 0;
        for (int box : order) {
            if (place(box) == Place.FIRST_LAYER) {
                continue;
            }
            int layer = anyFirst ? 1 : 0;
            for (Edge edge : entering.get(box)) {
                if (forward(edge)) {
                    layer = Math.max(layer, layers[edge.from()] + 1);
                }
            }
            layers[box] = layer;
            last = Math.max(last, place(box) == Place.LAST_LAYER ? layer : layer + 1);
        }
        for (int box : order) {
            if (place(box) == Place.LAST_LAYER) {
                layers[box] = last;
            }
        }
    }

    private boolean any(Place place) {
        return graph.boxes().stream().anyMatch(box -> box.place() == place);
    }

    private void pullToSuccessors() {
        for (int i = order.length - 1; i >= 0; i--) {
            int box = order[i];
            long out = leaving.get(box).stream().filter(this::forward).count();
            long in = entering.get(box).stream().filter(this::forward).count();
            if (place(box) == Place.BETWEEN && out > in) {
                layers[box] = leaving.get(box).stream()
                        .filter(this::forward)
                        .mapToInt(edge -> layers[edge.to()] - 1)
                        .min()
                        .orElse(layers[box]);
            }
        }
    }

    private boolean forward(Edge edge) {
        return position[edge.from()] < position[edge.to()];
    }

    private Place place(int box) {
        return graph.boxes().get(box).place();
    }

    private static List<List<Edge>> lists(int count) {
        List<List<Edge>> lists = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lists.add(new ArrayList<>());
        }
        return lists;
    }
}
