// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.bench;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Control;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.control.Report;
import io.penstock.api.port.PortDriver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/// Many sessions at once, and many new ones each second.
final class SessionsBench implements Bench {
    private static final int ROUNDS = 5;
    private static final int SECONDS = 1;
    private static final int WARM_SECONDS = 2;
    private static final int SMALL = 60;
    private static final int FUNCTIONS = 4;
    private static final int HUNDRED_THOUSAND = 100_000;
    private static final int MILLION = 1_000_000;

    /// New sessions that are offered each second, each a SYN and the RST that ends it, after which its record is kept
    /// for ten seconds; and room for them.
    private static final int OFFERED = 120_000;

    private static final int ROOM = 1_500_000;
    private static final long SECOND = 1_000_000_000L;
    private static final int FILLING_SECONDS = 14;
    private static final int SUSTAINED_SECONDS = 15;
    private static final String CHAIN = "bench-sessions";
    private static final String LIMIT = "penstock.sessions";

    @Override
    public String name() {
        return "sessions";
    }

    @Override
    public String about() {
        return "100,000 and a million sessions through " + FUNCTIONS + " functions against testpmd macswap, and "
                + OFFERED + " new ones a second";
    }

    @Override
    public List<Figure> run(Place place) throws Refused {
        var bundle = FrameworkUtil.getBundle(SessionsBench.class);
        if (bundle == null) {
            throw new Refused(Problem.error("this bench needs the framework", "run it as penstock bench sessions"));
        }
        SteadyPort port = SteadyPort.opening(OFFERED);
        ServiceRegistration<PortDriver> registered =
                bundle.getBundleContext().registerService(PortDriver.class, port, null);
        try {
            double bytes = bytesPerSession(place.control());
            Fresh fresh = fresh(place, port);
            return figures(many(place), bytes, fresh);
        } catch (IOException e) {
            throw new Refused(Problem.error("the bench cannot write its files: " + e.getMessage(), ""));
        } finally {
            registered.unregister();
        }
    }

    private static Versus many(Place place) throws Refused, IOException {
        Map<String, String> room = Map.of(LIMIT, String.valueOf(MILLION + MILLION / 20));
        Load some = Load.of(Captures.udp(place.folder(), HUNDRED_THOUSAND, SMALL), HUNDRED_THOUSAND);
        Load all = Load.many(Captures.udp(place.folder(), MILLION, SMALL), MILLION);
        return new Versus(
                        place,
                        List.of(
                                // More sessions than can be shown.
                                ChainBench.checked(ChainBench.counters("100k", some, FUNCTIONS, Map.of()), 0),
                                ChainBench.checked(ChainBench.counters("1m", all, FUNCTIONS, room), 0)))
                .run(ROUNDS, WARM_SECONDS, SECONDS);
    }

    /// All memory of the store for a million sessions, by the session.
    private static double bytesPerSession(Control control) throws Refused {
        String text = chain(false, """
                  nat: {type: nat, address: 198.51.100.1}
                  lb: {type: balancer, address: 192.0.2.7, backends: [192.0.2.8, 192.0.2.9]}
                  count: {type: counter}
                """, "nat -> lb -> count");
        deploy(control, text, MILLION);
        try {
            Report.Sessions sessions = control.show(CHAIN).sessions();
            return (double) sessions.bytes() / sessions.limit();
        } finally {
            control.stop(CHAIN);
        }
    }

    private static String chain(boolean sends, String functions, String nodes) {
        return """
                format: 1
                chain: %s
                ports:
                  in: {driver: steady, sends: %b}
                  out: {driver: steady}
                functions:
                %swires:
                  - in -> %s -> out
                """.formatted(CHAIN, sends, functions, nodes);
    }

    private static void deploy(Control control, String text, int room) throws Refused {
        String before = System.setProperty(LIMIT, String.valueOf(room));
        try {
            control.deploy(new ChainRequest("bench.chain.yaml", text, Map.of()));
        } finally {
            if (before == null) {
                System.clearProperty(LIMIT);
            } else {
                System.setProperty(LIMIT, before);
            }
        }
    }

    /// What came of new sessions while others expired.
    private record Fresh(
            double perSecond,
            double expiredPerSecond,
            double refused,
            double missed,
            double cpuGapMillis,
            double wallGapMillis,
            double spinnerMillis,
            double safepoints) {}

    private static Fresh fresh(Place place, SteadyPort port) throws Refused, IOException {
        Control control = place.control();
        double spinner = SwapBench.spinner();
        String functions = """
                  fw: {type: firewall, rules: [allow tcp]}
                  c1: {type: counter}
                  c2: {type: counter}
                  c3: {type: counter}
                """;
        place.progress().accept("new sessions until as many expire");
        deploy(control, chain(true, functions, "fw -> c1 -> c2 -> c3"), ROOM);
        try {
            sleep(FILLING_SECONDS * SECOND);
            Path log = place.folder().resolve("safepoints.log");
            Safepoints safepoints = Safepoints.log(log);
            port.forgetMissed();
            Report first = control.show(CHAIN);
            long begun = System.nanoTime();
            sleep(SUSTAINED_SECONDS * SECOND);
            long ended = System.nanoTime();
            Report last = control.show(CHAIN);
            double missed = port.missed();
            SteadyPort.Notes notes = port.between(begun, ended);
            double seconds = (ended - begun) / 1e9;
            return new Fresh(
                    (last.sessions().opened() - first.sessions().opened()) / seconds,
                    (last.sessions().expired() - first.sessions().expired()) / seconds,
                    (double) (last.sessions().refused() - first.sessions().refused()),
                    missed,
                    notes.longestCpuMillis(),
                    notes.longestWallMillis(),
                    spinner,
                    (double) safepoints.longerThan(SECOND / 1_000));
        } finally {
            control.stop(CHAIN);
        }
    }

    private static void sleep(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private static List<Figure> figures(Versus versus, double bytes, Fresh fresh) {
        return List.of(
                Figure.atMost("cost_vs_macswap_100k", versus.costVsMacswap("100k"), "ratio", 4),
                Figure.atMost("cost_vs_macswap_1m", versus.costVsMacswap("1m"), "ratio", 6),
                Figure.atMost("bytes_per_session", bytes, "bytes", 256),
                Figure.atLeast("new_sessions_per_second", fresh.perSecond(), "1/s", HUNDRED_THOUSAND),
                Figure.atMost("longest_cpu_gap_ms", fresh.cpuGapMillis(), "ms", 5),
                Figure.atMost("safepoints_over_1_ms", fresh.safepoints(), "safepoints", 0),
                Figure.atMost("refused_sessions", fresh.refused(), "sessions", 0),
                Figure.atMost("allocated_bytes_per_packet", versus.allocatedPerPacket(), "bytes", 0),
                Figure.shown("expired_per_second", fresh.expiredPerSecond(), "1/s", ""),
                Figure.shown("missed_packets", fresh.missed(), "packets", "less"),
                Figure.shown("longest_gap_ms", fresh.wallGapMillis(), "ms", "less"),
                Figure.shown("spinner_gap_ms", fresh.spinnerMillis(), "ms", ""),
                Figure.shown("ns_per_packet_100k", versus.nanos("100k"), "ns", "less"),
                Figure.shown("ns_per_packet_1m", versus.nanos("1m"), "ns", "less"),
                Figure.shown("testpmd_macswap_100k_ns", versus.macswapNanos(), "ns", ""),
                Figure.shown("testpmd_spread", versus.spread(), "ratio", "less"));
    }
}
