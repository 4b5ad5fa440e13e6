// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports.capture;

import io.penstock.api.port.CaptureInterface;

/// How the records of one kind of capture are read.
sealed interface Format permits PcapFormat, PcapngFormat {
    /// Goes to the next frame.
    ///
    /// @param frame filled with it
    /// @return false where the capture has ended
    /// @throws Damage where it cannot be read further
    boolean next(CapturedFrame frame) throws Damage;

    /// The first interface that the capture describes, as far as it has been read; else Ethernet.
    CaptureInterface described();

    /// Frames that were stepped over because they are longer than [CaptureReader#MAX_FRAME].
    long oversized();

    /// Frames without a time.
    long unstamped();
}
