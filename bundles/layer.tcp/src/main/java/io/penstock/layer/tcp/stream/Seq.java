// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.tcp.stream;

/// Arithmetic on sequence numbers, which wrap (RFC 9293 section 3.4, RFC 1982 section 3.2). Two numbers compare as
/// long as they are less than 2^31 apart.
final class Seq {
    private Seq() {}

    static boolean before(int a, int b) {
        return a - b < 0;
    }

    static boolean after(int a, int b) {
        return a - b > 0;
    }

    static int earlier(int a, int b) {
        return before(a, b) ? a : b;
    }

    static int later(int a, int b) {
        return before(a, b) ? b : a;
    }
}
