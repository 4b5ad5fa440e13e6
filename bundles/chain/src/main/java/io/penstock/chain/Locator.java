// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

/// Finds where in the text a character of a scalar's value stands, through quotes, escapes and folded lines.
final class Locator {
    private final Source source;
    private final Tree.Scalar scalar;
    private final int end;

    private Locator(Source source, Tree.Scalar scalar) {
        this.source = source;
        this.scalar = scalar;
        boolean quoted = scalar.style() == Tree.Style.SINGLE_QUOTED || scalar.style() == Tree.Style.DOUBLE_QUOTED;
        this.end = quoted ? scalar.end() - 1 : scalar.end();
    }

    /// @param index into the value, in characters from 0; past its end means its end
    /// @return an offset into the source
    static int locate(Source source, Tree.Scalar scalar, int index) {
        String value = scalar.value();
        int points = value.codePointCount(0, Math.clamp(index, 0, value.length()));
        Locator locator = new Locator(source, scalar);
        return switch (scalar.style()) {
            case PLAIN -> locator.walk(scalar.start(), points);
            case SINGLE_QUOTED, DOUBLE_QUOTED -> locator.walk(scalar.start() + 1, points);
            case LITERAL, FOLDED -> locator.block(value, points);
        };
    }

    private int walk(int start, int points) {
        int at = start;
        int left = points;
        while (left > 0 && at < end) {
            int next = next(at);
            left -= produced(at, next);
            at = next;
        }
        return Math.min(at, end);
    }

    /// Where the unit ends that begins here: a run of white space over line ends, an escape, or one code point.
    private int next(int at) {
        int point = source.at(at);
        if (isWhite(point)) {
            int run = at;
            while (run < end && isWhite(source.at(run))) {
                run++;
            }
            return feeds(at, run) > 0 ? run : at + 1;
        }
        if (scalar.style() == Tree.Style.DOUBLE_QUOTED && point == '\\') {
            return at + escapeLength(at);
        }
        boolean twice = scalar.style() == Tree.Style.SINGLE_QUOTED && point == '\'';
        return twice ? at + 2 : at + 1;
    }

    /// A line end becomes a space, further ones stay (YAML 1.2.2 section 6.5).
    private int produced(int at, int next) {
        int feeds = feeds(at, next);
        boolean continued = source.at(at) == '\\' && feeds > 0;
        return continued ? feeds - 1 : Math.max(1, feeds - 1);
    }

    private int escapeLength(int at) {
        return switch (source.at(at + 1)) {
            case 'x' -> 4;
            case 'u' -> 6;
            case 'U' -> 10;
            case '\n' -> next(at + 1) - at;
            default -> 2;
        };
    }

    private int feeds(int from, int to) {
        int feeds = 0;
        for (int at = from; at < to; at++) {
            feeds += source.at(at) == '\n' ? 1 : 0;
        }
        return feeds;
    }

    private static boolean isWhite(int point) {
        return point == ' ' || point == '\t' || point == '\n';
    }

    /// Exact for a literal; for a folded one as far as its lines are not folded.
    private int block(String value, int points) {
        int first = source.line(scalar.start()) + 1;
        int chars = value.offsetByCodePoints(0, points);
        String before = value.substring(0, chars);
        int lines = (int) before.chars().filter(c -> c == '\n').count();
        int column = before.codePointCount(before.lastIndexOf('\n') + 1, before.length());
        int start = source.lineStart(first + lines) + indent(first);
        return Math.min(Math.min(start + column, source.lineEnd(start)), source.length());
    }

    private int indent(int firstLine) {
        int at = source.lineStart(firstLine);
        while (at < end && source.at(at) == '\n') {
            at++;
        }
        int indent = 0;
        while (source.at(at + indent) == ' ') {
            indent++;
        }
        return indent;
    }
}
