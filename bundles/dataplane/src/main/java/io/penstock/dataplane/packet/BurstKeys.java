// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.packet;

import io.penstock.api.port.Burst;
import io.penstock.dataplane.session.Words;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// What the generated parser found of each frame of a burst: its shape, and the words and the hash of its key.
///
/// @param words how keys become words
/// @param shapes the index of each frame's shape, or [FastParser#SLOW]
/// @param first the first word of each key
/// @param second the second word of each key
/// @param hash the hash of each key
/// @param entries the entry at which each search would look first, or -1
/// @param keys the whole keys, one behind the other; only those whose words are wide are filled in
// A record because the compiler trusts its components never to change.
@SuppressWarnings("ArrayRecordComponent")
public record BurstKeys(
        Words words, int[] shapes, long[] first, long[] second, int[] hash, int[] entries, MemorySegment keys) {
    /// @param arena gives the memory of the whole keys
    public static BurstKeys of(Words words, Arena arena) {
        return new BurstKeys(
                words,
                new int[Burst.CAPACITY],
                new long[Burst.CAPACITY],
                new long[Burst.CAPACITY],
                new int[Burst.CAPACITY],
                new int[Burst.CAPACITY],
                arena.allocate((long) Burst.CAPACITY * Keys.BYTES, 64));
    }

    /// Where the whole key of a frame begins.
    public long at(int slot) {
        return (long) slot * Keys.BYTES;
    }

    /// Takes the words of a narrow key.
    public void narrow(int slot, long one, long other) {
        first[slot] = one;
        second[slot] = other;
        hash[slot] = words.hash(one, other);
    }

    /// Has another slot know what was found of this one.
    public void keep(int from, int slot) {
        shapes[slot] = shapes[from];
        first[slot] = first[from];
        second[slot] = second[from];
        hash[slot] = hash[from];
        if (Words.wide(second[from])) {
            MemorySegment.copy(keys, at(from), keys, at(slot), Keys.BYTES);
        }
    }

    /// Makes a frame's whole key empty, to be filled in.
    public void clear(int slot) {
        keys.asSlice(at(slot), Keys.BYTES).fill((byte) 0);
    }

    /// Copies octets of a frame into its whole key.
    public void copy(int slot, int to, MemorySegment memory, long from, int octets) {
        MemorySegment.copy(memory, from, keys, at(slot) + to, octets);
    }

    /// Writes a number of so many octets into a frame's whole key.
    public void write(int slot, int to, long value, int octets) {
        long rest = value;
        for (int i = octets - 1; i >= 0; i--) {
            keys.set(java.lang.foreign.ValueLayout.JAVA_BYTE, at(slot) + to + i, (byte) rest);
            rest >>>= 8;
        }
    }

    /// Takes the words of a frame's whole key.
    ///
    /// @param selected the number that led to the payload
    public void whole(int slot, int kind, int family, int selected) {
        keys.set(java.lang.foreign.ValueLayout.JAVA_BYTE, at(slot) + Keys.COMMON, (byte) kind);
        keys.set(java.lang.foreign.ValueLayout.JAVA_BYTE, at(slot) + Keys.COMMON + 1, (byte) family);
        keys.set(java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED, at(slot) + Keys.COMMON + 2, (short) selected);
        narrow(slot, words.first(keys, at(slot)), words.second(keys, at(slot)));
    }
}
