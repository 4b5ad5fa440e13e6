// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.tcp.stream;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Memory of one worker for what its streams keep: blocks of 4 KB to 4 MB outside the heap, used again and again, in
/// all no more than a limit.
final class Slabs implements AutoCloseable {
    static final int LEAST = 4_096;
    static final int MOST = 1 << 22;

    private final Arena arena = Arena.ofShared();
    private final List<ArrayDeque<MemorySegment>> free = new ArrayList<>();
    private final long limit;
    private long made;
    private long used;

    Slabs(long limit) {
        this.limit = limit;
        for (int size = LEAST; size <= MOST; size *= 2) {
            free.add(new ArrayDeque<>());
        }
    }

    /// A block of at least so many bytes; null where the limit is reached.
    @Nullable
    MemorySegment take(int bytes) {
        int index = classOf(bytes);
        if (index >= free.size()) {
            return null;
        }
        MemorySegment block = free.get(index).poll();
        int size = LEAST << index;
        if (block == null) {
            if (made + size > limit) {
                return null;
            }
            made += size;
            block = arena.allocate(size, 64);
        }
        used += size;
        return block;
    }

    void give(MemorySegment block) {
        int size = (int) block.byteSize();
        if (size > 0) {
            used -= size;
            free.get(classOf(size)).push(block);
        }
    }

    /// Bytes of blocks that are in use.
    long used() {
        return used;
    }

    private static int classOf(int bytes) {
        return bytes <= LEAST ? 0 : 32 - Integer.numberOfLeadingZeros((bytes - 1) / LEAST);
    }

    @Override
    public void close() {
        arena.close();
    }
}
