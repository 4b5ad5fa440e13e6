// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.api.BadProperty;
import io.penstock.api.Problem;
import io.penstock.api.Refused;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChainDocumentTest {
    private static ChainDocument document(String text) throws Refused {
        return ChainDocument.parse("x.yaml", text);
    }

    private static Chain chain(String text) throws Refused {
        return document(text).chain();
    }

    @Test
    void shouldReadPortsNodesAndWiresInTheirOrder() throws Refused {
        Chain chain = chain(TestChains.DESIGN);
        assertThat(chain.name()).isEqualTo("branch-edge");
        assertThat(chain.ports().keySet()).containsExactly("lan", "wan");
        assertThat(chain.nodes().keySet()).containsExactly("cls", "fw", "ids", "nat");
        assertThat(chain.wires())
                .extracting(Wire::text)
                .containsExactly(
                        "lan -> cls", "cls.web -> ids", "ids -> fw", "cls.rest -> fw", "fw -> nat", "nat -> wan");
    }

    @Test
    void shouldReadAndWriteTheNumberOfWorkers() throws Refused {
        String text = TestChains.DESIGN.replace("chain: branch-edge\n", "chain: branch-edge\nworkers: 3\n");
        Chain chain = chain(text);
        assertThat(chain.workers()).isEqualTo(3);
        assertThat(chain(TestChains.DESIGN).workers()).isZero();
        assertThat(ChainDocument.of("x.yaml", chain).chain()).isEqualTo(chain);
        assertThat(Draft.parse("x.yaml", text).chain().workers()).isEqualTo(3);
    }

    @Test
    void shouldReadOptionsOfPorts() throws Refused {
        PortSpec port = chain(TestChains.DESIGN).ports().get("lan");
        assertThat(port).isEqualTo(new PortSpec("lan", "pcap", Map.of("in", "lan.pcap", "out", "lan-out.pcapng")));
    }

    @Test
    void shouldLeaveToThePlatformWhatANodeDoesNotSay() throws Refused {
        assertThat(chain(TestChains.DESIGN).nodes().get("nat"))
                .isEqualTo(Node.of("nat", "nat", Map.of("address", "198.51.100.1")));
    }

    @Test
    void shouldKeepBranchesInTheirOrder() throws Refused {
        Object branches = TestChains.property(chain(TestChains.DESIGN), "cls", "branches");
        assertThat(branches).hasToString("{web=tcp port 80 or tcp port 443, rest=}");
    }

    @Test
    void shouldReadEveryKeyOfThePlatform() throws Refused {
        Chain chain = chain("""
                format: 1
                chain: all
                ports: {a: {driver: memory}, b: {driver: memory}}
                functions:
                  n: {type: t, version: 1.10, match: tcp, over: [tcp, udp], on-failure: open, on-overrun: reset-flow, observe: true}
                wires: [a -> n -> b]
                """);
        assertThat(chain.nodes().get("n"))
                .isEqualTo(new Node(
                        "n",
                        "t",
                        Optional.of("1.10"),
                        "tcp",
                        List.of("tcp", "udp"),
                        OnFailure.OPEN,
                        OnOverrun.RESET_FLOW,
                        true,
                        Map.of()));
    }

    @Test
    void shouldTellNumbersAndTruthFromText() throws Refused {
        String list = "\"list\": [1, -2, 2.5, 1e3, true, yes, 0x10, 1.2.3.4, \"7\", '', 007]";
        Chain chain = chain(TestChains.JSON.replace("\"list\": []", list));
        assertThat(TestChains.property(chain, "x", "list"))
                .isEqualTo(List.of(1L, -2L, 2.5, 1000.0, true, "yes", "0x10", "1.2.3.4", "7", "", "007"));
    }

    @Test
    void shouldNameTheSides() throws Refused {
        Chain chain = chain("""
                format: 1
                chain: sides
                ports: {c: {driver: m}, s: {driver: m}, d: {driver: m}, idle: {driver: m}}
                wires: [c -> n, d -> n, n -> s]
                functions: {n: {type: t}}
                """);
        assertThat(chain.clientPorts()).extracting(PortSpec::id).containsExactly("c", "d");
        assertThat(chain.serverPorts()).extracting(PortSpec::id).containsExactly("s");
    }

    @Test
    void shouldReadTheEmptyChain() throws Refused {
        Chain chain = chain("""
                format: 1
                chain: wire
                ports: {lan: {driver: memory}, wan: {driver: memory}}
                wires: [lan -> wan]
                """);
        assertThat(chain.nodes()).isEmpty();
        assertThat(chain.wires()).containsExactly(new Wire(End.of("lan"), End.of("wan")));
    }

    @Test
    void shouldReadWindowsLineEndsAsAnyOther() throws Refused {
        ChainDocument document = document(TestChains.DESIGN.replace("\n", "\r\n"));
        assertThat(document.chain()).isEqualTo(chain(TestChains.DESIGN));
        assertThat(document.canonical()).isEqualTo(TestChains.DESIGN);
        assertThat(document.where("fw")).isEqualTo(new Place(9, 3));
    }

    @Test
    void shouldReplaceAPortForOneRun() throws Refused {
        PortSpec other = new PortSpec("wan", "memory", Map.of());
        ChainDocument replaced = document(TestChains.DESIGN).withPort(other);
        assertThat(replaced.chain().ports().get("wan")).isEqualTo(other);
        assertThat(replaced.chain().ports().keySet()).containsExactly("lan", "wan");
        assertThat(replaced.where("fw")).isEqualTo(new Place(9, 3));
    }

    @Test
    void shouldSuggestThePortThatWasMeant() {
        assertThatThrownBy(() -> document(TestChains.DESIGN).withPort(new PortSpec("wann", "memory", Map.of())))
                .isInstanceOf(Refused.class)
                .hasMessage("chain `branch-edge` has no port `wann`; did you mean `wan`?");
    }

    @Test
    void shouldRefuseToBeChangedByItsReaders() throws Refused {
        Chain chain = chain(TestChains.DESIGN);
        assertThatThrownBy(() -> chain.nodes().clear()).isInstanceOf(UnsupportedOperationException.class);
        Map<?, ?> branches = (Map<?, ?>) TestChains.property(chain, "cls", "branches");
        assertThatThrownBy(branches::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void shouldPointIntoRules() throws Refused {
        ChainDocument document = document(TestChains.DESIGN);
        assertThat(document.where("fw", "rules", 1)).isEqualTo(new Place(9, 54));
        BadProperty bad = new BadProperty("rules", 1, 10, "no such port", "use a number");
        assertThat(document.problem("fw", bad).oneLine()).isEqualTo("x.yaml:9:64: no such port; use a number");
    }

    @Test
    void shouldPointAtBranchesAndOptionsAndWires() throws Refused {
        ChainDocument document = document(TestChains.DESIGN);
        assertThat(document.where("cls", "branches", 1)).isEqualTo(new Place(8, 79));
        assertThat(document.where("wan", "device", 0, 4)).isEqualTo(new Place(6, 36));
        assertThat(document.where(new Wire(End.of("ids"), End.of("fw")))).isEqualTo(new Place(14, 16));
    }

    @Test
    void shouldPointAtTheNodeWhereAPropertyIsNotWritten() throws Refused {
        assertThat(document(TestChains.DESIGN).where("nat", "absent", 3)).isEqualTo(new Place(11, 3));
    }

    @Test
    void fault114ShouldRefuseUnknownPropertyAndSuggestTheRightOne() throws Refused {
        ChainDocument document = document(TestChains.DESIGN.replace("on-failure", "on_failure"));
        Problem problem = document.unknownProperty("fw", "on_failure", List.of("rules", "policy"));
        assertThat(problem.oneLine())
                .isEqualTo("x.yaml:9:97: `firewall` has no property `on_failure`; did you mean `on-failure`?");
        assertThat(document.unknownProperty("nat", "bogus", List.of("address")).oneLine())
                .isEqualTo("x.yaml:11:3: `nat` has no property `bogus`; there is address");
    }

    @Test
    void shouldWarnOfANodeThatNoClientReaches() throws Refused {
        ChainDocument document = document(TestChains.DESIGN.replace("wires:", "  spare: {type: counter}\nwires:"));
        assertThat(document.warnings())
                .extracting(Problem::oneLine)
                .containsExactly("x.yaml:12:3: warning: no wire leads from a client port to `spare`;"
                        + " it will see no session of a client");
    }

    @Test
    void shouldWarnOfAPortWithoutWire() throws Refused {
        ChainDocument document = document(TestChains.DESIGN.replace("functions:", "  dmz: {driver: pcap}\nfunctions:"));
        assertThat(document.warnings())
                .extracting(Problem::oneLine)
                .containsExactly("x.yaml:7:3: warning: port `dmz` has no wire; nothing will enter or leave there");
    }

    @Test
    void shouldWriteAChainThatHasNoText() throws Refused {
        Chain chain =
                new Chain("made", Map.of("a", new PortSpec("a", "memory", Map.of("size", 5L))), Map.of(), List.of());
        assertThatThrownBy(() -> ChainDocument.of("made", chain)).isInstanceOf(Refused.class);
        ChainDocument written = ChainDocument.of("made", chain(TestChains.DESIGN));
        assertThat(written.text()).isEqualTo(written.canonical()).contains("  - cls.web -> ids -> fw\n");
    }
}
