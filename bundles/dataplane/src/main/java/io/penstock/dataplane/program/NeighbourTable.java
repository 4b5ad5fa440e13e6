// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.Address;
import java.util.Arrays;

/// Which station has which address behind which port, as far as it was told. A bounded table whose
/// entries grow old; where it is crowded, a newer entry takes the place of the oldest.
final class NeighbourTable {
    /// Entries are believed for so long.
    static final long BELIEVED_NANOS = 60_000_000_000L;

    /// Asked again before that, so that nothing has to wait.
    static final long FRESH_NANOS = 30_000_000_000L;

    /// Asked at most once in this time.
    static final long PATIENCE_NANOS = 250_000_000L;

    private static final int SIZE = 4_096;
    private static final int NEAR = 8;
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final long[] high = new long[SIZE];
    private final long[] low = new long[SIZE];
    private final int[] where = new int[SIZE];
    private final long[] station = new long[SIZE];
    private final long[] told = new long[SIZE];
    private final long[] asked = new long[SIZE];

    NeighbourTable() {
        Arrays.fill(where, -1);
    }

    /// Remembers what a frame told.
    void learn(int gate, Address address, long who, long now) {
        int at = place(gate, address.bits(), address.high(), address.low());
        station[at] = who;
        told[at] = now;
    }

    /// The station that has an address, 0 where none is known.
    long find(int gate, int bits, long upper, long lower, long now) {
        int at = seek(gate, bits, upper, lower);
        return at >= 0 && now - told[at] < BELIEVED_NANOS ? station[at] : 0;
    }

    /// Whether it is time to ask for an address; then it counts as asked.
    boolean due(int gate, int bits, long upper, long lower, long now) {
        int at = place(gate, bits, upper, lower);
        if (now - told[at] < FRESH_NANOS || now - asked[at] < PATIENCE_NANOS) {
            return false;
        }
        asked[at] = now;
        return true;
    }

    private int seek(int gate, int bits, long upper, long lower) {
        int home = home(gate, bits, upper, lower);
        for (int i = 0; i < NEAR; i++) {
            int at = home + i & SIZE - 1;
            if (where[at] == (gate << 8 | bits) && high[at] == upper && low[at] == lower) {
                return at;
            }
        }
        return -1;
    }

    /// The entry of an address, made where there was none.
    private int place(int gate, int bits, long upper, long lower) {
        int found = seek(gate, bits, upper, lower);
        if (found >= 0) {
            return found;
        }
        int home = home(gate, bits, upper, lower);
        int oldest = home;
        for (int i = 0; i < NEAR; i++) {
            int at = home + i & SIZE - 1;
            if (where[at] < 0) {
                oldest = at;
                break;
            }
            if (Math.max(told[at], asked[at]) < Math.max(told[oldest], asked[oldest])) {
                oldest = at;
            }
        }
        where[oldest] = gate << 8 | bits;
        high[oldest] = upper;
        low[oldest] = lower;
        station[oldest] = 0;
        told[oldest] = NEVER;
        asked[oldest] = NEVER;
        return oldest;
    }

    private static int home(int gate, int bits, long upper, long lower) {
        long mixed = (upper * 31 + lower) * 0x9E37_79B9_7F4A_7C15L + gate + bits;
        return (int) ((mixed ^ mixed >>> 31) * 0x94D0_49BB_1331_11EBL >>> 52) & SIZE - 1;
    }
}
