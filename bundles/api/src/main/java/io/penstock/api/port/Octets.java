// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.port;

import static io.penstock.api.port.Burst.EVERYWHERE;
import static java.nio.ByteOrder.BIG_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Octets wherever they lie, numbers with the most significant one first.
///
/// Those that lie [Burst#EVERYWHERE] are told apart because it is a constant: then the compiler sees through an
/// access, whatever kinds of memory others have used in the same process.
@SuppressWarnings({"MemorySegmentReferenceEquality", "ReferenceEquality"})
public final class Octets {
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(BIG_ENDIAN);

    private Octets() {}

    /// An octet, 0 to 255.
    public static int u8(MemorySegment memory, long at) {
        return (memory == EVERYWHERE ? EVERYWHERE.get(BYTE, at) : memory.get(BYTE, at)) & 0xff;
    }

    /// Two octets, 0 to 65,535.
    public static int u16(MemorySegment memory, long at) {
        return (memory == EVERYWHERE ? EVERYWHERE.get(SHORT, at) : memory.get(SHORT, at)) & 0xffff;
    }

    /// Four octets.
    public static int i32(MemorySegment memory, long at) {
        return memory == EVERYWHERE ? EVERYWHERE.get(INT, at) : memory.get(INT, at);
    }

    /// Writes an octet.
    public static void put8(MemorySegment memory, long at, int value) {
        if (memory == EVERYWHERE) {
            EVERYWHERE.set(BYTE, at, (byte) value);
        } else {
            memory.set(BYTE, at, (byte) value);
        }
    }

    /// Writes two octets.
    public static void put16(MemorySegment memory, long at, int value) {
        if (memory == EVERYWHERE) {
            EVERYWHERE.set(SHORT, at, (short) value);
        } else {
            memory.set(SHORT, at, (short) value);
        }
    }

    /// Writes four octets.
    public static void put32(MemorySegment memory, long at, int value) {
        if (memory == EVERYWHERE) {
            EVERYWHERE.set(INT, at, value);
        } else {
            memory.set(INT, at, value);
        }
    }

    /// Copies octets.
    public static void copy(MemorySegment from, long at, MemorySegment to, long place, long octets) {
        if (from == EVERYWHERE && to == EVERYWHERE) {
            MemorySegment.copy(EVERYWHERE, at, EVERYWHERE, place, octets);
        } else {
            MemorySegment.copy(from, at, to, place, octets);
        }
    }

    /// Copies octets to an array.
    public static void copy(MemorySegment from, long at, byte[] to, int place, int octets) {
        if (from == EVERYWHERE) {
            MemorySegment.copy(EVERYWHERE, BYTE, at, to, place, octets);
        } else {
            MemorySegment.copy(from, BYTE, at, to, place, octets);
        }
    }

    /// Copies octets from an array.
    public static void copy(byte[] from, MemorySegment to, long place) {
        if (to == EVERYWHERE) {
            MemorySegment.copy(from, 0, EVERYWHERE, BYTE, place, from.length);
        } else {
            MemorySegment.copy(from, 0, to, BYTE, place, from.length);
        }
    }
}
