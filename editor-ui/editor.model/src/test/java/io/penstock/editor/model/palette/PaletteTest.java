// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.palette;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.control.FunctionInfo;
import io.penstock.chain.Node;
import io.penstock.chain.OnFailure;
import io.penstock.chain.OnOverrun;
import io.penstock.editor.model.Installed;
import io.penstock.editor.model.palette.Palette.Entry;
import io.penstock.editor.model.scene.Icon;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PaletteTest {
    private static final Palette PALETTE = Installed.palette();

    private static List<String> found(String text) {
        return PALETTE.search(text).stream().map(Entry::type).toList();
    }

    private static Node node(String type, String version) {
        return new Node(
                "x",
                type,
                Optional.of(version),
                "",
                List.of(),
                OnFailure.CLOSED,
                OnOverrun.DROP_PACKET,
                false,
                Map.of());
    }

    @Test
    void shouldFindByNameTagAndLetters() {
        assertThat(found("")).hasSize(7);
        assertThat(found("fire")).startsWith("firewall");
        assertThat(found("acl")).containsExactly("firewall");
        assertThat(found("fw")).containsExactly("firewall");
        assertThat(found("n")).startsWith("nat");
        assertThat(found("port capture")).containsExactly("pcap");
        assertThat(found("zzz")).isEmpty();
    }

    @Test
    void shouldChooseTheNewestVersionThatIsAllowed() {
        FunctionInfo old = new FunctionInfo("fw", "Old", "", "b", "1.9.0", "", List.of());
        FunctionInfo young = new FunctionInfo("fw", "Young", "", "b", "1.10.0", "", List.of());
        Palette palette = Palette.of(List.of(young, old), List.of());
        assertThat(palette.entries()).extracting(Entry::name).containsExactly("Young");
        assertThat(palette.function(Node.of("x", "fw", Map.of())).orElseThrow().name())
                .isEqualTo("Young");
        assertThat(palette.function(node("fw", "[1,1.10)")).orElseThrow().name())
                .isEqualTo("Old");
        assertThat(palette.function(node("fw", "1.9")).orElseThrow().name()).isEqualTo("Old");
        assertThat(palette.isMissing(node("fw", "2"))).isTrue();
        assertThat(Palette.UNKNOWN.isMissing(node("fw", "2"))).isFalse();
    }

    @Test
    void shouldTellOutputsByTheKeysOfTheirProperty() {
        Node node = Node.of("x", "classifier", Map.of("branches", Map.of("web", "tcp")));
        assertThat(PALETTE.outputs(node)).containsExactly("web");
        assertThat(PALETTE.outputs(Node.of("x", "counter", Map.of()))).containsExactly("");
        assertThat(PALETTE.outputs(Node.of("x", "gone", Map.of()))).isEmpty();
        assertThat(PALETTE.icon(node)).contains(Icon.SPLIT);
    }
}
