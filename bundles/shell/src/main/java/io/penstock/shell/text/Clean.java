// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.text;

/// Makes text from packets, bundles and files fit for a terminal: it can neither move the cursor nor hide itself.
public final class Clean {
    private Clean() {}

    /// The text with control and formatting characters written as `\x1b` or `\u202e`.
    public static String line(String text) {
        if (text.codePoints().noneMatch(Clean::isUnfit)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> append(clean, point));
        return clean.toString();
    }

    private static void append(StringBuilder clean, int point) {
        if (!isUnfit(point)) {
            clean.appendCodePoint(point);
        } else if (point < 0x100) {
            clean.append(String.format("\\x%02x", point));
        } else {
            clean.append(String.format("\\u%04x", point));
        }
    }

    private static boolean isUnfit(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
