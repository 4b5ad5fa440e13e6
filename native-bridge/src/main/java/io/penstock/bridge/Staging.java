// SPDX-License-Identifier: Apache-2.0
package io.penstock.bridge;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Native memory that is there from its first use on.
final class Staging implements AutoCloseable {
    private final long bytes;
    private final Arena arena = Arena.ofShared();
    private MemorySegment memory = MemorySegment.NULL;

    Staging(long bytes) {
        this.bytes = bytes;
    }

    MemorySegment get() {
        if (memory.address() == 0) {
            memory = arena.allocate(bytes, 64);
        }
        return memory;
    }

    @Override
    public void close() {
        arena.close();
    }
}
