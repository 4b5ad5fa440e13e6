// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports;

import io.penstock.api.port.CaptureInterface;
import java.util.Arrays;

/// A frame as it goes into or came out of a memory port.
///
/// @param bytes those that are there
/// @param stamp its time in nanoseconds since 1970
/// @param ticks the same time in the ticks of `origin`
/// @param wireLength its bytes on the wire, unsigned
/// @param origin where it was captured
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode below go by content
public record MemoryFrame(byte[] bytes, long stamp, long ticks, int wireLength, CaptureInterface origin) {
    @Override
    public boolean equals(Object other) {
        return other instanceof MemoryFrame f
                && Arrays.equals(bytes, f.bytes)
                && stamp == f.stamp
                && ticks == f.ticks
                && wireLength == f.wireLength
                && origin.equals(f.origin);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes) * 31 + Long.hashCode(stamp);
    }

    @Override
    public String toString() {
        return "MemoryFrame[" + bytes.length + " of " + wireLength + " bytes at " + stamp + "]";
    }
}
