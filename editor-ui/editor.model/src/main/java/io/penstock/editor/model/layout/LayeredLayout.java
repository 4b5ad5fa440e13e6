// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.layout;

import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.layout.Graph.Box;
import io.penstock.editor.model.layout.Graph.Edge;
import io.penstock.editor.model.layout.Grid.Segment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Lays a graph out in layers from left to right: the same graph always the same way.
///
/// Boxes never overlap, and an edge never runs through a box that is not its own: it bends between layers only.
public final class LayeredLayout {
    private static final double LEAST_GAP = 72;
    private static final double MOST_GAP = 176;

    private final Graph graph;
    private final Grid grid;
    private final double[] tops;
    private final double[] lefts;
    private final double[] widths;

    private LayeredLayout(Graph graph) {
        this.graph = graph;
        grid = new Grid(graph, Ranks.of(graph));
        Ordering.arrange(grid);
        tops = Heights.of(grid);
        lefts = new double[grid.layers()];
        widths = new double[grid.layers()];
    }

    /// Places for all boxes and bends for all edges; the top left is at 0, 0. Edges that run back or stay in a layer
    /// have no bends.
    public static Layout of(Graph graph) {
        if (graph.boxes().isEmpty()) {
            return new Layout(Map.of());
        }
        LayeredLayout layout = new LayeredLayout(graph);
        layout.columns();
        return new Layout(layout.places(), layout.bends());
    }

    private void columns() {
        for (int i = 0; i < graph.boxes().size(); i++) {
            int layer = grid.slot(i).layer();
            widths[layer] = Math.max(widths[layer], graph.boxes().get(i).width());
        }
        for (int layer = 1; layer < lefts.length; layer++) {
            lefts[layer] = lefts[layer - 1] + widths[layer - 1] + gap(layer - 1);
        }
    }

    /// Steep edges get more room, so that their curves stay gentle.
    private double gap(int layer) {
        double steepest = 0;
        for (Segment segment : grid.gap(layer)) {
            double fall = tops[segment.to()] + segment.in() - tops[segment.from()] - segment.out();
            steepest = Math.max(steepest, Math.abs(fall));
        }
        return Math.rint(Math.min(MOST_GAP, LEAST_GAP + steepest / 4));
    }

    private Map<String, Point> places() {
        Map<String, Point> places = new HashMap<>();
        for (int i = 0; i < graph.boxes().size(); i++) {
            Box box = graph.boxes().get(i);
            int layer = grid.slot(i).layer();
            double spare = widths[layer] - box.width();
            double shift = switch (box.place()) {
                case FIRST_LAYER -> spare;
                case BETWEEN -> Math.floor(spare / 2);
                case LAST_LAYER -> 0;
            };
            places.put(box.id(), new Point(lefts[layer] + shift, tops[i]));
        }
        return places;
    }

    private Map<Integer, List<Point>> bends() {
        Map<Integer, List<Point>> bends = new HashMap<>();
        for (int i = 0; i < graph.edges().size(); i++) {
            Edge edge = graph.edges().get(i);
            int from = grid.slot(edge.from()).layer();
            int to = grid.slot(edge.to()).layer();
            if (from < to) {
                List<Point> points = new ArrayList<>();
                double start = graph.boxes().get(edge.from()).outputs().get(edge.output());
                points.add(new Point(lefts[from] + widths[from], tops[edge.from()] + start));
                for (int slot : grid.passed(i)) {
                    int layer = grid.slot(slot).layer();
                    points.add(new Point(lefts[layer], tops[slot]));
                    points.add(new Point(lefts[layer] + widths[layer], tops[slot]));
                }
                double end = graph.boxes().get(edge.to()).input();
                points.add(new Point(lefts[to], tops[edge.to()] + end));
                bends.put(i, List.copyOf(points));
            }
        }
        return bends;
    }
}
