// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.packet;

import static io.penstock.api.port.Burst.EVERYWHERE;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// How octets of frames are read and written: numbers of fixed widths, most significant octet first.
///
/// Frames that a driver lends lie [io.penstock.api.port.Burst#EVERYWHERE], which is told apart because it is a
/// constant: then the compiler sees through an access, whatever kinds of memory other frames have had. What bounded
/// memory takes stands in methods of its own, so that it makes the others no larger.
///
/// Public only because generated code calls it.
@SuppressWarnings({"MemorySegmentReferenceEquality", "ReferenceEquality"})
public final class Load {
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfLong LEAST_FIRST = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);

    /// Covers all places of frames. Masked by it, a place is known to be far from the end of
    /// [io.penstock.api.port.Burst#EVERYWHERE], so that the compiler need not compare each access with that end.
    static final long ADDRESSES = Long.MAX_VALUE >>> 1;

    private Load() {}

    /// An octet.
    public static int u8(MemorySegment memory, long at) {
        return memory == EVERYWHERE ? EVERYWHERE.get(BYTE, at) & 0xff : bounded8(memory, at);
    }

    /// Two octets.
    public static int u16(MemorySegment memory, long at) {
        return memory == EVERYWHERE ? EVERYWHERE.get(SHORT, at) & 0xffff : bounded16(memory, at);
    }

    /// Four octets.
    public static long u32(MemorySegment memory, long at) {
        return memory == EVERYWHERE ? EVERYWHERE.get(INT, at) & 0xffff_ffffL : bounded32(memory, at);
    }

    /// Eight octets.
    public static long u64(MemorySegment memory, long at) {
        return memory == EVERYWHERE ? EVERYWHERE.get(LONG, at) : bounded64(memory, at);
    }

    private static int bounded8(MemorySegment memory, long at) {
        return memory.get(BYTE, at) & 0xff;
    }

    private static int bounded16(MemorySegment memory, long at) {
        return memory.get(SHORT, at) & 0xffff;
    }

    private static long bounded32(MemorySegment memory, long at) {
        return memory.get(INT, at) & 0xffff_ffffL;
    }

    private static long bounded64(MemorySegment memory, long at) {
        return memory.get(LONG, at);
    }

    /// Writes an octet.
    static void put8(MemorySegment memory, long at, int value) {
        if (memory == EVERYWHERE) {
            EVERYWHERE.set(BYTE, at, (byte) value);
        } else {
            memory.set(BYTE, at, (byte) value);
        }
    }

    /// Writes two octets.
    static void put16(MemorySegment memory, long at, int value) {
        if (memory == EVERYWHERE) {
            EVERYWHERE.set(SHORT, at, (short) value);
        } else {
            memory.set(SHORT, at, (short) value);
        }
    }

    /// Writes four octets.
    static void put32(MemorySegment memory, long at, int value) {
        if (memory == EVERYWHERE) {
            EVERYWHERE.set(INT, at, value);
        } else {
            memory.set(INT, at, value);
        }
    }

    /// An unsigned number of 1 to 8 octets (of 8: as it is).
    public static long number(MemorySegment memory, long at, int octets) {
        long value = 0;
        for (int i = 0; i < octets; i++) {
            value = value << 8 | u8(memory, at + i);
        }
        return value;
    }

    /// The sum of the words of 32 bits that these octets are, the least octet first.
    ///
    /// @param octets eight times something
    static long halves(MemorySegment memory, long at, int octets) {
        return memory == EVERYWHERE ? halvesThere(at & ADDRESSES, octets) : boundedHalves(memory, at, octets);
    }

    // A loop over ints, whose order of octets is that of the machine: the compiler adds up several words at once.
    private static long halvesThere(long at, int octets) {
        long low = 0;
        long high = 0;
        for (int i = 0; i < octets; i += Long.BYTES) {
            long two = EVERYWHERE.get(LEAST_FIRST, at + i);
            low += two & 0xffff_ffffL;
            high += two >>> 32;
        }
        return low + high;
    }

    private static long boundedHalves(MemorySegment memory, long at, int octets) {
        long low = 0;
        long high = 0;
        for (int i = 0; i < octets; i += Long.BYTES) {
            long two = memory.get(LEAST_FIRST, at + i);
            low += two & 0xffff_ffffL;
            high += two >>> 32;
        }
        return low + high;
    }

    /// Whether the ones' complement sum over these octets is that of a good checksum (RFC 1071).
    public static boolean sound(MemorySegment memory, long at, int octets) {
        long sum = 0;
        int i = 0;
        for (; i + 4 <= octets; i += 4) {
            sum += u32(memory, at + i);
        }
        if (i + 2 <= octets) {
            sum += u16(memory, at + i);
            i += 2;
        }
        if (i < octets) {
            sum += (long) u8(memory, at + i) << 8;
        }
        return sound(sum);
    }

    /// Whether a sum of words of 16 or 32 bits, less than 2 to the 47th, is that of a good checksum.
    public static boolean sound(long words) {
        long sum = (words & 0xffff) + (words >>> 16);
        // Less than twice 0xffff, and the same as before modulo that.
        return (sum & 0xffff) + (sum >>> 16) == 0xffff;
    }
}
