// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.remote;

import io.penstock.api.Problem;

/// The connection to a dataplane broke while something was asked of it.
public final class ControlLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ControlLost(Problem problem) {
        super(problem.what());
        this.problem = problem;
    }

    /// What happened, for a person.
    public Problem problem() {
        return problem;
    }
}
