// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.port;

/// A port that cannot be opened or closed cleanly. The message is one line: what, where, how to mend.
public final class PortRefused extends Exception {
    private static final long serialVersionUID = 1L;

    public PortRefused(String message) {
        super(message);
    }
}
