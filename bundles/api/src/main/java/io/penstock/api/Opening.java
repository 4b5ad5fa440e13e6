// SPDX-License-Identifier: Apache-2.0
package io.penstock.api;

/// The moment at which a session opens, seen from one node: the packet as it is at that place of the chain and
/// what the merged classifier found. Valid during the call only.
public interface Opening {
    /// The packet that opens the session.
    Packet packet();

    /// Index of the first of this function's [NetworkFunction#matches()] that holds, or -1.
    int firstMatch();

    /// Whether the match with this index holds.
    boolean matched(int index);
}
