// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.NoFields;
import io.penstock.api.Packet;
import io.penstock.api.PacketFunction;
import io.penstock.api.Verdict;
import io.penstock.api.Vnf;
import io.penstock.api.stream.StreamFunction;
import io.penstock.api.stream.Window;
import io.penstock.function.counter.Counter;
import io.penstock.layer.tcp.TcpStream;
import io.penstock.testkit.Script;
import io.penstock.testkit.Talk;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A function that fails, or lets nothing go on, hurts its own node only.
class BreakerTest {
    private static final String PACKET = "udp 10.0.0.1:4000 > 192.0.2.7:53";
    private static final String BAD = "udp 10.0.0.1:4000 > 192.0.2.7:53 size 200";

    /// Throws at packets of more than 100 octets.
    @Vnf(type = "picky", name = "Picky")
    public static final class Picky implements PacketFunction<NoFields> {
        @Override
        public Verdict onPacket(Packet packet, NoFields session) {
            if (packet.length() > 100) {
                throw new IllegalStateException("too long for me");
            }
            return Verdict.PASS;
        }
    }

    /// Holds all that clients send while it is ill, as long as it begins with `h`.
    @Vnf(type = "holder", name = "Holder", over = TcpStream.class)
    public static final class Holder implements StreamFunction<NoFields> {
        private static boolean ill;

        @Override
        public Verdict onData(Window data, NoFields session) {
            boolean holds = ill && data.length() > 0 && data.u8(0) == 'h';
            return holds ? Verdict.holdFrom(0) : Verdict.PASS;
        }
    }

    private static Script holding(String policy) {
        Holder.ill = true;
        return Script.of("p: {type: holder, on-failure: " + policy + "}", Holder.class);
    }

    /// Has bytes held until the platform lets them go, so often.
    private static void hold(Talk talk, int times) {
        for (int i = 0; i < times; i++) {
            talk.fromClient("h").after(2_100);
        }
    }

    private static List<String> cutOut(Script script) {
        return script.report().troubles().stream()
                .filter(line -> line.contains("cut out"))
                .toList();
    }

    @Test
    void fault97ShouldCutOutANodeThatHoldsEverythingUntilItLetsSomethingGo() {
        try (Script script = holding("open")) {
            Talk talk = Talk.ip4(script);
            hold(talk, 15);
            assertThat(cutOut(script)).isEmpty();
            hold(talk, 1);
            assertThat(cutOut(script))
                    .containsExactly("node p is cut out; one packet a second tries whether its function works again");
            assertThat(script.report().troubles().getLast())
                    .contains("16 holds one after the other that let nothing go");
            talk.serverSees("h".repeat(16)).fromClient("h").serverSees("h".repeat(17));
            script.after(1_100);
            talk.fromClient("h").serverSees("h".repeat(18));
            assertThat(cutOut(script)).as("tried in vain").hasSize(1);
            script.after(1_100);
            talk.fromServer("what the server says goes on as ever");
            assertThat(cutOut(script)).as("which tells nothing").hasSize(1);
            talk.fromClient("h").serverSees("h".repeat(19));
            Holder.ill = false;
            talk.fromClient("h").serverSees("h".repeat(20));
            assertThat(cutOut(script)).as("not tried within a second").hasSize(1);
            script.after(1_100);
            talk.fromClient("h").serverSees("h".repeat(21));
            assertThat(cutOut(script)).isEmpty();
            assertThat(failures(script)).isEqualTo(1);
            assertThat(script.report().notes())
                    .containsEntry("node-holds-everything", 1L)
                    .containsEntry("node-back", 1L)
                    .containsEntry("held-too-long", 16L);
            talk.close();
        }
    }

    @Test
    void fault97ShouldResetWhatANodeHoldsThatHoldsEverythingAndFailsClosed() {
        try (Script script = holding("closed")) {
            Talk talk = Talk.ip4(script);
            hold(talk, 16);
            talk.serverSees("h".repeat(15)).isReset();
            assertThat(script.report().notes()).containsEntry("function-cut-out", 1L);
        }
    }

    @Test
    void shouldBearAFunctionThatLetsSomethingGoNowAndThen() {
        try (Script script = holding("open")) {
            Talk talk = Talk.ip4(script);
            for (int i = 0; i < 3; i++) {
                hold(talk, 15);
                talk.fromClient("it goes on");
            }
            for (int i = 0; i < 20; i++) {
                talk.fromClient("some goes on, and then it waits: ")
                        .fromClient("h")
                        .after(2_100);
            }
            assertThat(script.report().notes()).containsEntry("held-too-long", 65L);
            assertThat(cutOut(script)).isEmpty();
            assertThat(failures(script)).isZero();
        }
    }

    private static Script script(String policy) {
        return Script.of(
                "p: {type: picky, on-failure: " + policy + "}\nc: {type: counter}", Picky.class, Counter.class);
    }

    private static long failures(Script script) {
        return script.report().nodes().getFirst().failures();
    }

    @Test
    void fault95ShouldCutOutANodeThatFailsAgainAndAgainAndTryItOnceASecond() {
        try (Script script = script("open")) {
            for (int i = 0; i < 100; i++) {
                script.client(BAD).passes();
            }
            assertThat(failures(script)).isEqualTo(16);
            assertThat(script.report().troubles()).anyMatch(line -> line.contains("node p is cut out"));
            script.after(1_100);
            for (int i = 0; i < 10; i++) {
                script.client(BAD).passes();
            }
            assertThat(failures(script)).isEqualTo(17);
            script.after(1_100);
            script.client(PACKET).passes();
            assertThat(script.report().troubles()).noneMatch(line -> line.contains("cut out"));
            assertThat(script.report().notes())
                    .containsEntry("node-cut-out", 1L)
                    .containsEntry("node-back", 1L);
        }
    }

    @Test
    void fault95ShouldDropWhatWouldPassABrokenNodeThatFailsClosed() {
        try (Script script = script("closed")) {
            for (int i = 0; i < 16; i++) {
                script.client(BAD).drops("function-failed").at("p");
            }
            script.client(PACKET).drops("function-cut-out").at("p");
            script.after(1_100);
            script.client(PACKET).passes();
            script.client(PACKET).passes();
        }
    }

    @Test
    void shouldBearAFunctionThatFailsNowAndThen() {
        try (Script script = script("open")) {
            for (int i = 0; i < 40; i++) {
                script.client(BAD).passes();
                script.after(20);
            }
            assertThat(failures(script)).isEqualTo(40);
            assertThat(script.report().troubles()).noneMatch(line -> line.contains("cut out"));
        }
    }
}
