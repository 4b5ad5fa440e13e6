// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.http;

import io.penstock.api.Bytes;
import io.penstock.api.stream.Offer;
import io.penstock.api.stream.Window;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// A message's content as far as one window has it: pieces between which framing may lie.
final class Content {
    private static final Bytes CHUNK_END = Bytes.utf8("\r\n");
    private static final Bytes LAST_CHUNK = Bytes.utf8("0\r\n");

    private int[] from = new int[8];
    private int[] lengths = new int[8];
    private long[] left = new long[8];
    private int count;
    private int total;
    private int start;
    private int stop;
    private byte[] gathered = new byte[0];

    void begin(int place) {
        count = 0;
        total = 0;
        start = place;
        stop = place;
    }

    /// Adds a piece.
    ///
    /// @param before how many octets of its chunk, or of the whole, are left where it begins
    void add(int place, int length, long before) {
        if (length == 0) {
            return;
        }
        if (count == from.length) {
            from = Arrays.copyOf(from, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
            left = Arrays.copyOf(left, count * 2);
        }
        from[count] = place;
        lengths[count] = length;
        left[count++] = before;
        total += length;
        stop = place + length;
    }

    /// Says where the framing behind the last piece ends.
    void stop(int place) {
        stop = place;
    }

    int stop() {
        return stop;
    }

    /// Octets of content.
    int total() {
        return total;
    }

    /// Shows them side by side.
    void show(Offer whole, Offer inner, long offset, boolean last) {
        int fresh = before(whole.window().fresh());
        if (count <= 1) {
            inner.part(whole, count == 0 ? start : from[0], total, fresh, offset, last);
            return;
        }
        if (gathered.length < total) {
            gathered = new byte[Math.max(total, gathered.length * 2)];
        }
        int at = 0;
        for (int i = 0; i < count; i++) {
            whole.copy(from[i], lengths[i], gathered, at);
            at += lengths[i];
        }
        inner.show(
                MemorySegment.ofArray(gathered),
                0,
                total,
                fresh,
                offset,
                last,
                whole.window().from());
    }

    /// How many octets of content lie before a place of the window.
    private int before(int place) {
        int octets = 0;
        for (int i = 0; i < count && from[i] < place; i++) {
            octets += Math.min(lengths[i], place - from[i]);
        }
        return octets;
    }

    /// Where an octet of content lies in the window; the end of the last piece for the one behind the last.
    int place(int octet) {
        int rest = octet;
        for (int i = 0; i < count; i++) {
            if (rest < lengths[i]) {
                return from[i] + rest;
            }
            rest -= lengths[i];
        }
        return count == 0 ? start : from[count - 1] + lengths[count - 1];
    }

    /// How many octets of its chunk, or of the whole, are left at an octet of content.
    long left(int octet) {
        int rest = octet;
        for (int i = 0; i < count; i++) {
            if (rest < lengths[i]) {
                return left[i] - rest;
            }
            rest -= lengths[i];
        }
        return 0;
    }

    /// Carries changes of the content over to the window.
    ///
    /// @param passing how many octets of content go on
    void change(Offer made, Window window, int passing) {
        change(made, window, passing, false);
    }

    /// The same where what goes on is one chunk of its own, whatever framing it came with.
    ///
    /// @param ends whether the content ends with it
    void rechunk(Offer made, Window window, int passing, boolean ends) {
        long size = passing + made.growth();
        if (size > 0) {
            window.insert(start, Bytes.utf8(Long.toHexString(size) + "\r\n"));
        }
        int end = change(made, window, passing, true);
        if (size > 0) {
            window.insert(end, CHUNK_END);
        }
        if (ends) {
            window.insert(end, LAST_CHUNK);
        }
    }

    private int change(Offer made, Window window, int passing, boolean bare) {
        int gap = 0;
        for (int i = 0; i < made.edits(); i++) {
            int removed = made.removed(i);
            int begin = place(made.place(i));
            int end = removed == 0 ? begin : place(made.place(i) + removed - 1) + 1;
            gap = bare ? removeGaps(window, gap, begin) : gap;
            while (gap <= count && gapStart(gap) < end) {
                gap++;
            }
            window.replace(begin, end - begin, made.inserted(i));
        }
        int end = passing == total ? stop : place(passing);
        if (bare) {
            removeGaps(window, gap, end);
        }
        return end;
    }

    private int removeGaps(Window window, int first, int upTo) {
        int gap = first;
        while (gap <= count && gapEnd(gap) <= upTo) {
            if (gapEnd(gap) > gapStart(gap)) {
                window.remove(gapStart(gap), gapEnd(gap) - gapStart(gap));
            }
            gap++;
        }
        return gap;
    }

    private int gapStart(int gap) {
        return gap == 0 ? start : from[gap - 1] + lengths[gap - 1];
    }

    private int gapEnd(int gap) {
        return gap == count ? stop : from[gap];
    }
}
