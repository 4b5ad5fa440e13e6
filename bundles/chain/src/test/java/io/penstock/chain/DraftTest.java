// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.api.Refused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DraftTest {
    private static final String EDGE = """
            # Branch office edge
            format: 1
            chain: edge
            ports:
              lan: {driver: m}
              wan: {driver: m}  # the line
            functions:
              cls: {type: classifier, branches: {web: tcp port 80, rest: ""}}
              fw:
                type: firewall
                rules:
                  # names first
                  - allow udp port 53
                  - allow tcp port 80  # and the web
                  - deny
            wires:
              - lan -> cls
              # web goes first
              - cls.web -> fw -> wan
              - cls.rest -> wan
            # end
            """;

    private static Draft edge() throws Refused {
        return Draft.parse("edge.chain.yaml", EDGE);
    }

    private static Wire wire(String from, String to) {
        int dot = from.indexOf('.');
        End start = dot < 0 ? End.of(from) : new End(from.substring(0, dot), from.substring(dot + 1));
        return new Wire(start, End.of(to));
    }

    static Stream<Path> examples() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("..", "..", "examples"))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldKeepEveryExampleByteByByteThroughAChangeAndBack(Path example) throws Exception {
        String text = Files.readString(example);
        Draft draft = Draft.parse(example.toString(), text);
        Draft there = draft.add(Node.of("extra", "counter", Map.of())).set("extra", "match", "tcp");
        Draft back = there.remove(List.of("extra"));
        assertThat(draft.text()).isEqualTo(text);
        assertThat(there.text()).isNotEqualTo(text);
        assertThat(back.text()).isEqualTo(text);
        assertThat(back.hash())
                .isEqualTo(draft.hash())
                .isEqualTo(ChainDocument.read(example).hash());
    }

    @Test
    void shouldReadAndWriteAnEmptyChain() throws Exception {
        Draft draft = Draft.empty("untitled");
        assertThat(draft.text()).isEqualTo("format: 1\nchain: untitled\n");
        assertThat(Draft.parse("x", draft.text()).hash()).isEqualTo(draft.hash());
        assertThat(draft.chain().ports()).isEmpty();
    }

    @Test
    void shouldWriteWhatWasDrawnFromNothing() throws Exception {
        Draft draft = Draft.empty("edge")
                .add(new PortSpec("lan", "pcap", Map.of("in", "lan.pcap")))
                .add(new PortSpec("wan", "pcap", Map.of("in", "wan.pcap")))
                .add(Node.of("fw", "firewall", Map.of("rules", List.of("allow udp port 53", "deny"))))
                .connect(wire("fw", "wan"))
                .connect(wire("lan", "fw"));
        assertThat(draft.text()).isEqualTo("""
                format: 1
                chain: edge
                ports:
                  lan: {driver: pcap, in: lan.pcap}
                  wan: {driver: pcap, in: wan.pcap}
                functions:
                  fw: {type: firewall, rules: ["allow udp port 53", deny]}
                wires:
                  - lan -> fw -> wan
                """);
        assertThat(ChainDocument.parse("x", draft.text()).chain()).isEqualTo(draft.chain());
    }

    @Test
    void shouldKeepCommentsOfItemsThatStay() throws Exception {
        Draft changed = edge().set("fw", "rules", List.of("allow icmp", "allow tcp port 80", "allow udp port 53"));
        assertThat(changed.text()).contains("""
                    rules:
                      - allow icmp
                      - allow tcp port 80  # and the web
                      # names first
                      - allow udp port 53
                """);
    }

    @Test
    void shouldKeepTheCommentOfAnItemThatIsChangedInItsPlace() throws Exception {
        Draft changed = edge().set("fw", "rules", List.of("allow udp port 5353", "allow tcp port 80", "deny"));
        assertThat(changed.text()).contains("      # names first\n      - allow udp port 5353\n");
    }

    @Test
    void shouldCutALineWhereItsWireIsRemovedAndJoinItAgain() throws Exception {
        Draft cut = edge().disconnect(List.of(wire("fw", "wan")));
        assertThat(cut.text()).contains("  # web goes first\n  - cls.web -> fw\n  - cls.rest -> wan\n");
        assertThat(cut.connect(wire("fw", "wan")).text()).isEqualTo(EDGE);
    }

    @Test
    void shouldTakeAllWiresOfWhatIsRemoved() throws Exception {
        Draft removed = edge().remove(List.of("fw"));
        assertThat(removed.chain().wires()).containsExactly(wire("lan", "cls"), wire("cls.rest", "wan"));
        assertThat(removed.text()).doesNotContain("fw");
    }

    @Test
    void shouldEndALineWithoutTheOutputThatFollowed() throws Exception {
        Draft draft = Draft.parse(
                "x",
                EDGE.replace("- lan -> cls\n", "- lan -> cls.web -> fw -> wan\n")
                        .replace("  - cls.web -> fw -> wan\n", ""));
        Draft cut = draft.disconnect(List.of(wire("cls.web", "fw")));
        assertThat(cut.text()).contains("  - lan -> cls\n").contains("  - fw -> wan\n");
    }

    @Test
    void shouldInsertIntoALine() throws Exception {
        Draft draft = edge().add(Node.of("nat", "nat", Map.of())).insert(wire("fw", "wan"), End.of("nat"));
        assertThat(draft.text()).contains("- cls.web -> fw -> nat -> wan\n");
    }

    @Test
    void shouldRenameEverywhere() throws Exception {
        Draft draft = edge().rename("cls", "split").renameOutput("split", "branches", "web", "http");
        assertThat(draft.text())
                .contains("  split: {type: classifier, branches: {http: tcp port 80, rest: \"\"}}\n")
                .contains("- lan -> split\n", "- split.http -> fw -> wan\n", "- split.rest -> wan\n")
                .doesNotContain("cls");
        assertThat(draft.rename("branch").chain().name()).isEqualTo("branch");
    }

    @Test
    void shouldSetAndUnsetKeysOfThePlatform() throws Exception {
        Draft set = edge().set("fw", "observe", true)
                .set("fw", "on-failure", "open")
                .set("fw", "match", "tcp");
        Node node = set.chain().node("fw").orElseThrow();
        assertThat(node.observe()).isTrue();
        assertThat(node.onFailure()).isEqualTo(OnFailure.OPEN);
        assertThat(set.unset("fw", "observe")
                        .unset("fw", "on-failure")
                        .unset("fw", "match")
                        .text())
                .isEqualTo(EDGE);
    }

    @Test
    void shouldRefuseInOneSentence() throws Exception {
        Draft draft = edge();
        assertThatThrownBy(() -> draft.add(Node.of("lan", "x", Map.of()))).hasMessageContaining("`lan` is taken");
        assertThatThrownBy(() -> draft.add(Node.of("Bad Name", "x", Map.of())))
                .hasMessageContaining("`Bad Name` cannot be a name");
        assertThatThrownBy(() -> draft.set("fw", "on-failure", "perhaps")).hasMessageContaining("cannot be `perhaps`");
        assertThatThrownBy(() -> draft.unset("fw", "type")).hasMessageContaining("`fw` has no `type`");
        assertThatThrownBy(() -> draft.set("fw", "rules", "a\u0000b")).hasMessageContaining("U+0000");
        assertThatThrownBy(() -> draft.connect(wire("fw", "wan"))).hasMessageContaining("is there already");
        assertThatThrownBy(() -> draft.connect(wire("fw", "no"))).hasMessageContaining("is called `no`");
    }

    @Test
    void shouldReadADrawingThatIsNotFinished() throws Exception {
        ChainDocument document = ChainDocument.unfinished(
                "x",
                "format: 1\nchain: c\nports: {lan: {driver: m}}\n"
                        + "functions: {a: {type: t}, b: {type: t}}\nwires: [a -> b, b -> a, a -> gone]\n");
        assertThat(document.problems())
                .extracting(problem -> problem.what())
                .contains("a cycle: `a -> b -> a`", "no port or function is called `gone`");
        assertThat(document.chain().wires()).containsExactly(wire("a", "b"), wire("b", "a"));
        assertThatThrownBy(() -> ChainDocument.unfinished("x", "format: 2\nchain: c\n"))
                .isInstanceOf(Refused.class);
    }

    @Test
    void shouldSayOfAnEmptyDrawingOnlyThatNoClientHasAPort() throws Exception {
        assertThat(ChainDocument.unfinished("x", "format: 1\nchain: c\n").problems())
                .extracting(problem -> problem.what())
                .containsExactly("no client port");
        assertThatThrownBy(() -> ChainDocument.parse("x", "format: 1\nchain: c\n"))
                .hasMessageContaining("`ports` is missing");
    }

    @Test
    void shouldKeepWiresToWhatIsMissing() throws Exception {
        Draft draft = Draft.parse("x", EDGE.replace("fw -> wan", "fw -> gone -> wan"));
        assertThat(draft.chain().wires()).doesNotContain(wire("fw", "gone"));
        assertThat(draft.set("fw", "observe", true).text()).contains("- cls.web -> fw -> gone -> wan");
    }

    @Test
    void shouldEditALargeChainInLittleTime() throws Exception {
        Draft draft = Draft.empty("large").add(new PortSpec("lan", "m", Map.of()));
        String before = "lan";
        for (int i = 0; i < 500; i++) {
            draft = draft.add(Node.of("n" + i, "t", Map.of("rules", List.of("allow udp port " + i, "deny"))))
                    .connect(wire(before, "n" + i));
            before = "n" + i;
        }
        long best = Long.MAX_VALUE;
        Set<String> hashes = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            long start = System.nanoTime();
            draft = draft.set("n" + i, "rules", List.of("allow tcp port " + i));
            hashes.add(draft.hash());
            assertThat(draft.chain().wires()).hasSize(500);
            best = Math.min(best, System.nanoTime() - start);
        }
        assertThat(hashes).hasSize(60);
        assertThat(best / 1e6).as("milliseconds for an edit").isLessThan(5);
    }
}
