// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.testkit.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {
    private static Script limit(String properties) {
        return Script.of("limit: {type: ratelimit, " + properties + "}", RateLimit.class);
    }

    /// Sends a packet each so many milliseconds.
    ///
    /// @return how many passed
    private static int passed(Script script, String packet, int count, long millis) {
        long before = script.report().out();
        for (int i = 0; i < count; i++) {
            script.client(packet);
            script.after(millis);
        }
        return (int) (script.report().out() - before);
    }

    @Test
    void shouldLetABurstAndThenTheRateThrough() {
        try (Script script = limit("session: 100 packets/s")) {
            String packet = "udp 10.0.0.1:5353 > 192.0.2.7:53";
            assertThat(passed(script, packet, 50, 0))
                    .as("100 ms' worth and the one that begins")
                    .isEqualTo(11);
            script.client(packet).drops("rate-session");
            script.after(1_000);
            assertThat(passed(script, packet, 2_000, 5))
                    .as("10 s at twice the rate")
                    .isBetween(1_000, 1_012);
            script.server("udp 192.0.2.7:53 > 10.0.0.1:5353").passes();
        }
    }

    @Test
    void shouldCountBitsOnTheWire() {
        try (Script script = limit("session: 1 Mbit/s")) {
            // 14 + 20 + 8 + 958 octets are 8,000 bits: 125 packets in a second.
            String packet = "udp 10.0.0.1:5353 > 192.0.2.7:53 size 958";
            assertThat(passed(script, packet, 4_000, 1)).isBetween(500, 515);
        }
    }

    @Test
    void shouldCountAllSessionsOfAClientTogetherAndOthersApart() {
        try (Script script = limit("client: 100 packets/s")) {
            for (int port = 1; port <= 11; port++) {
                script.client("udp 10.0.0.1:" + port + " > 192.0.2.7:53").passes();
            }
            script.client("udp 10.0.0.1:12 > 192.0.2.7:53").drops("rate-client");
            script.client("udp 10.0.0.2:12 > 192.0.2.7:53").passes();
            script.client("udp [fd10::1]:12 > [fd20::7]:53").passes();
            script.server("udp 192.0.2.7:99 > 10.0.0.1:99").passes();
            script.after(1_000);
            script.client("udp 10.0.0.1:12 > 192.0.2.7:53").passes();
        }
    }

    @Test
    @Timeout(30)
    void shouldEndSessionsThatWereOpenWhenItsRateChanged() {
        try (Script script = limit("client: 100 packets/s")) {
            script.client("udp 10.0.0.1:1 > 192.0.2.7:53").passes();
            script.become("limit: {type: ratelimit, client: 50 packets/s}", RateLimit.class);
            script.client("udp 10.0.0.1:1 > 192.0.2.7:53").passes();
            script.after(600_000);
            script.client("udp 10.0.0.2:1 > 192.0.2.7:53").passes();
            assertThat(script.sessions()).hasSize(1);
        }
    }

    @Test
    void shouldForgetAClientWithItsLastSession() {
        Clients clients = new Clients(2, 42);
        int one = clients.enter(0, 1);
        int two = clients.enter(0, 2);
        assertThat(clients.enter(0, 1)).isEqualTo(one);
        assertThat(clients.enter(0, 3)).isEqualTo(Clients.NONE);
        clients.leave(one);
        assertThat(clients.enter(0, 3)).as("one session is left").isEqualTo(Clients.NONE);
        clients.leave(one);
        assertThat(clients.enter(0, 3)).isNotEqualTo(two).isNotNegative();
        assertThat(clients.size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "0 packets/s", "10", "10 mbit/s", "-1 packets/s"})
    void shouldRefuseWhatIsNoRate(String rate) {
        assertThatThrownBy(() -> limit("session: " + rate))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("is no rate");
    }
}
