// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Side;
import io.penstock.api.match.Match;
import io.penstock.api.match.MatchParser;
import io.penstock.dataplane.proof.Census;
import io.penstock.dataplane.proof.Oracle;
import io.penstock.testkit.Packets;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The kinds of packets that matches can tell apart, against packets drawn at random.
class CensusTest {
    private static final int PACKETS = 2_000;
    private static final List<String> ADDRESSES = List.of(
            "10.0.0.1",
            "10.1.0.7",
            "10.9.8.7",
            "172.16.0.3",
            "172.16.1.0",
            "192.0.2.9",
            "198.51.100.1",
            "224.0.0.5",
            "127.0.0.1",
            "255.255.255.255",
            "0.0.0.0",
            "8.8.8.8");
    private static final List<String> WIDE = List.of("fd10::1", "fd11::1", "fd10:ffff::", "2001:db8::9", "::1");
    private static final List<Integer> PORTS = List.of(1, 2, 53, 80, 85, 90, 91, 443, 5000, 65_535);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldHaveAKindThatAnswersAsAnyPacketDoes(long seed) {
        Random random = new Random(seed);
        List<Match> matches = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            matches.add(MatchParser.parse(rule(random)));
        }
        Census census = new Census(matches, Map.of(), Packets.headers());
        Set<List<Boolean>> known = new HashSet<>();

        census.show(text -> {
            known.add(answers(matches, Packets.packet(text)));
            return true;
        });

        assertThat(census.count()).isPositive();
        for (int i = 0; i < PACKETS; i++) {
            String text = packet(random);
            assertThat(known).describedAs("%s of %s", text, matches).contains(answers(matches, Packets.packet(text)));
        }
    }

    @Test
    void shouldSayWhereKindsCannotBeToldApart() {
        assertThat(census("tcp port 80").count()).isBetween(4L, 1_000L);
        assertThat(census("ip[11:2] = 5").count()).isZero();
        assertThat(census("ip[12:4] & 0x00ff00ff = 0x00010001").count()).isZero();
    }

    @Test
    void shouldTakeNamedValuesForKindsOfTheirOwn() {
        List<String> shown = new ArrayList<>();
        BigInteger port = BigInteger.valueOf(8080);
        new Census(List.of(MatchParser.parse("udp")), Map.of(16, Set.of(port)), Packets.headers())
                .show(text -> shown.add(text));

        assertThat(shown).anyMatch(text -> text.startsWith("udp") && text.contains(":8080 > "));
    }

    private static Census census(String match) {
        return new Census(List.of(MatchParser.parse(match)), Map.of(), Packets.headers());
    }

    private static String rule(Random random) {
        String rule = ProofTest.RULES.get(random.nextInt(ProofTest.RULES.size()));
        return rule.replaceFirst("^(allow|deny) (from (server|any) )?", "");
    }

    private static List<Boolean> answers(List<Match> matches, byte[] octets) {
        Oracle oracle = Oracle.plain(Packets.headers());
        return matches.stream()
                .map(match -> oracle.holds(match, octets, Side.CLIENT))
                .toList();
    }

    private static String packet(Random random) {
        boolean six = random.nextInt(4) == 0;
        String inner = List.of("tcp", "udp", six ? "icmp6" : "icmp").get(random.nextInt(3));
        boolean ports = !inner.startsWith("icmp");
        return (random.nextInt(3) == 0 ? "vlan " + List.of(1, 7, 8).get(random.nextInt(3)) + " " : "") + inner + " "
                + end(random, six, ports) + " > " + end(random, six, ports)
                + (six ? "" : " ip.ttl " + (1 + random.nextInt(6)));
    }

    private static String end(Random random, boolean six, boolean ports) {
        List<String> addresses = six ? WIDE : ADDRESSES;
        String address = addresses.get(random.nextInt(addresses.size()));
        return ports ? (six ? "[" + address + "]" : address) + ":" + PORTS.get(random.nextInt(PORTS.size())) : address;
    }
}
