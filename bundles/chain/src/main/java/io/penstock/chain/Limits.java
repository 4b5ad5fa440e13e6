// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

/// How much a chain may be.
final class Limits {
    /// Bytes of a file, code units of a text.
    static final int TEXT = 1 << 20;

    /// Collections inside each other.
    static final int DEPTH = 20;

    /// Ports, nodes and wires, each.
    static final int ELEMENTS = 10_000;

    /// Workers of a chain.
    static final int WORKERS = 64;

    /// Problems told of one document.
    static final int PROBLEMS = 100;

    private Limits() {}
}
