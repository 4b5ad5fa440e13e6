// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

/// A wire from an output to an input.
///
/// @param from where it begins, on the client side of it
/// @param to where it ends
public record Wire(End from, End to) {
    /// `cls.web -> fw`, as it is written in a chain.
    public String text() {
        return from.text() + " -> " + to.text();
    }
}
