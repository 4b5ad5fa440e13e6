// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.form;

import io.penstock.api.Syntax;
import io.penstock.api.control.FunctionInfo.Property;
import io.penstock.api.match.MatchCompletion;
import java.util.ArrayList;
import java.util.List;

/// Words that may be written next.
///
/// @param from where the word begins that is being written, in the text
/// @param words whole words that may stand there
public record Completion(int from, List<String> words) {
    public Completion {
        words = List.copyOf(words);
    }

    /// What may be written at a place of a text.
    ///
    /// @param caret from 0
    public static Completion of(Property property, String text, int caret) {
        String before = text.substring(0, Math.clamp(caret, 0, text.length()));
        int from = wordStart(before);
        String begun = before.substring(from);
        List<String> words = words(property, before.substring(0, from)).stream()
                .filter(word -> word.startsWith(begun))
                .toList();
        // Who has written a whole word is not held up by longer ones.
        return new Completion(from, words.contains(begun) ? List.of() : words);
    }

    private static int wordStart(String text) {
        int at = text.length();
        while (at > 0 && (Character.isLetterOrDigit(text.charAt(at - 1)) || text.charAt(at - 1) == '-')) {
            at--;
        }
        return at;
    }

    private static List<String> words(Property property, String before) {
        if (property.syntax() == Syntax.Kind.MATCH) {
            return MatchCompletion.after(before);
        }
        if (property.syntax() != Syntax.Kind.RULE) {
            return property.options();
        }
        if (before.isBlank()) {
            return Texts.first(property.words());
        }
        int start = Texts.matchStart(property.words(), before);
        String match = before.substring(start);
        if (!match.isBlank()) {
            return MatchCompletion.after(match);
        }
        List<String> words = new ArrayList<>(property.words().stream()
                .filter(word -> word.contains(" ") && !before.contains(word))
                .toList());
        words.addAll(MatchCompletion.after(""));
        return words;
    }
}
