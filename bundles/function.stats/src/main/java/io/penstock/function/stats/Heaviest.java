// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.stats;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The heaviest of any number of names, in bounded memory: where there is no room for a new name, it takes the place of
/// the lightest of its set and inherits that one's weight (Metwally's Space-Saving, one summary a set). So a name with
/// more than a sixteenth of what came to its set is always there, however many others come once.
///
/// Counted by one thread, read by any.
final class Heaviest {
    private static final int WAYS = 16;
    private static final int SETS = 256;
    private static final int SLOTS = WAYS * SETS;

    private final long[] high = new long[SLOTS];
    private final long[] low = new long[SLOTS];
    private final long[] inherited = new long[SLOTS];
    private final long[] packets = new long[SLOTS];
    private final long[] bytes = new long[SLOTS];

    /// Which name it is that has this slot; 0 for none so far. It changes with each name.
    private final int[] stamps = new int[SLOTS];

    private final long secret;

    /// @param secret makes the sets unknown to those who choose the names
    Heaviest(long secret) {
        this.secret = secret;
    }

    /// A name and what was counted of it.
    ///
    /// @param whole whether that is all, and not only what came since it took another one's place
    /// @param weight by which it is compared with others
    record Row(long high, long low, long packets, long bytes, boolean whole, long weight) {
        private Row with(Row other) {
            return new Row(
                    high,
                    low,
                    packets + other.packets,
                    bytes + other.bytes,
                    whole && other.whole,
                    weight + other.weight);
        }

        private record Name(long high, long low) {}

        private Name name() {
            return new Name(high, low);
        }
    }

    /// The heaviest names of several together, the heaviest first.
    static List<Row> rows(List<Heaviest> all, int most) {
        return all.stream()
                .flatMap(one -> one.rows(SLOTS).stream())
                .collect(Collectors.toMap(Row::name, Function.identity(), Row::with))
                .values()
                .stream()
                .sorted(Comparator.comparingLong((Row one) -> -one.weight()))
                .limit(most)
                .toList();
    }

    /// The ticket for a name, by which it is counted without another search; never 0.
    long enter(long upper, long lower) {
        int set = home(upper, lower) * WAYS;
        int lightest = set;
        for (int slot = set; slot < set + WAYS; slot++) {
            if (stamps[slot] == 0) {
                return take(slot, upper, lower, 0);
            }
            if (high[slot] == upper && low[slot] == lower) {
                return ticket(slot);
            }
            if (weight(slot) < weight(lightest)) {
                lightest = slot;
            }
        }
        return take(lightest, upper, lower, weight(lightest));
    }

    /// Counts a packet.
    ///
    /// @return false where another name has taken the place since, and nothing was counted
    boolean count(long ticket, int octets) {
        int slot = (int) ticket & SLOTS - 1;
        if (stamps[slot] != (int) (ticket >>> 32) || ticket == 0) {
            return false;
        }
        packets[slot]++;
        bytes[slot] += octets;
        return true;
    }

    /// The heaviest names, the heaviest first.
    List<Row> rows(int most) {
        List<Row> all = new ArrayList<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            int stamp = stamps[slot];
            VarHandle.acquireFence();
            Row row = new Row(high[slot], low[slot], packets[slot], bytes[slot], inherited[slot] == 0, weight(slot));
            VarHandle.acquireFence();
            if (stamp != 0 && stamps[slot] == stamp) {
                all.add(row);
            }
        }
        return all.stream()
                .sorted(Comparator.comparingLong((Row one) -> -one.weight()))
                .limit(most)
                .toList();
    }

    /// How many names are told apart now.
    int size() {
        return (int) Arrays.stream(stamps).filter(stamp -> stamp != 0).count();
    }

    private long take(int slot, long upper, long lower, long weight) {
        int stamp = stamps[slot] + 1;
        stamps[slot] = 0;
        VarHandle.releaseFence();
        high[slot] = upper;
        low[slot] = lower;
        inherited[slot] = weight;
        packets[slot] = 0;
        bytes[slot] = 0;
        VarHandle.releaseFence();
        stamps[slot] = stamp == 0 ? 1 : stamp;
        return ticket(slot);
    }

    private long weight(int slot) {
        return inherited[slot] + bytes[slot];
    }

    private long ticket(int slot) {
        return (long) stamps[slot] << 32 | slot;
    }

    private int home(long upper, long lower) {
        long mixed = (upper ^ secret) * 0x9E37_79B9_7F4A_7C15L ^ lower;
        mixed = (mixed ^ mixed >>> 29 ^ secret) * 0x94D0_49BB_1331_11EBL;
        return (int) (mixed ^ mixed >>> 32) & SETS - 1;
    }
}
