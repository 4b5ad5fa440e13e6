// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.bench;

import com.sun.management.ThreadMXBean;
import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.control.Control.SessionRow;
import io.penstock.api.control.Report;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// A chain of this process that forwards without end: what it costs is measured from its thread's own clocks.
final class Subject implements AutoCloseable {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CHUNK_MILLIS = 100;
    private static final int MOST_TIMES = 5;
    private static final int MOST_WAITS = 200;
    private static final int MOST_LOOKS = 30_000;
    private static final long LOOK_NANOS = 1_000_000;

    private final Bench.Place place;
    private final String chain;
    private final long thread;

    /// What one round came to.
    ///
    /// @param nanosPerPacket CPU time of the worker
    /// @param allocatedPerPacket octets on the heap
    /// @param hugeMegabytes that the process used of hugepages
    record Round(
            double nanosPerPacket,
            double packetsPerSecond,
            double allocatedPerPacket,
            double packets,
            long hugeMegabytes) {}

    private Subject(Bench.Place place, String chain, long thread) {
        this.place = place;
        this.chain = chain;
        this.thread = thread;
    }

    /// Deploys a chain and binds its worker to a core.
    ///
    /// @param chain its name, as in the text
    static Subject deploy(Bench.Place place, String chain, String text, int core) throws Refused {
        place.control()
                .deploy(new ChainRequest(
                        place.folder().resolve(chain + ".chain.yaml").toString(), text, Map.of()));
        String worker = "penstock-worker-" + chain;
        try {
            Cores.bind(Cores.thread(worker), core);
        } catch (IOException e) {
            throw new Refused(Problem.error("the worker is not to be found: " + e.getMessage(), ""));
        }
        for (ThreadInfo info : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (info != null && info.getThreadName().equals(worker)) {
                return new Subject(place, chain, info.getThreadId());
            }
        }
        throw new Refused(Problem.error("the worker has ended", "see ./penstock show"));
    }

    private record Sample(long packets, long cpuNanos, long wallNanos, long allocated) {}

    private Sample sample() throws Refused {
        long cpu = THREADS.getThreadCpuTime(thread);
        long allocated = THREADS.getThreadAllocatedBytes(thread);
        Report report = place.control().show(chain);
        return new Sample(report.in(), cpu, System.nanoTime(), allocated);
    }

    /// Lets it forward.
    void warm(int seconds) {
        sleep(seconds * 1_000);
    }

    /// Waits until every session of the capture is open.
    void awaitNoNewSession() throws Refused {
        long before = -1;
        long opened = 0;
        for (int i = 0; i < MOST_WAITS && before != opened; i++) {
            before = opened;
            sleep(CHUNK_MILLIS);
            opened = place.control().show(chain).sessions().opened();
        }
    }

    private record Opened(long sessions, long cpuNanos) {}

    /// CPU time of the worker for each session that it opens, while every packet opens one.
    ///
    /// @param from so many are open when it begins
    /// @param to so many when it ends
    double nanosPerOpening(long from, long to) throws Refused {
        Opened first = opened(from);
        Opened last = opened(to);
        if (last.sessions() - first.sessions() < (to - from) / 2) {
            throw new Refused(Problem.error(
                    "sessions were opened too fast or too slowly to be measured: " + first.sessions() + " to "
                            + last.sessions(),
                    "see ./penstock show"));
        }
        return (last.cpuNanos() - first.cpuNanos()) / (double) (last.sessions() - first.sessions());
    }

    private Opened opened(long least) throws Refused {
        long opened = 0;
        long cpu = 0;
        for (int i = 0; i < MOST_LOOKS && opened < least; i++) {
            LockSupport.parkNanos(LOOK_NANOS);
            opened = place.control().show(chain).sessions().opened();
            cpu = THREADS.getThreadCpuTime(thread);
        }
        return new Opened(opened, cpu);
    }

    /// Measures for some seconds, and up to five times as long where too few packets have come by then.
    Round run(int seconds, double leastPackets) throws Refused {
        Sample first = sample();
        Sample last = first;
        for (int times = 0; times < MOST_TIMES && last.packets() - first.packets() < leastPackets; times++) {
            sleep(seconds * 1_000);
            last = sample();
        }
        double packets = last.packets() - (double) first.packets();
        return new Round(
                (last.cpuNanos() - first.cpuNanos()) / packets,
                packets * 1e9 / (last.wallNanos() - first.wallNanos()),
                (last.allocated() - first.allocated()) / packets,
                packets,
                Hugepages.usedMegabytes("self"));
    }

    static void sleep(int millis) {
        try {
            for (int left = millis; left > 0; left -= CHUNK_MILLIS) {
                Thread.sleep(CHUNK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Packets that have entered so far.
    long received() throws Refused {
        return place.control().show(chain).in();
    }

    List<SessionRow> sessions(int limit) throws Refused {
        return place.control().sessions(chain, limit);
    }

    @Override
    public void close() throws Refused {
        place.control().stop(chain);
    }
}
