// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.remote;

import io.penstock.api.Problem;

/// The connection to a dataplane broke while something was asked of it.
public final class ControlLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String mend;

    ControlLost(String what, String mend) {
        super(what);
        this.mend = mend;
    }

    /// What happened, for a person.
    public Problem problem() {
        String what = getMessage();
        return Problem.error(what == null ? "the connection broke" : what, mend);
    }
}
