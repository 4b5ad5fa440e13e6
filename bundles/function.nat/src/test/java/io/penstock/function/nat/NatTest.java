// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.nat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.testkit.Packets;
import io.penstock.testkit.Script;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NatTest {
    private static final int ETHER = 14;
    private static final long HOUR = 3_600_000;

    private static Script nat(String more) {
        return Script.of("nat: {type: nat, address: 198.51.100.1" + more + "}", Nat.class);
    }

    private static String quote(String packet, int octets) {
        byte[] frame = Packets.packet(packet);
        return " hex " + HexFormat.of().formatHex(frame, ETHER, Math.min(frame.length, ETHER + octets));
    }

    @Test
    void shouldShowClientsWithItsAddressAndBringAnswersBack() {
        try (Script script = nat("")) {
            script.client("tcp 10.0.0.1:40000 > 192.0.2.7:80 flags 2")
                    .becomes("tcp 198.51.100.1:40000 > 192.0.2.7:80 flags 2")
                    .leavesBy("server");
            script.server("tcp 192.0.2.7:80 > 198.51.100.1:40000 flags 0x12")
                    .becomes("tcp 192.0.2.7:80 > 10.0.0.1:40000 flags 0x12")
                    .leavesBy("client");
        }
    }

    @Test
    void shouldUseTheSamePortForAllDestinationsAndAnotherForAnotherClient() {
        try (Script script = nat(", ports: 5000-5999")) {
            script.client("udp 10.0.0.1:4000 > 192.0.2.7:53").becomes("udp 198.51.100.1:5000 > 192.0.2.7:53");
            script.client("udp 10.0.0.1:4000 > 192.0.2.8:53").becomes("udp 198.51.100.1:5000 > 192.0.2.8:53");
            script.client("udp 10.0.0.2:4000 > 192.0.2.7:53").becomes("udp 198.51.100.1:5002 > 192.0.2.7:53");
            // The ports of each protocol are its own.
            script.client("tcp 10.0.0.3:4000 > 192.0.2.7:53 flags 2")
                    .becomes("tcp 198.51.100.1:5000 > 192.0.2.7:53 flags 2");
        }
    }

    @Test
    void shouldDropWhatNoClientAskedFor() {
        try (Script script = nat("")) {
            script.client("udp 10.0.0.1:4000 > 192.0.2.7:53").becomes("udp 198.51.100.1:4000 > 192.0.2.7:53");
            // Filtering looks at address and port of the sender.
            script.server("udp 192.0.2.8:53 > 198.51.100.1:4000").drops("nat-filtered");
            script.server("udp 192.0.2.7:54 > 198.51.100.1:4000").drops("nat-filtered");
            script.server("udp 192.0.2.7:53 > 198.51.100.1:4001").drops("nat-filtered");
            script.server("udp 192.0.2.7:53 > 10.0.0.1:4000").drops("nat-unsolicited");
            script.client("udp 10.0.0.2:4000 > 198.51.100.1:4000").drops("nat-hairpin");
            script.client("ip 10.0.0.1 > 192.0.2.7 protocol 47").drops("nat-no-port");
            assertThat(script.report().sessions().open()).isEqualTo(1);
        }
    }

    @Test
    void shouldLeaveIpv6AndGroupsAsTheyAre() {
        try (Script script = nat("")) {
            script.client("udp [fd10::1]:5353 > [fd20::7]:53").passes();
            script.client("udp 10.0.0.1:5353 > 224.0.0.251:5353").passes();
            script.client("udp 0.0.0.0:68 > 255.255.255.255:67").passes();
        }
    }

    @Test
    void shouldTranslateQueriesAndTheirErrors() {
        try (Script script = nat(", ports: 7000-7999")) {
            script.client("icmp 10.0.0.1 > 192.0.2.7 type 8 id 9 sequence 1")
                    .becomes("icmp 198.51.100.1 > 192.0.2.7 type 8 id 7001 sequence 1");
            script.server("icmp 192.0.2.7 > 198.51.100.1 type 0 id 7001 sequence 1")
                    .becomes("icmp 192.0.2.7 > 10.0.0.1 type 0 id 9 sequence 1");
            // traceroute: a router on the way tells that the time was over.
            script.server("icmp 203.0.113.1 > 198.51.100.1 type 11"
                            + quote("icmp 198.51.100.1 > 192.0.2.7 type 8 id 7001 sequence 1 ttl 1", 28))
                    .becomes("icmp 203.0.113.1 > 10.0.0.1 type 11"
                            + quote("icmp 10.0.0.1 > 192.0.2.7 type 8 id 9 sequence 1 ttl 1", 28));
        }
    }

    @Test
    void fault26ShouldLetPathMtuDiscoveryWork() {
        try (Script script = nat("")) {
            String payload = " size 1400";
            script.client("tcp 10.0.0.1:40000 > 192.0.2.7:80 flags 2");
            script.client("tcp 10.0.0.1:40000 > 192.0.2.7:80 flags 0x10" + payload);
            script.server("icmp 203.0.113.1 > 198.51.100.1 type 3 code 4 sequence 1280"
                            + quote("tcp 198.51.100.1:40000 > 192.0.2.7:80 flags 0x10" + payload, 548))
                    .becomes("icmp 203.0.113.1 > 10.0.0.1 type 3 code 4 sequence 1280"
                            + quote("tcp 10.0.0.1:40000 > 192.0.2.7:80 flags 0x10" + payload, 548))
                    .leavesBy("client");
            script.client("icmp 10.0.0.99 > 192.0.2.7 type 3 code 4 sequence 1280"
                            + quote("tcp 192.0.2.7:80 > 10.0.0.1:40000 flags 0x10" + payload, 28))
                    .becomes("icmp 198.51.100.1 > 192.0.2.7 type 3 code 4 sequence 1280"
                            + quote("tcp 192.0.2.7:80 > 198.51.100.1:40000 flags 0x10" + payload, 28))
                    .leavesBy("server");
            script.server("icmp 203.0.113.1 > 198.51.100.1 type 3 code 4"
                            + quote("tcp 198.51.100.1:41000 > 192.0.2.7:80 flags 0x10", 28))
                    .drops("nat-filtered");
            script.client("icmp 10.0.0.99 > 192.0.2.7 type 3 code 4"
                            + quote("tcp 192.0.2.7:80 > 10.0.0.1:41000 flags 0x10", 28))
                    .drops("nat-no-port");
        }
    }

    @Test
    void fault92ShouldRefuseWhenPortsAreUsedUpAndNeverReuseOneInUse() {
        try (Script script = nat(", ports: 5000-5003")) {
            for (int client = 1; client <= 4; client++) {
                script.client("udp 10.0.0." + client + ":4000 > 192.0.2.7:53").leavesBy("server");
            }
            script.client("udp 10.0.0.5:4000 > 192.0.2.7:53").drops("nat-ports-exhausted");
            script.client("udp 10.0.0.1:4000 > 192.0.2.8:53").leavesBy("server");
            script.server("udp 192.0.2.7:53 > 198.51.100.1:5000").becomes("udp 192.0.2.7:53 > 10.0.0.1:4000");
            // Two minutes later all are idle but the one that was answered (RFC 4787 REQ-5).
            script.after(125_000);
            script.client("udp 10.0.0.5:4000 > 192.0.2.7:53").becomes("udp 198.51.100.1:5002 > 192.0.2.7:53");
            script.server("udp 192.0.2.7:53 > 198.51.100.1:5000").becomes("udp 192.0.2.7:53 > 10.0.0.1:4000");
            assertThat(script.report().reasons()).containsEntry("nat-ports-exhausted", 1L);
        }
    }

    @Test
    void shouldKeepAConnectionForTwoHoursAndFourMinutes() {
        try (Script script = nat(", ports: 5000-5000")) {
            script.client("tcp 10.0.0.1:40000 > 192.0.2.7:80 flags 2");
            script.server("tcp 192.0.2.7:80 > 198.51.100.1:5000 flags 0x12");
            script.client("tcp 10.0.0.1:40000 > 192.0.2.7:80 flags 0x10");
            script.after(2 * HOUR + 3 * 60_000);
            script.client("tcp 10.0.0.2:40000 > 192.0.2.7:80 flags 2").drops("nat-ports-exhausted");
            script.after(2 * 60_000);
            script.client("tcp 10.0.0.2:40000 > 192.0.2.7:80 flags 2").leavesBy("server");
        }
    }

    @Test
    void shouldFreeThePortWhenALaterNodeRefusesTheSession() {
        String nodes = "nat: {type: nat, address: 198.51.100.1, ports: 5000-5000}\ndeny: {type: deny}";
        try (Script script = Script.of(nodes, Nat.class, Deny.class)) {
            script.client("udp 10.0.0.1:4000 > 192.0.2.7:53").drops("not-53");
            script.client("udp 10.0.0.2:4000 > 192.0.2.7:54").becomes("udp 198.51.100.1:5000 > 192.0.2.7:54");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "address: fd20::1 | is no host's IPv4 address",
                "address: 224.0.0.1 | is no host's IPv4 address",
                "address: example.org | is no host's IPv4 address",
                "address: 198.51.100.300 | is no host's IPv4 address",
                "address: [] | 0 addresses are given",
                "address: [198.51.100.1, 198.51.100.1] | is given twice",
                "address: 198.51.100.1, ports: 5000 | is no range of ports",
                "address: 198.51.100.1, ports: 6000-5000 | is no range of ports",
                "address: 198.51.100.1, ports: 0-70000 | is no range of ports"
            })
    void shouldRefuseWhatItCannotUse(String properties, String told) {
        assertThatThrownBy(() -> Script.of("nat: {type: nat, " + properties + "}", Nat.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(told);
    }
}
