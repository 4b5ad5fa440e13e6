// SPDX-License-Identifier: Apache-2.0
package io.penstock.api;

/// The side of a chain: clients stand left, servers right.
public enum Side {
    CLIENT,
    SERVER;

    /// The side across the chain.
    public Side opposite() {
        return this == CLIENT ? SERVER : CLIENT;
    }
}
