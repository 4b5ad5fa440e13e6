// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.Opening;
import io.penstock.api.Verdict;
import io.penstock.dataplane.packet.Frame;
import org.jspecify.annotations.Nullable;

/// Calls the functions of nodes: one that only observes changes nothing, and one that fails harms nothing but its own
/// node, which is cut out where it fails too often.
final class Calls {
    private static final System.Logger LOG = System.getLogger(Calls.class.getName());
    private static final Verdict CUT_OUT =
            Verdict.drop("function-cut-out").because("its function failed too often; one packet a second tries it");

    private static final Verdict CUT_OUT_FOR_GOOD = Verdict.drop("function-cut-out")
            .because("see penstock show; another version of it, or other properties, bring it back");

    private static final Verdict NO_MEMORY = Verdict.drop("function-failed").because(Station.NO_MEMORY);

    private final Program program;
    private final Frame frame;
    private volatile boolean fenced;
    private volatile @Nullable Sentence sentence;

    /// Whose function found the heap used up last.
    private volatile @Nullable Station starved;

    /// The node that may be tried again.
    private volatile @Nullable Station released;

    /// How many nodes are cut out.
    private int cutOut;

    Calls(Program program, Frame frame) {
        this.program = program;
        this.frame = frame;
    }

    /// A node that is to be cut out, and why.
    private record Sentence(Station station, String why) {}

    boolean cutsOut() {
        return cutOut > 0;
    }

    Verdict onPacket(Station station) {
        if (station.breaker.skips(program.now())) {
            return skipped(station);
        }
        frame.readOnly(station.observe);
        try {
            Verdict verdict = station.perPacket.orElseThrow().onPacket(frame, station.pad);
            succeeded(station);
            return verdict;
        } catch (Throwable failure) {
            return failed(station, failure);
        } finally {
            frame.readOnly(false);
        }
    }

    /// Ends a thread whose function hung, once that comes back: another thread carries the packets now.
    static final class Fenced extends Error {
        private static final long serialVersionUID = 1;

        Fenced() {
            super("its packets are carried by another thread", null, false, false);
        }
    }

    /// Has the thread end that is in a function now.
    void fence() {
        fenced = true;
    }

    /// Has a node cut out with the next burst, until another function takes its place; for any thread.
    void cutOutSoon(Station station, String why) {
        sentence = new Sentence(station, why);
    }

    void condemn() {
        Station free = released;
        if (free != null) {
            released = null;
            free.breaker.release(program.now());
        }
        Sentence soon = sentence;
        if (soon != null) {
            sentence = null;
            cutOutForGood(soon.station(), soon.why());
            program.note("node-used-up-memory");
        }
    }

    @Nullable
    Station starved() {
        return starved;
    }

    /// Has the node tried again whose function found the heap used up; for any thread.
    void fed() {
        released = starved;
        starved = null;
    }

    boolean isFenced() {
        return fenced;
    }

    /// Cuts a node out until another function takes its place.
    void cutOutForGood(Station station, String why) {
        if (!station.breaker.isOpen()) {
            cutOut++;
        }
        station.breaker.openForGood();
        station.firstFailure = why;
    }

    /// Cuts a node out whose function lets nothing go on: as many packets wait as can.
    void cutOutForHolding(Station station, int packets, long seconds) {
        station.failures++;
        cutOutForGood(
                station,
                "its function holds everything: " + packets + " packets, the first for " + seconds + " s more");
        program.note("node-holds-everything");
        LOG.log(System.Logger.Level.WARNING, "node {0} is cut out, {1}", station.id, station.firstFailure);
    }

    /// Cuts a node out whose stream function lets nothing go of what it is shown.
    void cutOutForHolding(Station station) {
        station.failures++;
        cutOut++;
        station.breaker.openForHolding(program.now());
        station.firstFailure = Breaker.MOST + " holds one after the other that let nothing go in time";
        program.note("node-holds-everything");
        LOG.log(
                System.Logger.Level.WARNING,
                "node {0} is cut out, its function holds everything: {1}",
                station.id,
                station.firstFailure);
    }

    Verdict failed(Station station, Throwable failure) {
        if (fenced) {
            throw new Fenced();
        }
        station.failed(failure);
        // Each time that there is no memory costs everybody the search for some, and none is left for a text.
        if (failure instanceof OutOfMemoryError) {
            boolean first = station.breaker.failedBadly(program.now());
            if (Memory.isUsedUp(failure)) {
                // Whoever took it is looked for: another packet here might take what is left for that.
                station.breaker.hold();
                starved = station;
                Memory.letGo();
            }
            if (first) {
                cutOut++;
                tellIfThereIsMemory(station);
            }
            return station.failOpen ? Verdict.PASS : NO_MEMORY;
        }
        if (station.breaker.failed(program.now())) {
            cutOut++;
            tell(station, Breaker.MOST + " times within 0.1 s");
        }
        return station.failOpen ? Verdict.PASS : Verdict.drop("function-failed").because(failure.toString());
    }

    private void tell(Station station, String how) {
        program.note("node-cut-out");
        LOG.log(
                System.Logger.Level.WARNING,
                "node {0} is cut out, its function failed {1}: {2}",
                station.id,
                how,
                station.firstFailure);
    }

    private void tellIfThereIsMemory(Station station) {
        try {
            tell(station, "for want of memory");
        } catch (OutOfMemoryError | LinkageError untold) {
            station.firstFailure = "java.lang.OutOfMemoryError, without memory for a line in the log";
        }
    }

    static Verdict skipped(Station station) {
        return station.failOpen ? Verdict.PASS : station.breaker.isOpenForGood() ? CUT_OUT_FOR_GOOD : CUT_OUT;
    }

    void succeeded(Station station) {
        if (station.breaker.isOpen() && station.breaker.succeeded()) {
            cutOut--;
            program.note("node-back");
            LOG.log(System.Logger.Level.WARNING, "node {0} is back, its function works again", station.id);
        }
    }

    /// Whether a verdict stops the packet here; one of an observing node is only counted.
    static boolean carriesOut(Station station, Verdict verdict) {
        if (verdict.passes()) {
            return false;
        }
        if (station.observe) {
            station.observed.add(verdict.reason());
            return false;
        }
        return true;
    }

    /// @param seen what the function may ask
    Verdict onFrame(Station station, Opening seen) {
        if (station.breaker.skips(program.now())) {
            return skipped(station);
        }
        frame.readOnly(station.observe);
        try {
            return station.function.onFrame(seen);
        } catch (Throwable failure) {
            return failed(station, failure);
        } finally {
            frame.readOnly(false);
        }
    }

    static void end(Station station) {
        if (station.breaker.isOpenForGood()) {
            return;
        }
        try {
            station.function.onEnd(station.pad);
        } catch (Throwable failure) {
            station.failed(failure);
        }
    }
}
