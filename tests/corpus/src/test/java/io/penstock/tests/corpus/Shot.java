// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.corpus;

import io.penstock.api.port.CaptureInterface;
import io.penstock.ports.capture.CapturedFrame;
import java.util.HexFormat;

/// All that a capture says of a frame, to compare.
///
/// @param hex its bytes
record Shot(String hex, int wireLength, long ticks, long stamp, CaptureInterface origin) {
    static Shot of(CapturedFrame frame) {
        return new Shot(
                HexFormat.of().formatHex(frame.bytes()),
                frame.wireLength(),
                frame.ticks(),
                frame.stamp(),
                frame.origin());
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }
}
