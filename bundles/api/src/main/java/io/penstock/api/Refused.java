// SPDX-License-Identifier: Apache-2.0
package io.penstock.api;

import java.util.List;

/// The answer to a request that cannot be carried out: one or more problems, and nothing was changed.
public final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public Refused(List<Problem> problems) {
        super(problems.isEmpty() ? "refused" : problems.getFirst().oneLine());
        this.problems = List.copyOf(problems);
    }

    public Refused(Problem problem) {
        this(List.of(problem));
    }

    public List<Problem> problems() {
        return problems;
    }
}
