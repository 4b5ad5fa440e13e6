// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.Side;
import io.penstock.api.Verdict;
import io.penstock.dataplane.packet.Frame;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Asks the functions of a path about a new session, in the order in which its first packet meets them.
final class Openings {
    private final Program program;
    private final Calls calls;
    private final Journal journal;
    private final Frame frame;
    private final Translations translations;
    private final Classifier classifier;
    private final Asked asked;
    private final MemorySegment staging;
    private final int[][] stagingOffsets;
    private final int[] walk = new int[io.penstock.resolver.Resolver.MAX_PATH_NODES];

    private @Nullable Route route;
    private Gate gate;
    private long skipped;
    private int blockedAt;

    Openings(Program program, Calls calls, Classifier classifier, Asked asked, Arena arena) {
        this.program = program;
        this.calls = calls;
        journal = program.journal;
        frame = program.frame;
        translations = program.translations();
        this.classifier = classifier;
        this.asked = asked;
        gate = program.gates.getFirst();
        stagingOffsets = new int[program.stations.size()][];
        staging = arena.allocate(Math.max(8, layOut(program.stations)), 8);
    }

    void begin(@Nullable Route known, Gate entered) {
        route = known;
        gate = entered;
        skipped = 0;
        blockedAt = 0;
        translations.begin();
        classifier.begin(false, false);
    }

    /// The nodes, by place, that do not see the session.
    long skipped() {
        return skipped;
    }

    /// The place, plus 1, of the node that dropped the flow; 0 where none did.
    int blockedAt() {
        return blockedAt;
    }

    Route route() {
        return Objects.requireNonNull(route);
    }

    /// From the client side: which path it is turns out on the way.
    boolean forward() {
        int depth = 0;
        while (true) {
            Route way = routeAlong(gate.index, depth);
            if (way == null) {
                journal.drop(gate, "no-branch");
                return false;
            }
            if (depth == way.stations.length) {
                route = way;
                return true;
            }
            Station station = way.stations[depth];
            int output = ask(station, depth, depth);
            if (output < 0) {
                return false;
            }
            if (blockedAt != 0) {
                route = way;
                return true;
            }
            walk[depth++] = output;
        }
    }

    /// From the server side: the path is known, its functions are asked from its end.
    boolean backward() {
        Route way = route();
        for (int i = way.stations.length - 1; i >= 0; i--) {
            Station station = way.stations[i];
            if (!station.branches && ask(station, i, way.stations.length - 1 - i) < 0) {
                return false;
            }
            if (blockedAt != 0) {
                return true;
            }
        }
        return true;
    }

    /// @return the output that the function chose, -1 where the packet was dropped
    private int ask(Station station, int place, int before) {
        if (!classifier.holds(station.narrowed, frame)) {
            skipped |= 1L << place;
            journal.tell(station, "is narrowed by its match and does not see this session", Verdict.PASS);
            return 0;
        }
        station.sessions++;
        Verdict verdict = onOpen(station);
        journal.tell(station, "opens the session", verdict);
        if (!Calls.carriesOut(station, verdict)) {
            // What it found stays: the plan asks anew, under another index, what reads the ends behind.
            if (!station.observe) {
                asked.translate(place);
                frame.unchanged();
            }
            return verdict.kind() == Verdict.Kind.BRANCH ? verdict.output() : 0;
        }
        if (verdict.kind() == Verdict.Kind.DROP_FLOW) {
            blockedAt = place + 1;
            return 0;
        }
        refuse(station, before, verdict);
        return -1;
    }

    Verdict onOpen(Station station) {
        asked.by(station);
        if (station.breaker.skips(program.now())) {
            return Calls.skipped(station);
        }
        station.pad.look(staging, 0, stagingOffsets[station.index], program.handles());
        frame.readOnly(station.observe);
        try {
            Verdict verdict = station.function.onOpen(asked.by(station), station.pad);
            if (station.perPacket.isEmpty()) {
                calls.succeeded(station);
            }
            return verdict;
        } catch (Throwable failure) {
            return calls.failed(station, failure);
        } finally {
            frame.readOnly(false);
            if (!frame.unchanged()) {
                classifier.begin(false, false);
            }
        }
    }

    /// Asks again about a session that another program opened, wherever it was not asked yet. A node that
    /// would have to translate it cannot begin now.
    ///
    /// @param posed whether the packet has to be made one that the opener sends
    /// @return whether the session goes on
    boolean again(int record, Gate entered, boolean posed) {
        Route known = program.routes.get(program.store.path(record));
        begin(known, entered);
        load(record, known);
        boolean byServer = program.store.openedByServer(record);
        long unknown = program.store.skipped(record);
        int depth = 0;
        while (true) {
            Route way = routeAlong(known.client, depth);
            if (way == null) {
                return cut(record, entered, "no-branch");
            }
            if (depth == way.stations.length) {
                return takes(record, way, known);
            }
            Station station = way.stations[depth];
            int earlier = placeOn(known, station);
            boolean asked = !station.translates && (earlier < 0 || (unknown & 1L << earlier) != 0);
            int output = earlier < 0 ? 0 : known.outputs[earlier];
            if (asked) {
                if (posed) {
                    translations.pose(frame, record, Math.max(earlier, 0));
                }
                classifier.begin(byServer && station.branches, false);
                output = askAgain(station, depth);
                if (output < 0) {
                    return cut(record, entered, "");
                }
            } else if (earlier < 0 || (unknown & 1L << earlier) != 0) {
                skipped |= 1L << depth;
            }
            walk[depth++] = output;
        }
    }

    private int placeOn(Route known, Station station) {
        return Arrays.asList(known.stations).indexOf(station);
    }

    private int askAgain(Station station, int place) {
        if (!classifier.holds(station.narrowed, frame)) {
            skipped |= 1L << place;
            return 0;
        }
        Verdict verdict = onOpen(station);
        journal.tell(station, "is asked about the session", verdict);
        if (!Calls.carriesOut(station, verdict)) {
            return verdict.kind() == Verdict.Kind.BRANCH ? verdict.output() : 0;
        }
        station.reached(frame.wireLength());
        journal.drop(station, verdict.reason(), verdict.detail());
        return -1;
    }

    private boolean cut(int record, Gate entered, String reason) {
        if (!reason.isEmpty()) {
            journal.drop(entered, reason);
        }
        program.note("session-cut-by-change");
        program.ended(record);
        program.store.close(record);
        return false;
    }

    private boolean takes(int record, Route way, Route known) {
        int blocked = program.store.blockedAt(record);
        int place = blocked == 0 ? -1 : Arrays.asList(way.stations).indexOf(known.stations[blocked - 1]);
        program.store.path(record, way.index);
        program.store.ports(record, program.store.clientPort(record), way.server);
        program.store.skipped(record, skipped);
        program.store.blockedAt(record, place + 1);
        program.store.stale(record, false);
        unload(record, way);
        return true;
    }

    /// All agreed, but the answers would be taken for those of another session.
    void undo(Gate entered) {
        for (int i = 0; i < route().stations.length; i++) {
            Station station = route().stations[i];
            if ((skipped & 1L << i) == 0) {
                station.pad.look(staging, 0, stagingOffsets[station.index], program.handles());
                Calls.end(station);
            }
        }
        journal.drop(entered, "session-collision");
    }

    /// The nodes before have seen the packet, and their sessions end at once.
    private void refuse(Station refusing, int before, Verdict verdict) {
        Route way = route != null ? route : Objects.requireNonNull(routeAlong(gate.index, before));
        boolean toServer = gate.side == Side.CLIENT;
        for (int i = 0; i < before; i++) {
            Station station = way.stations[toServer ? i : way.stations.length - 1 - i];
            station.reached(frame.wireLength());
            station.pad.look(staging, 0, stagingOffsets[station.index], program.handles());
            Calls.end(station);
        }
        refusing.reached(frame.wireLength());
        refusing.pad.look(staging, 0, stagingOffsets[refusing.index], program.handles());
        Calls.end(refusing);
        journal.drop(refusing, verdict.reason(), verdict.detail());
    }

    // ---- which way

    /// The first route from a client port that takes the outputs chosen so far, null where none does.
    private @Nullable Route routeAlong(int client, int depth) {
        for (Route route : program.routes) {
            if (route.client == client && route.stations.length >= depth && same(route, depth)) {
                return route;
            }
        }
        return null;
    }

    private boolean same(Route route, int depth) {
        for (int i = 0; i < depth; i++) {
            if (route.outputs[i] != walk[i]) {
                return false;
            }
        }
        return true;
    }

    /// The route that the packet turned round would take, if it ends at this server port; null where none
    /// does.
    @Nullable
    Route routeBack(Gate server) {
        for (Gate client : program.gates) {
            if (client.side == Side.CLIENT) {
                Route route = routeBack(client, server);
                if (route != null) {
                    return route;
                }
            }
        }
        return null;
    }

    private @Nullable Route routeBack(Gate client, Gate server) {
        classifier.begin(true, false);
        int depth = 0;
        while (true) {
            Route route = routeAlong(client.index, depth);
            if (route == null) {
                return null;
            }
            if (depth == route.stations.length) {
                return route.server == server.index ? route : null;
            }
            Station station = route.stations[depth];
            int output = 0;
            if (station.branches && classifier.holds(station.narrowed, frame)) {
                Verdict verdict = branchOf(station);
                if (!verdict.passes()) {
                    return null;
                }
                output = verdict.output();
            }
            walk[depth++] = output;
        }
    }

    private Verdict branchOf(Station station) {
        station.pad.look(staging, 0, stagingOffsets[station.index], program.handles());
        frame.readOnly(true);
        try {
            return station.function.onOpen(asked.by(station), station.pad);
        } catch (Throwable failure) {
            return calls.failed(station, failure);
        } finally {
            frame.readOnly(false);
        }
    }

    // ---- fields of a session without a path

    /// Lays out the fields of all nodes side by side, for sessions whose path is not known yet.
    private int layOut(List<Station> stations) {
        int offset = 0;
        for (Station station : stations) {
            stagingOffsets[station.index] = new int[station.fields.size()];
            for (int i = 0; i < station.fields.size(); i++) {
                stagingOffsets[station.index][i] = offset;
                offset += station.fields.get(i).bytes() + 7 & ~7;
            }
        }
        return offset;
    }

    /// Forgets the fields of the session before.
    void clear() {
        staging.fill((byte) 0);
    }

    /// Fills the fields of a record.
    void unload(int record, Route route) {
        for (int i = 0; i < route.stations.length; i++) {
            Station station = route.stations[i];
            for (int f = 0; f < station.fields.size(); f++) {
                MemorySegment.copy(
                        staging,
                        stagingOffsets[station.index][f],
                        program.store.memory(),
                        program.store.scratch(record) + route.offsets[i][f],
                        station.fields.get(f).bytes());
            }
        }
    }

    private void load(int record, Route known) {
        clear();
        for (int i = 0; i < known.stations.length; i++) {
            Station station = known.stations[i];
            for (int f = 0; f < station.fields.size(); f++) {
                MemorySegment.copy(
                        program.store.memory(),
                        program.store.scratch(record) + known.offsets[i][f],
                        staging,
                        stagingOffsets[station.index][f],
                        station.fields.get(f).bytes());
            }
        }
    }
}
