// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Side;
import io.penstock.api.match.Match;
import io.penstock.api.match.MatchParser;
import io.penstock.api.match.Matches;
import io.penstock.dataplane.packet.Candidates;
import io.penstock.dataplane.packet.Condition;
import io.penstock.dataplane.packet.Frame;
import io.penstock.dataplane.packet.Parser;
import io.penstock.function.firewall.Firewall;
import io.penstock.testkit.Packets;
import io.penstock.testkit.Script;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The index of many matches against a look at each of them.
class CandidatesTest {
    private static final int ETHERNET = 1;

    private final Parser parser = new Parser(Packets.headers());
    private final Frame frame = new Frame();

    private void parse(String form, Side side) {
        byte[] octets = Packets.packet(form);
        frame.wrap(MemorySegment.ofArray(octets), 0, octets.length, octets.length);
        frame.came(side, 1_000);
        assertThat(parser.parse(frame, ETHERNET)).isEmpty();
    }

    private static int first(List<Condition> conditions, Frame frame, boolean turned) {
        return IntStream.range(0, conditions.size())
                .filter(i -> conditions.get(i).holds(frame, turned))
                .findFirst()
                .orElse(-1);
    }

    private static List<Integer> told(Candidates candidates, Frame frame, boolean turned) {
        List<Integer> told = new ArrayList<>();
        candidates.look(frame, turned);
        for (int i = candidates.next(); i >= 0; i = candidates.next()) {
            told.add(i);
        }
        return told;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldLeaveNoMatchOutThatHolds(long seed) {
        Random random = new Random(seed);
        List<Match> matches = IntStream.range(0, 20 + random.nextInt(400))
                .mapToObj(i -> Matches.normalise(match(random)))
                .toList();
        List<Condition> conditions = matches.stream()
                .map(match -> Condition.of(match, Packets.headers()))
                .toList();
        Candidates candidates = new Candidates(matches, Packets.headers());
        int held = 0;
        for (int round = 0; round < 2_000; round++) {
            parse(packet(random), random.nextBoolean() ? Side.CLIENT : Side.SERVER);
            boolean turned = random.nextInt(3) == 0;
            List<Integer> told = told(candidates, frame, turned);
            List<Integer> holding = IntStream.range(0, conditions.size())
                    .filter(i -> conditions.get(i).holds(frame, turned))
                    .boxed()
                    .toList();
            assertThat(told)
                    .as("candidates of %s", matches)
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .containsAll(holding);
            held += holding.isEmpty() ? 0 : 1;
        }
        assertThat(held).as("packets for which something holds").isGreaterThan(1_000);
    }

    @Test
    void shouldLookAtFewOfTenThousandRules() {
        List<Match> matches = IntStream.range(0, 10_000)
                .mapToObj(CandidatesTest::rule)
                .map(MatchParser::parse)
                .map(Matches::normalise)
                .toList();
        List<Condition> conditions = matches.stream()
                .map(match -> Condition.of(match, Packets.headers()))
                .toList();
        Candidates candidates = new Candidates(matches, Packets.headers());
        assertThat(candidates.groups()).isLessThan(100);
        Random random = new Random(3);
        long looked = 0;
        for (int round = 0; round < 1_000; round++) {
            parse(
                    "udp 172.16." + random.nextInt(40) + "." + random.nextInt(256) + ":4000 > 192.0.2."
                            + random.nextInt(256) + ":" + random.nextInt(12_000),
                    Side.CLIENT);
            List<Integer> told = told(candidates, frame, false);
            looked += told.size();
            int first = first(conditions, frame, false);
            assertThat(told.stream()
                            .filter(i -> conditions.get(i).holds(frame, false))
                            .findFirst()
                            .orElse(-1))
                    .isEqualTo(first);
        }
        assertThat(looked).as("of 10,000,000 that a look at each would take").isBetween(100L, 30_000L);
    }

    @Test
    void shouldDecideByTheFirstOfTenThousandRulesThatHolds() {
        String rules =
                IntStream.range(0, 10_000).mapToObj(i -> "deny " + rule(i)).collect(Collectors.joining(", "));
        try (Script script = Script.of("fw: {type: firewall, rules: [" + rules + ", allow udp]}", Firewall.class)) {
            script.client("udp 172.16.0.10:4000 > 192.0.2.7:1000").drops("denied");
            script.client("udp 10.0.0.1:4000 > 192.0.2.7:1000").passes();
            script.client("tcp 10.0.0.1:4000 > 192.0.2.7:1000").drops("denied");
        }
    }

    /// Of many kinds, so that there are many groups.
    private static String rule(int number) {
        String net = "172.16." + number / 256 + "." + number % 256;
        return switch (number % 5) {
            case 0 -> "src host " + net;
            case 1 -> "udp dst port " + number;
            case 2 -> "tcp and src net 172.16." + number / 256 + ".0/24 and dst port " + number;
            case 3 -> "udp and src host " + net + " and dst portrange " + number + "-" + (number + 9);
            default -> "dst host 172.20." + number / 256 + "." + number % 256 + " and tcp port 80";
        };
    }

    private static Match match(Random random) {
        Match leaf = MatchParser.parse(text(random));
        return switch (random.nextInt(8)) {
            case 0 -> new Match.And(List.of(leaf, MatchParser.parse(text(random))));
            case 1 -> new Match.Or(List.of(leaf, MatchParser.parse(text(random))));
            case 2 -> new Match.And(List.of(new Match.From(Side.CLIENT), leaf));
            case 3 -> new Match.And(List.of(new Match.From(Side.SERVER), leaf));
            default -> leaf;
        };
    }

    private static String text(Random random) {
        int bits = 8 + random.nextInt(25);
        String host = "10." + random.nextInt(2) + ".0." + random.nextInt(4);
        int port = random.nextInt(40);
        return switch (random.nextInt(16)) {
            case 0 -> "host " + host;
            case 1 -> "src net 10." + random.nextInt(2) + ".0.0/16";
            case 2 -> "dst net " + (bits > 16 ? "10.0.0.0/" + bits : "10.0.0.0/8");
            case 3 -> "udp port " + port;
            case 4 -> "tcp dst portrange " + port + "-" + (port + random.nextInt(30));
            case 5 -> "portrange " + port + "-" + (port + random.nextInt(300));
            case 6 -> "ip6 and src net fd10::" + random.nextInt(4) + "/128";
            case 7 -> "dst net fd20::/" + (32 + random.nextInt(70) / 16 * 16);
            case 8 -> "not udp port " + port;
            case 9 -> "tcp[13] & 2 != 0 and src host " + host;
            case 10 -> "icmp";
            case 11 -> "ip and ip[8] > 10 and dst port " + port;
            case 12 -> "less 60 and host " + host;
            case 13 -> "vlan 7 and udp port " + port;
            case 14 -> "udp and src host " + host + " and dst port " + port;
            default -> "ip proto 6 and src port " + port;
        };
    }

    private static String packet(Random random) {
        String four = " 10." + random.nextInt(2) + ".0." + random.nextInt(4);
        String other = " 10." + random.nextInt(2) + ".0." + random.nextInt(4);
        String vlan = random.nextInt(6) == 0 ? "vlan 7 " : "";
        String ports = ":" + random.nextInt(40) + " >";
        String transport = random.nextBoolean() ? "udp" : "tcp";
        return switch (random.nextInt(5)) {
            case 0 -> "icmp" + four + " >" + other + " type 8 id 7 \"ping\"";
            case 1 ->
                vlan + transport + " [fd10::" + random.nextInt(4) + "]" + ports + " [fd20::" + random.nextInt(4) + "]:"
                        + random.nextInt(40);
            default -> vlan + transport + four + ports + other + ":" + random.nextInt(40);
        };
    }
}
