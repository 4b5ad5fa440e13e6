// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.stream;

import static io.penstock.api.port.Burst.EVERYWHERE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;

/// Skips octets with which no word begins, eight at once where there are few words: of each the two neighbours that are
/// rarest in text are looked for, where they would stand.
final class Beginnings {
    private static final ValueLayout.OfByte OCTET = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfLong EIGHT = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long TOPS = 0x8080_8080_8080_8080L;

    /// More pairs than these are looked for octet by octet.
    private static final int MOST_PAIRS = 4;

    /// So many octets are first looked at together.
    private static final int BLOCK = 256;

    /// What is frequent in text and in what carries it, the most frequent first.
    private static final String FREQUENT = " etaoinsrhldcumfpgwyb,.v-k0\n\r12\"=/<>:;3456789xjqz";

    private final boolean[] begins = new boolean[256];

    /// The first and the second octet of each pair, eight times, and where in its word it stands; none where octets are
    /// looked at one by one.
    private final long[] firsts;

    private final long[] seconds;
    private final int[] places;

    /// Of the longest word, which has to fit in behind the last place that is looked at.
    private final int longest;

    /// Two octets of a word, and where in it they stand.
    private record Pair(int first, int second, int place) {
        static Pair of(byte[] word) {
            int best = 0;
            for (int i = 1; i + 1 < word.length; i++) {
                best = rarity(word, i) > rarity(word, best) ? i : best;
            }
            return new Pair(word[best] & 0xff, word[best + 1] & 0xff, best);
        }

        private static int rarity(byte[] word, int at) {
            return rarity(word[at]) + rarity(word[at + 1]);
        }

        private static int rarity(byte octet) {
            int rank = FREQUENT.indexOf(Character.toLowerCase(octet & 0xff));
            return rank < 0 ? FREQUENT.length() : rank;
        }
    }

    Beginnings(List<byte[]> words) {
        for (byte[] word : words) {
            begins[word[0] & 0xff] = true;
        }
        boolean any = words.stream().allMatch(word -> word.length > 1);
        List<Pair> pairs = any ? words.stream().map(Pair::of).distinct().toList() : List.of();
        int count = pairs.size() > MOST_PAIRS ? 0 : pairs.size();
        firsts = new long[count];
        seconds = new long[count];
        places = new int[count];
        for (int i = 0; i < count; i++) {
            firsts[i] = ONES * pairs.get(i).first();
            seconds[i] = ONES * pairs.get(i).second();
            places[i] = pairs.get(i).place();
        }
        longest = words.stream().mapToInt(word -> word.length).max().orElse(0);
    }

    /// @param start where the octets begin in the segment
    /// @param length how many they are
    /// @return the first place from `from` on where a word may begin, else `length`
    int find(MemorySegment memory, long start, int from, int length) {
        int at = from;
        int last = length - longest - Long.BYTES + 1;
        if (firsts.length == 1) {
            at = findPair(memory, start, from, last, firsts[0], seconds[0], places[0]);
        } else if (firsts.length > 1) {
            at = findPairs(memory, start, from, last);
        }
        while (at < length && !begins[memory.get(OCTET, start + at) & 0xff]) {
            at++;
        }
        return at;
    }

    /// @param last the last place from which eight are looked at
    private int findPair(MemorySegment memory, long start, int from, int last, long first, long second, int place) {
        int at = from;
        while (at <= last) {
            if (at <= last - BLOCK + Long.BYTES && !holds(memory, start + at + place, first, second)) {
                at += BLOCK;
                continue;
            }
            int end = Math.min(last, at + BLOCK - Long.BYTES);
            for (; at <= end; at += Long.BYTES) {
                long pair = start + at + place;
                long hit = zeros(memory.get(EIGHT, pair) ^ first | memory.get(EIGHT, pair + 1) ^ second);
                for (; hit != 0; hit &= hit - 1) {
                    int found = at + Long.numberOfTrailingZeros(hit) / Byte.SIZE;
                    if (begins[memory.get(OCTET, start + found) & 0xff]) {
                        return found;
                    }
                }
            }
        }
        return at;
    }

    /// Whether a pair begins in a block: without a way out of the loop, the compiler looks at several words at once.
    // Known to be that one region, it is read without a look at its end.
    @SuppressWarnings({"MemorySegmentReferenceEquality", "ReferenceEquality"})
    private static boolean holds(MemorySegment memory, long at, long first, long second) {
        return (memory == EVERYWHERE ? hits(at & Long.MAX_VALUE >>> 1, first, second) : hits(memory, at, first, second))
                != 0;
    }

    private static long hits(long at, long first, long second) {
        long hits = 0;
        for (int i = 0; i < BLOCK; i += Long.BYTES) {
            hits |= zeros(EVERYWHERE.get(EIGHT, at + i) ^ first | EVERYWHERE.get(EIGHT, at + i + 1) ^ second);
        }
        return hits;
    }

    private static long hits(MemorySegment memory, long at, long first, long second) {
        long hits = 0;
        for (int i = 0; i < BLOCK; i += Long.BYTES) {
            hits |= zeros(memory.get(EIGHT, at + i) ^ first | memory.get(EIGHT, at + i + 1) ^ second);
        }
        return hits;
    }

    private int findPairs(MemorySegment memory, long start, int from, int last) {
        int at = from;
        for (; at <= last; at += Long.BYTES) {
            long hit = 0;
            for (int i = 0; i < firsts.length; i++) {
                long pair = start + at + places[i];
                hit |= zeros(memory.get(EIGHT, pair) ^ firsts[i] | memory.get(EIGHT, pair + 1) ^ seconds[i]);
            }
            if (hit != 0) {
                return at + Long.numberOfTrailingZeros(hit) / Byte.SIZE;
            }
        }
        return at;
    }

    /// The top bit of each octet that is zero; above the lowest of them, of others too.
    private static long zeros(long octets) {
        return octets - ONES & ~octets & TOPS;
    }
}
