// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.tcp.stream;

import java.util.Arrays;

/// Where each byte of a direction went when changes moved the bytes behind them: from the sender's numbers to the
/// receiver's and back.
///
/// A number inside a change has no counterpart of its own and is rounded to one of the change's edges. Changes are
/// added in order and forgotten once both ends are past them. When the limit is reached the last two become one:
/// then the bytes between them are rounded too, and nothing else is lost.
final class ShiftMap {
    static final int LIMIT = 4_096;

    private int[] sentFrom = new int[8];
    private int[] sentTo = new int[8];
    private int[] madeFrom = new int[8];
    private int[] madeTo = new int[8];
    private int count;
    private int shift;

    void clear() {
        count = 0;
        shift = 0;
    }

    int count() {
        return count;
    }

    /// By how much the receiver's numbers are ahead of the sender's behind the last change.
    int shift() {
        return count == 0 ? shift : madeTo[count - 1] - sentTo[count - 1];
    }

    /// Notes a change of some bytes, none of which lies before the last change.
    ///
    /// @param from the first byte's number as sent
    /// @param removed how many bytes were taken out
    /// @param inserted how many came in their place
    void add(int from, int removed, int inserted) {
        if (removed == inserted) {
            return;
        }
        int made = from + shift();
        if (count > 0 && (sentTo[count - 1] == from || count == LIMIT)) {
            sentTo[count - 1] = from + removed;
            madeTo[count - 1] = made + inserted;
            return;
        }
        if (count == sentFrom.length) {
            grow(count * 2);
        }
        sentFrom[count] = from;
        sentTo[count] = from + removed;
        madeFrom[count] = made;
        madeTo[count] = made + inserted;
        count++;
    }

    private void grow(int size) {
        sentFrom = Arrays.copyOf(sentFrom, size);
        sentTo = Arrays.copyOf(sentTo, size);
        madeFrom = Arrays.copyOf(madeFrom, size);
        madeTo = Arrays.copyOf(madeTo, size);
    }

    /// The receiver's number of a byte as sent.
    ///
    /// @param up whether one inside a change, and the place of an insertion, go to the change's end
    int made(int sent, boolean up) {
        return map(sent, up, sentFrom, sentTo, madeFrom, madeTo, shift);
    }

    /// The sender's number of a byte as received.
    ///
    /// @param up whether one inside a change, and the place of a removal, go to the change's end
    int sent(int made, boolean up) {
        return map(made, up, madeFrom, madeTo, sentFrom, sentTo, -shift);
    }

    private int map(int number, boolean up, int[] from, int[] to, int[] otherFrom, int[] otherTo, int before) {
        int at = firstEndingBehind(number, up, from, to);
        if (at < count && (up ? Seq.after(number, from[at]) : !Seq.before(number, from[at]))) {
            return up ? otherTo[at] : otherFrom[at];
        }
        return at == 0 ? number + before : number - to[at - 1] + otherTo[at - 1];
    }

    /// The first change that is not wholly passed at this number. Going up, an edit that ends right here is
    /// passed; going down, one that takes no room and lies right here is not.
    private int firstEndingBehind(int number, boolean up, int[] from, int[] to) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = low + high >>> 1;
            boolean passed =
                    up || to[middle] != from[middle] ? !Seq.after(to[middle], number) : Seq.before(to[middle], number);
            if (passed) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// Forgets changes that end at or before a number of the sender's.
    void forget(int sent) {
        int gone = 0;
        while (gone < count && !Seq.after(sentTo[gone], sent)) {
            gone++;
        }
        if (gone == 0) {
            return;
        }
        shift = madeTo[gone - 1] - sentTo[gone - 1];
        count -= gone;
        System.arraycopy(sentFrom, gone, sentFrom, 0, count);
        System.arraycopy(sentTo, gone, sentTo, 0, count);
        System.arraycopy(madeFrom, gone, madeFrom, 0, count);
        System.arraycopy(madeTo, gone, madeTo, 0, count);
    }
}
