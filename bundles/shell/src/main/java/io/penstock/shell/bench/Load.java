// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.bench;

import java.nio.file.Path;

/// A capture that a port repeats without end.
///
/// @param mbufs for all its frames and those on their way
/// @param mbufSize octets of each buffer that frames may fill
record Load(Path capture, int mbufs, int mbufSize) {
    /// Octets of the structure that describes a buffer, and of the room before a frame.
    private static final int AROUND = 128 + 128;

    private static final int WHOLE_FRAME = 2_048;
    private static final int SMALL_FRAME = 128;
    private static final int USUAL = 16_384;

    /// A capture of few frames of any length.
    static Load of(Path capture) {
        return new Load(capture, USUAL, WHOLE_FRAME);
    }

    /// A capture of so many frames of any length, which all have a buffer of their own.
    static Load of(Path capture, int frames) {
        return new Load(capture, frames + USUAL / 2, WHOLE_FRAME);
    }

    /// A capture of many small frames.
    static Load many(Path capture, int frames) {
        return new Load(capture, frames + USUAL, SMALL_FRAME);
    }

    /// What the buffers of one side take.
    int megabytes() {
        return (int) (mbufs * (long) (mbufSize + AROUND) >> 20);
    }

    /// The devices of testpmd.
    java.util.List<String> devices() {
        return java.util.List.of("net_pcap0,rx_pcap=" + capture + ",infinite_rx=1", "net_null0,no-rx=1");
    }
}
