// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports;

import io.penstock.api.port.Burst;
import io.penstock.api.port.CaptureInterface;
import io.penstock.ports.capture.CaptureReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Native memory for the frames of one burst, used again for the next. Whoever looks at a frame after the port was
/// closed fails, and reads nothing strange.
final class Slab {
    /// Room for any four frames, and for a burst of frames as long as Ethernet has them.
    private static final int SIZE = 4 * CaptureReader.MAX_FRAME;
    /// Frames begin on cache lines.
    private static final int LINE = 64;

    // Shared: the thread that closes a port need not be its worker.
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory = arena.allocate(SIZE, LINE);
    private int used;

    /// Begins a burst; the frames of the one before are gone.
    void begin(Burst burst) {
        burst.count = 0;
        used = 0;
    }

    /// Whether the burst has a slot, and the slab room, for one more frame.
    boolean fits(Burst burst, int length) {
        return burst.count < Burst.CAPACITY && length <= SIZE - used;
    }

    /// Where the next frame's bytes belong in [#memory()].
    int place() {
        return used;
    }

    MemorySegment memory() {
        return memory;
    }

    /// Appends the frame whose bytes were put at [#place()].
    void add(Burst burst, int length, int wireLength, long stamp, long ticks, CaptureInterface origin) {
        int slot = burst.count++;
        burst.memory[slot] = memory;
        burst.offset[slot] = used;
        burst.length[slot] = length;
        burst.wireLength[slot] = wireLength;
        burst.stamp[slot] = stamp;
        burst.ticks[slot] = ticks;
        burst.origin[slot] = origin;
        burst.lent[slot] = 0;
        used += (length + LINE - 1) / LINE * LINE;
    }

    void close() {
        arena.close();
    }
}
