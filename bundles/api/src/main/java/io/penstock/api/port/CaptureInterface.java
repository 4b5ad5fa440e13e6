// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.port;

import java.math.BigInteger;

/// Where a frame was captured: what a capture file says of the interface, so that a frame leaves as it came.
///
/// @param linkType the LINKTYPE_ value; 1 is Ethernet
/// @param snapLength the longest frame that was captured, 0 for no limit
/// @param resolution the `if_tsresol` octet of pcapng: 6 for microseconds, 9 for nanoseconds, top bit set for powers of
/// two
/// @param offsetSeconds the `if_tsoffset` of pcapng, added to each stamp
/// @param name the `if_name` of pcapng, else empty
public record CaptureInterface(int linkType, long snapLength, int resolution, long offsetSeconds, String name) {
    /// Ethernet, whole frames, nanoseconds.
    public static final CaptureInterface ETHERNET = new CaptureInterface(1, 0, 9, 0, "");

    /// The time of a stamp counted in this interface's ticks (unsigned), in nanoseconds since 1970, saturating.
    public long nanos(long ticks) {
        if (ticks >= 0 && offsetSeconds == 0) {
            if (resolution == 9) {
                return ticks;
            }
            if (resolution == 6 && ticks <= Long.MAX_VALUE / 1000) {
                return ticks * 1000;
            }
        }
        BigInteger unsigned = BigInteger.valueOf(ticks >>> 1).shiftLeft(1).add(BigInteger.valueOf(ticks & 1));
        BigInteger billion = BigInteger.valueOf(1_000_000_000L);
        BigInteger nanos = unsigned.multiply(billion)
                .divide(ticksPerSecond())
                .add(BigInteger.valueOf(offsetSeconds).multiply(billion));
        return saturated(nanos);
    }

    /// The stamp of a time, in this interface's ticks.
    public long ticks(long nanos) {
        if (resolution == 9 && offsetSeconds == 0) {
            return nanos;
        }
        BigInteger billion = BigInteger.valueOf(1_000_000_000L);
        return BigInteger.valueOf(nanos)
                .subtract(BigInteger.valueOf(offsetSeconds).multiply(billion))
                .multiply(ticksPerSecond())
                .divide(billion)
                .longValue();
    }

    private BigInteger ticksPerSecond() {
        return (resolution & 0x80) == 0 ? BigInteger.TEN.pow(resolution) : BigInteger.ONE.shiftLeft(resolution & 0x7f);
    }

    private static long saturated(BigInteger nanos) {
        if (nanos.bitLength() < Long.SIZE) {
            return nanos.longValue();
        }
        return nanos.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
}
