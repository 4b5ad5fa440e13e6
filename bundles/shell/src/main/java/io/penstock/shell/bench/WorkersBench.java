// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.bench;

import com.sun.management.ThreadMXBean;
import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.Slice;
import io.penstock.api.control.Control;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.control.Report;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What two workers gain over one, against what two cores of testpmd gain over one in the same round.
final class WorkersBench implements Bench {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 5;
    private static final int SECONDS = 2;
    private static final int WARM_SECONDS = 5;
    private static final int FLOWS = 1_000;
    private static final int OCTETS = 60;
    private static final String CHAIN = "bench-workers";

    @Override
    public String name() {
        return "workers";
    }

    @Override
    public String about() {
        return "firewall, nat and counter on two workers against one, net_pcap to net_null, each queue with the clients of"
                + " its worker; testpmd macswap on two cores against one";
    }

    private record Round(Testpmd.Round pmdOne, Testpmd.Round pmdTwo, Ours one, Ours two) {
        double gain() {
            return two.packetsPerSecond() / one.packetsPerSecond();
        }

        double gainOfTestpmd() {
            return pmdTwo.packetsPerSecond() / pmdOne.packetsPerSecond();
        }

        double scaling() {
            return gain() / gainOfTestpmd();
        }
    }

    /// What one round of ours came to.
    ///
    /// @param nanosPerPacket processor time of all workers
    private record Ours(double packetsPerSecond, double nanosPerPacket, double allocatedPerPacket) {}

    @Override
    public List<Figure> run(Place place) throws Refused {
        if (Runtime.getRuntime().availableProcessors() < 2) {
            throw new Refused(Problem.error("two workers need two cores, and there is one", ""));
        }
        try {
            Path first = Captures.udp(place.folder(), FLOWS, OCTETS, new Slice(0, 2));
            Path second = Captures.udp(place.folder(), FLOWS, OCTETS, new Slice(1, 2));
            return measured(place, List.of(first, second));
        } catch (IOException e) {
            throw new Refused(Problem.error("the bench cannot write its capture: " + e.getMessage(), ""));
        }
    }

    private static List<Figure> measured(Place place, List<Path> captures) throws Refused, IOException {
        Load load = Load.of(captures.getFirst());
        List<Round> rounds = new ArrayList<>();
        try (Hugepages pages = Hugepages.take(place, load.megabytes())) {
            for (int i = 0; i < ROUNDS; i++) {
                place.progress().accept("round " + (i + 1) + " of " + ROUNDS);
                rounds.add(new Round(
                        testpmd(captures.subList(0, 1), pages, load),
                        testpmd(captures, pages, load),
                        ours(place, captures.subList(0, 1)),
                        ours(place, captures)));
            }
        }
        return figures(rounds);
    }

    private static String device(List<Path> captures) {
        StringBuilder device = new StringBuilder();
        captures.forEach(capture -> device.append(",rx_pcap=").append(capture));
        return device + ",infinite_rx=1";
    }

    private static List<Integer> cores(int count) {
        return count == 1 ? List.of(1) : List.of(0, 1);
    }

    private static Testpmd.Round testpmd(List<Path> captures, Hugepages pages, Load load) throws Refused {
        List<String> devices = List.of("net_pcap0" + device(captures), "net_null0,no-rx=1");
        return Testpmd.run("macswap", devices, cores(captures.size()), pages.taken(), load, SECONDS);
    }

    private static String chain(List<Path> captures) {
        return """
                format: 1
                chain: %1$s
                workers: %2$d
                ports:
                  in: {driver: dpdk, device: "net_pcap7%3$s", queues: %2$d, mbufs: 16384}
                  out: {driver: dpdk, device: "net_null7,no-rx=1", queues: %2$d}
                functions:
                  fw: {type: firewall, rules: ["allow udp port 53"]}
                  nat: {type: nat, address: 198.51.100.1}
                  count: {type: counter}
                wires:
                  - in -> fw -> nat -> count -> out
                """.formatted(CHAIN, captures.size(), device(captures));
    }

    /// The chain is deployed anew in each round: nothing of it runs beside testpmd.
    private static Ours ours(Place place, List<Path> captures) throws Refused, IOException {
        Control control = place.control();
        String file = place.folder().resolve(CHAIN + ".chain.yaml").toString();
        control.deploy(new ChainRequest(file, chain(captures), Map.of()));
        try {
            List<Long> threads = Cores.threads("penstock-worker", captures.size());
            for (int i = 0; i < threads.size(); i++) {
                Cores.bind(threads.get(i), cores(captures.size()).get(i));
            }
            Subject.sleep(WARM_SECONDS * 1_000);
            Sample before = Sample.of(control);
            Subject.sleep(SECONDS * 1_000);
            return Sample.of(control).since(before);
        } finally {
            control.stop(CHAIN);
        }
    }

    private record Sample(long nanos, long packets, long cpuNanos, long allocated) {
        static Sample of(Control control) throws Refused {
            long cpu = 0;
            long allocated = 0;
            for (ThreadInfo info : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
                if (info != null && info.getThreadName().startsWith("penstock-worker-" + CHAIN)) {
                    cpu += THREADS.getThreadCpuTime(info.getThreadId());
                    allocated += THREADS.getThreadAllocatedBytes(info.getThreadId());
                }
            }
            Report report = control.show(CHAIN);
            return new Sample(System.nanoTime(), report.in(), cpu, allocated);
        }

        Ours since(Sample before) {
            double came = packets - (double) before.packets;
            return new Ours(
                    came * 1e9 / (nanos - before.nanos),
                    (cpuNanos - before.cpuNanos) / came,
                    (allocated - before.allocated) / came);
        }
    }

    private static List<Figure> figures(List<Round> rounds) {
        return List.of(
                Figure.atLeast("scaling_vs_testpmd", Rounds.median(rounds, Round::scaling), "ratio", 0.9),
                Figure.shown("two_vs_one", Rounds.median(rounds, Round::gain), "ratio", "more"),
                Figure.shown("testpmd_two_vs_one", Rounds.median(rounds, Round::gainOfTestpmd), "ratio", ""),
                Figure.shown(
                        "one_ns_per_packet",
                        Rounds.median(rounds, round -> round.one().nanosPerPacket()),
                        "ns",
                        "less"),
                Figure.shown(
                        "two_ns_per_packet",
                        Rounds.median(rounds, round -> round.two().nanosPerPacket()),
                        "ns",
                        "less"),
                Figure.atMost(
                        "allocated_bytes_per_packet",
                        Rounds.median(rounds, round -> round.two().allocatedPerPacket()),
                        "bytes",
                        0),
                Figure.shown("spread", Rounds.spread(rounds, Round::scaling), "ratio", "less"));
    }
}
