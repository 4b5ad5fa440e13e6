// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import java.util.Arrays;

/// Finds where in the text a character of a scalar's value stands, through quotes, escapes and folded lines.
final class Locator {
    private final Source source;
    private final Tree.Scalar scalar;
    private final int end;
    private int at;
    private int done;

    /// Up to here there are only blanks of one line, so that a long run of them is looked through once.
    private int blanksEnd;

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

    /// The same for many indexes in rising order, in one walk; all at the start where the text is a block.
    static int[] locateAll(Source source, Tree.Scalar scalar, int[] indexes) {
        int[] offsets = new int[indexes.length];
        Arrays.fill(offsets, scalar.start());
        if (scalar.style().isBlock()) {
            return offsets;
        }
        Locator locator = new Locator(source, scalar);
        locator.at = scalar.style() == Tree.Style.PLAIN ? scalar.start() : scalar.start() + 1;
        int points = 0;
        int counted = 0;
        for (int i = 0; i < indexes.length; i++) {
            points += scalar.value().codePointCount(counted, indexes[i]);
            counted = indexes[i];
            offsets[i] = locator.walkTo(points);
        }
        return offsets;
    }

    private int walk(int start, int points) {
        at = start;
        done = 0;
        return walkTo(points);
    }

    private int walkTo(int points) {
        while (done < points && at < end) {
            int next = next(at);
            done += produced(at, next);
            at = next;
        }
        return Math.min(at, end);
    }

    /// Where the unit ends that begins here: a run of white space over line ends, an escape, or one code point.
    private int next(int from) {
        int point = source.at(from);
        if (isWhite(point)) {
            return afterWhite(from);
        }
        if (scalar.style() == Tree.Style.DOUBLE_QUOTED && point == '\\') {
            return from + escapeLength(from);
        }
        boolean twice = scalar.style() == Tree.Style.SINGLE_QUOTED && point == '\'';
        return twice ? from + 2 : from + 1;
    }

    private int afterWhite(int from) {
        if (from < blanksEnd) {
            return from + 1;
        }
        int run = from;
        while (run < end && isWhite(source.at(run))) {
            run++;
        }
        if (feeds(from, run) > 0) {
            return run;
        }
        blanksEnd = run;
        return from + 1;
    }

    /// A line end becomes a space, further ones stay (YAML 1.2.2 section 6.5).
    private int produced(int from, int next) {
        int feeds = feeds(from, next);
        boolean continued = source.at(from) == '\\' && feeds > 0;
        return continued ? feeds - 1 : Math.max(1, feeds - 1);
    }

    private int escapeLength(int from) {
        return switch (source.at(from + 1)) {
            case 'x' -> 4;
            case 'u' -> 6;
            case 'U' -> 10;
            case '\n' -> afterWhite(from + 1) - from;
            default -> 2;
        };
    }

    private int feeds(int from, int to) {
        int feeds = 0;
        for (int i = from; i < to; i++) {
            feeds += source.at(i) == '\n' ? 1 : 0;
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
        int start = source.lineStart(firstLine);
        while (start < end && source.at(start) == '\n') {
            start++;
        }
        int indent = 0;
        while (source.at(start + indent) == ' ') {
            indent++;
        }
        return indent;
    }
}
