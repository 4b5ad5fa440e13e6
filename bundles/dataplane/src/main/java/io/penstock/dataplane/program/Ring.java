// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.port.Burst;
import io.penstock.api.port.CaptureInterface;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Copies of frames on their way from one thread to another, in order; bounded. One thread puts in, one takes out, and
/// neither waits for the other.
final class Ring implements AutoCloseable {
    /// It is known that the frame belongs to the worker that takes it.
    static final int DECIDED = 0;

    /// Whose it is remains to be seen.
    static final int UNDECIDED = 1;

    /// It only tells something.
    static final int NOTICE = 2;

    private static final int ENTRIES = 2_048;
    private static final int MASK = ENTRIES - 1;
    private static final int LINE = 64;

    /// Fields of one thread, far enough from those of the other for the processors not to share a line.
    private static final int AT = 16;

    private static final int ROOM = 3 * AT;
    private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

    private final Arena arena = Arena.ofShared();
    private final MemorySegment slab;
    private final long octets;
    private final long[] put = new long[ROOM];
    private final long[] taken = new long[ROOM];
    private final long[] mine = new long[ROOM];
    private final long[] theirs = new long[ROOM];

    private final long[] end = new long[ENTRIES];
    private final long[] offset = new long[ENTRIES];
    private final int[] length = new int[ENTRIES];
    private final int[] wireLength = new int[ENTRIES];
    private final long[] stamp = new long[ENTRIES];
    private final long[] ticks = new long[ENTRIES];
    private final CaptureInterface[] origin = new CaptureInterface[ENTRIES];
    private final int[] gate = new int[ENTRIES];
    private final int[] kind = new int[ENTRIES];

    /// @param octets of all frames that may be on their way
    Ring(long octets) {
        this.octets = octets;
        slab = arena.allocate(octets, LINE);
    }

    // ---- the thread that puts in

    /// Puts a copy of a frame in.
    ///
    /// @return whether there was room
    boolean put(Burst burst, int slot, int ofGate, int ofKind) {
        return put(
                burst.memory[slot],
                burst.offset[slot],
                burst.length[slot],
                burst.wireLength[slot],
                burst.stamp[slot],
                burst.ticks[slot],
                burst.origin[slot],
                ofGate,
                ofKind);
    }

    boolean put(
            MemorySegment memory,
            long from,
            int count,
            int wire,
            long at,
            long inTicks,
            CaptureInterface by,
            int ofGate,
            int ofKind) {
        long number = put[AT];
        long rounded = (long) count + LINE - 1 & -LINE;
        long place = mine[AT];
        long inSlab = place % octets;
        if (inSlab + rounded > octets) {
            place += octets - inSlab;
        }
        if (!hasRoom(number, place + rounded)) {
            return false;
        }
        int entry = (int) number & MASK;
        MemorySegment.copy(memory, from, slab, place % octets, count);
        offset[entry] = place % octets;
        end[entry] = place + rounded;
        length[entry] = count;
        wireLength[entry] = wire;
        stamp[entry] = at;
        ticks[entry] = inTicks;
        origin[entry] = by;
        gate[entry] = ofGate;
        kind[entry] = ofKind;
        mine[AT] = place + rounded;
        COUNT.setRelease(put, AT, number + 1);
        return true;
    }

    private boolean hasRoom(long number, long upTo) {
        if (fits(number, upTo, mine[AT + 1])) {
            return true;
        }
        mine[AT + 1] = (long) COUNT.getAcquire(taken, AT);
        return fits(number, upTo, mine[AT + 1]);
    }

    private boolean fits(long number, long upTo, long gone) {
        long free = gone == 0 ? 0 : end[(int) (gone - 1) & MASK];
        return number - gone < ENTRIES && upTo - free <= octets;
    }

    // ---- the thread that takes out

    /// Fills a burst with frames that came in by the same port; they stay where they are until [#release].
    ///
    /// @return how many
    int take(Burst burst) {
        long number = taken[AT];
        long there = Math.min((long) COUNT.getAcquire(put, AT), number + Burst.CAPACITY);
        int count = 0;
        int first = (int) number & MASK;
        while (number < there) {
            int entry = (int) number & MASK;
            if (gate[entry] != gate[first] || kind[entry] != kind[first]) {
                break;
            }
            burst.memory[count] = slab;
            burst.offset[count] = offset[entry];
            burst.length[count] = length[entry];
            burst.wireLength[count] = wireLength[entry];
            burst.stamp[count] = stamp[entry];
            burst.ticks[count] = ticks[entry];
            burst.origin[count] = origin[entry];
            burst.lent[count] = 0;
            count++;
            number++;
        }
        burst.count = count;
        theirs[AT] = count;
        return count;
    }

    /// The port by which the frames taken came in.
    int gate() {
        return gate[(int) taken[AT] & MASK];
    }

    /// What is known of the frames taken.
    int kind() {
        return kind[(int) taken[AT] & MASK];
    }

    /// Lets go of the first frames that were taken.
    void release(long count) {
        theirs[AT] = 0;
        COUNT.setRelease(taken, AT, taken[AT] + count);
    }

    /// Lets go of all frames that were taken.
    void release() {
        release(theirs[AT]);
    }

    // ---- any thread

    boolean isEmpty() {
        return (long) COUNT.getAcquire(put, AT) == (long) COUNT.getAcquire(taken, AT);
    }

    @Override
    public void close() {
        arena.close();
    }
}
