// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

/// Listens to what becomes of one packet.
public interface Trace {
    /// @param place `port lan`, `parse`, `session`, `node fw`
    /// @param what happened, in words
    /// @param verdict what was decided; empty where nothing was
    void step(String place, String what, String verdict);

    /// The packet goes no further.
    ///
    /// @param node where; empty where before any node
    /// @param detail what decided, in the function's words
    void dropped(String node, String reason, String detail);

    /// The packet leaves.
    void left(String port);
}
