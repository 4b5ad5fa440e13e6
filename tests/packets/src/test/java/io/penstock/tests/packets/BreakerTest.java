// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.NoFields;
import io.penstock.api.Packet;
import io.penstock.api.PacketFunction;
import io.penstock.api.Verdict;
import io.penstock.api.Vnf;
import io.penstock.function.counter.Counter;
import io.penstock.testkit.Script;
import org.junit.jupiter.api.Test;

/// A function that throws hurts its own node only.
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
