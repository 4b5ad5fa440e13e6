// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.control;

import java.util.List;

/// What became of one packet, step by step.
///
/// @param packet the packet in words
/// @param steps in the order in which they happened
/// @param passed whether it left
/// @param port the port it left by; empty where it was dropped
/// @param node the node that dropped it; empty where it left or was dropped before any node
/// @param reason the drop's reason; empty where it left
/// @param rule what decided, in the function's words; may be empty
public record Why(
        String packet, List<Step> steps, boolean passed, String port, String node, String reason, String rule) {

    /// @param place `port lan`, `parse`, `session`, `classifier`, `node fw`
    /// @param what happened, in words
    /// @param verdict `pass`, `drop (reason)`, or empty where nothing was decided
    public record Step(String place, String what, String verdict) {}
}
