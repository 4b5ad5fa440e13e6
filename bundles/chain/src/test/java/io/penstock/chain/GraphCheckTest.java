// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.api.Refused;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GraphCheckTest {
    /// A chain with ports lan and wan, nodes a to d, and these wires, of which the first stands in line 4.
    private static String wired(String... wires) {
        return "format: 1\nchain: c\nwires:\n"
                + List.of(wires).stream().map(wire -> "  - " + wire + "\n").collect(Collectors.joining())
                + "ports: {lan: {driver: m}, wan: {driver: m}}\nfunctions:\n"
                + IntStream.range(0, 4)
                        .mapToObj(i -> "  " + (char) ('a' + i) + ": {type: t}\n")
                        .collect(Collectors.joining());
    }

    @Test
    void fault109ShouldRefuseCycleWithItsPath() {
        assertThat(Refusals.only(wired("lan -> a -> b -> c -> wan", "c.back -> a")))
                .isEqualTo("x.yaml:5:5: a cycle: `a -> b -> c -> a`;"
                        + " packets would go round for ever; remove the wire `c.back -> a`");
    }

    @Test
    void fault109ShouldRefuseANodeWiredToItself() {
        assertThat(Refusals.of(wired("lan -> a -> a")))
                .containsExactly("x.yaml:4:12: a cycle: `a -> a`;"
                        + " packets would go round for ever; remove the wire `a -> a`");
    }

    @Test
    void fault109ShouldRefuseCycleThatNoPortReaches() {
        assertThat(Refusals.only(wired("lan -> wan", "a -> b", "b -> a"))).contains("a cycle: `a -> b -> a`");
    }

    @Test
    void fault109ShouldTellAllCyclesAtOnce() {
        assertThat(Refusals.of(wired("lan -> a -> b -> wan", "b.x -> a", "c -> d", "d -> c")))
                .hasSize(2)
                .allMatch(line -> line.contains("a cycle"));
    }

    @Test
    void fault109ShouldFindACycleThroughTenThousandNodes() {
        StringBuilder text = new StringBuilder("format: 1\nchain: c\nports: {lan: {driver: m}, wan: {driver: m}}\n");
        text.append("functions:\n");
        IntStream.range(0, 9_998).forEach(i -> text.append("  n").append(i).append(": {type: t}\n"));
        text.append("wires:\n  - lan -> n0\n");
        IntStream.range(1, 9_998)
                .forEach(i -> text.append("  - n")
                        .append(i - 1)
                        .append(" -> n")
                        .append(i)
                        .append('\n'));
        assertThat(Refusals.only(text + "  - n9997 -> n0\n"))
                .contains("n0 -> n1 -> ", "more) -> n9997 -> n0`")
                .hasSizeLessThan(300);
        assertThatCode(() -> ChainDocument.parse("x", text + "  - n9997 -> wan\n"))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseWiresInBothDirectionsAtAPort() {
        assertThat(Refusals.only(wired("lan -> a -> wan", "wan -> b -> c")))
                .isEqualTo("x.yaml:5:5: wires lead into port `wan` and out of it: `a -> wan`, `wan -> b`;"
                        + " draw from clients to servers; the way back is the same wires reversed");
    }

    @Test
    void shouldRefuseAPortInTheMiddleOfAPath() {
        assertThat(Refusals.only(wired("lan -> wan -> a"))).contains("into port `wan` and out of it");
    }

    @Test
    void shouldRefuseASecondWireOnASingleOutput() {
        assertThat(Refusals.only(wired("lan -> a -> b -> wan", "a -> c -> wan")))
                .isEqualTo("x.yaml:5:5: a second wire at `a`, which leads to `b` already;"
                        + " put a classifier there to split traffic");
    }

    @Test
    void shouldRefuseTheSameWireTwice() {
        assertThat(Refusals.only(wired("lan -> a -> wan", "lan -> a")))
                .isEqualTo("x.yaml:5:5: the wire `lan -> a` stands twice; keep the one in line 4");
    }

    @Test
    void shouldSuggestTheNameThatWasMeant() {
        assertThat(Refusals.only(wired("lan -> a -> wna")))
                .isEqualTo("x.yaml:4:17: no port or function is called `wna`; did you mean `wan`?");
    }

    @Test
    void shouldRefusePortToPortThroughAMissingNode() {
        assertThat(Refusals.only(wired("lan -> firewall -> wan")))
                .isEqualTo("x.yaml:4:12: no port or function is called `firewall`;"
                        + " add it under `functions` or remove the wire");
    }

    @Test
    void shouldRefuseWiresToNowhere() {
        assertThat(Refusals.of(wired("lan ->", "-> a -> wan", "a -> -> b")))
                .hasSize(3)
                .allMatch(line -> line.contains("a wire to nowhere"));
        assertThat(Refusals.only(wired("lan")))
                .contains("`lan` is no wire; a wire leads from one to another: `a -> b`");
    }

    @Test
    void shouldRefuseOutputsWhereThereCanBeNone() {
        assertThat(Refusals.only(wired("lan -> a -> b.in"))).contains("a wire ends at the output `b.in`; write `b`");
        assertThat(Refusals.only(wired("lan.x -> a"))).contains("a port has no outputs");
    }

    @Test
    void shouldRefuseANodeWithoutAWayOut() {
        assertThat(Refusals.of(wired("lan -> a -> b", "a.x -> wan")).getFirst())
                .isEqualTo("x.yaml:9:3: no wire leads from `b` to a server port; wire it on, or remove it");
    }

    @Test
    void shouldRefuseAChainWithOneSideOnly() {
        assertThat(Refusals.only(wired("lan -> a"))).contains("no server port; end a wire at a port");
        assertThat(Refusals.only(wired("a -> wan"))).contains("no client port; begin a wire at a port");
    }

    @Test
    void shouldTakeAnOutputInTheMiddleOfAPath() throws Refused {
        Chain chain = ChainDocument.parse("x", wired("lan -> a.web -> b -> wan", "a.rest -> b"))
                .chain();
        assertThat(chain.wires())
                .contains(new Wire(new End("a", "web"), End.of("b")), new Wire(End.of("lan"), End.of("a")));
    }

    private static List<String> outputs(String text, String... outputs) throws Refused {
        ChainDocument document = ChainDocument.parse("x.yaml", text);
        Outputs known = (_, node) -> node.id().equals("a") ? List.of(outputs) : List.of("out");
        Refused refused = catchThrowableOfType(Refused.class, () -> document.checkOutputs(known));
        return Refusals.lines(refused);
    }

    @Test
    void shouldRefuseAnUnknownOutput() throws Refused {
        assertThat(outputs(wired("lan -> a", "a.webb -> wan", "a.rest -> b -> wan"), "web", "rest"))
                .containsExactly(
                        "x.yaml:5:5: `a` has no output `webb`; did you mean `web`?",
                        "x.yaml:9:3: the output `a.web` leads nowhere; wire it on, or remove it");
    }

    @Test
    void shouldRefuseAWireThatDoesNotSayWhichOutput() throws Refused {
        assertThat(outputs(wired("lan -> a -> wan", "a.web -> b -> wan", "a.rest -> c -> wan"), "web", "rest"))
                .containsExactly("x.yaml:4:12: `a` has several outputs and this wire names none;"
                        + " begin it at `a.web` or `a.rest`");
    }

    @Test
    void shouldRefuseANamedOutputWhereThereIsOne() throws Refused {
        assertThat(outputs(wired("lan -> a", "a.web -> wan"), "out"))
                .containsExactly("x.yaml:5:5: `a` (t) has no output `web`; it has one; write `a`");
    }

    @Test
    void shouldRefuseASecondWireUnderTheSingleOutputsName() throws Refused {
        assertThat(outputs(wired("lan -> a -> wan", "a.out -> b -> wan"), "out"))
                .containsExactly("x.yaml:5:5: a second wire at the single output of `a`;"
                        + " put a classifier there to split traffic");
    }

    @Test
    void shouldTakeWiresThatFitTheOutputs() throws Refused {
        ChainDocument document = ChainDocument.parse("x", TestChains.DESIGN);
        document.checkOutputs((type, _) -> type.equals("classifier") ? List.of("web", "rest") : List.of());
    }
}
