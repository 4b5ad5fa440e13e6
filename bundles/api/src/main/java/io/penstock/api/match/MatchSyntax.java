// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.match;

/// A text that is no match, or one that is not supported: where, what, and how to mend it, in one line.
public final class MatchSyntax extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int column;
    private final String what;
    private final String mend;

    /// @param column where in the text, from 0
    /// @param what what is wrong, without a full stop
    /// @param mend how to mend it, without a full stop
    public MatchSyntax(int column, String what, String mend) {
        super("column " + (column + 1) + ": " + what + "; " + mend);
        this.column = column;
        this.what = what;
        this.mend = mend;
    }

    /// Where in the text, from 0 (the message counts from 1, as people do).
    public int column() {
        return column;
    }

    public String what() {
        return what;
    }

    public String mend() {
        return mend;
    }
}
