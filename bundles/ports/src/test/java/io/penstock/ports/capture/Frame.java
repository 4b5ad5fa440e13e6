// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports.capture;

import io.penstock.api.port.CaptureInterface;
import java.util.HexFormat;

/// All that a capture says of a frame, to compare.
///
/// @param hex its bytes
record Frame(String hex, int wireLength, long ticks, long stamp, CaptureInterface origin) {
    static Frame of(CapturedFrame frame) {
        return new Frame(
                HexFormat.of().formatHex(frame.bytes()),
                frame.wireLength(),
                frame.ticks(),
                frame.stamp(),
                frame.origin());
    }
}
