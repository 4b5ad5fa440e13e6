// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.control;

import java.util.List;
import java.util.Map;

/// The counters of a chain at one moment. `in + made = out + dropped + held` holds when it stands still.
///
/// @param chain its name
/// @param state what it is doing
/// @param seconds how long it has run
/// @param in packets that entered through ports
/// @param out packets that left through ports
/// @param made packets that functions made (duplicates)
/// @param dropped packets that went no further, each with a reason
/// @param held packets that are waiting inside
/// @param reasons all drops by reason
/// @param ports by port, in the chain's order
/// @param nodes by node, in the chain's order
/// @param sessions of the session store
/// @param notes counters of what is not a drop, such as `unread-link-type`
/// @param troubles what a person should know, one line each
public record Report(
        String chain,
        Status.State state,
        double seconds,
        long in,
        long out,
        long made,
        long dropped,
        long held,
        Map<String, Long> reasons,
        List<PortRow> ports,
        List<NodeRow> nodes,
        Sessions sessions,
        Map<String, Long> notes,
        List<String> troubles) {

    /// Counters of a port.
    ///
    /// @param name in the chain
    /// @param side `client` or `server`
    /// @param driver such as `pcap`
    /// @param drops packets that this port received and that were dropped before any node, by reason
    /// @param counters the driver's own
    public record PortRow(
            String name,
            String side,
            String driver,
            long inPackets,
            long inBytes,
            long outPackets,
            long outBytes,
            Map<String, Long> drops,
            Map<String, Long> counters) {}

    /// Counters of a node.
    ///
    /// @param node its id in the chain
    /// @param type its function
    /// @param packets that reached it
    /// @param bytes of those packets, on the wire
    /// @param sessions that visited it since the start
    /// @param drops by reason
    /// @param observed verdicts that were counted and not carried out, by reason
    /// @param failures times that the function threw
    /// @param observing whether its verdicts are only counted
    /// @param figures what its function tells of itself, one line each
    public record NodeRow(
            String node,
            String type,
            long packets,
            long bytes,
            long sessions,
            Map<String, Long> drops,
            Map<String, Long> observed,
            long failures,
            boolean observing,
            List<String> figures) {
        /// Of a function that tells nothing of itself.
        public NodeRow(
                String node,
                String type,
                long packets,
                long bytes,
                long sessions,
                Map<String, Long> drops,
                Map<String, Long> observed,
                long failures,
                boolean observing) {
            this(node, type, packets, bytes, sessions, drops, observed, failures, observing, List.of());
        }
    }

    /// Counters of the session store.
    ///
    /// @param open now
    /// @param opened since the start
    /// @param expired by their timers
    /// @param refused because the store was full
    /// @param limit at most so many at once
    /// @param bytes of memory that the store takes, with room for all of them
    public record Sessions(long open, long opened, long expired, long refused, long limit, long bytes) {}
}
