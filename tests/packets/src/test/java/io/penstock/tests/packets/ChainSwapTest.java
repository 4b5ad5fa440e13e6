// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Side;
import io.penstock.api.control.Control.SessionRow;
import io.penstock.api.control.Manner;
import io.penstock.function.classifier.Classifier;
import io.penstock.function.counter.Counter;
import io.penstock.function.firewall.Firewall;
import io.penstock.function.impair.Impair;
import io.penstock.function.nat.Nat;
import io.penstock.testkit.Script;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Another chain in the place of one that runs, with sessions open.
class ChainSwapTest {
    private static final String SYN = "tcp 10.0.0.1:4000 > 192.0.2.7:80 flags 0x02";
    private static final String SYN_ACK = "tcp 192.0.2.7:80 > 10.0.0.1:4000 flags 0x12";
    private static final String ACK = "tcp 10.0.0.1:4000 > 192.0.2.7:80 flags 0x10";
    private static final String BACK = "tcp 192.0.2.7:80 > 10.0.0.1:4000 flags 0x10";
    private static final String ALLOW = "fw: {type: firewall, rules: [allow tcp port 80]}\n";
    private static final String DENY = "fw: {type: firewall, rules: [deny tcp port 80], policy: allow}\n";

    private static void connect(Script script) {
        script.client(SYN).passes();
        script.server(SYN_ACK).passes();
        script.client(ACK).passes();
    }

    private static SessionRow only(Script script) {
        assertThat(script.sessions()).hasSize(1);
        return script.sessions().getFirst();
    }

    @Test
    void shouldKeepStateAndFieldsOfAnOpenConnection() {
        try (Script script = Script.of(ALLOW + "c: {type: counter}", Firewall.class, Counter.class)) {
            connect(script);
            script.become(ALLOW + "d: {type: counter}\nc: {type: counter}");
            script.server(BACK).passes();
            SessionRow row = only(script);
            assertThat(row.state()).isEqualTo("established");
            assertThat(row.path()).containsExactly("fw", "d", "c");
            assertThat(row.fields()).containsEntry("c.fromClient", "2").containsEntry("c.fromServer", "2");
            assertThat(row.fields()).containsEntry("d.fromClient", "0").containsEntry("d.fromServer", "1");
            assertThat(script.report().sessions().opened()).isEqualTo(1);
        }
    }

    /// From the first packet of a connection to the last, by who sends them.
    private static final List<String> LIFE = List.of(
            SYN,
            SYN_ACK,
            ACK,
            BACK,
            "tcp 10.0.0.1:4000 > 192.0.2.7:80 flags 0x11",
            BACK,
            "tcp 192.0.2.7:80 > 10.0.0.1:4000 flags 0x11",
            ACK);

    /// What becomes of the connection after each packet, with a swap behind one of them.
    private static List<String> states(int swapAt) {
        List<String> states = new ArrayList<>();
        try (Script script = Script.of(ALLOW + "c: {type: counter}", Firewall.class, Counter.class)) {
            for (int i = 0; i < LIFE.size(); i++) {
                (LIFE.get(i).startsWith("tcp 10.") ? script.client(LIFE.get(i)) : script.server(LIFE.get(i))).passes();
                if (i == swapAt) {
                    script.become("c: {type: counter}\n" + ALLOW + "d: {type: counter}");
                }
                states.add(only(script).state() + " " + only(script).fields().get("c.fromClient"));
            }
        }
        return states;
    }

    @Test
    void fault102ShouldCarryAConnectionOverAtEachStepFromItsHandshakeToItsEnd() {
        List<String> unchanged = states(-1);
        assertThat(unchanged).hasSize(LIFE.size()).contains("established 2");
        for (int i = 0; i < LIFE.size(); i++) {
            assertThat(states(i)).as("swapped behind packet %d", i).isEqualTo(unchanged);
        }
    }

    @Test
    void shouldCountExactlyAcrossAHundredSwaps() {
        String one = ALLOW + "c: {type: counter}";
        try (Script script = Script.of(one, Firewall.class, Counter.class)) {
            connect(script);
            for (int i = 0; i < 100; i++) {
                script.become(i % 2 == 0 ? "c: {type: counter}\nd: {type: counter}" : one);
                script.client(ACK).passes();
                script.server(BACK).passes();
            }
            assertThat(only(script).fields())
                    .containsEntry("c.fromClient", "102")
                    .containsEntry("c.fromServer", "101");
            var report = script.report();
            assertThat(report.in()).isEqualTo(203);
            assertThat(report.nodes().getLast().packets()).isEqualTo(203);
        }
    }

    @Test
    void shouldCutWhatIsNowDeniedWithItsNextPacketOfEitherDirection() {
        for (boolean fromServer : List.of(true, false)) {
            try (Script script = Script.of(ALLOW, Firewall.class)) {
                connect(script);
                script.become(DENY);
                if (fromServer) {
                    script.server(BACK).drops("denied").at("fw");
                } else {
                    script.client(ACK).drops("denied").at("fw");
                }
                assertThat(script.sessions()).isEmpty();
            }
        }
    }

    @Test
    void shouldLeaveAloneWhatIsStillAllowed() {
        try (Script script = Script.of(ALLOW, Firewall.class)) {
            connect(script);
            script.become("fw: {type: firewall, rules: [allow tcp port 80, allow udp]}");
            script.server(BACK).passes();
            script.client(ACK).passes();
            assertThat(script.report().sessions().opened()).isEqualTo(1);
        }
    }

    @Test
    void shouldLeaveSessionsWithTheOldChainUntilTheyEndWhereThatWasAsked() {
        String old = "format: 1\nchain: test\nports:\n  client: {driver: end}\n  server: {driver: end}\nfunctions:\n  "
                + ALLOW + "wires:\n  - client -> fw -> server\n";
        try (Script script = Script.chain(old, Firewall.class)) {
            connect(script);
            script.become(old.replace(ALLOW, DENY), Manner.State.DRAIN);
            script.client(ACK).passes();
            script.server(BACK).passes();
            script.client("tcp 10.0.0.1:4001 > 192.0.2.7:80 flags 0x02").drops("denied");
            assertThat(script.report().sessions().open()).isEqualTo(1);
            script.client("tcp 10.0.0.1:4000 > 192.0.2.7:80 flags 0x04").passes();
            script.after(60_000);
            assertThat(script.report().sessions().open()).isZero();
            script.client(ACK).drops("denied");
            assertThat(script.report().nodes().getFirst().packets()).isEqualTo(8);
        }
    }

    @Test
    void shouldEndSessionsWhereThatWasAsked() {
        String chain = "format: 1\nchain: test\nports:\n  client: {driver: end}\n  server: {driver: end}\nfunctions:\n"
                + "  c: {type: counter}\nwires:\n  - client -> c -> server\n";
        try (Script script = Script.chain(chain, Counter.class)) {
            connect(script);
            script.become(chain, Manner.State.FRESH);
            script.after(1);
            assertThat(script.sessions()).isEmpty();
            script.client(ACK).passes();
            assertThat(only(script).fields()).containsEntry("c.fromClient", "1");
        }
    }

    @Test
    void shouldKeepTheTranslationOfSessionsAndTheBindingsOfAnUnchangedNat() {
        String nat = "nat: {type: nat, address: 198.51.100.1}\n";
        String inside = "udp 10.0.0.1:4000 > 192.0.2.7:53";
        try (Script script = Script.of(nat, Nat.class, Counter.class, Firewall.class)) {
            script.client(inside);
            String outside = only(script).translated();
            script.become("c: {type: counter}\n" + nat);
            script.client(inside).becomes(outside);
            assertThat(only(script).translated()).isEqualTo(outside);
            script.become("c: {type: counter}\n" + nat + "fw: {type: firewall, rules: [allow udp]}\n");
            String answer = "udp 192.0.2.7:53 > " + outside.substring(4, outside.indexOf(" >"));
            script.server(answer).becomes("udp 192.0.2.7:53 > 10.0.0.1:4000");
            script.client(inside).becomes(outside);
            script.client("udp 10.0.0.1:4000 > 192.0.2.8:53");
            assertThat(script.sessions())
                    .allSatisfy(
                            row -> assertThat(row.translated()).contains(outside.substring(4, outside.indexOf(" >"))));
        }
    }

    @Test
    void shouldTakeAnotherBranchWhereTheBranchesChanged() {
        String chain = "format: 1\nchain: test\nports:\n  client: {driver: end}\n  server: {driver: end}\n"
                + "functions:\n  cls: {type: classifier, branches: {a: tcp port 80, b: \"\"}}\n  x: {type: counter}\n"
                + "  y: {type: counter}\nwires:\n  - client -> cls\n  - cls.a -> x -> server\n  - cls.b -> y -> server\n";
        try (Script script = Script.chain(chain, Classifier.class, Counter.class)) {
            connect(script);
            assertThat(only(script).path()).containsExactly("cls", "x");
            script.become(chain.replace("a: tcp port 80", "a: tcp port 81"), Manner.State.KEEP);
            script.server(BACK).passes();
            assertThat(only(script).path()).containsExactly("cls", "y");
            assertThat(only(script).fields()).containsEntry("y.fromServer", "1");
        }
    }

    @Test
    void shouldCarryWhatWaitsInsideOnThroughTheNewChain() {
        String slow = "d: {type: impair, delay: 5}\n";
        try (Script script = Script.of(slow, Impair.class, Counter.class)) {
            script.client("udp 10.0.0.1:4000 > 192.0.2.7:53");
            assertThat(script.report().held()).isEqualTo(1);
            script.become("d: {type: impair, delay: 5}\nc: {type: counter}");
            script.after(10);
            assertThat(script.leaving("server")).hasSize(1);
            assertThat(script.report().held()).isZero();
        }
    }

    @Test
    void shouldHaveLaterFragmentsFollowTheFirstAcrossASwap() {
        try (Script script = Script.of("c: {type: counter}", Counter.class)) {
            List<byte[]> parts = FragmentsTest.cut(FragmentsTest.WHOLE, 40);
            script.send(Side.CLIENT, parts.getFirst()).passes();
            script.become("c: {type: counter}\nd: {type: counter}");
            script.send(Side.CLIENT, parts.get(1)).passes();
            assertThat(only(script).fields()).containsEntry("c.fromClient", "2").containsEntry("d.fromClient", "0");
            script.send(Side.CLIENT, io.penstock.testkit.Packets.packet("udp 10.0.0.1:5353 > 192.0.2.7:53"))
                    .passes();
            assertThat(only(script).fields()).containsEntry("d.fromClient", "1");
        }
    }

    @Test
    void shouldKeepCountersOfNodesThatStayAndDropsOfThoseThatLeave() {
        try (Script script = Script.of(ALLOW + "c: {type: counter}", Firewall.class, Counter.class)) {
            connect(script);
            script.client("udp 10.0.0.1:1 > 192.0.2.7:9").drops("denied");
            script.become("c: {type: counter}");
            var report = script.report();
            assertThat(report.dropped()).isEqualTo(1);
            assertThat(report.nodes()).hasSize(1);
            assertThat(report.nodes().getFirst().packets()).isEqualTo(3);
        }
    }
}
