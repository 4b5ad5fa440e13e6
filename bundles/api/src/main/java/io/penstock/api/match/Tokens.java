// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.match;

import io.penstock.api.match.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/// The tokens of a text with a cursor; written by hand, so that its time is linear in the text whatever stands there.
///
/// Between brackets a colon parts offset from size; elsewhere it belongs to addresses.
final class Tokens {
    private static final List<String> SIGNS = List.of("&&", "||", "<=", ">=", "==", "!=", "<<", ">>");

    private final List<Token> tokens;
    private final int[] partner;
    private int at;

    private Tokens(List<Token> tokens, int[] partner) {
        this.tokens = tokens;
        this.partner = partner;
    }

    static Tokens of(String text) {
        List<Token> tokens = new ArrayList<>();
        boolean brackets = false;
        int start = 0;
        while (start < text.length()) {
            char first = text.charAt(start);
            if (isBlank(first)) {
                start++;
                continue;
            }
            int end = wordEnd(text, start, brackets);
            Kind kind = end > start ? Kind.WORD : Kind.SIGN;
            if (kind == Kind.SIGN) {
                end = signEnd(text, start);
                brackets = first == '[' || first != ']' && brackets;
            }
            tokens.add(new Token(kind, text.substring(start, end), start));
            start = end;
        }
        tokens.add(new Token(Kind.END, "", text.length()));
        return new Tokens(List.copyOf(tokens), partners(tokens));
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static int wordEnd(String text, int start, boolean brackets) {
        char first = text.charAt(start);
        boolean name = isLetter(first);
        if (first == '-') {
            return start;
        }
        int end = start;
        if (first == '\\' && !brackets) {
            end++;
        }
        while (end < text.length() && inWord(text.charAt(end), brackets, name)) {
            end++;
        }
        return end;
    }

    private static boolean inWord(char c, boolean brackets, boolean name) {
        if (isLetter(c) || c >= '0' && c <= '9' || c == '_') {
            return true;
        }
        return brackets ? c == '-' && name : c == '-' || c == '.' || c == ':';
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static int signEnd(String text, int start) {
        if (SIGNS.stream().anyMatch(sign -> text.startsWith(sign, start))) {
            return start + 2;
        }
        char sign = text.charAt(start);
        if ("()[]!<>=&|^+-*/%:".indexOf(sign) < 0) {
            String shown = sign > 0x20 && sign < 0x7f ? "\"" + sign + "\"" : String.format("U+%04X", (int) sign);
            throw new MatchSyntax(start, "the character " + shown + " has no meaning here", "remove it");
        }
        return start + 1;
    }

    private static int[] partners(List<Token> tokens) {
        int[] partner = new int[tokens.size()];
        Arrays.fill(partner, -1);
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).is("(")) {
                open.push(i);
            } else if (tokens.get(i).is(")")) {
                if (open.isEmpty()) {
                    throw new MatchSyntax(
                            tokens.get(i).column(),
                            "this parenthesis was never opened",
                            "remove it, or open it before");
                }
                partner[open.pop()] = i;
            }
        }
        if (!open.isEmpty()) {
            throw new MatchSyntax(tokens.get(open.pop()).column(), "this parenthesis is never closed", "add \")\"");
        }
        return partner;
    }

    Token peek() {
        return peek(0);
    }

    Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    Token next() {
        Token token = peek();
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    boolean take(String text) {
        boolean here = peek().is(text);
        if (here) {
            next();
        }
        return here;
    }

    void expect(String text, String mend) {
        Token token = peek();
        if (!take(text)) {
            throw new MatchSyntax(token.column(), token.shown() + " stands where \"" + text + "\" should", mend);
        }
    }

    /// How far ahead of the cursor the partner of the opening parenthesis at `ahead` stands.
    int closing(int ahead) {
        return partner[at + ahead] - at;
    }
}
