// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import java.util.Locale;
import java.util.regex.Pattern;

/// How a text is written so that every YAML reader, old or new, reads the same text.
final class Quoting {
    private static final int SHOWN = 60;

    /// Plain in block and in flow style: starts harmlessly, has no flow punctuation, quotes or control characters.
    private static final Pattern HARMLESS = Pattern.compile(
            "[\\p{L}\\p{N}_./(^$+~;<=][^,\\[\\]{}\\p{Cntrl}\\p{Cs}\\p{Cn}" + "\\p{Co}\\p{Cf}\\p{Zl}\\p{Zp}\"'`]*");

    /// Words that are no text, or were none for readers of YAML 1.1.
    private static final Pattern WORD = Pattern.compile("~|=|<<|null|true|false|yes|no|on|off");

    /// Whatever some reader of YAML takes for a number or a date.
    private static final Pattern NUMBER = Pattern.compile("[-+]?(0x[0-9a-f_]+|0o[0-7_]+|0b[01_]+"
            + "|[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?"
            + "|(\\.[0-9]+|[0-9][0-9_]*(\\.[0-9_]*)?)(e[-+]?[0-9]+)?|\\.inf|\\.nan)"
            + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*");

    private Quoting() {}

    /// Whether a text can stand without quotes anywhere and is text for every reader.
    static boolean isPlain(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return HARMLESS.matcher(text).matches()
                && !text.endsWith(" ")
                && !text.endsWith(":")
                && !text.contains(": ")
                && !text.contains(" #")
                && !WORD.matcher(lower).matches()
                && !NUMBER.matcher(lower).matches();
    }

    /// The text, with double quotes where it needs them.
    static String text(String text) {
        return isPlain(text) ? text : quoted(text);
    }

    static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(point -> {
            switch (point) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> appendVisible(out, point);
            }
        });
        return out.append('"').toString();
    }

    private static void appendVisible(StringBuilder out, int point) {
        if (isVisible(point)) {
            out.appendCodePoint(point);
        } else if (point > 0xffff) {
            out.append(String.format("\\U%08x", point));
        } else {
            out.append(String.format("\\u%04x", point));
        }
    }

    private static boolean isVisible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /// Whether a text can be shown as it is, without any escape.
    static boolean isClean(String text) {
        return text.codePoints().allMatch(Quoting::isVisible);
    }

    /// A text from a file as a message may show it: short, and without anything that a terminal would obey.
    static String shown(String text) {
        int points = text.codePointCount(0, text.length());
        return points <= SHOWN
                ? shownWhole(text)
                : shownWhole(text.substring(0, text.offsetByCodePoints(0, SHOWN))) + "...";
    }

    /// The same at full length.
    static String shownWhole(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(point -> out.appendCodePoint(isVisible(point) ? point : '?'));
        return out.toString();
    }
}
