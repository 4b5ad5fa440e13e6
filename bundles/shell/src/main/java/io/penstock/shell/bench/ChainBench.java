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

/// Chains of more and more functions that keep a state of their own for each session.
final class ChainBench implements Bench {
    private static final int ROUNDS = 5;
    private static final int SECONDS = 1;
    private static final int WARM_SECONDS = 3;
    private static final int SESSIONS = 1_000;
    private static final int SMALL = 60;

    private static final String MIXED = """
              fw: {type: firewall, rules: ["allow udp port 53"]}
              nat: {type: nat, address: 198.51.100.1}
              limit: {type: ratelimit, session: 100 Gbit/s, client: 100 Gbit/s}
              who: {type: stats}
              count: {type: counter}
              cls: {type: classifier, branches: {dns: udp port 53, rest: ""}}
            """;

    @Override
    public String name() {
        return "chain";
    }

    @Override
    public String about() {
        return "chains of 1 to 8 stateful functions, 1,000 sessions, net_pcap to net_null, against testpmd macswap";
    }

    @Override
    public List<Figure> run(Place place) throws Refused {
        try {
            Load small = Load.of(Captures.udp(place.folder(), SESSIONS, SMALL));
            Load imix = Load.of(Captures.imix(place.folder(), SESSIONS));
            return figures(new Versus(place, entrants(small, imix)).run(ROUNDS, WARM_SECONDS, SECONDS));
        } catch (IOException e) {
            throw new Refused(Problem.error("the bench cannot write its capture: " + e.getMessage(), ""));
        }
    }

    private static List<Versus.Entrant> entrants(Load small, Load imix) {
        List<Versus.Entrant> entrants = new ArrayList<>();
        for (int functions : new int[] {1, 2, 4, 8}) {
            entrants.add(counters(String.valueOf(functions), small, functions, Map.of()));
        }
        entrants.add(counters("imix_4", imix, 4, Map.of()));
        entrants.add(new Versus.Entrant(
                "mixed_6",
                small,
                MIXED,
                List.of("in -> fw -> nat -> limit -> who -> count -> cls", "cls.dns -> out", "cls.rest -> out"),
                Map.of(),
                List.of("count")));
        entrants.add(counters("interpreted_8", small, 8, Map.of("penstock.interpreted", "true")));
        // Each has sessions of its own, and those of the first are shown.
        entrants.add(checked(counters("separate_8", small, 8, Map.of("penstock.separate", "true")), 1));
        return entrants;
    }

    /// The same, of which only the first so many counters can be checked.
    static Versus.Entrant checked(Versus.Entrant one, int counters) {
        return new Versus.Entrant(
                one.name(),
                one.load(),
                one.functions(),
                one.wires(),
                one.settings(),
                one.counters().subList(0, counters));
    }

    /// Counters in a row, each with fields of its own.
    static Versus.Entrant counters(String name, Load load, int functions, Map<String, String> settings) {
        List<String> ids =
                IntStream.rangeClosed(1, functions).mapToObj(i -> "c" + i).toList();
        return new Versus.Entrant(
                name,
                load,
                ids.stream().map(id -> "  " + id + ": {type: counter}\n").collect(Collectors.joining()),
                List.of("in -> " + String.join(" -> ", ids) + " -> out"),
                settings,
                ids);
    }

    /// What each function beyond the first costs in a merged chain, against the same with a session table of its own.
    private static double marginal(Versus.Round round) {
        return (round.nanos("8") - round.nanos("1")) / (round.nanos("separate_8") - round.nanos("1"));
    }

    private static List<Figure> figures(Versus versus) {
        return List.of(
                Figure.atMost("cost_vs_macswap_1", versus.costVsMacswap("1"), "ratio", 1.8),
                Figure.atMost("cost_vs_macswap_2", versus.costVsMacswap("2"), "ratio", 1.9),
                Figure.atMost("cost_vs_macswap_4", versus.costVsMacswap("4"), "ratio", 2),
                Figure.atMost("cost_vs_macswap_8", versus.costVsMacswap("8"), "ratio", 2.5),
                Figure.atMost("cost_vs_macswap_imix_4", versus.costVsMacswap("imix_4"), "ratio", 2),
                Figure.atMost("cost_vs_macswap_mixed_6", versus.costVsMacswap("mixed_6"), "ratio", 3.5),
                Figure.atMost("marginal_merged_vs_separate", versus.median(ChainBench::marginal), "ratio", 0.2),
                Figure.shown("separate_vs_macswap_8", versus.costVsMacswap("separate_8"), "ratio", ""),
                Figure.shown(
                        "compiled_vs_interpreted_8",
                        versus.median(round -> round.nanos("8") / round.nanos("interpreted_8")),
                        "ratio",
                        "less"),
                Figure.atMost("allocated_bytes_per_packet", versus.allocatedPerPacket(), "bytes", 0),
                Figure.shown("ns_per_packet_1", versus.nanos("1"), "ns", "less"),
                Figure.shown("ns_per_packet_8", versus.nanos("8"), "ns", "less"),
                Figure.shown("testpmd_macswap_ns", versus.macswapNanos(), "ns", ""),
                Figure.shown("testpmd_spread", versus.spread(), "ratio", "less"));
    }
}
