// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.edit;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Problem.Severity;
import io.penstock.api.control.FunctionInfo;
import io.penstock.chain.Chain;
import io.penstock.chain.End;
import io.penstock.chain.Finding;
import io.penstock.chain.GraphCheck;
import io.penstock.chain.Node;
import io.penstock.chain.PortSpec;
import io.penstock.chain.Wire;
import io.penstock.editor.model.Chains;
import io.penstock.editor.model.edit.Wiring.Answer;
import io.penstock.editor.model.palette.Palette;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WiringTest {
    private static String answer(Chain chain, Palette palette, String from, String to) {
        int dot = from.indexOf('.');
        End end = dot < 0 ? End.of(from) : new End(from.substring(0, dot), from.substring(dot + 1));
        return switch (new Wiring(chain, palette).may(end, to)) {
            case Answer.Accepted accepted -> accepted.wire().text();
            case Answer.Refused refused -> refused.why();
        };
    }

    private static String answer(String from, String to) {
        return answer(Chains.branches(), Palette.UNKNOWN, from, to);
    }

    @Test
    void shouldRefuseInOneSentenceWithTheReason() {
        assertThat(answer("nat", "cls")).isEqualTo("nat leads to wan already; put a classifier there to split traffic");
        assertThat(answer("nat.more", "cls")).isEqualTo("a cycle: cls -> fw -> nat -> cls");
        assertThat(answer("ids.more", "ids")).isEqualTo("a cycle: ids -> ids");
        assertThat(answer("ids.more", "lan"))
                .isEqualTo("port lan stands on the client side; wires lead from clients to servers");
        assertThat(answer("wan", "ids"))
                .isEqualTo("port wan stands on the server side; wires lead from clients to servers");
        assertThat(answer("gone", "ids")).isEqualTo("there is nothing called gone");
        assertThat(answer("ids.more", "nat")).isEqualTo("ids.more -> nat");
    }

    @Test
    void shouldKnowTheOutputsOfAFunction() {
        FunctionInfo classifier = new FunctionInfo("classifier", "Classifier", "", "b", "1.0.0", "branches", List.of());
        FunctionInfo firewall = new FunctionInfo("firewall", "Firewall", "", "b", "1.0.0", "", List.of());
        Palette palette = Palette.of(List.of(classifier, firewall), List.of());
        assertThat(answer(Chains.branches(), palette, "cls.dns", "fw")).isEqualTo("cls.dns -> fw");
        assertThat(answer(Chains.branches(), palette, "cls.nope", "fw")).isEqualTo("cls has no output nope");
    }

    @Test
    void shouldNotJoinPortsByNothingButAMissingFunction() {
        Chain chain = Chains.chain(
                "c",
                List.of(new PortSpec("lan", "pcap", Map.of()), new PortSpec("wan", "pcap", Map.of())),
                List.of(Node.of("gone", "gone", Map.of())),
                "lan -> gone");
        Palette nothing = Palette.of(List.of(), List.of());
        assertThat(answer(chain, nothing, "gone", "wan"))
                .isEqualTo("two ports joined by nothing but gone, whose function is not installed");
        assertThat(answer(chain, Palette.UNKNOWN, "gone", "wan")).isEqualTo("gone -> wan");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldAcceptExactlyWhatTheCheckOfTheGraphAccepts(long seed) {
        Random random = new Random(seed);
        List<PortSpec> ports = new ArrayList<>();
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ports.add(new PortSpec("p" + i, "pcap", Map.of()));
        }
        for (int i = 0; i < 8; i++) {
            nodes.add(Node.of("n" + i, "t", Map.of()));
        }
        Chain chain = Chains.chain("c", ports, nodes);
        int accepted = 0;
        for (int i = 0; i < 2_000; i++) {
            End from = end(random);
            String to = end(random).element();
            boolean may = new Wiring(chain, Palette.UNKNOWN).may(from, to).accepted();
            List<Wire> wires = new ArrayList<>(chain.wires());
            wires.add(new Wire(from, End.of(to)));
            Chain wired = new Chain("c", chain.ports(), chain.nodes(), wires);
            boolean good = GraphCheck.of(wired).stream().noneMatch(WiringTest::isWrongWire)
                    && !chain.wires().contains(wires.getLast());
            assertThat(may)
                    .as("%s in %s", wires.getLast().text(), chain.wires())
                    .isEqualTo(good);
            if (may && random.nextInt(3) > 0) {
                chain = wired;
                accepted++;
            }
            if (chain.wires().size() > 12) {
                chain = new Chain(
                        "c", chain.ports(), chain.nodes(), chain.wires().subList(6, 12));
            }
        }
        assertThat(accepted).isGreaterThan(20);
    }

    private static boolean isWrongWire(Finding finding) {
        return finding.severity() == Severity.ERROR
                && !(finding instanceof Finding.NoSide || finding instanceof Finding.DeadEnd);
    }

    private static End end(Random random) {
        int which = random.nextInt(11);
        if (which < 3) {
            return End.of("p" + which);
        }
        return random.nextInt(3) == 0 ? new End("n" + (which - 3), "x") : End.of("n" + (which - 3));
    }
}
