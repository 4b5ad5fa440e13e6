// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.stream;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Words that are all searched for in one pass over the bytes, however many there are (Aho and Corasick,
/// 1975).
///
/// A search finds the leftmost word, and of those that begin there the longest; what it found does not
/// overlap. One set serves any number of threads.
public final class WordSet {
    private final WordTable table;

    private WordSet(WordTable table) {
        this.table = table;
    }

    /// Words in UTF-8, upper and lower case told apart.
    ///
    /// @throws IllegalArgumentException when there is no word, one is empty, or they need too much memory
    public static WordSet of(String... words) {
        return of(List.of(words));
    }

    /// The same with a list.
    public static WordSet of(List<String> words) {
        return new WordSet(WordTable.of(words.stream()
                .map(word -> word.getBytes(StandardCharsets.UTF_8))
                .toList()));
    }

    /// Starts a search from the window's first byte. A window has one search: a second one forgets the
    /// first.
    public Scan scan(Window data) {
        return data.scan().begin(table, data);
    }
}
