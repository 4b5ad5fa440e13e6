// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One use of a function in a chain.
///
/// @param id its name in the chain
/// @param type the function's type, such as `firewall`
/// @param version the function's version or version range as OSGi writes it; empty for the newest
/// @param match a condition in pcap-filter syntax that narrows what the node sees; "" for all
/// @param over names of what a stream function shall read; empty for all that it can
/// @param onFailure what becomes of packets when the function is broken
/// @param onOverrun what becomes of packets when a limit is reached
/// @param observe whether verdicts are counted and not carried out
/// @param properties the function's own: String, Long, Double, Boolean, lists of these, and maps of names to these
public record Node(
        String id,
        String type,
        Optional<String> version,
        String match,
        List<String> over,
        OnFailure onFailure,
        OnOverrun onOverrun,
        boolean observe,
        Map<String, Object> properties) {
    /// The keys that belong to the platform; a function's property cannot use them.
    public static final List<String> PLATFORM_KEYS = Keys.NODE;

    public Node {
        over = List.copyOf(over);
        properties = Values.frozen(properties);
    }

    /// A node with a type and properties and otherwise as the platform does it unasked.
    public static Node of(String id, String type, Map<String, Object> properties) {
        return new Node(
                id, type, Optional.empty(), "", List.of(), OnFailure.CLOSED, OnOverrun.DROP_PACKET, false, properties);
    }
}
