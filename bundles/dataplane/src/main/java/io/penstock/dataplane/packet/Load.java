// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.packet;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// How the generated parser reads octets: numbers of fixed widths, most significant octet first.
///
/// Public only because generated code calls it.
public final class Load {
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(BIG_ENDIAN);

    private Load() {}

    /// An unsigned number of 1 to 8 octets (of 8: as it is).
    public static long number(MemorySegment memory, long at, int octets) {
        return switch (octets) {
            case 1 -> memory.get(ValueLayout.JAVA_BYTE, at) & 0xffL;
            case 2 -> memory.get(SHORT, at) & 0xffffL;
            case 4 -> memory.get(INT, at) & 0xffff_ffffL;
            case 8 -> memory.get(LONG, at);
            default -> gather(memory, at, octets);
        };
    }

    private static long gather(MemorySegment memory, long at, int octets) {
        long value = 0;
        for (int i = 0; i < octets; i++) {
            value = value << 8 | memory.get(ValueLayout.JAVA_BYTE, at + i) & 0xffL;
        }
        return value;
    }

    /// Whether the ones' complement sum over these octets is that of a good checksum (RFC 1071). In which order the
    /// octets of a word are read makes no difference to that.
    public static boolean sound(MemorySegment memory, long at, int octets) {
        long sum = 0;
        int i = 0;
        for (; i + 4 <= octets; i += 4) {
            sum += memory.get(ValueLayout.JAVA_INT_UNALIGNED, at + i) & 0xffff_ffffL;
        }
        if (i + 2 <= octets) {
            sum += memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + i) & 0xffffL;
            i += 2;
        }
        if (i < octets) {
            sum += memory.get(ValueLayout.JAVA_BYTE, at + i) & 0xffL;
        }
        sum = (sum & 0xffff_ffffL) + (sum >>> 32);
        sum = (sum & 0xffff) + (sum >>> 16);
        sum = (sum & 0xffff) + (sum >>> 16);
        return (sum & 0xffff) + (sum >>> 16) == 0xffff;
    }
}
