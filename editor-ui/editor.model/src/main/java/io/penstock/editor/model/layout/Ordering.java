// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.layout;

import io.penstock.editor.model.layout.Grid.Segment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/// Orders each layer so that few edges cross: barycentres swept to and fro, then neighbours switched where it helps
/// (Sugiyama, Tagawa, Toda 1981). Document order decides ties, so the same chain always looks the same.
final class Ordering {
    private static final int SWEEPS = 16;
    private static final int SWITCHES = 8;

    private final Grid grid;

    private Ordering(Grid grid) {
        this.grid = grid;
    }

    static void arrange(Grid grid) {
        Ordering ordering = new Ordering(grid);
        ordering.inDocumentOrder();
        ordering.sweep();
        ordering.switchNeighbours();
    }

    /// How many pairs of edges cross.
    static long crossings(Grid grid) {
        long sum = 0;
        for (int layer = 0; layer + 1 < grid.layers(); layer++) {
            sum += crossings(grid, layer);
        }
        return sum;
    }

    private static long crossings(Grid grid, int layer) {
        List<Segment> segments = new ArrayList<>(grid.gap(layer));
        segments.sort(Comparator.comparingInt((Segment segment) -> grid.index(segment.from()))
                .thenComparingDouble(Segment::out)
                .thenComparingInt(segment -> grid.index(segment.to())));
        int[] tree = new int[grid.row(layer + 1).length + 1];
        long sum = 0;
        for (int seen = 0; seen < segments.size(); seen++) {
            int target = grid.index(segments.get(seen).to()) + 1;
            sum += seen - prefix(tree, target);
            for (int i = target; i < tree.length; i += i & -i) {
                tree[i]++;
            }
        }
        return sum;
    }

    private static int prefix(int[] tree, int end) {
        int sum = 0;
        for (int i = end; i > 0; i -= i & -i) {
            sum += tree[i];
        }
        return sum;
    }

    /// Depth first from each box, so that what hangs together starts together.
    private void inDocumentOrder() {
        List<List<Integer>> rows = new ArrayList<>();
        for (int layer = 0; layer < grid.layers(); layer++) {
            rows.add(new ArrayList<>());
        }
        boolean[] seen = new boolean[grid.size()];
        Deque<Integer> stack = new ArrayDeque<>();
        for (int root = 0; root < grid.size(); root++) {
            stack.push(root);
            while (!stack.isEmpty()) {
                int slot = stack.pop();
                if (!seen[slot]) {
                    seen[slot] = true;
                    rows.get(grid.slot(slot).layer()).add(slot);
                    grid.leaving(slot).reversed().forEach(segment -> stack.push(segment.to()));
                }
            }
        }
        for (int layer = 0; layer < rows.size(); layer++) {
            grid.row(layer, rows.get(layer).stream().mapToInt(Integer::intValue).toArray());
        }
    }

    private void sweep() {
        int[][] best = snapshot();
        long least = crossings(grid);
        for (int i = 0; i < SWEEPS && least > 0; i++) {
            if (i % 2 == 0) {
                for (int layer = 1; layer < grid.layers(); layer++) {
                    sort(layer, true);
                }
            } else {
                for (int layer = grid.layers() - 2; layer >= 0; layer--) {
                    sort(layer, false);
                }
            }
            long now = crossings(grid);
            if (now < least) {
                least = now;
                best = snapshot();
            }
        }
        for (int layer = 0; layer < best.length; layer++) {
            grid.row(layer, best[layer]);
        }
    }

    private int[][] snapshot() {
        int[][] rows = new int[grid.layers()][];
        for (int layer = 0; layer < rows.length; layer++) {
            rows[layer] = grid.row(layer).clone();
        }
        return rows;
    }

    private void sort(int layer, boolean byPredecessors) {
        int[] row = grid.row(layer);
        double[] keys = new double[row.length];
        for (int i = 0; i < row.length; i++) {
            keys[i] = barycentre(row[i], byPredecessors);
        }
        Integer[] order = new Integer[row.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> keys[i]));
        grid.row(layer, Arrays.stream(order).mapToInt(i -> row[i]).toArray());
    }

    /// A slot without neighbours on that side stays where it is.
    private double barycentre(int slot, boolean byPredecessors) {
        List<Segment> segments = byPredecessors ? grid.entering(slot) : grid.leaving(slot);
        if (segments.isEmpty()) {
            return grid.index(slot);
        }
        double sum = 0;
        for (Segment segment : segments) {
            sum += byPredecessors ? height(segment.from(), segment.out()) : height(segment.to(), segment.in());
        }
        return sum / segments.size();
    }

    private double height(int slot, double below) {
        return grid.index(slot) + (below + 1) / (grid.slot(slot).height() + 2) - 0.5;
    }

    private void switchNeighbours() {
        boolean changed = true;
        for (int pass = 0; pass < SWITCHES && changed; pass++) {
            changed = false;
            for (int layer = 0; layer < grid.layers(); layer++) {
                int[] row = grid.row(layer);
                for (int i = 0; i + 1 < row.length; i++) {
                    if (gain(row[i], row[i + 1]) > 0) {
                        int upper = row[i];
                        row[i] = row[i + 1];
                        row[i + 1] = upper;
                        grid.row(layer, row);
                        changed = true;
                    }
                }
            }
        }
    }

    /// How many crossings fewer there are when two neighbours change places.
    private long gain(int upper, int lower) {
        return crossed(grid.entering(upper), grid.entering(lower), true)
                - crossed(grid.entering(lower), grid.entering(upper), true)
                + crossed(grid.leaving(upper), grid.leaving(lower), false)
                - crossed(grid.leaving(lower), grid.leaving(upper), false);
    }

    private long crossed(List<Segment> above, List<Segment> below, boolean left) {
        long sum = 0;
        for (Segment a : above) {
            for (Segment b : below) {
                int slots = left
                        ? Integer.compare(grid.index(a.from()), grid.index(b.from()))
                        : Integer.compare(grid.index(a.to()), grid.index(b.to()));
                int connectors = left ? Double.compare(a.out(), b.out()) : 0;
                sum += slots > 0 || (slots == 0 && connectors > 0) ? 1 : 0;
            }
        }
        return sum;
    }
}
