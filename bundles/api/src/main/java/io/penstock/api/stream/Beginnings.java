// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.stream;

import static io.penstock.api.port.Burst.EVERYWHERE;

import io.penstock.api.port.Octets;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Skips octets with which no word begins, eight at once where there are few words: of each the two neighbours that are
/// rarest in text are looked for, where they would stand; of a single word four.
final class Beginnings {
    private static final ValueLayout.OfLong EIGHT = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long TOPS = 0x8080_8080_8080_8080L;

    /// Covers all addresses: a place masked by it is known to be far from the end of
    /// [io.penstock.api.port.Burst#EVERYWHERE].
    private static final long ADDRESSES = Long.MAX_VALUE >>> 1;

    /// More pairs than these are looked for octet by octet.
    private static final int MOST_PAIRS = 4;

    /// So many octets are first looked at together.
    private static final int BLOCK = 512;

    /// What is frequent in text and in what carries it, the most frequent first.
    private static final String FREQUENT = " etaoinsrhldcumfpgwyb,.v-k0\n\r12\"=/<>:;3456789xjqz";

    private final boolean[] begins = new boolean[256];

    /// The first and the second octet of each pair, eight times, and where in its word it stands; none where octets are
    /// looked at one by one.
    private final long[] firsts;

    private final long[] seconds;
    private final int[] places;

    /// Four neighbours of the only word, or all that it has, some twice; null where octets are looked at otherwise.
    private final @Nullable Run run;

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

    /// Four octets of a word, each eight times, and where in the word they stand.
    private record Run(long a, long b, long c, long d, int atA, int atB, int atC, int atD) {
        static Run of(byte[] word) {
            int octets = Math.min(word.length, 4);
            int best = 0;
            for (int i = 1; i + octets <= word.length; i++) {
                best = rarity(word, i, octets) > rarity(word, best, octets) ? i : best;
            }
            int b = best + 1;
            int c = best + 2 % octets;
            int d = best + 3 % octets;
            return new Run(eight(word[best]), eight(word[b]), eight(word[c]), eight(word[d]), best, b, c, d);
        }

        private static int rarity(byte[] word, int at, int octets) {
            return IntStream.range(at, at + octets)
                    .map(i -> Pair.rarity(word[i]))
                    .sum();
        }

        private static long eight(byte octet) {
            return ONES * (octet & 0xff);
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
        run = any && words.size() == 1 ? Run.of(words.getFirst()) : null;
        longest = words.stream().mapToInt(word -> word.length).max().orElse(0);
    }

    /// @param start where the octets begin in the segment
    /// @param length how many they are
    /// @return the first place from `from` on where a word may begin, else `length`
    int find(MemorySegment memory, long start, int from, int length) {
        int at = from;
        int last = length - longest - Long.BYTES + 1;
        Run one = run;
        if (one != null) {
            at = findRun(memory, start, from, last, one);
        } else if (firsts.length > 0) {
            at = findPairs(memory, start, from, last);
        }
        while (at < length && !begins[Octets.u8(memory, start + at)]) {
            at++;
        }
        return at;
    }

    /// @param last the last place from which eight are looked at
    private int findRun(MemorySegment memory, long start, int from, int last, Run one) {
        int at = from;
        while (at <= last) {
            // The last block may begin before this place, so that what is left is looked at together too.
            int block = Math.min(at, last + Long.BYTES - BLOCK);
            if (block >= 0 && !holds(memory, start + block, one)) {
                at = block + BLOCK;
                continue;
            }
            int end = Math.min(last, at + BLOCK - Long.BYTES);
            for (; at <= end; at += Long.BYTES) {
                long hit = hits(memory, start + at, Long.BYTES, one);
                for (; hit != 0; hit &= hit - 1) {
                    int found = at + Long.numberOfTrailingZeros(hit) / Byte.SIZE;
                    if (begins[Octets.u8(memory, start + found)]) {
                        return found;
                    }
                }
            }
        }
        return at;
    }

    /// Whether a run begins in a block: without a way out of the loop, the compiler looks at several words at once.
    // Known to be that one region, it is read without a look at its end.
    @SuppressWarnings({"MemorySegmentReferenceEquality", "ReferenceEquality"})
    private static boolean holds(MemorySegment memory, long at, Run one) {
        return (memory == EVERYWHERE ? hitsThere(at & ADDRESSES, BLOCK, one) : hitsIn(memory, at, BLOCK, one)) != 0;
    }

    @SuppressWarnings({"MemorySegmentReferenceEquality", "ReferenceEquality"})
    private static long hits(MemorySegment memory, long at, int octets, Run one) {
        return memory == EVERYWHERE ? hitsThere(at & ADDRESSES, octets, one) : hitsIn(memory, at, octets, one);
    }

    private static long hitsThere(long at, int octets, Run one) {
        long a = at + one.atA;
        long b = at + one.atB;
        long c = at + one.atC;
        long d = at + one.atD;
        long ofA = one.a;
        long ofB = one.b;
        long ofC = one.c;
        long ofD = one.d;
        long hits = 0;
        for (int i = 0; i < octets; i += Long.BYTES) {
            hits |= zeros(EVERYWHERE.get(EIGHT, a + i) ^ ofA
                    | EVERYWHERE.get(EIGHT, b + i) ^ ofB
                    | EVERYWHERE.get(EIGHT, c + i) ^ ofC
                    | EVERYWHERE.get(EIGHT, d + i) ^ ofD);
        }
        return hits;
    }

    private static long hitsIn(MemorySegment memory, long at, int octets, Run one) {
        long hits = 0;
        for (int i = 0; i < octets; i += Long.BYTES) {
            hits |= zeros(memory.get(EIGHT, at + one.atA + i) ^ one.a
                    | memory.get(EIGHT, at + one.atB + i) ^ one.b
                    | memory.get(EIGHT, at + one.atC + i) ^ one.c
                    | memory.get(EIGHT, at + one.atD + i) ^ one.d);
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
