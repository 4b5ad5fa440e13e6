// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.Slice;
import io.penstock.api.port.Burst;
import java.util.concurrent.atomic.AtomicInteger;

/// What one worker has to do with the others: it carries what they hand to it, and sends what they cannot send.
/// It stays when the program changes. Used by the worker's thread; counters may be read by others.
public final class Share {
    /// The worker that has what belongs to no session, and fragments of which it is not known yet whose they are.
    static final int FIRST = 0;

    private static final long PATIENCE_NANOS = 1_000_000_000;

    private final Crew crew;
    private final int worker;
    private final Strays strays = new Strays(this);
    private Burst burst = new Burst();
    private final Burst leaving = new Burst();
    private int serving = -1;
    private volatile long handedOut;
    private volatile long handedIn;

    Share(Crew crew, int worker) {
        this.crew = crew;
        this.worker = worker;
    }

    int worker() {
        return worker;
    }

    int workers() {
        return crew.workers();
    }

    /// Which shards are its own.
    public Slice slice() {
        return new Slice(worker, crew.workers());
    }

    // ---- handing over

    /// Hands a packet to another worker.
    ///
    /// @return whether that one had room
    boolean hand(int to, Burst from, int slot, Gate gate, int kind) {
        return handed(to, crew.handed(worker, to).put(from, slot, gate.index, kind));
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes it
    boolean handed(int to, boolean done) {
        if (done) {
            handedOut++;
        }
        crew.wake(to);
        return done;
    }

    Ring ring(int to) {
        return crew.handed(worker, to);
    }

    /// Tells all others what a frame said that belongs to no session.
    void tell(Burst from, int slot, Gate gate) {
        for (int to = 0; to < crew.workers(); to++) {
            if (to != worker) {
                crew.handed(worker, to).put(from, slot, gate.index, Ring.NOTICE);
                crew.wake(to);
            }
        }
    }

    Strays strays() {
        return strays;
    }

    long handedOut() {
        return handedOut;
    }

    long handedIn() {
        return handedIn;
    }

    int waiting() {
        return strays.waiting();
    }

    // ---- what others want

    /// Whether another worker has something for this one.
    boolean isAwaited() {
        for (int from = 0; from < crew.workers(); from++) {
            Ring ring = crew.handed(from, worker);
            if (ring != null && !ring.isEmpty()) {
                return true;
            }
        }
        for (int g = 0; g < crew.ports(); g++) {
            for (int other = worker + crew.queues(g); sends(g) && other < crew.workers(); other += crew.queues(g)) {
                if (!crew.sent(g, other).isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean sends(int gate) {
        return worker < crew.queues(gate);
    }

    /// Carries what others have handed over, and sends what they have given to be sent; a burst of each.
    ///
    /// @return whether there was any
    boolean serve(Program program) {
        strays.advance(program);
        boolean any = carry(program);
        return send() || any;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes it
    private boolean carry(Program program) {
        if (serving >= 0) {
            // The platform failed at it.
            crew.handed(serving, worker).release();
            serving = -1;
        }
        boolean any = false;
        for (int from = 0; from < crew.workers(); from++) {
            Ring ring = crew.handed(from, worker);
            int count = ring == null ? 0 : ring.take(burst);
            if (count == 0) {
                continue;
            }
            any = true;
            serving = from;
            Gate gate = program.gates.get(ring.gate());
            if (ring.kind() == Ring.NOTICE) {
                program.overhear(burst, gate);
            } else {
                handedIn += count;
                burst = program.carryHanded(burst, gate, ring.kind() == Ring.DECIDED);
                program.flushGates();
            }
            serving = -1;
            ring.release();
        }
        return any;
    }

    private boolean send() {
        boolean any = false;
        for (int g = 0; g < crew.ports(); g++) {
            for (int other = worker + crew.queues(g); sends(g) && other < crew.workers(); other += crew.queues(g)) {
                Ring ring = crew.sent(g, other);
                if (ring.take(leaving) > 0) {
                    int taken = crew.part(g, worker).send(leaving);
                    ring.release(taken);
                    any |= taken > 0;
                }
            }
        }
        return any;
    }

    /// Sleeps until a time is over or another worker has something for this one.
    void rest(long nanos) {
        crew.rest(worker, nanos);
    }

    // ---- the end

    /// Lets go of what the thread was about that does not come back; called by another one.
    void fence(Program program) {
        program.settle(burst);
        if (serving >= 0) {
            crew.handed(serving, worker).release();
            serving = -1;
        }
        burst = new Burst();
    }

    /// Carries what others hand over until none of them receives any more, then sends until none of them carries.
    void finish(Program program) {
        crew.receiving.decrementAndGet();
        await(crew.receiving, program);
        while (carry(program)) {
            Thread.onSpinWait();
        }
        crew.carrying.decrementAndGet();
        await(crew.carrying, program);
        while (send()) {
            Thread.onSpinWait();
        }
    }

    private void await(AtomicInteger others, Program program) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (others.get() > 0 && System.nanoTime() - deadline < 0) {
            if (!serve(program)) {
                Thread.onSpinWait();
            }
        }
    }

    void close() {
        strays.close();
    }
}
