// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.scene;

/// The signs that a picture can show. Which one a function gets follows from the shape of its properties, so that a
/// new function needs no change here.
public enum Icon {
    /// Traffic parts: several outputs.
    SPLIT,
    /// A list is worked through: rules, words, addresses.
    RULES,
    /// Numbers and switches are set.
    SLIDERS,
    /// A single text is set.
    TAG,
    /// Nothing is set: it watches what goes by.
    PULSE,
    /// Where packets enter and leave.
    PORT,
    /// Verdicts are counted and not carried out.
    EYE,
    /// A policy that differs from the usual one.
    SHIELD,
    /// Something is missing.
    ALERT,
    /// Yes.
    CHECK,
    /// No, or an end.
    CROSS,
    /// Something is added.
    PLUS
}
