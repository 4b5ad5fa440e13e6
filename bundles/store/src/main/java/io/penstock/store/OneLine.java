// SPDX-License-Identifier: Apache-2.0
package io.penstock.store;

import io.penstock.api.Problem;
import io.penstock.api.Refused;

/// Failures in one line.
final class OneLine {
    private OneLine() {}

    /// What the innermost cause says.
    static String of(Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null || message.isBlank()
                ? cause.getClass().getSimpleName()
                : message.lines().findFirst().orElse(message);
    }

    static Refused refused(String file, String what, String mend) {
        return new Refused(new Problem(Problem.Severity.ERROR, file, 0, 0, "", what, mend));
    }
}
