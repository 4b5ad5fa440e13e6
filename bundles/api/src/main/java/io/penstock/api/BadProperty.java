// SPDX-License-Identifier: Apache-2.0
package io.penstock.api;

/// A property of a node that its function cannot accept, thrown from the function's constructor.
///
/// The platform turns it into one line: the chain file with line and column, what is wrong, and how to mend it.
public final class BadProperty extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String property;
    private final int item;
    private final int column;
    private final String what;
    private final String mend;

    /// @param property the property's name
    /// @param item index into a list property, 0 for a single value
    /// @param column where in the value, from 0
    /// @param what what is wrong, without a full stop
    /// @param mend how to mend it, without a full stop
    public BadProperty(String property, int item, int column, String what, String mend) {
        super(property + "[" + item + "]:" + column + ": " + what + "; " + mend);
        this.property = property;
        this.item = item;
        this.column = column;
        this.what = what;
        this.mend = mend;
    }

    public String property() {
        return property;
    }

    public int item() {
        return item;
    }

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
