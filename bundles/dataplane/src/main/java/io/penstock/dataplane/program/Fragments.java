// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.layer.Header;
import io.penstock.api.port.CaptureInterface;
import io.penstock.dataplane.packet.Frame;
import io.penstock.dataplane.packet.Keys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;

/// Datagrams of which not all fragments came yet: what became of the first decides for all others, as
/// only it names its session. Those that come before it wait, few and not for long.
///
/// Nothing is put together here; but fragments that overlap condemn their datagram (RFC 5722), because
/// two receivers may read two different things out of it. Bounded: where places get scarce, the datagram
/// that began first is forgotten.
final class Fragments implements AutoCloseable {
    static final int NONE = -1;

    /// Others wait for the first for so long.
    static final long WAIT_NANOS = 1_000_000_000L;

    /// Octets of one datagram that may wait.
    static final int MOST_WAITING_OCTETS = 65_536;

    /// What became of the first is kept for so long (RFC 791 section 3.2, RFC 8200 section 4.5).
    private static final long KEEP_NANOS = 30_000_000_000L;

    private static final int DATAGRAMS = 1_024;
    private static final int NEAR = 8;
    private static final int RANGES = 16;
    private static final int SLOTS = 256;
    private static final int SLOT_OCTETS = 2_048;
    private static final int UNIT = 8;

    /// What is known of a datagram.
    enum State {
        FREE,
        /// The first has not come.
        WAITS,
        /// The first went along a session.
        GOES,
        /// The first was dropped.
        DROPPED,
        /// Two fragments overlapped.
        CONDEMNED
    }

    /// What a fragment's place in its datagram means.
    enum Fit {
        NEW,
        DUPLICATE,
        OVERLAPS
    }

    private final Arena arena = Arena.ofShared();
    private final MemorySegment keys = arena.allocate((long) DATAGRAMS * Keys.BYTES, 8);
    private final State[] state = new State[DATAGRAMS];
    private final long[] until = new long[DATAGRAMS];
    private final int[] record = new int[DATAGRAMS];
    private final int[] generation = new int[DATAGRAMS];
    private final boolean[] forward = new boolean[DATAGRAMS];
    private final int[] ranges = new int[DATAGRAMS * RANGES * 2];
    private final int[] rangeCount = new int[DATAGRAMS];
    private final int[] total = new int[DATAGRAMS];
    private final int[] firstSlot = new int[DATAGRAMS];
    private final int[] waitingOctets = new int[DATAGRAMS];
    private long nextDue = Long.MAX_VALUE;

    private final MemorySegment slab = arena.allocate((long) SLOTS * SLOT_OCTETS, 64);
    private final int[] nextSlot = new int[SLOTS];
    private final int[] freeSlots = new int[SLOTS];
    private int freeCount = SLOTS;
    final int[] length = new int[SLOTS];
    final int[] wireLength = new int[SLOTS];
    final int[] gate = new int[SLOTS];
    final CaptureInterface[] origin = new CaptureInterface[SLOTS];

    private final MemorySegment key = arena.allocate(Keys.BYTES, 8);
    private final long secret;
    private int home;
    private int from;
    private int to;
    private boolean last;

    /// @param seed makes it unknown which datagrams get into each other's way
    Fragments(long seed) {
        secret = seed | 1;
        Arrays.fill(state, State.FREE);
        for (int i = 0; i < SLOTS; i++) {
            freeSlots[i] = SLOTS - 1 - i;
        }
    }

    /// Looks at a frame that may be a fragment; what follows is about its datagram.
    ///
    /// @return whether it is one
    boolean look(Frame frame) {
        for (int i = 0; frame.isPartial() && i < frame.depth(); i++) {
            Header header = frame.header(i);
            if (header.fragments().isPresent() && holds(header, frame, i)) {
                Header.Fragments declared = header.fragments().get();
                from = (int) frame.read(declared.offset(), frame.start(i)) * UNIT;
                to = from + frame.endOf(i) - frame.bodyOf(i);
                last = (frame.read(declared.more(), frame.start(i)) & 1) == 0;
                Keys.fillDatagram(frame, i, declared.id(), key);
                home = home();
                return true;
            }
        }
        return false;
    }

    private int home() {
        long mixed = secret;
        for (int i = 0; i < Keys.BYTES; i += Long.BYTES) {
            mixed = (mixed ^ key.get(ValueLayout.JAVA_LONG, i)) * 0x9E37_79B9_7F4A_7C15L;
            mixed ^= mixed >>> 32;
        }
        return (int) (mixed * secret >>> 54) & DATAGRAMS - 1;
    }

    private static boolean holds(Header header, Frame frame, int index) {
        return header.partial().isPresent()
                && header.partial().get().holds(frame, frame.start(index), frame.endOf(index));
    }

    /// Whether the fragment carries the headers of its session.
    boolean isFirst() {
        return from == 0;
    }

    /// The datagram of the fragment looked at, [#NONE] where it is not known.
    int find() {
        for (int i = 0; i < NEAR; i++) {
            int place = home + i & DATAGRAMS - 1;
            if (state[place] != State.FREE && same(place)) {
                return place;
            }
        }
        return NONE;
    }

    private boolean same(int datagram) {
        long base = (long) datagram * Keys.BYTES;
        for (int i = 0; i < Keys.BYTES; i += Long.BYTES) {
            if (key.get(ValueLayout.JAVA_LONG, i) != keys.get(ValueLayout.JAVA_LONG, base + i)) {
                return false;
            }
        }
        return true;
    }

    /// The datagram that has to be forgotten before the one looked at can be noted, [#NONE] where there
    /// is room.
    int inTheWay() {
        int oldest = home;
        for (int i = 0; i < NEAR; i++) {
            int place = home + i & DATAGRAMS - 1;
            if (state[place] == State.FREE) {
                return NONE;
            }
            if (until[place] < until[oldest]) {
                oldest = place;
            }
        }
        return oldest;
    }

    /// Notes the datagram of the fragment looked at; there has to be room for it.
    int begin(long now) {
        int place = home;
        while (state[place] != State.FREE) {
            place = place + 1 & DATAGRAMS - 1;
        }
        MemorySegment.copy(key, 0, keys, (long) place * Keys.BYTES, Keys.BYTES);
        state[place] = State.WAITS;
        until[place] = now + WAIT_NANOS;
        rangeCount[place] = 0;
        total[place] = Integer.MAX_VALUE;
        firstSlot[place] = NONE;
        waitingOctets[place] = 0;
        nextDue = Math.min(nextDue, until[place]);
        return place;
    }

    State state(int datagram) {
        return state[datagram];
    }

    int record(int datagram) {
        return record[datagram];
    }

    int generation(int datagram) {
        return generation[datagram];
    }

    boolean forward(int datagram) {
        return forward[datagram];
    }

    /// Notes that the first fragment went along a session.
    void goes(int datagram, int session, int stamp, boolean direction, long now) {
        state[datagram] = State.GOES;
        record[datagram] = session;
        generation[datagram] = stamp;
        forward[datagram] = direction;
        until[datagram] = now + KEEP_NANOS;
    }

    /// Notes that no fragment of it passes any more.
    void ends(int datagram, State why, long now) {
        state[datagram] = why;
        until[datagram] = now + KEEP_NANOS;
    }

    /// Notes which octets the fragment looked at brings.
    Fit fit(int datagram) {
        int base = datagram * RANGES * 2;
        int count = rangeCount[datagram];
        for (int i = base; i < base + 2 * count; i += 2) {
            if (from < ranges[i + 1] && to > ranges[i]) {
                return from >= ranges[i] && to <= ranges[i + 1] ? Fit.DUPLICATE : Fit.OVERLAPS;
            }
        }
        if (from == to) {
            return Fit.DUPLICATE;
        }
        if (to > total[datagram] || last && reach(datagram) > to || count == RANGES) {
            return Fit.OVERLAPS;
        }
        if (last) {
            total[datagram] = to;
        }
        add(datagram, base, count);
        return Fit.NEW;
    }

    private int reach(int datagram) {
        int base = datagram * RANGES * 2;
        int most = 0;
        for (int i = base; i < base + 2 * rangeCount[datagram]; i += 2) {
            most = Math.max(most, ranges[i + 1]);
        }
        return most;
    }

    /// Joins the octets to those that touch them.
    private void add(int datagram, int base, int count) {
        int begins = from;
        int ends = to;
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int low = ranges[base + 2 * i];
            int high = ranges[base + 2 * i + 1];
            if (high == begins) {
                begins = low;
            } else if (low == ends) {
                ends = high;
            } else {
                ranges[base + 2 * kept] = low;
                ranges[base + 2 * kept++ + 1] = high;
            }
        }
        ranges[base + 2 * kept] = begins;
        ranges[base + 2 * kept + 1] = ends;
        rangeCount[datagram] = kept + 1;
    }

    /// Whether all octets came.
    boolean isWhole(int datagram) {
        int base = datagram * RANGES * 2;
        return rangeCount[datagram] == 1 && ranges[base] == 0 && ranges[base + 1] == total[datagram];
    }

    /// Keeps a copy of a fragment until the first of its datagram comes.
    ///
    /// @return its slot, [#NONE] where there is no room
    int hold(int datagram, Frame frame, int entered, CaptureInterface captured) {
        int octets = frame.length();
        if (freeCount == 0 || octets > SLOT_OCTETS || waitingOctets[datagram] + octets > MOST_WAITING_OCTETS) {
            return NONE;
        }
        int slot = freeSlots[--freeCount];
        frame.copyTo(slab, offset(slot));
        length[slot] = octets;
        wireLength[slot] = frame.wireLength();
        gate[slot] = entered;
        origin[slot] = captured;
        waitingOctets[datagram] += octets;
        nextSlot[slot] = NONE;
        append(datagram, slot);
        return slot;
    }

    private void append(int datagram, int slot) {
        if (firstSlot[datagram] == NONE) {
            firstSlot[datagram] = slot;
            return;
        }
        int at = firstSlot[datagram];
        while (nextSlot[at] != NONE) {
            at = nextSlot[at];
        }
        nextSlot[at] = slot;
    }

    /// Takes the fragment that waits longest, [#NONE] where none does; it is there until [#release].
    int take(int datagram) {
        int slot = firstSlot[datagram];
        if (slot != NONE) {
            firstSlot[datagram] = nextSlot[slot];
        }
        return slot;
    }

    void release(int slot) {
        freeSlots[freeCount++] = slot;
    }

    MemorySegment memory() {
        return slab;
    }

    long offset(int slot) {
        return (long) slot * SLOT_OCTETS;
    }

    /// Has all go on in another program.
    ///
    /// @param gates from its port before to its port now
    /// @param sessions from its session's record and generation before to the record now, [#NONE] where it ended
    void move(IntUnaryOperator gates, IntBinaryOperator sessions, IntUnaryOperator generations) {
        for (int i = 0; i < SLOTS; i++) {
            gate[i] = gates.applyAsInt(gate[i]);
        }
        for (int i = 0; i < DATAGRAMS; i++) {
            if (state[i] == State.GOES) {
                int session = sessions.applyAsInt(record[i], generation[i]);
                record[i] = Math.max(0, session);
                generation[i] = session == NONE ? NONE : generations.applyAsInt(session);
            }
        }
    }

    /// Forgets a datagram of which nothing waits.
    void forget(int datagram) {
        state[datagram] = State.FREE;
    }

    /// A datagram whose time is over, [#NONE] where there is none.
    int due(long now) {
        if (now < nextDue) {
            return NONE;
        }
        nextDue = Long.MAX_VALUE;
        for (int i = 0; i < DATAGRAMS; i++) {
            if (state[i] != State.FREE) {
                if (until[i] <= now) {
                    nextDue = now;
                    return i;
                }
                nextDue = Math.min(nextDue, until[i]);
            }
        }
        return NONE;
    }

    /// How many fragments wait.
    int waiting() {
        return SLOTS - freeCount;
    }

    /// When the next of these is given up at the latest, [Long#MAX_VALUE] where none waits.
    long nextDue() {
        return waiting() == 0 ? Long.MAX_VALUE : nextDue;
    }

    @Override
    public void close() {
        arena.close();
    }
}
