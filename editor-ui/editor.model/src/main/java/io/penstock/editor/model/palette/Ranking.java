// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.palette;

import java.util.List;
import java.util.Locale;

/// How well an entry answers a word: less is better.
final class Ranking {
    static final int NOWHERE = 100;

    private Ranking() {}

    static int of(Palette.Entry entry, String word) {
        int name = in(entry.name(), word, 0);
        int type = in(entry.type(), word, 1);
        int best = Math.min(name, type);
        for (String tag : entry.tags()) {
            best = Math.min(best, in(tag, word, 10));
        }
        if (entry.description().toLowerCase(Locale.ROOT).contains(word)) {
            best = Math.min(best, 30);
        }
        return Math.min(best, letters(entry.name(), word) ? 40 : NOWHERE);
    }

    private static int in(String text, String word, int base) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals(word)) {
            return base;
        }
        if (lower.startsWith(word)) {
            return base + 2;
        }
        boolean begins = List.of(lower.split("[^a-z0-9]+", -1)).stream().anyMatch(part -> part.startsWith(word));
        if (begins) {
            return base + 4;
        }
        return lower.contains(word) ? base + 6 : NOWHERE;
    }

    /// Whether the word's letters come one after the other, such as `fw` in `firewall`.
    private static boolean letters(String text, String word) {
        String lower = text.toLowerCase(Locale.ROOT);
        int at = -1;
        for (int i = 0; i < word.length(); i++) {
            at = lower.indexOf(word.charAt(i), at + 1);
            if (at < 0 || i == 0 && at != 0) {
                return false;
            }
        }
        return !word.isEmpty();
    }
}
