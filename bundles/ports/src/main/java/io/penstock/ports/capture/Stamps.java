// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports.capture;

import io.penstock.api.port.CaptureInterface;

/// Times as the dataplane counts them, kept so far from the ends of a `long` that clocks and timers cannot overflow.
public final class Stamps {
    /// The last time that is told apart, in the year 2116: after the last one of a pcap file.
    public static final long LAST = 1L << 62;

    /// The first time that is told apart, in the year 1896.
    public static final long FIRST = -(1L << 61);

    private Stamps() {}

    /// The stamp of a frame in nanoseconds since 1970, between [#FIRST] and [#LAST].
    ///
    /// @param origin where the frame was captured
    /// @param ticks its time as the capture counts it, unsigned
    public static long of(CaptureInterface origin, long ticks) {
        return Math.clamp(origin.nanos(ticks), FIRST, LAST);
    }

    /// The ticks to write: those of the capture while nobody moved the frame in time, else those of its stamp.
    public static long ticks(CaptureInterface origin, long ticks, long stamp) {
        long nanos = origin.nanos(ticks);
        return nanos == stamp || Math.clamp(nanos, FIRST, LAST) == stamp ? ticks : origin.ticks(stamp);
    }
}
