// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.testkit.Script;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatsTest {
    private static final int FRAME = 14 + 20 + 8;

    private static List<String> figures(Script script) {
        return script.report().nodes().getFirst().figures();
    }

    @Test
    void shouldTellClientsAndProtocolsTheHeaviestFirst() {
        try (Script script = Script.of("who: {type: stats}", Stats.class)) {
            script.client("udp 10.0.0.1:5353 > 192.0.2.7:53").passes();
            script.client("udp 10.0.0.2:5353 > 192.0.2.7:53 size 100").passes();
            script.server("udp 192.0.2.7:53 > 10.0.0.2:5353 size 200").passes();
            script.client("tcp [fd10::1]:40000 > [fd20::7]:443").passes();

            assertThat(figures(script))
                    .containsExactly(
                            "client 10.0.0.2: 2 packets, " + (2 * FRAME + 300) + " bytes",
                            "client fd10:0:0:0:0:0:0:1: 1 packets, 74 bytes",
                            "client 10.0.0.1: 1 packets, " + FRAME + " bytes",
                            "udp 53: 3 packets, " + (3 * FRAME + 300) + " bytes",
                            "tcp 443: 1 packets, 74 bytes");
        }
    }

    @Test
    void shouldNameTheServersPortWhoeverOpensTheSession() {
        try (Script script = Script.of("who: {type: stats}", Stats.class)) {
            script.server("udp 192.0.2.7:123 > 10.0.0.1:4000").passes();
            script.client("udp 10.0.0.1:4000 > 192.0.2.7:123").passes();

            assertThat(figures(script))
                    .containsExactly(
                            "client 10.0.0.1: 2 packets, " + 2 * FRAME + " bytes",
                            "udp 123: 2 packets, " + 2 * FRAME + " bytes");
        }
    }

    @Test
    void shouldShowNoMoreThanWasAskedFor() {
        try (Script script = Script.of("who: {type: stats, top: 2}", Stats.class)) {
            for (int host = 1; host <= 9; host++) {
                script.client("udp 10.0.0." + host + ":5353 > 192.0.2.7:" + host)
                        .passes();
            }

            assertThat(figures(script)).hasSize(4);
        }
    }

    @Test
    void shouldCountSessionsOnThatWereOpenWhenItsPropertiesChanged() {
        try (Script script = Script.of("who: {type: stats}", Stats.class)) {
            script.client("udp 10.0.0.1:5353 > 192.0.2.7:53").passes();
            script.become("who: {type: stats, top: 3}", Stats.class);
            script.client("udp 10.0.0.9:5353 > 192.0.2.7:99").passes();
            script.client("udp 10.0.0.1:5353 > 192.0.2.7:53 size 10").passes();

            assertThat(figures(script))
                    .containsExactly(
                            "client 10.0.0.1: 1 packets, " + (FRAME + 10) + " bytes",
                            "client 10.0.0.9: 1 packets, " + FRAME + " bytes",
                            "udp 53: 1 packets, " + (FRAME + 10) + " bytes",
                            "udp 99: 1 packets, " + FRAME + " bytes");
        }
    }
}
