// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.port.Burst;
import io.penstock.api.port.CaptureInterface;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Copies of packets that come in, taken by the worker until it is full or closed.
public final class Tap implements AutoCloseable {
    private static final int LONGEST = 2_048;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;
    final int[] length;
    final int[] wireLength;
    final int[] gate;
    final CaptureInterface[] origin;
    private final int room;
    private int count;
    private volatile boolean full;

    public Tap(int frames) {
        room = frames;
        memory = arena.allocate((long) frames * LONGEST, 64);
        length = new int[frames];
        wireLength = new int[frames];
        gate = new int[frames];
        origin = new CaptureInterface[frames];
    }

    /// Copies the frames of a burst; those that are too long are left out.
    void copy(Burst burst, int entered) {
        for (int i = 0; i < burst.count && count < room; i++) {
            if (burst.length[i] <= LONGEST) {
                MemorySegment.copy(burst.memory[i], burst.offset[i], memory, offset(count), burst.length[i]);
                length[count] = burst.length[i];
                wireLength[count] = burst.wireLength[i];
                gate[count] = entered;
                origin[count] = burst.origin[i];
                count++;
            }
        }
        full = count == room;
    }

    private static long offset(int frame) {
        return (long) frame * LONGEST;
    }

    public boolean isFull() {
        return full;
    }

    /// How many there are; asked once the worker has let go of it.
    public int count() {
        return count;
    }

    /// Appends a fresh copy of a frame to a burst.
    ///
    /// @param scratch where the copy goes: [Burst#CAPACITY] times [#longest()] octets
    void add(int frame, Burst burst, MemorySegment scratch) {
        int slot = burst.count++;
        long at = (long) slot * LONGEST;
        MemorySegment.copy(memory, offset(frame), scratch, at, length[frame]);
        burst.memory[slot] = scratch;
        burst.offset[slot] = at;
        burst.length[slot] = length[frame];
        burst.wireLength[slot] = wireLength[frame];
        burst.origin[slot] = origin[frame];
        burst.lent[slot] = 0;
    }

    static int longest() {
        return LONGEST;
    }

    @Override
    public void close() {
        arena.close();
    }
}
