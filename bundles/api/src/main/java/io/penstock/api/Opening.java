// SPDX-License-Identifier: Apache-2.0
package io.penstock.api;

/// The moment at which a session opens, seen from one node: the packet as it is at that place of the
/// chain and what the merged classifier found. Valid during the call only.
public interface Opening {
    /// What [#port] returns and [#translate] takes where an end has no port.
    int NO_PORT = -1;

    /// The packet that opens the session.
    Packet packet();

    /// Index of the first of this function's [NetworkFunction#matches()] that holds, or -1.
    int firstMatch();

    /// Whether the match with this index holds.
    boolean matched(int index);

    /// The number that tells apart what runs at an end: its port, or the identifier of a query.
    /// [#NO_PORT] where the session has none, as that of a protocol without ports or of an error message
    /// that quotes no known session.
    int port(End end);

    /// Gives an end of the session another address and port behind this node. The platform does the rest:
    /// in every packet of the opener they are set once it has passed this node, in every answer they are
    /// set back before the node sees it, checksums and what error messages quote included. The node
    /// itself always sees the session as its opener does. A second call for the same end counts instead
    /// of the first.
    ///
    /// The function names the ends that it translates in [Vnf#translates()].
    ///
    /// @param port the new port or identifier, [#NO_PORT] to leave it as it is
    /// @return whether packets of this session have such an end: an address of this width and, where one
    ///     is given, a port. If not, nothing is translated.
    boolean translate(End end, Address address, int port);
}
