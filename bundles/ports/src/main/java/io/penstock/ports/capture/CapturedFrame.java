// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports.capture;

import io.penstock.api.port.CaptureInterface;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// The frame that a reader stands on: one view, used again for each frame, valid until the reader's next step.
public final class CapturedFrame {
    private byte[] array = new byte[0];
    private int start;
    private int length;
    private int wireLength;
    private long ticks;
    private CaptureInterface origin = CaptureInterface.ETHERNET;

    CapturedFrame() {}

    void set(ByteSource source, int at, int captured, int wire, long time, CaptureInterface from) {
        array = source.array();
        start = at;
        length = captured;
        wireLength = wire;
        ticks = time;
        origin = from;
    }

    /// Bytes that the capture holds.
    public int length() {
        return length;
    }

    /// Bytes that were on the wire as the capture says, unsigned; hostile captures say less than they hold.
    public int wireLength() {
        return wireLength;
    }

    /// The time in the ticks of [#origin()], unsigned, exactly as captured.
    public long ticks() {
        return ticks;
    }

    /// The time in nanoseconds since 1970, see [Stamps].
    public long stamp() {
        return Stamps.of(origin, ticks);
    }

    /// Where the frame was captured.
    public CaptureInterface origin() {
        return origin;
    }

    /// A copy of the captured bytes.
    public byte[] bytes() {
        return Arrays.copyOfRange(array, start, start + length);
    }

    /// Copies the captured bytes to native memory.
    ///
    /// @param memory at least `offset` + [#length()] bytes long
    /// @param offset of the first byte there
    public void copyTo(MemorySegment memory, long offset) {
        MemorySegment.copy(array, start, memory, ValueLayout.JAVA_BYTE, offset, length);
    }

    byte[] array() {
        return array;
    }

    int start() {
        return start;
    }
}
