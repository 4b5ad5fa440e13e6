// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.chain.Draft;
import io.penstock.editor.model.geometry.Point;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClipboardTest {
    private static Drawing example() throws Exception {
        String text = Files.readString(Path.of("..", "..", "examples", "web-and-rest.chain.yaml"));
        return new Drawing(Draft.parse("x", text), Map.of("cls", new Point(100, 50), "web-count", new Point(400, 20)));
    }

    @Test
    void shouldCopyWiresBetweenWhatIsSelectedAndNoOthers() throws Exception {
        String text = Clipboard.copy(example(), Selection.of("cls", "web-count"));
        assertThat(text)
                .contains("cls: {type: classifier, branches: {web: tcp port 80 or tcp port 443, rest: \"\"}}")
                .contains("- cls.web -> web-count\n")
                .contains("# at cls 100.0 50.0\n")
                .doesNotContain("lan", "total");
    }

    @Test
    void shouldPasteUnderFreeNamesAsOneStep() throws Exception {
        Editing editing = new Editing(example());
        String text = Clipboard.copy(editing.drawing(), Selection.of("cls", "web-count"));
        Clipboard.Paste paste = Clipboard.paste(editing.drawing(), text, new Point(1000, 500));
        editing.perform(paste.edit());
        editing.select(paste.added());
        assertThat(editing.selection().elements()).containsExactly("cls-2", "web-count-2");
        assertThat(editing.drawing().draft().text()).contains("- cls-2.web -> web-count-2\n");
        assertThat(editing.drawing().places())
                .containsEntry("cls-2", new Point(1000, 530))
                .containsEntry("web-count-2", new Point(1300, 500));
        editing.undo();
        assertThat(editing.drawing().draft().text()).isEqualTo(example().draft().text());
    }

    @Test
    void shouldPasteIntoAnotherWindowTheSame() throws Exception {
        String text = Clipboard.copy(example(), Selection.all(example().chain()));
        Drawing empty = Drawing.empty("other");
        Drawing pasted =
                Edits.apply(empty, Clipboard.paste(empty, text, new Point(0, 0)).edit());
        assertThat(pasted.chain().nodes()).isEqualTo(example().chain().nodes());
        assertThat(pasted.chain().wires())
                .containsExactlyInAnyOrderElementsOf(example().chain().wires());
    }

    @Test
    void shouldRefuseWhatIsNoChain() {
        assertThatThrownBy(() -> Clipboard.paste(Drawing.empty("c"), "hello\nworld: [", new Point(0, 0)))
                .hasMessageContaining("clipboard");
        assertThatThrownBy(() -> Clipboard.paste(Drawing.empty("c"), "format: 1\nchain: c\n", new Point(0, 0)))
                .hasMessageContaining("no port and no function");
        assertThatThrownBy(() -> Clipboard.copy(Drawing.empty("c"), Selection.NONE))
                .hasMessageContaining("select what");
    }
}
