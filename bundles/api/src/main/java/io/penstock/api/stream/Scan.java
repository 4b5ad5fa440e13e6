// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.stream;

import org.jspecify.annotations.Nullable;

/// A search through one window, see [WordSet#scan]. Valid as long as the window.
public final class Scan {
    private @Nullable WordTable table;
    private @Nullable Window window;
    private int next;
    private int start;
    private int length;
    private int word;
    private boolean partial;

    Scan() {}

    Scan begin(WordTable searched, Window data) {
        table = searched;
        window = data;
        next = 0;
        return this;
    }

    /// Goes to what is found next.
    ///
    /// @return whether there is any: a word, or as the last one the beginning of a word that the window's
    ///     end cuts off
    public boolean next() {
        WordTable words = table;
        Window data = window;
        if (words == null || data == null) {
            return false;
        }
        word = -1;
        partial = false;
        int state = WordTable.ROOT;
        for (int at = next; at < data.length(); at++) {
            if (state == WordTable.ROOT) {
                at = data.find(words.beginnings(), at);
                if (at == data.length()) {
                    break;
                }
            }
            state = words.step(state, data.u8(at));
            int candidate = at + 1 - words.depth(state);
            if (word >= 0 && candidate > start) {
                return found();
            }
            int ends = words.word(state);
            if (ends >= 0 && (word < 0 || at + 1 - words.length(ends) <= start)) {
                word = ends;
                length = words.length(ends);
                start = at + 1 - length;
            }
            if (word >= 0 && words.isLeaf(state)) {
                return found();
            }
        }
        return atEnd(data, words.depth(state));
    }

    /// What the end of the window leaves open is a beginning, unless nothing can follow.
    private boolean atEnd(Window data, int depth) {
        if (depth > 0 && !data.isLast()) {
            partial = true;
            word = -1;
            start = data.length() - depth;
            length = depth;
            next = data.length();
            return true;
        }
        if (word >= 0) {
            return found();
        }
        next = data.length();
        return false;
    }

    private boolean found() {
        next = start + length;
        return true;
    }

    /// Where it begins in the window.
    public int start() {
        return start;
    }

    /// How long it is; of a beginning, as far as the window goes.
    public int length() {
        return length;
    }

    /// Which word it is, by its place in the set; -1 for a beginning.
    public int word() {
        return word;
    }

    /// Whether it may become a word, or a longer one, when more bytes have come. Never at the end of a
    /// stream.
    public boolean isPartial() {
        return partial;
    }
}
