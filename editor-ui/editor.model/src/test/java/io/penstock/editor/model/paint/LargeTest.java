// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.paint;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.chain.Draft;
import io.penstock.chain.End;
import io.penstock.chain.Wire;
import io.penstock.editor.model.Installed;
import io.penstock.editor.model.edit.Drawing;
import io.penstock.editor.model.edit.Edit;
import io.penstock.editor.model.edit.Editing;
import io.penstock.editor.model.edit.Edits;
import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.geometry.Rect;
import io.penstock.editor.model.geometry.Viewport;
import io.penstock.editor.model.problem.Troubles;
import io.penstock.editor.model.scene.ChainScene;
import io.penstock.editor.model.scene.Scene;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// 500 nodes and 1,000 wires.
class LargeTest {
    private static final int NODES = 500;
    private static final int COLUMNS = 25;

    private static Editing large() throws Exception {
        StringBuilder text = new StringBuilder("format: 1\nchain: large\nports:\n  lan: {driver: pcap, in: a.pcap}\n");
        text.append("  wan: {driver: pcap, in: a.pcap}\nfunctions:\n");
        StringBuilder wires = new StringBuilder("wires:\n  - lan -> n0\n  - n499 -> wan\n");
        Random random = new Random(5);
        Map<String, Point> places = new HashMap<>();
        for (int i = 0; i < NODES; i++) {
            text.append("  n")
                    .append(i)
                    .append(": {type: classifier, branches: {a: tcp port ")
                    .append(i);
            text.append(", b: udp port 53}}\n");
            places.put("n" + i, place(i));
            if (i + 1 < NODES) {
                wires.append("  - n").append(i).append(".a -> n").append(i + 1).append('\n');
                int far = Math.min(NODES - 1, i + 2 + random.nextInt(30));
                wires.append("  - n").append(i).append(".b -> n").append(far).append('\n');
            }
        }
        return new Editing(new Drawing(Draft.parse("large", text.append(wires).toString()), places));
    }

    private static Point place(int i) {
        int row = i / COLUMNS;
        return new Point(340.0 * (i % COLUMNS), 220.0 * row);
    }

    @Test
    void shouldEditMeasureAndPaintWithinAFrame() throws Exception {
        Editing editing = large();
        Draughting draughting = new Draughting();
        List<Long> edits = new ArrayList<>();
        List<Long> pictures = new ArrayList<>();
        List<Long> paints = new ArrayList<>();
        Rect window = new Rect(0, 0, 1920, 1080);
        for (int i = 0; i < 150; i++) {
            long start = cpu();
            editing.perform(edit(i));
            assertThat(editing.dirty()).isEqualTo(i > 0);
            long edited = cpu();
            Scene scene = ChainScene.of(editing.drawing().chain());
            Picture picture = draughting.picture(scene, editing.drawing().places());
            long drawn = cpu();
            Viewport view = Viewport.fit(picture.content(), 1920, 1080, 20);
            new CanvasPainter(Theme.LIGHT).paint(picture, Overlay.NONE, view, window, new RecordingSurface());
            paints.add(cpu() - drawn);
            pictures.add(drawn - edited);
            edits.add(edited - start);
        }
        assertThat(median(edits)).as("ms for an edit").isLessThan(5);
        assertThat(median(pictures)).as("ms for a picture after an edit").isLessThan(10);
        assertThat(median(paints)).as("ms for telling what to paint").isLessThan(10);
    }

    @Test
    void shouldRouteOnlyWhatADraggedCardDisturbs() throws Exception {
        Editing editing = large();
        Draughting draughting = new Draughting();
        Scene scene = ChainScene.of(editing.drawing().chain());
        Picture before = draughting.picture(scene, editing.drawing().places());
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            editing.perform(Edits.move(List.of("n260"), i % 2 == 0 ? 30 : -25, 3));
            long start = cpu();
            Picture after = draughting.picture(scene, editing.drawing().places());
            times.add(cpu() - start);
            Picture from = before;
            List<Picture.Wire> kept = after.wires().stream()
                    .filter(wire -> from.wire(wire.link())
                            .filter(old -> old.equals(wire))
                            .isPresent())
                    .toList();
            assertThat(kept).as("wires that stay as they are").hasSizeGreaterThan(900);
            before = after;
        }
        assertThat(median(times)).as("ms for a picture of a drag's step").isLessThan(8);
    }

    @Test
    void shouldLeaveOtherWiresWhereTheyAreWhileACardIsDragged() throws Exception {
        Editing editing = large();
        Draughting draughting = new Draughting();
        Scene scene = ChainScene.of(editing.drawing().chain());
        Picture before = draughting.picture(scene, editing.drawing().places());
        Set<String> dragged = Set.of("n260");
        Picture after = before;
        for (int i = 0; i < 20; i++) {
            editing.perform(Edits.move(dragged, 30, 9));
            after = draughting.dragged(after, editing.drawing().places());
            assertThat(after.wires()).filteredOn(wire -> !wire.ends(dragged)).isSubsetOf(before.wires());
            assertThat(after.wires())
                    .filteredOn(wire -> wire.ends(dragged))
                    .doesNotContainAnyElementsOf(before.wires());
        }
        Draughting atOnce = new Draughting();
        atOnce.picture(scene, large().drawing().places());
        Picture dropped = draughting.picture(scene, editing.drawing().places());
        assertThat(dropped.wires()
                        .equals(atOnce.picture(scene, editing.drawing().places())
                                .wires()))
                .as("dropped there, it has the same wires round it as if it were put there at once")
                .isTrue();
        assertThat(dropped.wires())
                .filteredOn(wire -> !wire.ends(dragged))
                .isNotEqualTo(before.wires().stream()
                        .filter(wire -> !wire.ends(dragged))
                        .toList());
    }

    @Test
    void shouldFindProblemsOfALargeDrawingAtOnce() throws Exception {
        Drawing drawing = large().drawing();
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            long start = cpu();
            assertThat(Troubles.of(drawing, Installed.palette()).list()).isEmpty();
            times.add(cpu() - start);
        }
        assertThat(median(times)).as("ms for all problems").isLessThan(30);
    }

    private static Edit edit(int i) {
        return switch (i % 3) {
            case 0 -> Edits.move(List.of("n" + i), 10, 10);
            case 1 -> Edits.set("n" + i, "branches", Map.of("a", "tcp port 9" + i, "b", ""));
            default -> Edits.disconnect(new Wire(new End("n" + i, "a"), End.of("n" + (i + 1))));
        };
    }

    /// What this thread has run: others may use the machine meanwhile.
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /// In milliseconds.
    private static double median(List<Long> nanos) {
        return nanos.stream().sorted().toList().get(nanos.size() / 2) / 1e6;
    }
}
