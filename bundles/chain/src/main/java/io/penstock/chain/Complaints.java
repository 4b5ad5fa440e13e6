// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import io.penstock.api.Problem;
import io.penstock.api.Problem.Severity;
import io.penstock.api.Refused;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/// Gathers what is wrong with one document, so that its author hears of everything at once.
final class Complaints {
    private final Source source;
    private final boolean unfinished;
    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private int untold;
    private boolean unreadable;

    Complaints(Source source) {
        this(source, false);
    }

    /// @param unfinished whether a person is still drawing, so that it goes without saying what is not there yet
    Complaints(Source source, boolean unfinished) {
        this.source = source;
        this.unfinished = unfinished;
    }

    void error(int offset, String element, String what, String mend) {
        error(offset, element, what, () -> mend);
    }

    /// The same with advice that is costly to find.
    void error(int offset, String element, String what, Supplier<String> mend) {
        unreadable = true;
        add(errors, Severity.ERROR, offset, element, what, mend);
    }

    /// An error of a drawing that is not finished; all that is there can be read.
    void gap(int offset, String element, String what, Supplier<String> mend) {
        add(errors, Severity.ERROR, offset, element, what, mend);
    }

    /// A section that is missing or empty.
    void absent(int offset, String what, String mend) {
        if (!unfinished) {
            gap(offset, "", what, () -> mend);
        }
    }

    void warning(int offset, String element, String what, String mend) {
        add(warnings, Severity.WARNING, offset, element, what, () -> mend);
    }

    private void add(
            List<Problem> list, Severity severity, int offset, String element, String what, Supplier<String> mend) {
        if (list.size() >= Limits.PROBLEMS) {
            untold++;
            return;
        }
        Place place = source.place(offset);
        list.add(new Problem(
                severity, source.file(), place.line(), place.column(), Quoting.shown(element), what, mend.get()));
    }

    void add(int offset, Finding finding) {
        if (finding.severity() == Severity.ERROR) {
            gap(offset, finding.element(), finding.what(), finding::mend);
        } else {
            warning(offset, finding.element(), finding.what(), finding.mend());
        }
    }

    Source source() {
        return source;
    }

    boolean hasErrors() {
        return !errors.isEmpty();
    }

    /// @throws Refused when there was an error
    void refuseIfAny() throws Refused {
        if (hasErrors()) {
            throw refusal();
        }
    }

    /// @throws Refused when there was an error that is more than a gap
    void refuseIfUnreadable() throws Refused {
        if (unreadable) {
            throw refusal();
        }
    }

    /// Errors in the order of the text, then warnings.
    List<Problem> all() {
        return refusal().problems();
    }

    /// Errors in the order of the text, then warnings.
    Refused refusal() {
        List<Problem> all = new ArrayList<>(errors);
        all.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
        if (untold > 0) {
            String what = untold + " more problems are not listed";
            all.add(new Problem(Severity.ERROR, source.file(), 0, 0, "", what, "mend these first"));
        }
        all.addAll(warnings);
        return new Refused(all);
    }
}
