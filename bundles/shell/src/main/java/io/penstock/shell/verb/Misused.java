// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.Problem;

/// What a person typed is not understood, for a reason that picocli does not know: ends with [Verbs#MISUSED].
final class Misused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    Misused(String what, String mend) {
        super(what);
        problem = Problem.error(what, mend);
    }

    Problem problem() {
        return problem;
    }
}
