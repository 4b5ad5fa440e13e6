// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

/// What becomes of packets when a node or layer reaches a limit.
public enum OnOverrun {
    PASS_PACKET("pass-packet"),
    DROP_PACKET("drop-packet"),
    DROP_FLOW("drop-flow"),
    RESET_FLOW("reset-flow");

    private final String text;

    OnOverrun(String text) {
        this.text = text;
    }

    /// As it is written in a chain.
    public String text() {
        return text;
    }
}
