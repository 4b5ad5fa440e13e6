// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.port;

/// What the last [Port#forward] came to; used again and again.
public final class Forwarded {
    /// Frames that came.
    public int received;

    /// Their octets on the wire.
    public long receivedBytes;

    /// Those of them that were sent; the others were dropped.
    public int sent;

    /// Octets on the wire that were sent.
    public long sentBytes;
}
