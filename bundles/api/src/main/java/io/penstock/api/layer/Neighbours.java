// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.layer;

import io.penstock.api.Address;
import io.penstock.api.Packet;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// How stations of a link find each other: what a layer brings so that the dataplane can answer for the
/// addresses that functions own and find out where a packet for a neighbour has to go. See
/// [Layer#neighbours()].
public interface Neighbours {
    /// So many octets a frame made here takes at the most.
    int MOST_OCTETS = 256;

    /// What a frame says of who has which address.
    ///
    /// @param asks whether it asks who has the address; else it tells
    /// @param about the address
    /// @param sender the sender's own address; empty where it has none yet
    /// @param station the link address of the sender, or of whoever it tells of; 48 bits
    record Notice(boolean asks, Address about, Optional<Address> sender, long station) {}

    /// Reads a frame that belongs to no session.
    ///
    /// @return empty where the frame is none of this protocol or is invalid
    Optional<Notice> read(Packet frame);

    /// Writes the answer to a frame that asks.
    ///
    /// @param question one for which [#read] gave a notice that asks
    /// @param station the link address to tell
    /// @param answer room for [#MOST_OCTETS]
    /// @return how many octets it takes
    int answer(Packet question, long station, MemorySegment answer);

    /// Writes a question for an address, in a way that nobody learns anything wrong from it (RFC 5227
    /// section 2.1.1, RFC 4862 section 5.4.2).
    ///
    /// @param packet one that waits for the answer; the question gets the same tags
    /// @param wanted whose link address is asked for
    /// @param station the link address to which the answer shall come
    /// @param question room for [#MOST_OCTETS]
    /// @return how many octets it takes, 0 where this protocol does not find such addresses
    int question(Packet packet, Address wanted, long station, MemorySegment question);
}
