// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane;

import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Looks whether a worker of a chain comes back from the functions that it calls.
///
/// It has hung when nothing went on for a second while it had its share of a processor, or while it waited for
/// something. And looks whether its functions use up the memory.
final class Watchdog {
    private static final long LOOK_NANOS = 100_000_000;
    private static final int LOOKS = 10;
    private static final long BUSY_NANOS = 300_000_000;

    private final RunningChain chain;
    private final int worker;
    private long progress = -1;
    private long cpuNanos;
    private int still;
    private final MemoryWatch memory;

    Watchdog(RunningChain chain, int worker) {
        this.chain = chain;
        this.worker = worker;
        memory = new MemoryWatch(chain, worker);
    }

    void start() {
        Thread.ofPlatform().daemon().name("penstock-watchdog-" + chain.name()).start(this::watch);
    }

    private void watch() {
        while (goesOn()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /// Where there is none, the next look may have some: a function that found none is cut out meanwhile.
    private boolean goesOn() {
        try {
            Optional<Thread> carrier = chain.carrier(worker);
            if (carrier.isEmpty() || chain.isClosed()) {
                return false;
            }
            look(carrier.get());
            memory.look(carrier.get());
            return true;
        } catch (OutOfMemoryError | LinkageError none) {
            return true;
        }
    }

    private void look(Thread carrier) {
        long now = chain.progress(worker);
        if (now != progress) {
            progress = now;
            still = 0;
            cpuNanos = ThreadFigures.cpuNanos(carrier);
            return;
        }
        still++;
        if (still >= LOOKS && hangs(carrier)) {
            still = 0;
            chain.replace(worker, carrier);
        }
    }

    /// A thread that only waits for a processor does not hang.
    private boolean hangs(Thread carrier) {
        return carrier.getState() != Thread.State.RUNNABLE || ThreadFigures.cpuNanos(carrier) - cpuNanos >= BUSY_NANOS;
    }
}
