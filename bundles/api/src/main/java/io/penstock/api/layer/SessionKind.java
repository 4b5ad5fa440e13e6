// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.layer;

import io.penstock.api.Packet;
import java.util.List;

/// What a session of a layer is: its states and their idle times, and how a packet moves it from one to the next.
///
/// @param name for people, such as `tcp`
/// @param idleMillis how long a session may be idle at level off, where no state is kept
/// @param states at level track and above; the first is that of a new session, before its first packet is tracked
/// @param tracker moves from state to state
public record SessionKind(String name, long idleMillis, List<State> states, Tracker tracker) {
    /// @param name for people
    /// @param idleMillis how long a session may be idle in it
    /// @param counts whether a session in it is in use; others are given up first when the store is full
    public record State(String name, long idleMillis, boolean counts) {}

    public SessionKind {
        states = List.copyOf(states);
        if (states.isEmpty() || states.size() > 64 || idleMillis <= 0) {
            throw new IllegalArgumentException(name + ": 1 to 64 states and a positive idle time are needed");
        }
    }

    /// A pure transition function.
    @FunctionalInterface
    public interface Tracker {
        /// @param state index of the state before
        /// @param packet the packet
        /// @param at where the layer's header begins
        /// @param fromOpener whether it goes the way of the session's first packet
        /// @return index of the state after, or -1 where the packet is not possible and is dropped as
        ///     `bad-state`
        int next(int state, Packet packet, int at, boolean fromOpener);
    }

    /// A kind without states: one idle time at every level.
    public static SessionKind idle(String name, long idleMillis) {
        return new SessionKind(
                name,
                idleMillis,
                List.of(new State("open", idleMillis, true)),
                (state, packet, at, fromOpener) -> state);
    }
}
