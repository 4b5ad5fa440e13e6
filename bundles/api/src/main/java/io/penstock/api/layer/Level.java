// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.layer;

/// How much of a layer runs for a path, least first. A path gets the greatest level that one of its functions
/// needs.
public enum Level {
    /// Headers are read and checked; sessions have one idle time.
    OFF,
    /// The layer's own states and timers; no sequence map, no payload checksum.
    TRACK,
    /// Payload in order, its checksum verified.
    READ,
    /// Bytes change, their number does not.
    EDIT,
    /// Bytes and their number change.
    RESIZE
}
