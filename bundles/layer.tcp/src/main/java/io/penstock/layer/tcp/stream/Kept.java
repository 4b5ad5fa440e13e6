// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.tcp.stream;

import static io.penstock.api.port.Burst.EVERYWHERE;

import io.penstock.api.port.Octets;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// Bytes by their sequence number, side by side in one block: added at the end, let go at the beginning. They are
/// written and read by their address, within what was reserved.
final class Kept {
    private final Slabs slabs;
    private MemorySegment block = MemorySegment.NULL;
    private int room;

    /// Where the block lies.
    private long base;

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

    /// Where the byte of this number lies.
    long place(int number) {
        // The difference first: numbers wrap.
        return base + start + (number - from);
    }

    /// Adds bytes behind the last one, for which there is room.
    void add(MemorySegment source, long at, int bytes) {
        Octets.copy(source, at, EVERYWHERE, place(to()), Objects.checkIndex(bytes, room - start - length + 1));
        length += bytes;
    }

    /// Makes room for so many bytes in all.
    ///
    /// @return whether there is
    boolean reserve(int bytes) {
        if (start + (long) bytes <= room) {
            return true;
        }
        if (bytes <= room / 2) {
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
        base = block.address();
        room = (int) block.byteSize();
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
        if (room != 0) {
            slabs.give(block);
            block = MemorySegment.NULL;
            room = 0;
        }
        start = 0;
        length = 0;
    }
}
