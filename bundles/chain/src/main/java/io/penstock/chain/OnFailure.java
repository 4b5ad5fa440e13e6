// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

/// What becomes of a node's packets when its function is broken.
public enum OnFailure {
    /// They are dropped.
    CLOSED("closed"),
    /// They go on as if the node were not there.
    OPEN("open");

    private final String text;

    OnFailure(String text) {
        this.text = text;
    }

    /// As it is written in a chain.
    public String text() {
        return text;
    }
}
