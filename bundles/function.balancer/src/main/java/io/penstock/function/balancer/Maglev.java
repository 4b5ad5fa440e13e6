// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.balancer;

import java.util.Arrays;
import java.util.List;

/// A table from hashes to backends: each has its share, and when one comes or goes few others move
/// (Maglev, NSDI 2016, section 3.4). The same names and weights give the same table everywhere.
final class Maglev {
    /// A prime, far greater than the number of backends.
    static final int SIZE = 65_537;

    private static final char NOBODY = Character.MAX_VALUE;

    private final char[] table = new char[SIZE];

    /// @param names of the backends, each once
    /// @param weights how many entries each takes in a round; 0 for none at all
    Maglev(List<String> names, int[] weights) {
        Arrays.fill(table, NOBODY);
        int[] next = new int[weights.length];
        int[] step = new int[weights.length];
        for (int i = 0; i < weights.length; i++) {
            long hash = hash(names.get(i));
            next[i] = (int) Long.remainderUnsigned(hash, SIZE);
            step[i] = 1 + (int) Long.remainderUnsigned(mix(hash), SIZE - 1);
        }
        int left = Arrays.stream(weights).sum() == 0 ? 0 : SIZE;
        while (left > 0) {
            for (int i = 0; i < weights.length; i++) {
                for (int turn = 0; turn < weights[i] && left > 0; turn++) {
                    while (table[next[i]] != NOBODY) {
                        next[i] = (next[i] + step[i]) % SIZE;
                    }
                    table[next[i]] = (char) i;
                    left--;
                }
            }
        }
    }

    /// The backend for a hash, -1 where there is none.
    int backend(long hash) {
        char found = table[(int) Long.remainderUnsigned(hash, SIZE)];
        return found == NOBODY ? -1 : found;
    }

    private static long hash(String name) {
        long hash = 0xcbf2_9ce4_8422_2325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100_0000_01b3L;
        }
        return mix(hash);
    }

    /// Spreads a number over all bits.
    static long mix(long value) {
        long mixed = (value ^ value >>> 32) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ mixed >>> 29) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ mixed >>> 32;
    }
}
