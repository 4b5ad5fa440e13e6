// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TalksTest {
    private static final int SERVERS_FIRST = 0x7ff0_0001;

    /// The numbers that the first client acknowledges, counted from the first byte.
    private static List<Integer> acknowledged(Talks talks) {
        return talks.frames().stream()
                .map(ByteBuffer::wrap)
                .filter(frame -> frame.getShort(34) == 20_000 && (frame.get(47) & 16) != 0)
                .map(frame -> frame.getInt(42) - SERVERS_FIRST)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"attack, ''", "attack, ******", "attack, what stood here is gone"})
    void shouldAcknowledgeWhatTheClientReceives(String word, String instead) {
        Talks talks = new Talks(word, instead, true, false);
        String received = talks.received(0);
        assertThat(received).doesNotContain(word).hasSize(100 * (8_192 - 6 + instead.length()));
        assertThat(acknowledged(talks)).isSorted().last().isEqualTo(received.length() + 1);
    }

    @Test
    void shouldAcknowledgeNoBeginningOfAWordThatIsKeptBack() {
        // In the second response the word stands three bytes before the border of the first two segments, and the
        // second is acknowledged: "attack" has passed there. A border behind "at" is met somewhere.
        List<Integer> kept = acknowledged(new Talks("attack", "attack", true, false));
        List<Integer> whole = acknowledged(new Talks("attack", "attack", false, false));
        assertThat(kept).isNotEqualTo(whole).hasSameSizeAs(whole);
        for (int i = 0; i < kept.size(); i++) {
            assertThat(whole.get(i) - kept.get(i)).isBetween(0, 5);
        }
    }

    @Test
    void shouldGiveEverySegmentTheRightChecksums() {
        for (byte[] octets : new Talks("attack", "", true, true).frames()) {
            ByteBuffer frame = ByteBuffer.wrap(octets);
            assertThat(Captures.checksum(frame, 14, 34, 0)).isZero();
            assertThat(Captures.checksum(frame, 26, octets.length, 6 + octets.length - 34))
                    .isZero();
        }
    }
}
