// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.tcp.stream;

import static io.penstock.api.port.Burst.EVERYWHERE;

import io.penstock.api.port.Octets;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Bytes that came and have not gone on: held ones, and those behind a hole. What came first stays: other bytes for
/// the same numbers are left out (RFC 9293 section 3.10.7.4 lets a receiver choose; here both ends must see one
/// stream).
final class Arrived {
    /// Stretches between holes; a segment that would make one more is not taken.
    static final int STRETCHES = 512;

    private final Kept bytes;
    private int[] from = new int[8];
    private int[] to = new int[8];
    private int count;
    private int first;

    Arrived(Slabs slabs) {
        bytes = new Kept(slabs);
    }

    /// Starts anew, empty, with the first number that has not gone on.
    void begin(int number) {
        first = number;
        count = 0;
        bytes.begin(number);
    }

    boolean isEmpty() {
        return count == 0;
    }

    /// Behind the last byte that can be read from the first on.
    int end() {
        return count > 0 && from[0] == first ? to[0] : first;
    }

    /// How much memory it needs: up to the last byte, with the holes.
    int span() {
        return count == 0 ? 0 : to[count - 1] - first;
    }

    /// Where they lie in [io.penstock.api.port.Burst#EVERYWHERE].
    long place() {
        return bytes.place(first);
    }

    /// Takes bytes, none of which lies before the first.
    ///
    /// @return whether there was room
    boolean put(int number, MemorySegment source, long at, int length) {
        int end = number + length;
        int low = 0;
        while (low < count && Seq.before(to[low], number)) {
            low++;
        }
        int high = low;
        while (high < count && !Seq.after(from[high], end)) {
            high++;
        }
        if (low == high && count >= most(number) || !bytes.reserve(Math.max(span(), end - first))) {
            return false;
        }
        fill(number, end, source, at, low, high);
        merge(number, end, low, high);
        bytes.added(span() - bytes.length());
        return true;
    }

    /// The last place is for the byte that everything behind it waits for.
    private int most(int number) {
        return number == first ? STRETCHES : STRETCHES - 1;
    }

    private void fill(int number, int end, MemorySegment source, long at, int low, int high) {
        int next = number;
        for (int i = low; i <= high; i++) {
            int stop = i < high ? Seq.earlier(from[i], end) : end;
            if (Seq.after(stop, next)) {
                Octets.copy(source, at + (next - number), EVERYWHERE, bytes.place(next), stop - next);
            }
            if (i < high) {
                next = Seq.later(next, to[i]);
            }
        }
    }

    private void merge(int number, int end, int low, int high) {
        if (count == from.length) {
            from = Arrays.copyOf(from, count * 2);
            to = Arrays.copyOf(to, count * 2);
        }
        int newFrom = low < high ? Seq.earlier(from[low], number) : number;
        int newTo = low < high ? Seq.later(to[high - 1], end) : end;
        System.arraycopy(from, high, from, low + 1, count - high);
        System.arraycopy(to, high, to, low + 1, count - high);
        from[low] = newFrom;
        to[low] = newTo;
        count += 1 - (high - low);
    }

    /// Lets the first bytes go.
    void release(int upTo) {
        first = upTo;
        if (count > 0 && !Seq.after(to[0], upTo)) {
            count--;
            System.arraycopy(from, 1, from, 0, count);
            System.arraycopy(to, 1, to, 0, count);
        } else if (count > 0) {
            from[0] = Seq.later(from[0], upTo);
        }
        if (count == 0) {
            bytes.begin(upTo);
        } else {
            bytes.release(upTo);
        }
    }
}
