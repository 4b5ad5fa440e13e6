// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.port;

import java.lang.foreign.MemorySegment;

/// A handful of frames on their way between a port and a worker: flat arrays, one slot a frame, used again and
/// again.
///
/// A frame's bytes are `memory[i]` from `offset[i]` for `length[i]` bytes. They belong to the port that filled
/// the burst until its next [Port#receive]; what has to live longer is copied. A port may lend a frame instead:
/// then `lent[i]` is not 0, and a port of the same kind that sends the frame takes it over without copying.
public final class Burst {
    /// How many frames a burst holds at the most.
    public static final int CAPACITY = 64;

    /// The region of frames that lie where a driver put them: everything that can be addressed. Only the frame's
    /// length bounds what is read there.
    public static final MemorySegment EVERYWHERE = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    /// The region that holds a frame's bytes, bounded unless it is [#EVERYWHERE].
    public final MemorySegment[] memory = new MemorySegment[CAPACITY];

    /// Where in its region a frame begins.
    public final long[] offset = new long[CAPACITY];

    /// Bytes that are there.
    public final int[] length = new int[CAPACITY];

    /// Bytes that were on the wire, unsigned: more than `length` where a capture cut the frame.
    public final int[] wireLength = new int[CAPACITY];

    /// When the frame came or leaves, nanoseconds since 1970.
    public final long[] stamp = new long[CAPACITY];

    /// The same time in the ticks of `origin`, so that a stamp finer than nanoseconds survives.
    public final long[] ticks = new long[CAPACITY];

    /// Where the frame was captured.
    public final CaptureInterface[] origin = new CaptureInterface[CAPACITY];

    /// The lender's token of a frame that may be taken over instead of copied, else 0.
    public final long[] lent = new long[CAPACITY];

    /// Slots in use.
    public int count;

    /// How many slots, always the first ones, the last [Port#send] or [Port#exchange] of this burst took.
    public int taken;

    public Burst() {
        java.util.Arrays.fill(memory, MemorySegment.NULL);
        java.util.Arrays.fill(origin, CaptureInterface.ETHERNET);
    }

    /// Appends slot `from` of another burst without copying bytes; the caller has made sure that there is room. A
    /// lent frame goes along, once: what is added of that slot again is sent by copying, and has to be sent first.
    public void add(Burst other, int from) {
        move(other, from, count++);
        lent[count - 1] = other.lent[from];
        other.lent[from] = 0;
    }

    /// Appends slot `from` of another burst as [#add] does, but leaves a lent frame to the other.
    public void addCopy(Burst other, int from) {
        move(other, from, count++);
        lent[count - 1] = 0;
    }

    /// Has another slot hold what this one holds; what that one held is left to its port.
    public void keep(int from, int slot) {
        move(this, from, slot);
        lent[slot] = lent[from];
    }

    /// Removes the first `gone` slots.
    public void removeFirst(int gone) {
        int left = count - gone;
        for (int i = 0; i < left; i++) {
            move(this, gone + i, i);
            lent[i] = lent[gone + i];
        }
        count = left;
    }

    // A reference is only written where it differs: writing one is dearer than comparing.
    @SuppressWarnings({"MemorySegmentReferenceEquality", "ReferenceEquality"})
    private void move(Burst other, int from, int slot) {
        if (memory[slot] != other.memory[from]) {
            memory[slot] = other.memory[from];
        }
        offset[slot] = other.offset[from];
        length[slot] = other.length[from];
        wireLength[slot] = other.wireLength[from];
        stamp[slot] = other.stamp[from];
        ticks[slot] = other.ticks[from];
        if (origin[slot] != other.origin[from]) {
            origin[slot] = other.origin[from];
        }
    }
}
