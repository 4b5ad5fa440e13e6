// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.stream;

/// What may happen to one direction of a stream besides bytes that come in order.
public enum StreamEvent {
    /// The direction is ready to carry bytes.
    OPEN,
    /// Bytes came while earlier ones are still missing.
    GAP,
    /// Bytes came that had come before; what became of them is sent again.
    RETRANSMISSION,
    /// All bytes have come.
    END,
    /// Held bytes waited longer than allowed; the chain's policy decided.
    TIMEOUT
}
