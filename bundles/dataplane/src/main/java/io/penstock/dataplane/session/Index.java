// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.session;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// From hashes to entries: open addressing with linear probing, eight octets an entry, the hash beside it, so that a
/// foreign record is hardly ever looked at. At most half full.
///
/// @param slots the table; 0 is an empty slot
/// @param mask the number of slots less one
public record Index(MemorySegment slots, long mask) {
    static final int NONE = -1;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    static Index of(int entries, Arena arena) {
        long size = Long.highestOneBit(Math.max(8, entries * 2L - 1)) << 1;
        return new Index(arena.allocate(size * 8, 64), size - 1);
    }

    /// The entry at which a search for this hash would look first, whether or not it is the one; [SessionStore#NONE]
    /// where no session has a hash that begins there.
    public int candidate(int hash) {
        for (long place = home(hash); ; place = next(place)) {
            long slot = get(place);
            if (slot == 0) {
                return NONE;
            }
            if (hasHash(slot, hash)) {
                return entry(slot);
            }
        }
    }

    /// How many slots a search for this hash looks at, up to the first that has it or is empty.
    public int steps(int hash) {
        int steps = 1;
        for (long place = home(hash); get(place) != 0 && !hasHash(get(place), hash); place = next(place)) {
            steps++;
        }
        return steps;
    }

    /// Where the search for a hash begins.
    long home(int hash) {
        return hash & mask;
    }

    long next(long at) {
        return at + 1 & mask;
    }

    long get(long at) {
        return slots.get(LONG, at << 3);
    }

    private void set(long at, long slot) {
        slots.set(LONG, at << 3, slot);
    }

    static boolean hasHash(long slot, int hash) {
        return (int) (slot >>> 32) == hash;
    }

    static int entry(long slot) {
        return (int) slot - 1;
    }

    void insert(int hash, int entry) {
        long at = home(hash);
        while (get(at) != 0) {
            at = next(at);
        }
        set(at, (long) hash << 32 | entry + 1 & 0xffff_ffffL);
    }

    /// Takes an entry out and closes the gap; no effect where it is not there.
    void remove(int hash, int entry) {
        long at = home(hash);
        while (get(at) != 0 && entry(get(at)) != entry) {
            at = next(at);
        }
        if (get(at) == 0) {
            return;
        }
        long hole = at;
        for (long next = next(hole); get(next) != 0; next = next(next)) {
            long home = home((int) (get(next) >>> 32));
            boolean movable = hole <= next ? home <= hole || home > next : home <= hole && home > next;
            if (movable) {
                set(hole, get(next));
                hole = next;
            }
        }
        set(hole, 0);
    }

    long bytes() {
        return slots.byteSize();
    }
}
