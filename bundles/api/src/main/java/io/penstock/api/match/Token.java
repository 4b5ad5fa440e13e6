// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.match;

/// A piece of a match's text: a word (names, numbers, addresses), a sign, or the end.
record Token(Kind kind, String text, int column) {
    enum Kind {
        WORD,
        SIGN,
        END
    }

    boolean is(String other) {
        return kind != Kind.END && text.equals(other);
    }

    boolean isWord() {
        return kind == Kind.WORD;
    }

    boolean isNot() {
        return is("not") || is("!");
    }

    boolean isAnd() {
        return is("and") || is("&&");
    }

    boolean isOr() {
        return is("or") || is("||");
    }

    boolean isRelation() {
        return kind == Kind.SIGN
                && switch (text) {
                    case "<", "<=", ">", ">=", "=", "==", "!=" -> true;
                    default -> false;
                };
    }

    /// Whether it can only follow a number or a value read from a packet. A slash is left out: it also parts an address
    /// from the length of its prefix.
    boolean followsValue() {
        return isRelation()
                || kind == Kind.SIGN
                        && switch (text) {
                            case "&", "|", "^", "<<", ">>", "+", "-", "*", "%" -> true;
                            default -> false;
                        };
    }

    /// What a message calls it.
    String shown() {
        return kind == Kind.END ? "the end" : quoted(text);
    }

    /// A piece of a stranger's text, shortened, with nothing in it that a terminal would obey.
    static String quoted(String text) {
        String piece = text.length() > 40 ? text.substring(0, 40) + "..." : text;
        StringBuilder quoted = new StringBuilder("\"");
        piece.chars().forEach(c -> quoted.append(c < 0x20 || c > 0x7e ? '?' : (char) c));
        return quoted.append('"').toString();
    }
}
