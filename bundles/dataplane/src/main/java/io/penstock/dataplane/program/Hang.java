// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.control.Manner;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A thread that does not come back from a function, and how its chain goes on without it: with a program in which that
/// node is cut out, and to which the sessions go over.
public final class Hang {
    private static final System.Logger LOG = System.getLogger(Hang.class.getName());

    private final Program program;
    private final List<Station> stations;
    private final String where;

    private Hang(Program program, List<Station> stations, String where) {
        this.program = program;
        this.stations = stations;
        this.where = where;
    }

    /// Finds the function that a thread is in.
    ///
    /// @param stack of the thread
    public static Optional<Hang> of(Program program, StackTraceElement[] stack) {
        List<Station> stations = program.on(stack);
        if (stations.isEmpty()) {
            return Optional.empty();
        }
        String function = stations.getFirst().function.getClass().getName();
        return Arrays.stream(stack)
                .filter(element -> element.getClassName().equals(function))
                .findFirst()
                .map(element -> new Hang(program, stations, String.valueOf(element)));
    }

    /// The place in a function that a thread is in, for people; empty where it is in none.
    public static String where(Program program, StackTraceElement[] stack) {
        List<String> functions = program.stations.stream()
                .map(station -> station.function.getClass().getName())
                .toList();
        return Arrays.stream(stack)
                .filter(element -> functions.contains(element.getClassName()))
                .findFirst()
                .map(element -> ", but is in " + element)
                .orElse("");
    }

    /// What a chain has carried; it changes with each packet.
    public static long progress(Program program) {
        long packets = 0;
        for (Station station : program.stations) {
            packets += station.packets() + station.failures;
        }
        return packets;
    }

    /// Cuts the nodes out in a program that stay cut out in the place of the one that runs.
    ///
    /// @param next what comes in that place
    /// @param into the program itself, or a copy that tries it
    public static void inherit(Program running, Program next, Program into) {
        for (Station cut : running.stations) {
            if (cut.breaker.isOpenForGood()) {
                next.stations.stream()
                        .filter(station -> Succession.same(cut, station) && Succession.sameObject(cut, station))
                        .forEach(station ->
                                into.calls.cutOutForGood(into.stations.get(station.index), cut.firstFailure));
            }
        }
    }

    /// Whether packets of this program go the interpreted way as nodes are cut out, so that it need not be run hot.
    public static boolean cutsOut(Program program) {
        return program.calls.cutsOut();
    }

    /// Leaves the thread alone, which touches nothing any more, and has another program carry what comes.
    ///
    /// @param ready a program of the same chain, with gates of its own for the same ports
    public Former leave(Worker worker, Program ready) {
        worker.fence();
        program.flushGates();
        long lost = Counters.lost(program);
        program.fence();
        settle();
        Former former = new Former(program, ready, Manner.State.KEEP);
        former.takeOver();
        for (Station station : stations) {
            Station same = ready.stations.get(station.index);
            ready.calls.cutOutForGood(same, "its function hung in " + where);
            same.failures++;
            LOG.log(System.Logger.Level.WARNING, "node {0} is cut out, its function hangs in {1}", same.id, where);
        }
        if (lost > 0) {
            ready.stations.get(stations.getFirst().index).drops.add("function-hung", lost);
        }
        ready.note("node-hung");
        program.flows.ifPresent(flows -> flows.endUnfinished(former));
        return former;
    }

    /// Has the sessions come over that the program before this one still has.
    private void settle() {
        program.former().ifPresent(before -> {
            before.keep();
            boolean more = !before.drains();
            for (int i = 0; more && i <= before.before.store.capacity(); i++) {
                more = !before.advance(program.now());
            }
        });
    }
}
