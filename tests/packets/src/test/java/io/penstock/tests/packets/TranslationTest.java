// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Side;
import io.penstock.function.counter.Counter;
import io.penstock.function.firewall.Firewall;
import io.penstock.function.impair.Impair;
import io.penstock.testkit.Packets;
import io.penstock.testkit.Script;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a function asks for when a session opens happens to every packet, both ways.
class TranslationTest {
    private static final String NAT = "nat: {type: rewrite, to: 198.51.100.1, port: 7000}\n";
    private static final String LB = "lb: {type: rewrite, end: destination, to: 192.0.2.80, port: 8080}\n";

    private static final String NAT6 = "nat: {type: rewrite, to: 'fd40::1', port: 7000}\n";
    private static final String LB6 = "lb: {type: rewrite, end: destination, to: 'fd20::80', port: 8080}\n";

    private static final String OUT = "udp 10.0.0.1:5353 > 192.0.2.7:53 \"question\"";
    private static final String OUT_THERE = "udp 198.51.100.1:7000 > 192.0.2.7:53 \"question\"";
    private static final String BACK_THERE = "udp 192.0.2.7:53 > 198.51.100.1:7000 \"answer\"";
    private static final String BACK = "udp 192.0.2.7:53 > 10.0.0.1:5353 \"answer\"";

    private static Script script(String nodes) {
        return Script.of(nodes, Rewrite.class, Firewall.class, Counter.class, Impair.class);
    }

    private static String quote(String packet, int octets) {
        byte[] frame = Packets.packet(packet);
        return " hex " + HexFormat.of().formatHex(frame, Bytes.ETHER, Math.min(frame.length, Bytes.ETHER + octets));
    }

    @Test
    void shouldTranslateTheSourceOnTheWayOutAndBack() {
        try (Script script = script(NAT)) {
            script.client(OUT).becomes(OUT_THERE).leavesBy("server").tells("translates it to udp 198.51.100.1:7000");
            script.server(BACK_THERE).becomes(BACK).leavesBy("client").tells("back to udp 192.0.2.7:53 > 10.0.0.1");
            script.client(OUT).becomes(OUT_THERE);
            assertThat(script.report().sessions().opened()).isEqualTo(1);
            assertThat(script.sessions()).singleElement().satisfies(row -> {
                assertThat(row.key()).isEqualTo("udp 10.0.0.1:5353 > 192.0.2.7:53");
                assertThat(row.translated()).isEqualTo("udp 198.51.100.1:7000 > 192.0.2.7:53");
            });
        }
    }

    @Test
    void shouldKeepWhatItNotesOfASessionApartFromTheNext() {
        // The counter's fields fill the record's line; what translation keeps has to have room of its own.
        try (Script script = script("lb: {type: rewrite, end: destination, to: 192.0.2.80}\ncount: {type: counter}")) {
            for (int i = 0; i < 4_096; i++) {
                script.client("udp 10.0.0.1:" + (1_000 + i) + " > 192.0.2.7:53").leavesBy("server");
            }
            assertThat(script.sessions()).hasSize(4_096).allSatisfy(session -> {
                assertThat(session.translated()).endsWith("> 192.0.2.80:53");
                assertThat(session.fields()).containsEntry("count.fromClient", "1");
            });
        }
    }

    @Test
    void shouldTranslateTheDestinationOfTcpOverIpv6() {
        try (Script script = script("lb: {type: rewrite, end: destination, to: 'fd20::80', port: 8080}")) {
            script.client("tcp [fd10::1]:40000 > [fd20::7]:80 flags 2")
                    .becomes("tcp [fd10::1]:40000 > [fd20::80]:8080 flags 2");
            script.server("tcp [fd20::80]:8080 > [fd10::1]:40000 flags 0x12")
                    .becomes("tcp [fd20::7]:80 > [fd10::1]:40000 flags 0x12");
        }
    }

    @Test
    void shouldComposeSeveralTranslations() {
        try (Script script = script(NAT + LB + "again: {type: rewrite, to: 203.0.113.9, port: 9000}")) {
            script.client(OUT).becomes("udp 203.0.113.9:9000 > 192.0.2.80:8080 \"question\"");
            script.server("udp 192.0.2.80:8080 > 203.0.113.9:9000 \"answer\"").becomes(BACK);
        }
    }

    @Test
    void shouldComposeSeveralTranslationsOfIpv6() {
        try (Script script = script(NAT6 + LB6 + "again: {type: rewrite, to: 'fd30::9', port: 9000}")) {
            script.client("udp [fd10::1]:5353 > [fd20::7]:53 \"question\"")
                    .becomes("udp [fd30::9]:9000 > [fd20::80]:8080 \"question\"");
            script.server("udp [fd20::80]:8080 > [fd30::9]:9000 \"answer\"")
                    .becomes("udp [fd20::7]:53 > [fd10::1]:5353 \"answer\"");
        }
    }

    @Test
    void shouldForgetWhatSessionsOfIpv6WereCalledOnTheWay() {
        String chain = """
                format: 1
                chain: test
                ports:
                  client: {driver: end}
                  server: {driver: end}
                functions:
                  fw: {type: firewall, rules: [allow tcp]}
                  one: {type: rewrite, end: destination, to: 'fd20::80'}
                  two: {type: rewrite, end: destination, to: 'fd20::81'}
                  three: {type: rewrite, end: destination, to: 'fd20::82'}
                wires:
                  - client -> fw -> one -> two -> three -> server
                """;
        try (Script script = Script.chain(chain, 512, Rewrite.class, Firewall.class)) {
            long bytes = 0;
            for (int i = 0; i < 8_192; i++) {
                script.client("tcp [fd10::" + Integer.toHexString(i + 1) + "]:5353 > [fd20::7]:53 flags 2")
                        .leavesBy("server");
                if (i == 1_024) {
                    bytes = script.report().sessions().bytes();
                }
            }
            assertThat(script.report().sessions().open()).isEqualTo(512);
            assertThat(script.report().sessions().bytes()).isEqualTo(bytes);
        }
    }

    @Test
    void shouldTranslateWhatOpensAtTheServerSide() {
        try (Script script = script("in: {type: rewrite, end: destination, to: 10.0.0.5, port: 8080}\n"
                + "out: {type: rewrite, to: 203.0.113.9, port: 9000}")) {
            script.server("udp 192.0.2.7:1111 > 198.51.100.1:80").becomes("udp 203.0.113.9:9000 > 10.0.0.5:8080");
            script.client("udp 10.0.0.5:8080 > 203.0.113.9:9000").becomes("udp 198.51.100.1:80 > 192.0.2.7:1111");
        }
    }

    @Test
    void shouldMatchTheHeaderAtThatPlaceOfTheChain() {
        String before = "before: {type: firewall, rules: [allow src host 10.0.0.1]}\n";
        String behind = "behind: {type: firewall, rules: [allow src host 198.51.100.1 and src port 7000]}\n";
        try (Script script = script(before + NAT + behind)) {
            script.client(OUT).becomes(OUT_THERE);
            script.server(BACK_THERE).becomes(BACK);
            script.client("udp 10.0.0.2:5353 > 192.0.2.7:53").drops("denied").at("before");
        }
        try (Script script = script(NAT + "behind: {type: firewall, rules: [allow src host 10.0.0.1]}")) {
            script.client(OUT).drops("denied").at("behind");
        }
    }

    @Test
    void shouldTranslateTheIdentifierOfQueriesAsAPort() {
        try (Script script = script(NAT)) {
            script.client("icmp 10.0.0.1 > 192.0.2.7 type 8 id 7 sequence 1 \"ping\"")
                    .becomes("icmp 198.51.100.1 > 192.0.2.7 type 8 id 7000 sequence 1 \"ping\"");
            script.server("icmp 192.0.2.7 > 198.51.100.1 type 0 id 7000 sequence 1 \"ping\"")
                    .becomes("icmp 192.0.2.7 > 10.0.0.1 type 0 id 7 sequence 1 \"ping\"");
            assertThat(script.sessions())
                    .singleElement()
                    .satisfies(row -> assertThat(row.translated()).isEqualTo("icmp 198.51.100.1 > 192.0.2.7 id 7000"));
        }
    }

    @Test
    void fault25ShouldTranslateWhatErrorMessagesQuote() {
        for (int octets : List.of(28, 36)) {
            try (Script script = script(NAT + "count: {type: counter}")) {
                script.client(OUT).becomes(OUT_THERE);
                script.server("icmp 192.0.2.254 > 198.51.100.1 type 3 code 4 sequence 1400" + quote(OUT_THERE, octets))
                        .becomes("icmp 192.0.2.254 > 10.0.0.1 type 3 code 4 sequence 1400" + quote(OUT, octets))
                        .leavesBy("client");
                // An error of the client's own network speaks for the client (RFC 5508 section 4.2).
                script.client("icmp 10.0.0.254 > 192.0.2.7 type 3 code 3" + quote(BACK, octets))
                        .becomes("icmp 198.51.100.1 > 192.0.2.7 type 3 code 3" + quote(BACK_THERE, octets))
                        .leavesBy("server");
                assertThat(script.report().sessions().opened()).isEqualTo(1);
            }
        }
    }

    @Test
    void fault25ShouldTranslateQuotedTcpWhoseChecksumIsNotQuotedAndQuotedQueries() {
        try (Script script = script(NAT)) {
            script.client("tcp 10.0.0.1:40000 > 192.0.2.7:80 flags 2 sequence 99");
            script.server("icmp 192.0.2.254 > 198.51.100.1 type 11"
                            + quote("tcp 198.51.100.1:7000 > 192.0.2.7:80 flags 2 sequence 99", 28))
                    .becomes("icmp 192.0.2.254 > 10.0.0.1 type 11"
                            + quote("tcp 10.0.0.1:40000 > 192.0.2.7:80 flags 2 sequence 99", 28));
            script.client("icmp 10.0.0.1 > 192.0.2.7 type 8 id 7 sequence 1");
            script.server("icmp 192.0.2.254 > 198.51.100.1 type 11"
                            + quote("icmp 198.51.100.1 > 192.0.2.7 type 8 id 7000 sequence 1", 28))
                    .becomes("icmp 192.0.2.254 > 10.0.0.1 type 11"
                            + quote("icmp 10.0.0.1 > 192.0.2.7 type 8 id 7 sequence 1", 28));
        }
    }

    @Test
    void fault25ShouldTranslateErrorsThroughSeveralNodesAndOverIpv6() {
        try (Script script = script(NAT + LB)) {
            script.client(OUT);
            script.server("icmp 192.0.2.80 > 198.51.100.1 type 3 code 3"
                            + quote("udp 198.51.100.1:7000 > 192.0.2.80:8080 \"question\"", 28))
                    .becomes("icmp 192.0.2.7 > 10.0.0.1 type 3 code 3" + quote(OUT, 28));
        }
        try (Script script = script("lb: {type: rewrite, end: destination, to: 'fd20::80', port: 8080}")) {
            script.client("udp [fd10::1]:5353 > [fd20::7]:53 \"q\"");
            script.server("icmp6 fd20::80 > fd10::1 type 1 code 4"
                            + quote("udp [fd10::1]:5353 > [fd20::80]:8080 \"q\"", 49))
                    .becomes("icmp6 fd20::7 > fd10::1 type 1 code 4"
                            + quote("udp [fd10::1]:5353 > [fd20::7]:53 \"q\"", 49));
        }
    }

    @Test
    void shouldNotTranslateErrorsThatQuoteNoSession() {
        try (Script script = script(NAT)) {
            String error = "icmp 192.0.2.254 > 198.51.100.1 type 3 code 4 sequence 1400";
            script.server(error + quote(OUT_THERE, 28)).drops("cannot-translate");
        }
    }

    @Test
    void shouldLeaveAnAbsentChecksumAbsentAndAWrongOneWrong() {
        try (Script script = script(NAT)) {
            script.client(OUT + " checksum 0").becomes(OUT_THERE + " checksum 0");
            script.client(OUT + " udp.checksum 0x1234");
            byte[] left = script.leaving("server").getLast();
            assertThat(left).isNotEqualTo(Packets.packet(OUT_THERE));
        }
    }

    @Test
    void shouldRefuseASessionWhoseAnswersBelongToAnother() {
        try (Script script = script(NAT)) {
            script.client(OUT).becomes(OUT_THERE);
            script.client("udp 10.0.0.2:5353 > 192.0.2.7:53").drops("session-collision");
            script.server(BACK_THERE).becomes(BACK);
            assertThat(script.report().sessions().open()).isEqualTo(1);
            assertThat(script.report().reasons()).containsEntry("session-collision", 1L);
        }
    }

    @Test
    void shouldEndFunctionsWhoseSessionWasRefused() {
        try (Script script = script(NAT + "deny: {type: firewall}")) {
            script.client(OUT).drops("denied").at("deny");
            script.after(1_000_000);
            assertThat(script.report().sessions().open()).isZero();
        }
    }

    @Test
    void shouldTranslatePacketsThatWaitOnTheWay() {
        try (Script script = script(NAT + "slow: {type: impair, delay: 50}\n" + LB)) {
            script.client(OUT);
            assertThat(script.after(60).leaving("server"))
                    .containsExactly(Packets.packet("udp 198.51.100.1:7000 > 192.0.2.80:8080 \"question\""));
            script.server("udp 192.0.2.80:8080 > 198.51.100.1:7000 \"answer\"");
            assertThat(script.after(60).leaving("client")).containsExactly(Packets.packet(BACK));
            script.server("icmp 192.0.2.80 > 198.51.100.1 type 3 code 3"
                    + quote("udp 198.51.100.1:7000 > 192.0.2.80:8080 \"question\"", 28));
            assertThat(script.after(60).leaving("client"))
                    .containsExactly(Packets.packet("icmp 192.0.2.7 > 10.0.0.1 type 3 code 3" + quote(OUT, 28)));
        }
    }

    @Test
    void shouldOnlyCountWhatAnObservingNodeWouldTranslate() {
        try (Script script = script("nat: {type: rewrite, to: 198.51.100.1, port: 7000, observe: true}")) {
            script.client(OUT).passes();
            script.server(BACK).passes();
        }
    }

    @Test
    void shouldKeepTagsWhereTheyAre() {
        try (Script script = script(NAT)) {
            script.client("vlan 5 " + OUT).becomes("vlan 5 " + OUT_THERE);
            script.server("vlan 5 " + BACK_THERE).becomes("vlan 5 " + BACK);
            script.server("vlan 5 icmp 192.0.2.254 > 198.51.100.1 type 3 code 3" + quote(OUT_THERE, 28))
                    .becomes("vlan 5 icmp 192.0.2.254 > 10.0.0.1 type 3 code 3" + quote(OUT, 28));
        }
    }

    @Test
    void shouldCountOctetsOfOddPayloadsRight() {
        try (Script script = script(NAT)) {
            byte[] out = Packets.packet("udp 10.0.0.1:5353 > 192.0.2.7:53 \"odd\"");
            script.send(Side.CLIENT, out).becomes("udp 198.51.100.1:7000 > 192.0.2.7:53 \"odd\"");
        }
    }
}
