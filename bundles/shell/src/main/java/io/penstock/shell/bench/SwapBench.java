// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.bench;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Control;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.control.Manner;
import io.penstock.api.control.Report;
import io.penstock.api.port.PortDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/// Changes a chain while packets come at a steady rate: whether one is lost, and how long they wait.
final class SwapBench implements Bench {
    private static final int SWAPS = 100;
    private static final int MILLION_SWAPS = 6;
    private static final int THOUSAND = 1_000;
    private static final int MILLION = 1_000_000;
    private static final long RATE = 250_000;
    private static final long PAUSE_NANOS = 50_000_000;
    private static final long BEFORE_NANOS = 5_000_000;
    private static final long AFTER_NANOS = 40_000_000;
    private static final long FIRST_PACKETS = 2_000;
    private static final long SECOND = 1_000_000_000L;
    private static final String CHAIN = "bench-swap";

    @Override
    public String name() {
        return "swap";
    }

    @Override
    public String about() {
        return "a chain of firewall and counters changed " + SWAPS + " times while " + RATE
                + " packets a second come over ports in memory";
    }

    @Override
    public void prepare() {
        System.setProperty("penstock.sessions", String.valueOf(MILLION + MILLION / 10));
    }

    /// Sessions go on, and nobody watches: what comes after is measured here.
    private static final Manner AT_ONCE = new Manner(Manner.State.KEEP, 0, 0, false);

    /// @param seconds for the whole swap, what is tried before included
    private record Swap(double seconds, double gapMillis, double cpuGapMillis, double first, double steady) {}

    @Override
    public List<Figure> run(Place place) throws Refused {
        var bundle = FrameworkUtil.getBundle(SwapBench.class);
        if (bundle == null) {
            throw new Refused(Problem.error("this bench needs the framework", "run it as penstock bench swap"));
        }
        SteadyPort port = new SteadyPort(RATE);
        ServiceRegistration<PortDriver> registered =
                bundle.getBundleContext().registerService(PortDriver.class, port, null);
        Control control = place.control();
        try {
            double spinner = spinner();
            control.deploy(request(0));
            port.flows(THOUSAND);
            sleep(5 * SECOND);
            port.forgetMissed();
            List<Swap> thousand = swaps(place, port, SWAPS, "a thousand sessions");
            double missed = port.missed();
            port.flows(MILLION);
            await(control, port);
            // A new session costs more than a packet of a known one, so that some were missed until all were open.
            port.forgetMissed();
            List<Swap> million = swaps(place, port, MILLION_SWAPS, "a million sessions");
            Report end = control.stop(CHAIN);
            double lost = end.in() + end.made() - end.out() + missed + port.missed();
            return figures(thousand, million, Math.max(lost, (double) (port.given() - port.sent())), spinner);
        } finally {
            registered.unregister();
        }
    }

    /// Two chains in turn: another rule, another counter.
    private static ChainRequest request(int turn) {
        String text = """
                format: 1
                chain: %s
                ports:
                  in: {driver: steady, sends: true}
                  out: {driver: steady}
                functions:
                  fw: {type: firewall, rules: [%s]}
                  c1: {type: counter}
                  c2: {type: counter}
                  %s: {type: counter}
                wires:
                  - in -> fw -> c1 -> c2 -> %s -> out
                """.formatted(
                        CHAIN,
                        turn % 2 == 0 ? "allow udp port 53" : "allow udp port 53, deny tcp port 23",
                        turn % 2 == 0 ? "c3" : "c4",
                        turn % 2 == 0 ? "c3" : "c4");
        return new ChainRequest("bench.chain.yaml", text, Map.of());
    }

    private static List<Swap> swaps(Place place, SteadyPort port, int count, String with) throws Refused {
        List<Swap> swaps = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            if (i % 20 == 1) {
                place.progress().accept("swap " + i + " of " + count + " with " + with);
            }
            long before = System.nanoTime();
            sleep(PAUSE_NANOS);
            double steady = port.between(before, System.nanoTime()).cpuPerPacket(Long.MAX_VALUE);
            long begun = System.nanoTime();
            place.control().swap(request(i), AT_ONCE);
            long taken = System.nanoTime();
            sleep(AFTER_NANOS);
            SteadyPort.Notes whole = port.between(taken - BEFORE_NANOS, taken + AFTER_NANOS);
            double first =
                    port.between(taken - SECOND / 1_000, taken + AFTER_NANOS).cpuPerPacket(FIRST_PACKETS);
            swaps.add(new Swap(
                    (taken - begun) / 1e9, whole.longestWallMillis(), whole.longestCpuMillis(), first, steady));
            if (count == MILLION_SWAPS) {
                sleep(5 * SECOND);
            }
        }
        return swaps;
    }

    /// Waits until all sessions are open.
    private static void await(Control control, SteadyPort port) throws Refused {
        long deadline = System.nanoTime() + 30 * SECOND;
        long open = 0;
        while (open < MILLION && System.nanoTime() - deadline < 0) {
            sleep(SECOND / 2);
            open = control.show(CHAIN).sessions().open();
        }
        if (open < MILLION) {
            throw new Refused(Problem.error(
                    "only " + open + " sessions are open",
                    "measure on a machine with nothing else to do; " + port.missed() + " packets were missed"));
        }
    }

    /// The longest time that a thread waits which does nothing but look at the clock, in milliseconds: what the
    /// machine itself does to whoever runs on it.
    static double spinner() {
        long end = System.nanoTime() + 2 * SECOND;
        long last = System.nanoTime();
        long longest = 0;
        while (last < end) {
            long now = System.nanoTime();
            longest = Math.max(longest, now - last);
            last = now;
        }
        return longest / 1e6;
    }

    private static void sleep(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private static double greatest(List<Swap> swaps, ToDoubleFunction<Swap> value) {
        return swaps.stream().mapToDouble(value).max().orElse(Double.NaN);
    }

    private static List<Figure> figures(List<Swap> thousand, List<Swap> million, double lost, double spinner) {
        return List.of(
                Figure.atMost("lost_packets", lost, "packets", 0),
                Figure.atMost("median_gap_ms", Rounds.median(thousand, Swap::gapMillis), "ms", 1),
                Figure.atMost("longest_cpu_gap_ms", greatest(thousand, Swap::cpuGapMillis), "ms", 5),
                Figure.atMost(
                        "million_vs_thousand",
                        Rounds.median(million, Swap::seconds) / Rounds.median(thousand, Swap::seconds),
                        "ratio",
                        1.2),
                Figure.atMost(
                        "first_packets_vs_steady",
                        Rounds.median(thousand, Swap::first) / Rounds.median(thousand, Swap::steady),
                        "ratio",
                        2),
                Figure.shown("longest_gap_ms", greatest(thousand, Swap::gapMillis), "ms", "less"),
                Figure.shown("spinner_gap_ms", spinner, "ms", ""),
                Figure.shown("swap_seconds", Rounds.median(thousand, Swap::seconds), "s", "less"),
                Figure.shown(
                        "million_first_packets_vs_steady",
                        Rounds.median(million, Swap::first) / Rounds.median(million, Swap::steady),
                        "ratio",
                        "less"),
                Figure.shown("million_longest_cpu_gap_ms", greatest(million, Swap::cpuGapMillis), "ms", "less"),
                Figure.shown("steady_ns_per_packet", Rounds.median(thousand, Swap::steady), "ns", "less"));
    }
}
