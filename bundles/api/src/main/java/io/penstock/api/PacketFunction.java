// SPDX-License-Identifier: Apache-2.0
package io.penstock.api;

/// A function that sees each packet.
///
/// @param <S> its fields in the session's record, see [NetworkFunction]
public interface PacketFunction<S> extends NetworkFunction<S> {
    /// Called for each packet of each session that visits the node, the opening one included (after `onOpen`).
    Verdict onPacket(Packet packet, S session);
}
