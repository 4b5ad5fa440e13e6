// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.bench;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Control.SessionRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/// Chains in alternation with testpmd macswap on the same captures, each in every round: what one costs is compared
/// with what macswap cost on its capture in the same round.
final class Versus {
    private static final double MOST_SPREAD = 0.3;

    /// Noisy rounds are not repeated after this time, so that a bench ends within five minutes.
    private static final long MOST_NANOS = 230_000_000_000L;

    /// What a figure of the heap has to be counted over.
    private static final double LEAST_PACKETS = 1_000_000;

    private static final int MOST_ROWS = 2_000;

    /// A capture with more frames may take longer than the warming up to have opened all its sessions.
    private static final int MANY_FRAMES = 100_000;

    /// A chain that is measured, between the ports `in` and `out`.
    ///
    /// @param name in the figures
    /// @param load what it receives
    /// @param functions the chain's `functions:` in YAML, one a line, each indented by two
    /// @param wires its `wires:`
    /// @param settings system properties that hold while it is deployed
    /// @param counters nodes of the type counter, which are compared with the port's own count
    record Entrant(
            String name,
            Load load,
            String functions,
            List<String> wires,
            Map<String, String> settings,
            List<String> counters) {
        /// The chain's document.
        ///
        /// @param in the device of its client side
        /// @param out the device of its server side
        String chain(String in, String out) {
            return """
                    format: 1
                    chain: bench
                    ports:
                      in: {driver: dpdk, device: "%s", mbufs: %d, mbuf-size: %d}
                      out: {driver: dpdk, device: "%s"}
                    functions:
                    %swires:
                      - %s
                    """.formatted(in, load.mbufs(), load.mbufSize(), out, functions, String.join("\n  - ", wires));
        }
    }

    /// What was measured of one round.
    record Round(Map<Load, Testpmd.Round> macswap, Map<String, Subject.Round> chains) {
        Subject.Round chain(String name) {
            return Objects.requireNonNull(chains.get(name));
        }

        double nanos(String name) {
            return chain(name).nanosPerPacket();
        }

        double macswapNanos(Load load) {
            return Objects.requireNonNull(macswap.get(load)).nanosPerPacket();
        }
    }

    private final Bench.Place place;
    private final List<Entrant> entrants;
    private final List<Round> rounds = new ArrayList<>();

    Versus(Bench.Place place, List<Entrant> entrants) {
        this.place = place;
        this.entrants = entrants;
    }

    /// @param warmSeconds before each measurement of a chain
    /// @param seconds of each measurement
    Versus run(int count, int warmSeconds, int seconds) throws Refused {
        int core = Runtime.getRuntime().availableProcessors() - 1;
        int megabytes =
                entrants.stream().mapToInt(one -> one.load().megabytes()).max().orElse(0);
        long began = System.nanoTime();
        try (Hugepages pages = Hugepages.take(place, megabytes)) {
            while (rounds.size() < count) {
                place.progress().accept("round " + (rounds.size() + 1) + " of " + count);
                rounds.add(round(core, pages.taken(), warmSeconds, seconds));
                long took = System.nanoTime() - began;
                boolean time = took + took / count < MOST_NANOS;
                if (rounds.size() == count && time && spread() > MOST_SPREAD) {
                    rounds.removeFirst();
                }
            }
        }
        return this;
    }

    private Round round(int core, boolean pages, int warmSeconds, int seconds) throws Refused {
        Map<Load, Testpmd.Round> macswap = new HashMap<>();
        Map<String, Subject.Round> chains = new HashMap<>();
        for (Entrant entrant : entrants) {
            Load load = entrant.load();
            if (!macswap.containsKey(load)) {
                macswap.put(load, Testpmd.run("macswap", load.devices(), core, pages, load, seconds));
            }
            chains.put(entrant.name(), measure(entrant, core, warmSeconds, seconds));
        }
        return new Round(macswap, chains);
    }

    /// The chain is deployed anew in each round: nothing of it runs beside testpmd.
    private Subject.Round measure(Entrant entrant, int core, int warmSeconds, int seconds) throws Refused {
        entrant.settings().forEach(System::setProperty);
        try (Subject subject = Subject.deploy(place, "bench", chain(entrant), core)) {
            subject.warm(warmSeconds);
            if (entrant.load().mbufs() > MANY_FRAMES) {
                subject.awaitNoNewSession();
            }
            Subject.Round round = subject.run(seconds, LEAST_PACKETS);
            for (String counter : entrant.counters()) {
                check(entrant, counter, subject);
            }
            return round;
        } finally {
            entrant.settings().keySet().forEach(System::clearProperty);
        }
    }

    /// Every packet has to be found in the fields of the session that it belongs to.
    private static void check(Entrant entrant, String counter, Subject subject) throws Refused {
        long least = subject.received();
        List<SessionRow> sessions = subject.sessions(MOST_ROWS);
        long counted = sessions.stream()
                .mapToLong(row -> Long.parseLong(row.fields().getOrDefault(counter + ".fromClient", "0")))
                .sum();
        long most = subject.received();
        int burst = io.penstock.api.port.Burst.CAPACITY;
        if (counted < least - burst || counted > most + burst) {
            throw new Refused(Problem.error(
                    "chain " + entrant.name() + ": node " + counter + " counted " + counted
                            + " packets in its sessions, the port " + least + " to " + most,
                    ""));
        }
    }

    /// The whole document of a chain.
    static String chain(Entrant entrant) {
        String in = "net_pcap7,rx_pcap=" + entrant.load().capture() + ",infinite_rx=1";
        return entrant.chain(in, "net_null7,no-rx=1");
    }

    /// What a packet of this chain costs, as a multiple of what macswap costs on its capture.
    double costVsMacswap(String name) {
        Load load = load(name);
        return median(round -> round.nanos(name) / round.macswapNanos(load));
    }

    /// What a chain receives.
    Load load(String name) {
        return entrants.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow()
                .load();
    }

    /// Nanoseconds of CPU time for a packet.
    double nanos(String name) {
        return median(round -> round.nanos(name));
    }

    double median(ToDoubleFunction<Round> value) {
        return Rounds.median(rounds, value);
    }

    /// Octets that the worst chain allocates for a packet.
    double allocatedPerPacket() {
        return entrants.stream()
                .mapToDouble(one -> median(round -> round.chain(one.name()).allocatedPerPacket()))
                .max()
                .orElse(0);
    }

    double macswapNanos() {
        return median(this::macswapNanos);
    }

    /// How far macswap's own rounds lie apart, as a share of their median.
    double spread() {
        return Rounds.spread(rounds, this::macswapNanos);
    }

    private double macswapNanos(Round round) {
        return round.macswapNanos(entrants.getFirst().load());
    }
}
