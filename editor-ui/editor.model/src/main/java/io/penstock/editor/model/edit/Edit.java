// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.edit;

import io.penstock.api.Refused;

/// One command: a name for the menu and what it does to the drawing.
///
/// @param name such as `Add firewall`
/// @param gesture edits in a row with the same gesture are one step for undo; empty where each is its own
/// @param change from one drawing to the next
public record Edit(String name, String gesture, Change change) {
    /// What a command does.
    @FunctionalInterface
    public interface Change {
        /// @throws Refused with the reason in one sentence; nothing is changed then
        Drawing apply(Drawing drawing) throws Refused;
    }

    /// A command that is a step of its own.
    public static Edit of(String name, Change change) {
        return new Edit(name, "", change);
    }

    /// The same as a part of a gesture, such as one motion of a drag or one letter typed.
    public Edit in(String gestureName) {
        return new Edit(name, gestureName, change);
    }
}
