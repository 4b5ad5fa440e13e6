// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.api.Refused;
import io.penstock.chain.Draft;
import io.penstock.chain.End;
import io.penstock.chain.Wire;
import io.penstock.editor.model.geometry.Point;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EditingTest {
    private static final Point HERE = new Point(0, 0);

    private static Editing editing() throws Refused {
        return new Editing(Drawing.empty("c"));
    }

    private static Wire wire(String from, String to) {
        return new Wire(End.of(from), End.of(to));
    }

    static Stream<Path> examples() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("..", "..", "examples"))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList().stream();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldComeBackToTheFirstHashAfterAThousandCommandsAndAsManyUndos(long seed) throws Exception {
        Drawing first = new Drawing(
                Draft.parse("x", Files.readString(Path.of("..", "..", "examples", "web-and-rest.chain.yaml"))),
                Map.of());
        Editing editing = new Editing(first);
        RandomEdits random = new RandomEdits(seed);
        List<String> hashes = new ArrayList<>(List.of(first.hash()));
        List<String> texts = new ArrayList<>(List.of(first.draft().text()));
        while (hashes.size() <= 1_000) {
            Drawing before = editing.drawing();
            random.perform(editing);
            if (!editing.drawing().equals(before)) {
                hashes.add(editing.drawing().hash());
                texts.add(editing.drawing().draft().text());
            }
        }
        for (int i = 999; i >= 0; i--) {
            assertThat(editing.undo()).isTrue();
            assertThat(editing.drawing().hash()).as("after undo to step %s", i).isEqualTo(hashes.get(i));
        }
        assertThat(editing.undo()).isFalse();
        assertThat(editing.dirty()).isFalse();
        assertThat(editing.drawing()).isEqualTo(first);
        for (int i = 1; i <= 1_000; i++) {
            assertThat(editing.redo()).isTrue();
        }
        assertThat(editing.drawing().draft().text()).isEqualTo(texts.getLast());
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void shouldReadBackWhateverWasDrawn(long seed) throws Exception {
        Editing editing = editing();
        RandomEdits random = new RandomEdits(seed);
        for (int i = 0; i < 200; i++) {
            random.perform(editing);
            Draft draft = editing.drawing().draft();
            Draft again = Draft.parse("again", draft.text());
            assertThat(again.chain().wires()).isEqualTo(draft.chain().wires());
            again.chain()
                    .nodes()
                    .forEach((id, node) ->
                            assertThat(node).isEqualTo(draft.chain().nodes().get(id)));
            assertThat(again.chain().nodes().keySet())
                    .isEqualTo(draft.chain().nodes().keySet());
            draft.chain()
                    .ports()
                    .forEach((id, port) ->
                            assertThat(port).isEqualTo(again.chain().ports().get(id)));
            assertThat(again.chain()).isEqualTo(draft.chain());
            assertThat(again.hash()).isEqualTo(draft.hash());
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldSaveEveryExampleByteByByteTheSame(Path example) throws Exception {
        String text = Files.readString(example);
        Editing editing = new Editing(new Drawing(Draft.parse("x", text), Map.of()));
        editing.perform(Edits.addNode("extra", "counter", Map.of(), HERE));
        editing.perform(Edits.set("extra", "observe", true));
        editing.perform(Edits.remove(Selection.of("extra")));
        assertThat(editing.drawing().draft().text()).isEqualTo(text);
        assertThat(editing.dirty()).isFalse();
        editing.undo();
        assertThat(editing.dirty()).isTrue();
    }

    @Test
    void shouldNameStepsAndKeepWhatWasSelected() throws Exception {
        Editing editing = editing();
        editing.perform(Edits.addNode("fw", "firewall", Map.of(), HERE));
        editing.select(Selection.of("fw"));
        editing.perform(Edits.remove(editing.selection()));
        assertThat(editing.selection().isEmpty()).isTrue();
        assertThat(editing.undoName()).contains("Remove fw");
        editing.undo();
        assertThat(editing.selection().has("fw")).isTrue();
        assertThat(editing.redoName()).contains("Remove fw");
    }

    @Test
    void shouldMakeOneStepOfAGesture() throws Exception {
        Editing editing = editing();
        editing.perform(Edits.addNode("fw", "firewall", Map.of(), HERE));
        for (int i = 0; i < 30; i++) {
            editing.perform(Edits.move(List.of("fw"), 1, 2).in("drag"));
        }
        editing.endGesture();
        assertThat(editing.drawing().places().get("fw")).isEqualTo(new Point(30, 60));
        editing.perform(Edits.move(List.of("fw"), 5, 0).in("drag"));
        editing.undo();
        assertThat(editing.drawing().places().get("fw")).isEqualTo(new Point(30, 60));
        editing.undo();
        assertThat(editing.drawing().places().get("fw")).isEqualTo(HERE);
    }

    @Test
    void shouldNotCallADrawingChangedThatWasOnlyMoved() throws Exception {
        Editing editing = editing();
        editing.perform(Edits.addNode("fw", "firewall", Map.of(), HERE));
        editing.saved(editing.drawing());
        editing.perform(Edits.move(List.of("fw"), 10, 10));
        assertThat(editing.dirty()).isFalse();
        assertThat(editing.moved()).isTrue();
    }

    @Test
    void shouldChangeNothingWhenACommandIsRefused() throws Exception {
        Editing editing = editing();
        editing.perform(Edits.addNode("fw", "firewall", Map.of(), HERE));
        Drawing before = editing.drawing();
        assertThatThrownBy(() -> editing.perform(Edits.rename("fw", "Not a name")))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> editing.perform(Edits.addNode("x", "t", Map.of(), HERE, End.of("gone"))))
                .isInstanceOf(Refused.class);
        assertThat(editing.drawing()).isEqualTo(before);
        assertThat(editing.undoName()).contains("Add fw");
    }

    @Test
    void shouldAddIntoAWireAndKeepThePlaceUnderAnotherName() throws Exception {
        Editing editing = editing();
        editing.perform(Edits.addPort("lan", "pcap", Map.of(), HERE));
        editing.perform(Edits.addPort("wan", "pcap", Map.of(), new Point(400, 0)));
        editing.perform(Edits.connect(wire("lan", "wan")));
        editing.perform(Edits.addNode("fw", "firewall", Map.of(), new Point(200, 7), wire("lan", "wan"), ""));
        editing.perform(Edits.rename("fw", "gate"));
        assertThat(editing.drawing().chain().wires()).containsExactly(wire("lan", "gate"), wire("gate", "wan"));
        assertThat(editing.drawing().places().get("gate")).isEqualTo(new Point(200, 7));
        assertThat(editing.drawing().places()).doesNotContainKey("fw");
    }

    @Test
    void shouldFindFreeNames() throws Exception {
        Drawing drawing = Edits.apply(Drawing.empty("c"), Edits.addNode("firewall", "firewall", Map.of(), HERE));
        assertThat(Edits.freeName(drawing, "firewall")).isEqualTo("firewall-2");
        assertThat(Edits.freeName(drawing, "Word filter")).isEqualTo("word-filter");
        assertThat(Edits.freeName(drawing, "9 lives")).isEqualTo("n9-lives");
        assertThat(Edits.freeName(drawing, "x".repeat(90))).hasSizeLessThan(63);
    }

    @Test
    void shouldForgetTheOldestStepsWhenThereAreTooMany() throws Exception {
        Editing editing = editing();
        editing.perform(Edits.addNode("fw", "firewall", Map.of(), HERE));
        for (int i = 0; i < Editing.MOST_STEPS + 50; i++) {
            editing.perform(Edits.move(List.of("fw"), 1, 0));
        }
        int undone = 0;
        while (editing.undo()) {
            undone++;
        }
        assertThat(undone).isEqualTo(Editing.MOST_STEPS);
    }
}
