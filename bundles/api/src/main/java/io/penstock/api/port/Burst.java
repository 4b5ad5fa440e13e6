// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.port;

import java.lang.foreign.MemorySegment;

/// A handful of frames on their way between a port and a worker: flat arrays, one slot a frame, used again and
/// again.
///
/// A frame's bytes are `memory[i]` from `offset[i]` for `length[i]` bytes. They belong to the port that filled
/// the burst until its next [Port#receive]; what has to live longer is copied.
public final class Burst {
    /// How many frames a burst holds at the most.
    public static final int CAPACITY = 64;

    /// The region that holds a frame's bytes, bounded.
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

    /// Slots in use.
    public int count;

    public Burst() {
        java.util.Arrays.fill(memory, MemorySegment.NULL);
        java.util.Arrays.fill(origin, CaptureInterface.ETHERNET);
    }

    /// Appends slot `from` of another burst without copying bytes; the caller has made sure that there is room.
    public void add(Burst other, int from) {
        int slot = count++;
        memory[slot] = other.memory[from];
        offset[slot] = other.offset[from];
        length[slot] = other.length[from];
        wireLength[slot] = other.wireLength[from];
        stamp[slot] = other.stamp[from];
        ticks[slot] = other.ticks[from];
        origin[slot] = other.origin[from];
    }
}
