// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.stream;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;

/// Skips octets with which no word begins, eight at once where few pairs of octets begin all words.
final class Beginnings {
    private static final ValueLayout.OfByte OCTET = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfLong EIGHT = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long TOPS = 0x8080_8080_8080_8080L;

    /// More pairs than these are looked for octet by octet.
    private static final int MOST_PAIRS = 4;

    private final boolean[] begins = new boolean[256];

    /// The first and the second octet of each pair, eight times; none where octets are looked at one by one.
    private final long[] firsts;

    private final long[] seconds;

    Beginnings(List<byte[]> words) {
        for (byte[] word : words) {
            begins[word[0] & 0xff] = true;
        }
        int[] pairs = words.stream()
                .mapToInt(word -> word.length == 1 ? -1 : (word[0] & 0xff) << 8 | word[1] & 0xff)
                .distinct()
                .sorted()
                .toArray();
        int count = pairs[0] < 0 || pairs.length > MOST_PAIRS ? 0 : pairs.length;
        firsts = new long[count];
        seconds = new long[count];
        for (int i = 0; i < count; i++) {
            firsts[i] = ONES * (pairs[i] >>> 8);
            seconds[i] = ONES * (pairs[i] & 0xff);
        }
    }

    /// @param start where the octets begin in the segment
    /// @param length how many they are
    /// @return the first place from `from` on where a word may begin, else `length`
    int find(MemorySegment memory, long start, int from, int length) {
        int at = from;
        if (firsts.length == 1) {
            at = findPair(memory, start, from, length, firsts[0], seconds[0]);
        } else if (firsts.length > 1) {
            at = findPairs(memory, start, from, length);
        }
        while (at < length && !begins[memory.get(OCTET, start + at) & 0xff]) {
            at++;
        }
        return at;
    }

    private static int findPair(MemorySegment memory, long start, int from, int length, long first, long second) {
        int at = from;
        for (; at < length - Long.BYTES; at += Long.BYTES) {
            long hit = zeros(memory.get(EIGHT, start + at) ^ first | memory.get(EIGHT, start + at + 1) ^ second);
            if (hit != 0) {
                return at + Long.numberOfTrailingZeros(hit) / Byte.SIZE;
            }
        }
        return at;
    }

    private int findPairs(MemorySegment memory, long start, int from, int length) {
        int at = from;
        for (; at < length - Long.BYTES; at += Long.BYTES) {
            long here = memory.get(EIGHT, start + at);
            long next = memory.get(EIGHT, start + at + 1);
            long hit = 0;
            for (int i = 0; i < firsts.length; i++) {
                hit |= zeros(here ^ firsts[i] | next ^ seconds[i]);
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
