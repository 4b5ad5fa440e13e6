// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.tcp.stream;

import java.lang.foreign.MemorySegment;

/// Bytes by their sequence number, side by side in one block: added at the end, let go at the beginning.
final class Kept {
    private final Slabs slabs;
    private MemorySegment block = MemorySegment.NULL;
    private int start;
    private int length;
    private int from;

    Kept(Slabs slabs) {
        this.slabs = slabs;
    }

    void begin(int number) {
        letGo();
        from = number;
    }

    int from() {
        return from;
    }

    int to() {
        return from + length;
    }

    int length() {
        return length;
    }

    MemorySegment memory() {
        return block;
    }

    /// Where the byte of this number lies in [#memory()].
    long place(int number) {
        // The difference first: numbers wrap.
        return (long) start + (number - from);
    }

    /// Makes room for so many bytes in all.
    ///
    /// @return whether there is
    boolean reserve(int bytes) {
        if (start + (long) bytes <= block.byteSize()) {
            return true;
        }
        if (bytes <= block.byteSize() / 2) {
            MemorySegment.copy(block, start, block, 0, length);
            start = 0;
            return true;
        }
        MemorySegment larger = slabs.take(bytes * 2);
        if (larger == null) {
            return false;
        }
        MemorySegment.copy(block, start, larger, 0, length);
        slabs.give(block);
        block = larger;
        start = 0;
        return true;
    }

    /// Counts bytes that were written behind the last one.
    void added(int bytes) {
        length += bytes;
    }

    /// Lets go what lies before a number.
    void release(int upTo) {
        int gone = Math.min(upTo - from, length);
        start += gone;
        length -= gone;
        from = upTo;
        if (length == 0) {
            letGo();
        }
    }

    /// Gives its memory back.
    void letGo() {
        slabs.give(block);
        block = MemorySegment.NULL;
        start = 0;
        length = 0;
    }
}
