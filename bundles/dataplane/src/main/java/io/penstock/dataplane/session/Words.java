// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.session;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.penstock.dataplane.packet.Keys;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The two words by which a session is compared and hashed.
///
/// A narrow key (ends of at most six octets and no tags: IPv4 and its ports) is these two words, exactly. Of a wide one
/// they are a keyed digest, and the whole key is compared too. What the words mean is only known to this class, and to
/// the generated parser, which makes narrow words without the detour over the octets of a key.
///
/// Secrets are different in each run, so that nobody can choose keys that collide.
public record Words(long secret0, long secret1, long secret2) {
    /// The octets of a narrow word that are an end of the session.
    public static final long END = 0xffff_ffff_ffff_0000L;

    private static final ValueLayout.OfLong BIG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    /// No family has this number: it tells wide words from narrow ones.
    private static final long WIDE_FAMILY = 0xff;

    /// @param seed a different one for each run
    public static Words of(long seed) {
        return new Words(
                mix(seed ^ 0x9E37_79B9_7F4A_7C15L),
                mix(seed + 0xD1B5_4A32_D192_ED03L),
                mix(seed ^ 0xA076_1D64_78BD_642FL) | 1);
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 32) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ mixed >>> 29) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ mixed >>> 32;
    }

    private static long fold(long left, long right) {
        return left * right ^ Math.unsignedMultiplyHigh(left, right);
    }

    /// The hash of a key with these words.
    public int hash(long first, long second) {
        long state = fold(first ^ secret0, second ^ secret1);
        return (int) fold(state ^ secret1, secret2);
    }

    /// Whether these are the words of a wide key.
    public static boolean wide(long second) {
        return (second & 0xff) == WIDE_FAMILY;
    }

    /// The first word of the way back of a narrow key.
    public static long backFirst(long first, long second) {
        return second & END | first & ~END;
    }

    /// The second word of the way back of a narrow key.
    public static long backSecond(long first, long second) {
        return first & END | second & ~END;
    }

    /// The first word of the key at this place.
    public long first(MemorySegment key, long at) {
        return narrow(key, at)
                ? key.get(BIG, at) | key.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + 50) & 0xffffL
                : digest(key, at, secret0);
    }

    /// The second word of the key at this place.
    public long second(MemorySegment key, long at) {
        if (!narrow(key, at)) {
            return digest(key, at, secret2) | WIDE_FAMILY;
        }
        long kind = key.get(ValueLayout.JAVA_BYTE, at + 48) & 0xff;
        long family = key.get(ValueLayout.JAVA_BYTE, at + 49) & 0xff;
        return key.get(BIG, at + 24) | kind << 8 | family;
    }

    private static boolean narrow(MemorySegment key, long at) {
        long ends = key.get(BIG, at) | key.get(BIG, at + 24);
        long rest = key.get(LONG, at + 8) | key.get(LONG, at + 16) | key.get(LONG, at + 32) | key.get(LONG, at + 40);
        long tags = key.get(LONG, at + 56) | key.get(ValueLayout.JAVA_INT_UNALIGNED, at + 52);
        return (ends & ~END | rest | tags) == 0;
    }

    private long digest(MemorySegment key, long at, long seed) {
        long state = seed;
        for (int i = 0; i < Keys.BYTES; i += 16) {
            long left = key.get(LONG, at + i) ^ secret1;
            long right = key.get(LONG, at + i + 8) ^ state;
            state = fold(left, right) ^ Long.rotateLeft(state, 23);
        }
        return mix(state);
    }

    /// Writes the key of narrow words.
    public static void unfold(long first, long second, MemorySegment target) {
        target.fill((byte) 0);
        target.set(BIG, 0, first & END);
        target.set(BIG, 24, second & END);
        target.set(ValueLayout.JAVA_BYTE, 48, (byte) (second >>> 8));
        target.set(ValueLayout.JAVA_BYTE, 49, (byte) second);
        target.set(ValueLayout.JAVA_SHORT_UNALIGNED, 50, (short) first);
    }
}
