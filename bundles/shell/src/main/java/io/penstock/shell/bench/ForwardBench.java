// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.bench;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.port.NativeCalls;
import io.penstock.api.port.PortRefused;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// The empty chain on DPDK against DPDK's own forwarder.
final class ForwardBench implements Bench {
    private static final int ROUNDS = 5;
    private static final int SECONDS = 3;
    private static final int WARM_SECONDS = 8;
    private static final double MOST_SPREAD = 0.3;

    /// What a figure of the heap has to be counted over.
    private static final double LEAST_PACKETS = 10_000_000;

    /// Noisy rounds are not repeated after this time, so that a bench ends within five minutes.
    private static final long MOST_NANOS = 200_000_000_000L;

    @Override
    public String name() {
        return "forward";
    }

    @Override
    public String about() {
        return "the empty chain, 64-byte packets of 1,000 flows, net_pcap to net_null, against testpmd io and macswap";
    }

    private record Round(Testpmd.Round io, Testpmd.Round macswap, Subject.Round ours) {
        double packetsVsIo() {
            return ours.packetsPerSecond() / io.packetsPerSecond();
        }

        double costVsMacswap() {
            return ours.nanosPerPacket() / macswap.nanosPerPacket();
        }
    }

    @Override
    public List<Figure> run(Place place) throws Refused {
        try {
            Path capture = Captures.udp(place.folder(), 1_000, 60);
            return measured(place, capture);
        } catch (IOException e) {
            throw new Refused(Problem.error("the bench cannot write its capture: " + e.getMessage(), ""));
        }
    }

    private static String chain(String capture) {
        return """
                format: 1
                chain: forward
                ports:
                  in: {driver: dpdk, device: "net_pcap7,rx_pcap=%s,infinite_rx=1", mbufs: 16384}
                  out: {driver: dpdk, device: "net_null7,no-rx=1"}
                wires:
                  - in -> out
                """.formatted(capture);
    }

    private static List<Figure> measured(Place place, Path capture) throws Refused {
        Load load = Load.of(capture);
        try (Hugepages pages = Hugepages.take(place, load.megabytes())) {
            NativeCalls.Costs calls = costs(place);
            int core = Runtime.getRuntime().availableProcessors() - 1;
            List<Round> rounds = new ArrayList<>();
            long began = System.nanoTime();
            while (rounds.size() < ROUNDS) {
                place.progress().accept("round " + (rounds.size() + 1) + " of " + ROUNDS);
                Testpmd.Round io = Testpmd.run("io", load.devices(), core, pages.taken(), load, SECONDS);
                Testpmd.Round macswap = Testpmd.run("macswap", load.devices(), core, pages.taken(), load, SECONDS);
                Subject.Round ours = ours(place, capture, core);
                rounds.add(new Round(io, macswap, ours));
                boolean noisy = rounds.size() == ROUNDS
                        && System.nanoTime() - began < MOST_NANOS
                        && Rounds.spread(rounds, round -> round.macswap().nanosPerPacket()) > MOST_SPREAD;
                if (noisy) {
                    rounds.removeFirst();
                }
            }
            return figures(rounds, calls);
        }
    }

    private static NativeCalls.Costs costs(Place place) throws Refused {
        try {
            return place.services().nativeCalls().measure();
        } catch (PortRefused refused) {
            throw new Refused(Problem.error(String.valueOf(refused.getMessage()), ""));
        }
    }

    /// The chain is deployed anew in each round: nothing of it runs beside testpmd.
    private static Subject.Round ours(Place place, Path capture, int core) throws Refused {
        try (Subject subject = Subject.deploy(place, "forward", chain(capture.toString()), core)) {
            subject.warm(WARM_SECONDS);
            return subject.run(SECONDS, LEAST_PACKETS);
        }
    }

    private static List<Figure> figures(List<Round> rounds, NativeCalls.Costs calls) {
        return List.of(
                Figure.atLeast("packets_vs_testpmd_io", Rounds.median(rounds, Round::packetsVsIo), "ratio", 0.8),
                Figure.atMost("cost_vs_macswap", Rounds.median(rounds, Round::costVsMacswap), "ratio", 1.25),
                Figure.atMost(
                        "allocated_bytes_per_packet",
                        Rounds.median(rounds, round -> round.ours().allocatedPerPacket()),
                        "bytes",
                        0),
                Figure.atLeast(
                        "packets_counted",
                        rounds.stream()
                                .mapToDouble(round -> round.ours().packets())
                                .min()
                                .orElse(0),
                        "packets",
                        LEAST_PACKETS),
                Figure.shown("jna_call_ns", calls.jnaNanos(), "ns", "less"),
                Figure.shown("downcall_call_ns", calls.downcallNanos(), "ns", "less"),
                Figure.shown(
                        "hugepages_mb", hugepages(rounds, round -> round.ours().hugeMegabytes()), "MB", ""),
                Figure.shown(
                        "testpmd_hugepages_mb",
                        hugepages(rounds, round -> round.macswap().hugeMegabytes()),
                        "MB",
                        ""),
                Figure.shown(
                        "ns_per_packet",
                        Rounds.median(rounds, round -> round.ours().nanosPerPacket()),
                        "ns",
                        "less"),
                Figure.shown(
                        "testpmd_macswap_ns",
                        Rounds.median(rounds, round -> round.macswap().nanosPerPacket()),
                        "ns",
                        ""),
                Figure.shown(
                        "testpmd_spread",
                        Rounds.spread(rounds, round -> round.macswap().nanosPerPacket()),
                        "ratio",
                        "less"));
    }

    /// Of the round that had the least.
    private static double hugepages(List<Round> rounds, ToDoubleFunction<Round> megabytes) {
        return rounds.stream().mapToDouble(megabytes).min().orElse(0);
    }
}
