// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.stream;

import io.penstock.api.Bytes;
import java.util.Arrays;

/// The changes that a function asked for in one window, by place. Nothing is allocated once the arrays have
/// grown to what the traffic needs.
final class Edits {
    /// Changes in one window; one more is a fault of the function.
    static final int LIMIT = 1 << 16;

    private int[] places = new int[16];
    private int[] lengths = new int[16];
    private Bytes[] replacements = new Bytes[16];
    private int count;
    private int settled;
    private long growth;

    void clear() {
        if (count > 0) {
            Arrays.fill(replacements, 0, count, Bytes.EMPTY);
        }
        count = 0;
        settled = 0;
        growth = 0;
    }

    /// Lets what was put in so far stay even right where a cut is.
    void settle() {
        settled = count;
    }

    int count() {
        return count;
    }

    int place(int index) {
        return places[index];
    }

    int length(int index) {
        return lengths[index];
    }

    Bytes replacement(int index) {
        return replacements[index];
    }

    /// By how many bytes they lengthen the window; negative where they shorten it.
    long growth() {
        return growth;
    }

    void add(int place, int length, Bytes with) {
        int index = count;
        while (index > 0 && places[index - 1] > place) {
            index--;
        }
        boolean overlapsBefore = index > 0 && places[index - 1] + lengths[index - 1] > place;
        if (overlapsBefore || index < count && place + length > places[index]) {
            throw new IllegalArgumentException("the change of " + length + " bytes at " + place + " overlaps another");
        }
        open(index);
        places[index] = place;
        lengths[index] = length;
        replacements[index] = with;
        growth += (long) with.length() - length;
    }

    /// Forgets changes of bytes from a place on.
    ///
    /// @throws IllegalArgumentException when a change begins before the place and ends behind it
    void cut(int from) {
        while (count > 0 && places[count - 1] >= from && !staysAt(from)) {
            count--;
            growth -= (long) replacements[count].length() - lengths[count];
            replacements[count] = Bytes.EMPTY;
        }
        if (count > 0 && places[count - 1] + lengths[count - 1] > from) {
            throw new IllegalArgumentException("the hold from " + from + " begins inside a change");
        }
    }

    private boolean staysAt(int from) {
        return count <= settled && places[count - 1] == from && lengths[count - 1] == 0;
    }

    private void open(int index) {
        if (count == LIMIT) {
            throw new IllegalStateException("more than " + LIMIT + " changes in one window");
        }
        if (count == places.length) {
            places = Arrays.copyOf(places, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
            replacements = Arrays.copyOf(replacements, count * 2);
        }
        System.arraycopy(places, index, places, index + 1, count - index);
        System.arraycopy(lengths, index, lengths, index + 1, count - index);
        System.arraycopy(replacements, index, replacements, index + 1, count - index);
        count++;
    }
}
