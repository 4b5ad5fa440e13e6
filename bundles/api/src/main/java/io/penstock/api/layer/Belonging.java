// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.layer;

/// Whose session a packet belongs to.
public enum Belonging {
    /// The session of its own key.
    KEYED,
    /// No session: the frame crosses untouched unless a rule names it.
    NONE,
    /// The session of the packet whose first bytes it carries, the other way round, and without refreshing it;
    /// where there is none, that of its own key.
    QUOTED
}
