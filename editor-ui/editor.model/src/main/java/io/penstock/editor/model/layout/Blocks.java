// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.layout;

import io.penstock.editor.model.layout.Grid.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Slots that hang on one straight line: a block moves up and down as a whole.
///
/// Long edges are made straight first; a segment joins two slots unless one of them is taken or it would cross a
/// segment that is straight already (so blocks never cross, and "above" has no cycle).
final class Blocks {
    private final Grid grid;
    private final int[] next;
    private final int[] previous;
    private final int[] blocks;
    private final double[] offsets;
    private final List<List<Integer>> members = new ArrayList<>();

    Blocks(Grid grid) {
        this.grid = grid;
        next = new int[grid.size()];
        previous = new int[grid.size()];
        blocks = new int[grid.size()];
        offsets = new double[grid.size()];
        Arrays.fill(next, -1);
        Arrays.fill(previous, -1);
        for (int layer = 0; layer + 1 < grid.layers(); layer++) {
            align(layer);
        }
        collect();
    }

    int count() {
        return members.size();
    }

    List<Integer> members(int block) {
        return members.get(block);
    }

    int block(int slot) {
        return blocks[slot];
    }

    /// How far a slot's top lies below its block's line.
    double offset(int slot) {
        return offsets[slot];
    }

    private void align(int layer) {
        List<Segment> segments = new ArrayList<>(grid.gap(layer));
        segments.sort(Comparator.comparingInt((Segment segment) -> -weight(grid, segment))
                .thenComparingDouble(this::fromMiddle)
                .thenComparingInt(segment -> grid.index(segment.from()))
                .thenComparingInt(segment -> grid.index(segment.to())));
        NavigableMap<Integer, Integer> straight = new TreeMap<>();
        for (Segment segment : segments) {
            boolean free = next[segment.from()] < 0 && previous[segment.to()] < 0;
            if (free && crossesNone(straight, grid.index(segment.from()), grid.index(segment.to()))) {
                straight.put(grid.index(segment.from()), grid.index(segment.to()));
                next[segment.from()] = segment.to();
                previous[segment.to()] = segment.from();
                offsets[segment.to()] = segment.out() - segment.in();
            }
        }
    }

    private static boolean crossesNone(NavigableMap<Integer, Integer> straight, int from, int to) {
        Map.Entry<Integer, Integer> above = straight.lowerEntry(from);
        Map.Entry<Integer, Integer> below = straight.higherEntry(from);
        return (above == null || above.getValue() < to) && (below == null || below.getValue() > to);
    }

    /// How much a segment wants to be straight: the longer its edge, the more.
    static int weight(Grid grid, Segment segment) {
        int boxes = (grid.slot(segment.from()).box() ? 1 : 0)
                + (grid.slot(segment.to()).box() ? 1 : 0);
        return switch (boxes) {
            case 0 -> 8;
            case 1 -> 2;
            default -> 1;
        };
    }

    /// How far a segment is from the middle of its siblings at both ends.
    private double fromMiddle(Segment segment) {
        return fromMiddle(segment, grid.leaving(segment.from())) + fromMiddle(segment, grid.entering(segment.to()));
    }

    private double fromMiddle(Segment segment, List<Segment> siblings) {
        int above = 0;
        for (Segment sibling : siblings) {
            boolean higher = sibling.from() == segment.from()
                    ? sibling.out() < segment.out()
                            || (sibling.out() == segment.out() && grid.index(sibling.to()) < grid.index(segment.to()))
                    : grid.index(sibling.from()) < grid.index(segment.from());
            above += higher ? 1 : 0;
        }
        return Math.abs(above - (siblings.size() - 1) / 2.0);
    }

    /// Until here an offset is measured from the slot before.
    private void collect() {
        for (int slot = 0; slot < grid.size(); slot++) {
            if (previous[slot] < 0) {
                List<Integer> line = new ArrayList<>();
                double offset = 0;
                for (int member = slot; member >= 0; member = next[member]) {
                    offset += offsets[member];
                    offsets[member] = offset;
                    blocks[member] = members.size();
                    line.add(member);
                }
                members.add(line);
            }
        }
    }
}
