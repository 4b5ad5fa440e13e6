// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.stream;

import java.util.Arrays;
import java.util.List;

/// The automaton of a [WordSet]: for each state and class of octets the state that follows. Octets that no
/// word holds share class 0, so that the table stays small.
final class WordTable {
    static final int ROOT = 0;

    /// Cells of the table; at four bytes each, 64 MB.
    private static final long LIMIT = 1 << 24;

    private final byte[] classes = new byte[256];
    private final int width;
    private final int[] follow;
    private final int[] depths;
    private final int[] words;
    private final boolean[] inner;
    private final int[] lengths;
    private final Beginnings beginnings;
    private int states = 1;

    static WordTable of(List<byte[]> words) {
        if (words.isEmpty() || words.stream().anyMatch(word -> word.length == 0)) {
            throw new IllegalArgumentException("an empty word is found everywhere: give at least one octet a word");
        }
        return new WordTable(words);
    }

    private WordTable(List<byte[]> list) {
        width = classify(list);
        int most = 1 + list.stream().mapToInt(word -> word.length).sum();
        if ((long) most * width > LIMIT) {
            throw new IllegalArgumentException("these words need a table of " + (long) most * width * 4 / 1_000_000
                    + " MB, more than 64: give fewer or shorter ones");
        }
        follow = new int[most * width];
        depths = new int[most];
        words = new int[most];
        inner = new boolean[most];
        lengths = list.stream().mapToInt(word -> word.length).toArray();
        Arrays.fill(words, -1);
        for (int i = 0; i < lengths.length; i++) {
            plant(list.get(i), i);
        }
        link();
        beginnings = new Beginnings(list);
    }

    /// Finds where a word may begin.
    Beginnings beginnings() {
        return beginnings;
    }

    int step(int state, int octet) {
        return follow[state * width + (classes[octet] & 0xff)];
    }

    /// How many of the last octets are the beginning of a word.
    int depth(int state) {
        return depths[state];
    }

    /// The longest word that ends here, or -1.
    int word(int state) {
        return words[state];
    }

    int length(int word) {
        return lengths[word];
    }

    /// Whether no word goes on from here.
    boolean isLeaf(int state) {
        return !inner[state];
    }

    private int classify(List<byte[]> list) {
        int next = 1;
        for (byte[] word : list) {
            for (byte octet : word) {
                // All 256 octets in use leave none for class 0, which then none needs.
                if (classes[octet & 0xff] == 0 && next < 256) {
                    classes[octet & 0xff] = (byte) next++;
                }
            }
        }
        return next;
    }

    private void plant(byte[] word, int index) {
        int state = ROOT;
        for (byte octet : word) {
            int cell = state * width + (classes[octet & 0xff] & 0xff);
            inner[state] = true;
            if (follow[cell] == 0) {
                depths[states] = depths[state] + 1;
                follow[cell] = states++;
            }
            state = follow[cell];
        }
        if (words[state] < 0) {
            words[state] = index;
        }
    }

    /// Breadth first, each state takes over what its longest proper suffix would do where it has nothing
    /// itself.
    private void link() {
        int[] suffix = new int[states];
        int[] queue = new int[states];
        int tail = 1;
        for (int head = 0; head < tail; head++) {
            int state = queue[head];
            for (int column = 0; column < width; column++) {
                int cell = state * width + column;
                int other = state == ROOT ? ROOT : follow[suffix[state] * width + column];
                int child = follow[cell];
                if (child == 0) {
                    follow[cell] = other;
                    continue;
                }
                suffix[child] = other;
                if (words[child] < 0) {
                    words[child] = words[other];
                }
                queue[tail++] = child;
            }
        }
    }
}
