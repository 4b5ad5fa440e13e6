// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A function that takes memory without end, and how its chain goes on without it: its node is cut out, and another
/// function of its kind can come in its place, so that what it kept can go.
///
/// Has no lambda and no `+` of texts: where there is no memory, the machine could not link them, and never would again.
public final class Hunger {
    private static final System.Logger LOG = System.getLogger(Hunger.class.getName());

    /// So long functions are weighed, unless one takes so much before that there is no doubt.
    private static final long WEIGHED_NANOS = 200_000_000;

    private static final long CLEAR = 1 << 20;
    private static final long LOOK_NANOS = 2_000_000;

    /// More than functions take meanwhile that need some memory now and then.
    private static final long MUCH = 1 << 16;

    private static final String TOOK = "its function used up the memory, as it took";

    private final Program program;
    private final Station station;
    private final String why;

    private Hunger(Program program, Station station, String why) {
        this.program = program;
        this.station = station;
        this.why = why;
    }

    /// Whether a function has found the heap used up.
    public static boolean isSeen(Program program) {
        return program.calls.starved() != null;
    }

    /// Finds the function that takes most; where none takes much any more, the one that found the heap used up.
    ///
    /// @param allocated tells how many octets the thread has taken that asks
    /// @param taken how many the chain's thread has taken
    public static Optional<Hunger> of(Program program, LongSupplier allocated, long taken) {
        Station starved = program.calls.starved();
        Station weighed = weigh(program, allocated);
        Station found = weighed == null ? starved : weighed;
        if (found == null || found.breaker.isOpenForGood()) {
            program.calls.fed();
            return Optional.empty();
        }
        String megabytes = Long.toString(taken >> 20);
        return Optional.of(new Hunger(program, found, String.join(" ", TOOK, megabytes, "MB")));
    }

    private static @Nullable Station weigh(Program program, LongSupplier allocated) {
        List<Station> stations = program.stations;
        Stopwatch scales = Stopwatch.ofMemory(stations.size(), allocated);
        program.measure(scales);
        long deadline = System.nanoTime() + WEIGHED_NANOS;
        Station found = null;
        long most = MUCH;
        while (most < CLEAR && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(LOOK_NANOS);
            for (Station station : stations) {
                if (scales.cost(station.index) > most) {
                    most = scales.cost(station.index);
                    found = station;
                }
            }
        }
        program.measureNoMore();
        return found;
    }

    /// Whether it was found in this program.
    @SuppressWarnings("ReferenceEquality") // this very program
    public boolean isOf(Program other) {
        return program == other;
    }

    /// The node of the function.
    public String node() {
        return station.id;
    }

    /// Has the node tried again whose function found the heap used up, as it was another's doing.
    public static void forgive(Program program) {
        program.calls.fed();
    }

    /// Cuts its node out with the next burst.
    public void cutOut() {
        program.calls.cutOutSoon(station, why);
        program.calls.fed();
    }

    /// Writes it into the log, where there is memory for that.
    public void tell() {
        LOG.log(System.Logger.Level.WARNING, "node {0} is cut out, {1}", station.id, why);
    }

    /// Cuts its node out in a program that is to come in the place of the one that runs.
    public void cutOut(Program ready) {
        ready.calls.cutOutForGood(ready.stations.get(station.index), why);
    }
}
