// SPDX-License-Identifier: Apache-2.0
package io.penstock.api;

/// What a function may do to what it reads.
public enum Edit {
    /// Reads only.
    NONE,
    /// May set header fields; [Vnf#writes()] names them.
    HEADERS,
    /// May change bytes of a stream, never their number.
    SAME_LENGTH,
    /// May change bytes of a stream and their number.
    RESIZE,
    /// May change bytes, damage and cut packets, or change their timing, without regard to any protocol.
    WIRE
}
