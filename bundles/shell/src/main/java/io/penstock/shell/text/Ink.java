// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.text;

/// What a piece of text is, which a terminal may show by its colour. No meaning hangs on the colour alone.
public enum Ink {
    PLAIN(""),
    HEADING("1"),
    QUIET("2"),
    GOOD("32"),
    BAD("31"),
    WARNING("33"),
    NAME("36");

    private final String code;

    Ink(String code) {
        this.code = code;
    }

    /// The text in this ink, or as it is.
    public String on(String text, boolean colours) {
        return !colours || code.isEmpty() || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
