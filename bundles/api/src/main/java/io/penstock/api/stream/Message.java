// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.stream;

import io.penstock.api.Side;

/// What a protocol knows of a message before its content: each layer that has messages brings a type of its own, which
/// a function asks for by `instanceof`.
///
/// A function is handed it during one call and must not keep it.
public interface Message {
    /// The side that sent it.
    Side from();

    /// Whether the function has asked for a change.
    boolean isChanged();

    /// Forgets the changes.
    void forget();
}
