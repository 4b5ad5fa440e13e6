// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.bench;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Functions that read and change the bytes of connections.
final class StreamBench implements Bench {
    private static final int ROUNDS = 3;
    private static final int SECONDS = 1;
    private static final int WARM_SECONDS = 3;
    private static final int SERIES = 4;

    private static final String WORD = "attack";
    private static final String STATS = "streamstats";

    @Override
    public String name() {
        return "stream";
    }

    @Override
    public String about() {
        return "stream functions on TCP connections, responses of 8 KB, net_pcap to net_null, against testpmd macswap";
    }

    /// What a chain is tried with.
    ///
    /// @param checked whether what comes out is compared with the edit off line
    private record Mode(String name, Talks talks, String functions, List<String> nodes, boolean checked) {}

    private static List<Mode> modes() {
        Talks plain = new Talks("", "", false, false);
        Talks upgraded = new Talks("", "", false, true);
        List<Mode> modes = new ArrayList<>();
        modes.add(new Mode("read", plain, node("s1", STATS), List.of("s1"), true));
        modes.add(words("nomatch", new Talks(WORD, WORD, true, false), "over: [tcp], words: [assault]"));
        modes.add(words(
                "mask", new Talks(WORD, "******", true, false), "over: [tcp], words: [attack], mask: \"******\""));
        modes.add(words("remove", new Talks(WORD, "", true, false), "over: [tcp], words: [attack], action: remove"));
        modes.add(words("done", upgraded, "words: [attack]"));
        modes.add(new Mode("track", upgraded, node("fw", "firewall, rules: [allow tcp]"), List.of("fw"), false));
        List<String> row = List.of("s1", "s2", "s3", "s4");
        modes.add(new Mode(
                "merged",
                plain,
                String.join("", row.stream().map(id -> node(id, STATS)).toList()),
                row,
                true));
        return modes;
    }

    private static Mode words(String name, Talks talks, String properties) {
        return new Mode(name, talks, node("words", "wordfilter, " + properties), List.of("words"), true);
    }

    private static String node(String id, String properties) {
        return "  " + id + ": {type: " + properties + "}\n";
    }

    @Override
    public List<Figure> run(Place place) throws Refused {
        try {
            List<Versus.Entrant> entrants = new ArrayList<>();
            Map<Talks, Load> loads = new java.util.HashMap<>();
            for (Mode mode : modes()) {
                Load load = loads.get(mode.talks());
                if (load == null) {
                    List<byte[]> frames = mode.talks().frames();
                    load = Load.of(
                            Captures.write(place.folder().resolve(mode.name() + ".pcap"), frames), frames.size());
                    loads.put(mode.talks(), load);
                }
                Versus.Entrant entrant = new Versus.Entrant(
                        mode.name(),
                        load,
                        mode.functions(),
                        List.of("in -> " + String.join(" -> ", mode.nodes()) + " -> out"),
                        Map.of(),
                        List.of());
                if (mode.checked()) {
                    place.progress().accept("the bytes of " + mode.name());
                    Reassembled.check(place, entrant, mode.talks());
                }
                entrants.add(entrant);
            }
            return figures(new Versus(place, entrants).run(ROUNDS, WARM_SECONDS, SECONDS));
        } catch (IOException e) {
            throw new Refused(Problem.error("the bench cannot write its capture: " + e.getMessage(), ""));
        }
    }

    private static List<Figure> figures(Versus versus) {
        return List.of(
                Figure.atMost("read_vs_macswap", versus.costVsMacswap("read"), "ratio", 3),
                Figure.atMost("nomatch_vs_macswap", versus.costVsMacswap("nomatch"), "ratio", 6),
                Figure.atMost("mask_vs_macswap", versus.costVsMacswap("mask"), "ratio", 6),
                Figure.atMost("remove_vs_macswap", versus.costVsMacswap("remove"), "ratio", 6),
                Figure.atMost(
                        "after_done_vs_track",
                        versus.median(round -> round.nanos("done") / round.nanos("track")),
                        "ratio",
                        1.2),
                Figure.atLeast(
                        "merged_vs_series_4",
                        versus.median(round -> mergedVsSeries(round, versus.load("read"))),
                        "ratio",
                        2.5),
                Figure.atMost("allocated_bytes_per_packet", versus.allocatedPerPacket(), "bytes", 0),
                Figure.shown("ns_per_packet_read", versus.nanos("read"), "ns", "less"),
                Figure.shown("ns_per_packet_nomatch", versus.nanos("nomatch"), "ns", "less"),
                Figure.shown("ns_per_packet_mask", versus.nanos("mask"), "ns", "less"),
                Figure.shown("ns_per_packet_remove", versus.nanos("remove"), "ns", "less"),
                Figure.shown("ns_per_packet_done", versus.nanos("done"), "ns", "less"),
                Figure.shown("ns_per_packet_track", versus.nanos("track"), "ns", "less"),
                Figure.shown("ns_per_packet_merged_4", versus.nanos("merged"), "ns", "less"),
                Figure.shown("testpmd_macswap_ns", versus.macswapNanos(), "ns", ""),
                Figure.shown("testpmd_spread", versus.spread(), "ratio", "less"));
    }

    /// Four programs one after the other, each with one function, would hand each packet on three times: as little as
    /// macswap takes is not counted for that.
    private static double mergedVsSeries(Versus.Round round, Load load) {
        double series = SERIES * round.nanos("read") - (SERIES - 1) * round.macswapNanos(load);
        return series / round.nanos("merged");
    }
}
