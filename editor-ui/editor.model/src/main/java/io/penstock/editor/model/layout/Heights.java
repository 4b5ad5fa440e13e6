// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.layout;

import io.penstock.editor.model.layout.Grid.Segment;
import io.penstock.editor.model.layout.Grid.Slot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/// Finds how high each block stands: no two slots of a layer too near, and edges as level as that allows.
///
/// Starts in the middle between all as high and all as low as possible; then each block goes to the weighted median
/// of where its edges want it, until nothing moves.
final class Heights {
    private static final double BOX_GAP = 36;
    private static final double WIRE_GAP = 18;
    private static final double MIXED_GAP = 26;
    private static final int ROUNDS = 60;

    private final Grid grid;
    private final Blocks blocks;
    private final List<List<Limit>> below = new ArrayList<>();
    private final List<List<Limit>> above = new ArrayList<>();
    private final List<List<Pull>> pulls = new ArrayList<>();
    private final int[] order;
    private final double[] heights;

    /// The lower block stands at least `distance` below the upper one.
    private record Limit(int upper, int lower, double distance) {}

    /// A block's edge is level when it stands `shift` below the other block.
    private record Pull(int other, double shift, int weight) {}

    private record Wish(double height, int weight) {}

    private Heights(Grid grid, Blocks blocks) {
        this.grid = grid;
        this.blocks = blocks;
        heights = new double[blocks.count()];
        order = new int[blocks.count()];
    }

    /// The top of each slot, from 0.
    static double[] of(Grid grid) {
        Heights heights = new Heights(grid, new Blocks(grid));
        heights.findLimits();
        heights.findPulls();
        heights.sort();
        heights.startInTheMiddle();
        heights.settle();
        return heights.tops();
    }

    private void findLimits() {
        for (int i = 0; i < blocks.count(); i++) {
            below.add(new ArrayList<>());
            above.add(new ArrayList<>());
            pulls.add(new ArrayList<>());
        }
        for (int layer = 0; layer < grid.layers(); layer++) {
            int[] row = grid.row(layer);
            for (int i = 0; i + 1 < row.length; i++) {
                limit(row[i], row[i + 1]);
            }
        }
    }

    private void limit(int upper, int lower) {
        Slot a = grid.slot(upper);
        Slot b = grid.slot(lower);
        double gap = a.box() && b.box() ? BOX_GAP : a.box() || b.box() ? MIXED_GAP : WIRE_GAP;
        double distance = blocks.offset(upper) + a.height() + gap - blocks.offset(lower);
        Limit limit = new Limit(blocks.block(upper), blocks.block(lower), distance);
        below.get(limit.upper()).add(limit);
        above.get(limit.lower()).add(limit);
    }

    private void findPulls() {
        for (int layer = 0; layer + 1 < grid.layers(); layer++) {
            for (Segment segment : grid.gap(layer)) {
                int from = blocks.block(segment.from());
                int to = blocks.block(segment.to());
                if (from != to) {
                    double start = blocks.offset(segment.from()) + segment.out();
                    double end = blocks.offset(segment.to()) + segment.in();
                    int weight = Blocks.weight(grid, segment);
                    pulls.get(from).add(new Pull(to, end - start, weight));
                    pulls.get(to).add(new Pull(from, start - end, weight));
                }
            }
        }
    }

    private void sort() {
        int[] waiting = new int[blocks.count()];
        above.forEach(limits -> limits.forEach(limit -> waiting[limit.lower()]++));
        Deque<Integer> ready = new ArrayDeque<>();
        for (int block = 0; block < waiting.length; block++) {
            if (waiting[block] == 0) {
                ready.add(block);
            }
        }
        for (int i = 0; i < order.length; i++) {
            order[i] = ready.remove();
            for (Limit limit : below.get(order[i])) {
                if (--waiting[limit.lower()] == 0) {
                    ready.add(limit.lower());
                }
            }
        }
    }

    private void startInTheMiddle() {
        double[] highest = new double[order.length];
        Arrays.setAll(highest, this::room);
        for (int block : order) {
            for (Limit limit : below.get(block)) {
                highest[limit.lower()] = Math.max(highest[limit.lower()], highest[block] + limit.distance());
            }
        }
        double bottom = Arrays.stream(highest).max().orElse(0);
        double[] lowest = new double[order.length];
        Arrays.fill(lowest, bottom);
        for (int i = order.length - 1; i >= 0; i--) {
            for (Limit limit : below.get(order[i])) {
                lowest[order[i]] = Math.min(lowest[order[i]], lowest[limit.lower()] - limit.distance());
            }
        }
        Arrays.setAll(heights, block -> (highest[block] + lowest[block]) / 2);
    }

    /// How far below 0 a block must start so that none of its members reaches above it.
    private double room(int block) {
        double room = 0;
        for (int slot : blocks.members(block)) {
            room = Math.max(room, -blocks.offset(slot));
        }
        return room;
    }

    private void settle() {
        double moved = 1;
        for (int round = 0; round < ROUNDS && moved >= 0.5; round++) {
            moved = 0;
            for (int i = 0; i < order.length; i++) {
                int block = order[round % 2 == 0 ? i : order.length - 1 - i];
                moved += settle(block);
            }
            moved += settleGroups();
        }
    }

    private double settle(int block) {
        List<Wish> wishes = new ArrayList<>();
        for (Pull pull : pulls.get(block)) {
            wishes.add(new Wish(heights[pull.other()] + pull.shift(), pull.weight()));
        }
        if (wishes.isEmpty()) {
            return 0;
        }
        double least = Double.NEGATIVE_INFINITY;
        for (Limit limit : above.get(block)) {
            least = Math.max(least, heights[limit.upper()] + limit.distance());
        }
        double most = Double.POSITIVE_INFINITY;
        for (Limit limit : below.get(block)) {
            most = Math.min(most, heights[limit.lower()] - limit.distance());
        }
        double height = Math.max(least, Math.min(most, median(wishes)));
        double moved = Math.abs(height - heights[block]);
        heights[block] = height;
        return moved;
    }

    /// Blocks that touch hold each other; together they can go where the sum of their edges wants them.
    private double settleGroups() {
        int[] group = groups();
        List<List<Integer>> members = new ArrayList<>();
        for (int block : order) {
            while (members.size() <= group[block]) {
                members.add(new ArrayList<>());
            }
            members.get(group[block]).add(block);
        }
        double moved = 0;
        for (List<Integer> blocksOfGroup : members) {
            if (blocksOfGroup.size() > 1) {
                moved += shift(blocksOfGroup, group);
            }
        }
        return moved;
    }

    private int[] groups() {
        int[] group = new int[order.length];
        Arrays.fill(group, -1);
        int count = 0;
        Deque<Integer> stack = new ArrayDeque<>();
        for (int start : order) {
            if (group[start] >= 0) {
                continue;
            }
            stack.push(start);
            while (!stack.isEmpty()) {
                int block = stack.pop();
                if (group[block] >= 0) {
                    continue;
                }
                group[block] = count;
                below.get(block).stream().filter(this::touches).forEach(limit -> stack.push(limit.lower()));
                above.get(block).stream().filter(this::touches).forEach(limit -> stack.push(limit.upper()));
            }
            count++;
        }
        return group;
    }

    private boolean touches(Limit limit) {
        return heights[limit.lower()] - heights[limit.upper()] - limit.distance() < 0.01;
    }

    private double shift(List<Integer> members, int[] group) {
        List<Wish> wishes = new ArrayList<>();
        double least = Double.NEGATIVE_INFINITY;
        double most = Double.POSITIVE_INFINITY;
        for (int block : members) {
            for (Pull pull : pulls.get(block)) {
                if (group[pull.other()] != group[block]) {
                    wishes.add(new Wish(heights[pull.other()] + pull.shift() - heights[block], pull.weight()));
                }
            }
            for (Limit limit : above.get(block)) {
                if (group[limit.upper()] != group[block]) {
                    least = Math.max(least, heights[limit.upper()] + limit.distance() - heights[block]);
                }
            }
            for (Limit limit : below.get(block)) {
                if (group[limit.lower()] != group[block]) {
                    most = Math.min(most, heights[limit.lower()] - limit.distance() - heights[block]);
                }
            }
        }
        if (wishes.isEmpty()) {
            return 0;
        }
        double by = Math.max(least, Math.min(most, median(wishes)));
        members.forEach(block -> heights[block] += by);
        return Math.abs(by);
    }

    /// Between the two middle wishes where they part evenly.
    private static double median(List<Wish> wishes) {
        wishes.sort(Comparator.comparingDouble(Wish::height));
        int total = wishes.stream().mapToInt(Wish::weight).sum();
        int sum = 0;
        for (int i = 0; i < wishes.size(); i++) {
            sum += wishes.get(i).weight();
            if (2 * sum == total) {
                return (wishes.get(i).height() + wishes.get(i + 1).height()) / 2;
            }
            if (2 * sum > total) {
                return wishes.get(i).height();
            }
        }
        return 0;
    }

    /// Whole numbers, rounded alike, keep distances that are whole.
    private double[] tops() {
        double[] tops = new double[grid.size()];
        double least = Double.POSITIVE_INFINITY;
        for (int slot = 0; slot < tops.length; slot++) {
            tops[slot] = Math.floor(heights[blocks.block(slot)]) + blocks.offset(slot);
            least = Math.min(least, tops[slot]);
        }
        for (int slot = 0; slot < tops.length; slot++) {
            tops[slot] -= least;
        }
        return tops;
    }
}
