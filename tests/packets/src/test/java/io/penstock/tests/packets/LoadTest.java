// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.dataplane.packet.Load;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// How checksums are verified.
final class LoadTest {
    private static final int MOST = 65_534;

    @Test
    void shouldFindAChecksumSoundExactlyWhereAddingWordByWordDoes() {
        Random random = new Random(1_071);
        for (int round = 0; round < 2_000; round++) {
            byte[] octets = new byte[2 + 2 * random.nextInt(round % 10 == 0 ? MOST / 2 : 40)];
            random.nextBytes(octets);
            if (round % 3 == 0) {
                Arrays.fill(octets, (byte) (round % 2 == 0 ? 0xff : 0));
            }
            assertThat(sound(octets)).as("round %d", round).isEqualTo(sum(octets) == 0xffff);
            octets[0] = 0;
            octets[1] = 0;
            int rest = 0xffff - sum(octets);
            octets[0] = (byte) (rest >> 8);
            octets[1] = (byte) rest;
            assertThat(sound(octets)).as("round %d, mended", round).isTrue();
        }
    }

    @Test
    void shouldTakeNoSumOfNothingForAChecksum() {
        assertThat(sound(new byte[20])).isFalse();
    }

    private static boolean sound(byte[] octets) {
        return Load.sound(MemorySegment.ofArray(octets), 0, octets.length);
    }

    /// RFC 1071, section 1: each carry is added at once.
    private static int sum(byte[] octets) {
        int sum = 0;
        for (int i = 0; i < octets.length; i += 2) {
            sum += (octets[i] & 0xff) << 8 | octets[i + 1] & 0xff;
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return sum;
    }
}
