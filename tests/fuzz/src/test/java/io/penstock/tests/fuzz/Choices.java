// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.fuzz;

/// Choices that an input makes, octet by octet; all are the first one once it is used up.
final class Choices {
    private final byte[] octets;
    private int at;

    Choices(byte[] octets) {
        this.octets = octets;
    }

    boolean isEmpty() {
        return at >= octets.length;
    }

    /// A number from 0 on, below a bound of up to 2^24.
    int below(int bound) {
        int number = 0;
        for (int left = bound - 1; left > 0; left >>= 8) {
            number = number << 8 | (isEmpty() ? 0 : octets[at++] & 0xff);
        }
        return Integer.remainderUnsigned(number, bound);
    }

    boolean flip() {
        return below(2) == 1;
    }
}
