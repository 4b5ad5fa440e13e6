// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.bench;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A firewall with more and more rules: what they cost packets of known sessions, and those that open one.
final class RulesBench implements Bench {
    private static final int ROUNDS = 5;
    private static final int SECONDS = 1;
    private static final int WARM_SECONDS = 3;
    private static final int SESSIONS = 1_000;
    private static final int SMALL = 60;
    private static final int FEW = 10;
    private static final int THOUSAND = 1_000;
    private static final int MANY = 10_000;

    /// Sessions that are opened one after the other; what the first ones cost does not count.
    private static final int FRESH = 250_000;

    private static final int SKIPPED = 100_000;
    private static final int COUNTED = 240_000;
    private static final int OPENINGS = 4;

    @Override
    public String name() {
        return "rules";
    }

    @Override
    public String about() {
        return "a firewall with 10, 1,000 and 10,000 rules of which the last one matches, net_pcap to net_null,"
                + " against testpmd macswap";
    }

    @Override
    public List<Figure> run(Place place) throws Refused {
        try {
            Load small = Load.of(Captures.udp(place.folder(), SESSIONS, SMALL));
            Load fresh = Load.many(Captures.udp(place.folder(), FRESH, SMALL), FRESH);
            Versus known = new Versus(
                            place, List.of(entrant(FEW, small), entrant(THOUSAND, small), entrant(MANY, small)))
                    .run(ROUNDS, WARM_SECONDS, SECONDS);
            double few = microsPerOpening(place, entrant(FEW, fresh));
            double thousand = microsPerOpening(place, entrant(THOUSAND, fresh));
            double many = microsPerOpening(place, entrant(MANY, fresh));
            return figures(known, few, thousand, many);
        } catch (IOException e) {
            throw new Refused(Problem.error("the bench cannot write its capture: " + e.getMessage(), ""));
        }
    }

    private static Versus.Entrant entrant(int rules, Load load) {
        String denied = IntStream.range(0, rules - 1).mapToObj(RulesBench::rule).collect(Collectors.joining(", "));
        return new Versus.Entrant(
                String.valueOf(rules),
                load,
                "  fw: {type: firewall, rules: [" + denied + ", allow udp dst port 53]}\n",
                List.of("in -> fw -> out"),
                Map.of(),
                List.of());
    }

    /// Rules as people write them: hosts, nets with ports, ranges of ports, both protocols.
    private static String rule(int number) {
        int high = number >>> 8;
        int low = number & 0xff;
        return switch (number % 5) {
            case 0 -> "deny src host 172.16." + high + "." + low;
            case 1 -> "deny udp dst port " + (1_000 + number);
            case 2 -> "deny tcp and src net 172.17." + high + ".0/24 and dst port " + (1_000 + number);
            case 3 ->
                "deny udp and src net 172.18." + high + "." + (low & 0xf0) + "/28 and dst portrange " + (1_000 + number)
                        + "-" + (1_009 + number);
            default -> "deny dst host 172.20." + high + "." + low + " and tcp port 80";
        };
    }

    /// What a packet costs that opens a session: the chain is deployed anew each time, as its sessions stay open.
    private static double microsPerOpening(Place place, Versus.Entrant entrant) throws Refused {
        place.progress().accept("new sessions with " + entrant.name() + " rules");
        int core = Runtime.getRuntime().availableProcessors() - 1;
        List<Double> micros = new ArrayList<>();
        try (Hugepages _ = Hugepages.take(place, entrant.load().megabytes())) {
            for (int i = 0; i < OPENINGS; i++) {
                try (Subject subject = Subject.deploy(place, "bench", Versus.chain(entrant), core)) {
                    micros.add(subject.nanosPerOpening(SKIPPED, COUNTED) / 1_000);
                }
            }
        }
        // The first time, the code was not compiled yet.
        return Rounds.median(micros.subList(1, OPENINGS), Double::doubleValue);
    }

    private static List<Figure> figures(Versus known, double few, double thousand, double many) {
        return List.of(
                Figure.atMost(
                        "known_session_10000_vs_10",
                        known.median(round -> round.nanos(String.valueOf(MANY)) / round.nanos(String.valueOf(FEW))),
                        "ratio",
                        1.05),
                Figure.atMost("known_session_vs_macswap", known.costVsMacswap(String.valueOf(MANY)), "ratio", 2),
                Figure.atMost("new_session_10000_us", many, "us", 5),
                Figure.shown("new_session_1000_us", thousand, "us", "less"),
                Figure.shown("new_session_10_us", few, "us", "less"),
                Figure.atMost("allocated_bytes_per_packet", known.allocatedPerPacket(), "bytes", 0),
                Figure.shown("known_session_10000_ns", known.nanos(String.valueOf(MANY)), "ns", "less"),
                Figure.shown("testpmd_macswap_ns", known.macswapNanos(), "ns", ""),
                Figure.shown("testpmd_spread", known.spread(), "ratio", "less"));
    }
}
