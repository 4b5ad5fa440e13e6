// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports.capture;

/// A capture that cannot be opened, or not be written to its end. The message is one line: what, where, how to mend.
public final class CaptureRefused extends Exception {
    private static final long serialVersionUID = 1L;

    public CaptureRefused(String message) {
        super(OneLine.of(message));
    }

    CaptureRefused(String message, Throwable cause) {
        super(OneLine.of(message), cause);
    }
}
