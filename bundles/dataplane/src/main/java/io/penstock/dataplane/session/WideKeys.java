// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.session;

import io.penstock.dataplane.packet.Keys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// Whole keys of those sessions whose words do not hold them, in pieces that are made when they are needed.
final class WideKeys {
    static final int NONE = -1;

    private static final int PIECE = 4_096;

    private final Arena arena;
    private final List<MemorySegment> pieces = new ArrayList<>();
    private int[] free = new int[PIECE];
    private int freeCount;

    WideKeys(Arena arena) {
        this.arena = arena;
    }

    /// Keeps the key at this place.
    ///
    /// @return its number
    int add(MemorySegment key, long at) {
        if (freeCount == 0) {
            grow();
        }
        int number = free[--freeCount];
        MemorySegment.copy(key, at, pieces.get(number / PIECE), offset(number), Keys.BYTES);
        return number;
    }

    private void grow() {
        int first = pieces.size() * PIECE;
        pieces.add(arena.allocate((long) PIECE * Keys.BYTES, 64));
        if (free.length < first + PIECE) {
            free = java.util.Arrays.copyOf(free, Math.max(first + PIECE, free.length * 2));
        }
        for (int i = PIECE - 1; i >= 0; i--) {
            free[freeCount++] = first + i;
        }
    }

    void release(int number) {
        if (number != NONE) {
            free[freeCount++] = number;
        }
    }

    boolean same(int number, MemorySegment key, long at) {
        MemorySegment piece = pieces.get(number / PIECE);
        long base = offset(number);
        for (int i = 0; i < Keys.BYTES; i += 8) {
            if (key.get(ValueLayout.JAVA_LONG_UNALIGNED, at + i)
                    != piece.get(ValueLayout.JAVA_LONG_UNALIGNED, base + i)) {
                return false;
            }
        }
        return true;
    }

    void copy(int number, MemorySegment target) {
        MemorySegment.copy(pieces.get(number / PIECE), offset(number), target, 0, Keys.BYTES);
    }

    private static long offset(int number) {
        return (long) (number % PIECE) * Keys.BYTES;
    }

    long bytes() {
        return (long) pieces.size() * PIECE * Keys.BYTES;
    }
}
