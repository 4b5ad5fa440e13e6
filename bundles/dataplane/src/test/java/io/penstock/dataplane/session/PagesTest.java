// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class PagesTest {
    private static final long OCTETS = 5 << 20;
    private static final long LEFT = 3;
    private static final byte WRITTEN = 7;

    @Test
    void shouldGiveBackAllPagesOfAMemoryAndNoneThatOthersHaveAPartOf() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment whole = arena.allocate(OCTETS, 8).fill(WRITTEN);
            Pages.giveBack(whole.asSlice(LEFT, OCTETS - 2 * LEFT));
            assertThat(whole.get(ValueLayout.JAVA_BYTE, OCTETS / 2)).isZero();
            assertThat(whole.get(ValueLayout.JAVA_BYTE, LEFT - 1)).isEqualTo(WRITTEN);
            assertThat(whole.get(ValueLayout.JAVA_BYTE, OCTETS - 1)).isEqualTo(WRITTEN);
        }
    }
}
