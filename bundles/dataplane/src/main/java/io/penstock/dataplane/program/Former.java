// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.control.Manner;
import io.penstock.dataplane.session.SessionStore;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/// The program before the one that runs, as long as it still has sessions. They go over one by one when a packet of
/// theirs comes, and a few with each burst beside; or they stay until they end, or they are ended. So the change from
/// one program to the next takes as long for ten sessions as for a million.
///
/// Used by the worker's thread.
public final class Former implements AutoCloseable {
    /// So many records are looked at with each burst, and so many sessions go over.
    private static final int LOOKED_AT = 4_096;

    private static final int MOST_AT_ONCE = 96;

    /// The generation of no session.
    private static final int NOBODY = -1;

    final Program before;
    private final Program after;
    private final Succession succession;
    private volatile Manner.State state;
    private final EarlierFields earlier = new EarlierFields();
    private final boolean stays;
    private int swept;
    private volatile boolean gone;

    /// @throws IllegalArgumentException in one line, where sessions of one mean nothing to the other
    public Former(Program before, Program after, Manner.State state) {
        this.before = before;
        this.after = after;
        succession = new Succession(before, after);
        stays = state == Manner.State.KEEP && !Flows.goOn(before, after, succession.ways);
        this.state = stays ? Manner.State.DRAIN : state;
    }

    /// What a person should know of how fields go on, one line each.
    public List<String> lines() {
        if (stays) {
            return List.of(
                    "functions that read streams have come, gone or changed places: open sessions stay with the version"
                            + " before until they end");
        }
        return state == Manner.State.KEEP ? succession.lines() : List.of();
    }

    /// Whether nothing of it is left, so that it can be closed.
    public boolean isGone() {
        return gone;
    }

    boolean drains() {
        return !moves();
    }

    /// Whether sessions go over. Once the first has, nothing waits in the old program and no session of it grows old.
    private boolean moves() {
        return state == Manner.State.KEEP && before.held() == 0;
    }

    /// Whether what waits in the old program goes over at once.
    boolean takesWaiting() {
        return state == Manner.State.KEEP;
    }

    int sessions() {
        return before.store.size();
    }

    /// Puts the new program in the old one's place, between two bursts.
    public void takeOver() {
        after.takeOver(this, before, succession);
    }

    // ---- what waits inside

    /// Has the packets and fragments that wait go on in the new program.
    void moveWaiting(Parked parked, Fragments fragments) {
        Map<Integer, Integer> moved = new HashMap<>();
        for (int i = 0; i < parked.size(); i++) {
            int slot = parked.slot(i);
            int theirs = parked.record[slot];
            int path = before.store.path(theirs);
            int record = moved(moved, theirs, parked.recordStamp[slot]);
            parked.place[slot] = step(path, parked.forward[slot], parked.place[slot]);
            parked.gate[slot] = gate(parked.gate[slot]);
            parked.record[slot] = Math.max(0, record);
            parked.recordStamp[slot] = record == SessionStore.NONE ? NOBODY : after.store.generation(record);
        }
        fragments.move(this::gate, (theirs, stamp) -> moved(moved, theirs, stamp), after.store::generation);
    }

    private int moved(Map<Integer, Integer> moved, int theirs, long stamp) {
        Integer before = moved.get(theirs);
        if (before != null) {
            return before;
        }
        int record = this.before.store.generation(theirs) == stamp ? goesOn(theirs) : SessionStore.NONE;
        moved.put(theirs, record);
        return record;
    }

    private int step(int path, boolean toServer, int step) {
        Succession.Way way = succession.ways.get(path);
        int count = before.routes.get(path).stations.length;
        int length = way.to().map(to -> to.stations.length).orElse(0);
        for (int i = step; i < count; i++) {
            int place = way.places().isEmpty() ? -1 : way.places().get(toServer ? i : count - 1 - i);
            if (place >= 0) {
                return toServer ? place : length - 1 - place;
            }
        }
        return io.penstock.resolver.Resolver.MAX_PATH_NODES;
    }

    private int gate(int old) {
        return Math.max(0, succession.gates[old]);
    }

    // ---- sessions

    /// Finds a session of the old program and carries it over.
    ///
    /// @return `record << 1` of the new store, plus 1 for the way back, or [SessionStore#NONE]
    int find(long first, long second, int hash, MemorySegment keys, long at) {
        if (!moves()) {
            return SessionStore.NONE;
        }
        int entry = before.store.find(first, second, hash, keys, at);
        if (entry == SessionStore.NONE) {
            return SessionStore.NONE;
        }
        int record = goesOn(entry >>> 1);
        return record == SessionStore.NONE ? SessionStore.NONE : record << 1 | entry & 1;
    }

    int find(MemorySegment key, int hash) {
        return find(after.store.words().first(key, 0), after.store.words().second(key, 0), hash, key, 0);
    }

    /// Whether a session of this key stays with the old program.
    boolean keeps(MemorySegment key, int hash) {
        return state != Manner.State.FRESH && !moves() && before.store.find(key, hash) != SessionStore.NONE;
    }

    /// Carries a session over.
    ///
    /// @return its new record, [SessionStore#NONE] where it ended
    int goesOn(int theirs) {
        SessionStore old = before.store;
        Succession.Way way = succession.ways.get(old.path(theirs));
        long translates = before.translations().translators(theirs);
        long moved = moved(way, translates);
        if (way.to().isEmpty()
                || succession.gates[old.clientPort(theirs)] < 0
                || Long.bitCount(moved) != Long.bitCount(translates)
                || !after.translations().hasRoom(Long.bitCount(moved))) {
            before.ended(theirs);
            old.close(theirs);
            return SessionStore.NONE;
        }
        Route to = way.to().get();
        int client = succession.gates[old.clientPort(theirs)];
        long skipped = old.skipped(theirs);
        int blockedAt = old.blockedAt(theirs);
        boolean stale = old.stale(theirs);
        long seen = old.lastSeen(theirs);
        before.leaves(theirs, way.places());
        SessionStore store = after.store;
        int record = store.adopt(old, theirs);
        store.path(record, to.index);
        store.ports(record, client, to.server);
        long unasked = way.unasked();
        store.skipped(record, unasked | way.unseen() | moved(way, skipped));
        int place = blockedAt == 0 ? -1 : way.places().get(blockedAt - 1);
        store.blockedAt(record, place < 0 || (unasked & 1L << place) != 0 ? 0 : place + 1);
        if (translates != 0) {
            after.translations().adopt(before.translations(), theirs, record, moved);
        }
        store.stale(record, stale || unasked != 0);
        copy(way, theirs, record);
        if (before.flows.isPresent() && after.flows.isPresent()) {
            after.flows.get().adopt(before.flows.get(), theirs, way.places(), record, to);
        }
        after.settleAs(record, before.isTracked(store.kind(record)), seen);
        convert(way, theirs, record);
        return record;
    }

    private static long moved(Succession.Way way, long bits) {
        if (bits == 0) {
            return 0;
        }
        long moved = 0;
        int last = -1;
        for (int i = 0; i < way.places().size(); i++) {
            int place = way.places().get(i);
            if ((bits & 1L << i) != 0 && place > last) {
                moved |= 1L << place;
                last = place;
            }
        }
        return moved;
    }

    private void copy(Succession.Way way, int theirs, int record) {
        MemorySegment from = before.store.memory();
        MemorySegment into = after.store.memory();
        long source = before.store.scratch(theirs);
        long target = after.store.scratch(record);
        for (int i = 0; i < way.fields().size(); i++) {
            Succession.Carried field = way.fields().get(i);
            switch (field.kind()) {
                case PRIMITIVE, OCTETS ->
                    MemorySegment.copy(from, source + field.from(), into, target + field.into(), field.octets());
                case ENUM -> {
                    int constant = field.constants().get(from.get(ValueLayout.JAVA_BYTE, source + field.from()));
                    into.set(ValueLayout.JAVA_BYTE, target + field.into(), (byte) Math.max(0, constant));
                }
                case HANDLE -> {
                    int number = from.get(ValueLayout.JAVA_INT_UNALIGNED, source + field.from());
                    Object held = number == 0 ? null : before.handles().get(number);
                    into.set(
                            ValueLayout.JAVA_INT_UNALIGNED,
                            target + field.into(),
                            held == null ? 0 : after.handles().add(held));
                }
            }
        }
    }

    private void convert(Succession.Way way, int theirs, int record) {
        for (int i = 0; i < way.converted().size(); i++) {
            Succession.Converted one = way.converted().get(i);
            earlier.look(before.store.memory(), before.store.scratch(theirs), one.before().fields, one.offsets());
            after.convert(one.after(), record, one.place(), earlier);
        }
    }

    /// Does a part of what is left.
    ///
    /// @return whether nothing is left
    boolean advance(long now) {
        boolean done = switch (state) {
            case KEEP -> moves() ? sweep(this::goesOn) : waits(now);
            case FRESH -> before.held() == 0 ? sweep(this::end) : waits(now);
            case DRAIN -> {
                before.advance(now);
                before.flushGates();
                yield before.store.size() == 0 && before.held() == 0;
            }
        };
        if (done) {
            after.countOn(before);
        }
        return done;
    }

    /// Told once the new program has no way to this any more.
    void leave() {
        gone = true;
    }

    private boolean waits(long now) {
        before.advance(now);
        before.flushGates();
        return false;
    }

    private void end(int record) {
        before.ended(record);
        before.store.close(record);
    }

    private boolean sweep(IntConsumer action) {
        int limit = Math.min(before.store.capacity(), swept + LOOKED_AT);
        for (int i = 0; i < MOST_AT_ONCE; i++) {
            int record = before.store.size() == 0 ? SessionStore.NONE : before.store.openFrom(swept, limit);
            if (record == SessionStore.NONE) {
                swept = limit;
                break;
            }
            action.accept(record);
            swept = record + 1;
        }
        swept = swept == before.store.capacity() ? 0 : swept;
        return before.store.size() == 0;
    }

    /// Has sessions that stay until they end go over after all.
    public void keep() {
        if (state == Manner.State.DRAIN && !before.hasStreams()) {
            state = Manner.State.KEEP;
        }
    }

    /// Gives back the memory of its sessions, of which none is left, little by little.
    public void giveBack() {
        before.store.giveBack();
    }

    /// Gives back the old program's memory; those of its sessions that are left have ended.
    @Override
    public void close() {
        before.close();
    }
}
