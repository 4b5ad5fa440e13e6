// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.testkit.Packets;
import io.penstock.testkit.Script;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BalancerTest {
    private static Script balancer(String backends, String more) {
        return Script.of(
                "lb: {type: balancer, address: 192.0.2.80, backends: [" + backends + "]" + more + "}", Balancer.class);
    }

    /// The backend to which a packet went that left at the server side.
    private static String backend(Script script) {
        String words = Packets.words(script.leaving("server").getLast());
        return words.substring(words.indexOf("> ") + 2);
    }

    private static String open(Script script, int client, int port) {
        script.client("tcp 10.1.0." + client + ":" + port + " > 192.0.2.80:80 flags 2")
                .leavesBy("server");
        return backend(script);
    }

    @Test
    void shouldSendASessionToABackendAndBack() {
        try (Script script = balancer("'10.0.0.11:8080'", "")) {
            script.client("tcp 10.1.0.1:40000 > 192.0.2.80:80 flags 2")
                    .becomes("tcp 10.1.0.1:40000 > 10.0.0.11:8080 flags 2")
                    .tells("backend 10.0.0.11:8080");
            script.server("tcp 10.0.0.11:8080 > 10.1.0.1:40000 flags 0x12")
                    .becomes("tcp 192.0.2.80:80 > 10.1.0.1:40000 flags 0x12");
            script.client("icmp 10.1.0.1 > 192.0.2.80 type 8 id 7").becomes("icmp 10.1.0.1 > 10.0.0.11 type 8 id 7");
            script.client("tcp 10.1.0.1:40000 > 192.0.2.81:80 flags 2").passes();
            script.client("udp [fd10::1]:5353 > [fd20::7]:53").passes();
        }
    }

    @Test
    void shouldKeepAClientAtItsBackendAndSpreadClients() {
        try (Script script = balancer("10.0.0.11, 10.0.0.12, 10.0.0.13", "")) {
            Set<String> seen = new HashSet<>();
            for (int client = 1; client <= 30; client++) {
                String first = open(script, client, 40_000);
                seen.add(first);
                assertThat(open(script, client, 40_001)).isEqualTo(first);
            }
            assertThat(seen).hasSize(3);
        }
        try (Script script = balancer("10.0.0.11, 10.0.0.12, 10.0.0.13", ", sticky: session, fails: 1000")) {
            Set<String> seen = new HashSet<>();
            for (int port = 40_000; port < 40_030; port++) {
                seen.add(open(script, 1, port));
            }
            assertThat(seen).hasSize(3);
        }
    }

    @Test
    void shouldSendNoNewSessionToABackendThatDrains() {
        try (Script script = balancer("10.0.0.11, 10.0.0.12 drain", ", fails: 1000")) {
            for (int client = 1; client <= 20; client++) {
                assertThat(open(script, client, 40_000)).isEqualTo("10.0.0.11:80");
            }
        }
        try (Script script = balancer("10.0.0.11 drain", "")) {
            script.client("tcp 10.1.0.1:40000 > 192.0.2.80:80 flags 2").drops("no-backend");
        }
    }

    @Test
    void shouldGoRoundABackendThatDoesNotAnswerAndTryItAgain() {
        try (Script script = balancer("10.0.0.11, 10.0.0.12", ", sticky: session")) {
            for (int port = 40_000; port < 40_020; port++) {
                answer(script, port, "10.0.0.11:80");
            }
            script.after(2_100);
            for (int port = 41_000; port < 41_020; port++) {
                assertThat(answer(script, port, "10.0.0.11:80")).isEqualTo("10.0.0.11:80");
            }
            script.after(10_100);
            int tried = 0;
            for (int port = 42_000; port < 42_020; port++) {
                tried += answer(script, port, "10.0.0.11:80").equals("10.0.0.12:80") ? 1 : 0;
            }
            assertThat(tried).as("with one session").isEqualTo(1);
            script.after(10_100);
            Set<String> seen = new HashSet<>();
            for (int port = 43_000; port < 43_020; port++) {
                seen.add(answer(script, port, ""));
            }
            assertThat(seen).as("it answered the session that tried it").hasSize(2);
        }
    }

    /// Opens a session that is answered where it goes to this backend, or to any.
    private static String answer(Script script, int port, String answering) {
        String backend = open(script, 1, port);
        if (answering.isEmpty() || backend.equals(answering)) {
            script.server("tcp " + backend + " > 10.1.0.1:" + port + " flags 0x12")
                    .leavesBy("client");
        }
        return backend;
    }

    @Test
    void shouldTakeRefusalsForNoAnswer() {
        try (Script script = balancer("10.0.0.11", "")) {
            for (int port = 40_000; port < 40_003; port++) {
                String backend = open(script, 1, port);
                script.server("tcp " + backend + " > 10.1.0.1:" + port + " flags 0x14")
                        .leavesBy("client");
            }
            script.client("tcp 10.1.0.1:40003 > 192.0.2.80:80 flags 2").drops("no-backend");
            script.after(10_100);
            open(script, 1, 40_004);
        }
    }

    @Test
    void shouldBalanceIpv6() {
        try (Script script =
                Script.of("lb: {type: balancer, address: 'fd20::80', backends: ['[fd20::11]:8080']}", Balancer.class)) {
            script.client("tcp [fd10::1]:40000 > [fd20::80]:80 flags 2")
                    .becomes("tcp [fd10::1]:40000 > [fd20::11]:8080 flags 2");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nowhere | 10.0.0.11 | is no address",
                "192.0.2.80 | 10.0.0.11:0 | ports go from 1 to 65535",
                "192.0.2.80 | 10.0.0.11 weight 101 | weights from 1 to 100",
                "192.0.2.80 | 10.0.0.11 heavy | names no backend",
                "192.0.2.80 | fd20::1 | is of another version",
                "192.0.2.80 | 10.0.0.11', '10.0.0.11 | is given twice"
            })
    void shouldRefuseWhatItCannotUse(String address, String backends, String told) {
        String node = "lb: {type: balancer, address: " + address + ", backends: ['" + backends + "']}";
        assertThatThrownBy(() -> Script.of(node, Balancer.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(told);
    }
}
