// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.layout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.geometry.Rect;
import io.penstock.editor.model.layout.Graph.Box;
import io.penstock.editor.model.layout.Graph.Edge;
import io.penstock.editor.model.layout.Graph.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayeredLayoutTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 13, 30, 60, 120})
    void shouldNeverLetBoxesOverlap(int size) {
        for (int seed = 0; seed < 20; seed++) {
            Graph graph = random(size, size * 2, seed);
            List<Rect> areas = areas(graph, LayeredLayout.of(graph));
            for (int i = 0; i < areas.size(); i++) {
                for (int k = 0; k < i; k++) {
                    assertThat(areas.get(i).grown(8).overlaps(areas.get(k)))
                            .as("seed %s: %s and %s", seed, areas.get(i), areas.get(k))
                            .isFalse();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 8, 30, 80})
    void shouldNeverLeadAnEdgeThroughABox(int size) {
        for (int seed = 0; seed < 20; seed++) {
            Graph graph = random(size, size * 2, seed);
            Layout layout = LayeredLayout.of(graph);
            List<Rect> areas = areas(graph, layout);
            layout.bends().forEach((edge, bends) -> {
                for (int i = 1; i < bends.size(); i++) {
                    assertThatNoBoxIsBetween(graph.edges().get(edge), bends.get(i - 1), bends.get(i), areas);
                }
            });
        }
    }

    /// Between layers a curve stays between the heights of its ends, and there is no box between layers.
    private static void assertThatNoBoxIsBetween(Edge edge, Point from, Point to, List<Rect> areas) {
        double top = Math.min(from.y(), to.y());
        Rect way = new Rect(from.x(), top, to.x() - from.x(), Math.max(0.1, Math.max(from.y(), to.y()) - top));
        for (int i = 0; i < areas.size(); i++) {
            if (i != edge.from() && i != edge.to()) {
                assertThat(areas.get(i).overlaps(way))
                        .as("%s: %s and %s", edge, way, areas.get(i))
                        .isFalse();
            }
        }
    }

    @Test
    void shouldStartAndEndBendsAtTheConnectors() {
        Graph graph = random(40, 90, 3);
        Layout layout = LayeredLayout.of(graph);
        List<Rect> areas = areas(graph, layout);
        assertThat(layout.bends()).hasSize(graph.edges().size());
        layout.bends().forEach((index, bends) -> {
            Edge edge = graph.edges().get(index);
            Box from = graph.boxes().get(edge.from());
            Box to = graph.boxes().get(edge.to());
            assertThat(bends.getFirst().y())
                    .isEqualTo(areas.get(edge.from()).y() + from.outputs().get(edge.output()));
            assertThat(bends.getFirst().x())
                    .isGreaterThanOrEqualTo(areas.get(edge.from()).right());
            assertThat(bends.getLast().y()).isEqualTo(areas.get(edge.to()).y() + to.input());
            assertThat(bends.getLast().x())
                    .isLessThanOrEqualTo(areas.get(edge.to()).x());
        });
    }

    @Test
    void shouldPutClientsLeftAndServersRightOfAllElse() {
        Graph graph = random(50, 100, 11);
        Layout layout = LayeredLayout.of(graph);
        List<Rect> areas = areas(graph, layout);
        for (int i = 0; i < areas.size(); i++) {
            for (int k = 0; k < areas.size(); k++) {
                if (graph.boxes().get(i).place().compareTo(graph.boxes().get(k).place()) < 0) {
                    assertThat(areas.get(i).right()).isLessThan(areas.get(k).x());
                }
            }
        }
    }

    @Test
    void shouldDrawTheSameGraphAlwaysTheSameWay() {
        assertThat(LayeredLayout.of(random(80, 160, 5))).isEqualTo(LayeredLayout.of(random(80, 160, 5)));
    }

    @Test
    void shouldDrawARowOfBoxesOnOneLine() {
        List<Box> boxes = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            boxes.add(new Box("b" + i, Place.BETWEEN, 100, 40 + 10 * i, 20, List.of(20.0)));
            if (i > 0) {
                edges.add(new Edge(i - 1, 0, i));
            }
        }
        Layout layout = LayeredLayout.of(new Graph(boxes, edges));
        assertThat(layout.places().values())
                .allSatisfy(place -> assertThat(place.y()).isZero());
    }

    @Test
    void shouldKeepLongEdgesStraight() {
        Graph graph = random(60, 120, 9);
        int straight = 0;
        int all = 0;
        for (List<Point> bends : LayeredLayout.of(graph).bends().values()) {
            for (int i = 2; i + 2 < bends.size(); i += 2) {
                all++;
                straight += bends.get(i).y() == bends.get(i + 1).y() ? 1 : 0;
            }
        }
        assertThat(all).isPositive();
        assertThat(straight).as("of %s", all).isGreaterThan(all * 9 / 10);
    }

    @Test
    void shouldUntangleEdgesThatNeedNotCross() {
        List<Box> boxes = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        int rows = 8;
        for (int i = 0; i < 2 * rows; i++) {
            boxes.add(box("b" + i, i < rows ? Place.FIRST_LAYER : Place.BETWEEN, new Random(i)));
        }
        for (int i = 0; i < rows; i++) {
            edges.add(new Edge(i, 0, rows + (i * 5 + 3) % rows));
        }
        Graph graph = new Graph(boxes, edges);
        Grid grid = new Grid(graph, Ranks.of(graph));
        Ordering.arrange(grid);
        assertThat(Ordering.crossings(grid)).isZero();
    }

    @Test
    void shouldCountCrossingsAsPairsDo() {
        for (int seed = 0; seed < 20; seed++) {
            Graph graph = random(30, 60, seed);
            Grid grid = new Grid(graph, Ranks.of(graph));
            Ordering.arrange(grid);
            assertThat(Ordering.crossings(grid)).isEqualTo(crossingsByPairs(grid));
        }
    }

    @Test
    void shouldDrawACycleThatIsUnderWay() {
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            boxes.add(box("b" + i, Place.BETWEEN, new Random(i)));
        }
        List<Edge> edges = List.of(new Edge(0, 0, 1), new Edge(1, 0, 2), new Edge(2, 0, 0), new Edge(3, 0, 3));
        Graph graph = new Graph(boxes, edges);
        Layout layout = LayeredLayout.of(graph);
        assertThat(layout.places()).hasSize(4);
        assertThat(layout.bends()).containsOnlyKeys(0, 1);
    }

    @Test
    void shouldDrawNothing() {
        assertThat(LayeredLayout.of(new Graph(List.of(), List.of())).places()).isEmpty();
    }

    @Test
    void shouldDrawBoxesWithoutEdges() {
        List<Box> boxes = new ArrayList<>();
        for (Place place : Place.values()) {
            boxes.add(box(place + "1", place, new Random(1)));
            boxes.add(box(place + "2", place, new Random(2)));
        }
        assertThat(LayeredLayout.of(new Graph(boxes, List.of())).places()).hasSize(6);
    }

    @Test
    void shouldLayOutFiveHundredNodesWithinASecond() {
        Graph graph = random(500, 1000, 1);
        LayeredLayout.of(random(100, 200, 2));
        long start = System.nanoTime();
        LayeredLayout.of(graph);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }

    /// A backbone of boxes one after the other with short cuts of every length: the most room for passing edges.
    @Test
    @Timeout(20)
    void shouldSurviveTheDeepestChainThatIsDrawn() {
        List<Box> boxes = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        Random random = new Random(4);
        for (int i = 0; i < 1000; i++) {
            boxes.add(box("b" + i, Place.BETWEEN, random));
            if (i > 0) {
                edges.add(new Edge(i - 1, 0, i));
                edges.add(new Edge(random.nextInt(i), 0, i));
            }
        }
        assertThat(LayeredLayout.of(new Graph(boxes, edges)).places()).hasSize(1000);
    }

    private static long crossingsByPairs(Grid grid) {
        long sum = 0;
        for (int layer = 0; layer + 1 < grid.layers(); layer++) {
            for (Grid.Segment a : grid.gap(layer)) {
                for (Grid.Segment b : grid.gap(layer)) {
                    int left = Integer.compare(grid.index(a.from()), grid.index(b.from()));
                    int start = left != 0 ? left : Double.compare(a.out(), b.out());
                    int end = Integer.compare(grid.index(a.to()), grid.index(b.to()));
                    sum += start < 0 && end > 0 ? 1 : 0;
                }
            }
        }
        return sum;
    }

    private static List<Rect> areas(Graph graph, Layout layout) {
        Map<String, Rect> areas = new HashMap<>();
        for (Box box : graph.boxes()) {
            Point place = layout.places().getOrDefault(box.id(), new Point(Double.NaN, Double.NaN));
            areas.put(box.id(), new Rect(place.x(), place.y(), box.width(), box.height()));
        }
        return graph.boxes().stream()
                .map(box -> areas.getOrDefault(box.id(), new Rect(0, 0, 0, 0)))
                .toList();
    }

    private static Graph random(int size, int edgeCount, long seed) {
        Random random = new Random(seed);
        List<Box> boxes = new ArrayList<>();
        int ports = Math.max(1, size / 20);
        for (int i = 0; i < size; i++) {
            Place place = i < ports ? Place.FIRST_LAYER : i >= size - ports && i > 0 ? Place.LAST_LAYER : Place.BETWEEN;
            boxes.add(box("b" + i, place, random));
        }
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < edgeCount && size > 2 * ports; i++) {
            int from = random.nextInt(size - ports);
            int least = Math.max(ports, from + 1);
            int to = Math.min(size - 1, least + random.nextInt(Math.max(1, Math.min(size - least, 30))));
            edges.add(new Edge(from, random.nextInt(boxes.get(from).outputs().size()), to));
        }
        return new Graph(boxes, edges);
    }

    private static Box box(String id, Place place, Random random) {
        List<Double> outputs = new ArrayList<>();
        double height = 56 + random.nextInt(100);
        for (int i = 0; i <= random.nextInt(4); i++) {
            outputs.add(20.0 + 10 * i);
        }
        return new Box(id, place, 140 + random.nextInt(120), height, 28, outputs);
    }
}
