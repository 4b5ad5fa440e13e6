// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.tcp.stream;

/// How much a connection may keep, and for how long.
///
/// @param bytes of one direction that are kept or wait, and the largest window offered
/// @param held bytes that a function may hold
/// @param ackNanos after so long held bytes are acknowledged, so that the sender goes on
/// @param holdNanos after so long held bytes go on as they are, or the flow is reset
/// @param reset whether it is reset
/// @param replay whether the ends do not know what was changed, so that they acknowledge what was never sent
record Limits(int bytes, int held, long ackNanos, long holdNanos, boolean reset, boolean replay) {
    /// Where none is named (RFC 9293 section 3.7.1).
    static final int DEFAULT_MSS = 536;

    /// The least that is taken for true.
    static final int LEAST_MSS = 48;

    static final Limits USUAL = new Limits(1 << 20, 1 << 16, 40_000_000L, 2_000_000_000L, false, false);

    Limits ofReplay() {
        return new Limits(bytes, held, ackNanos, holdNanos, reset, true);
    }
}
