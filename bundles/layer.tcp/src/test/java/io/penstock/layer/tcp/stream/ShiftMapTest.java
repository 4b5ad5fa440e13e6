// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.tcp.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ShiftMapTest {
    private final ShiftMap map = new ShiftMap();

    @Test
    void shouldLeaveNumbersAloneBeforeAnyChange() {
        assertThat(map.made(7, false)).isEqualTo(7);
        assertThat(map.sent(7, true)).isEqualTo(7);
    }

    @Test
    void shouldMoveWhatComesBehindALongerReplacement() {
        map.add(100, 4, 10);

        assertThat(map.made(100, false)).isEqualTo(100);
        assertThat(map.made(104, false)).isEqualTo(110);
        assertThat(map.sent(110, true)).isEqualTo(104);
        assertThat(map.sent(109, false)).isEqualTo(100);
        assertThat(map.sent(101, true)).isEqualTo(104);
    }

    @Test
    void shouldAcknowledgeRemovedBytesWithTheByteBeforeThem() {
        map.add(100, 4, 0);

        assertThat(map.sent(100, true)).isEqualTo(104);
        assertThat(map.sent(99, true)).isEqualTo(99);
        assertThat(map.sent(100, false)).isEqualTo(100);
        assertThat(map.made(102, false)).isEqualTo(100);
        assertThat(map.made(104, true)).isEqualTo(100);
    }

    @Test
    void shouldSendAnInsertionAgainWithTheByteBeforeIt() {
        map.add(100, 0, 5);

        assertThat(map.made(100, true)).isEqualTo(105);
        assertThat(map.made(100, false)).isEqualTo(100);
        assertThat(map.sent(103, false)).isEqualTo(100);
    }

    @Test
    void fault36ShouldMapExactlyAcrossTheWrap() {
        int start = -20;
        map.add(start, 10, 40);

        assertThat(map.made(start + 15, false)).isEqualTo(25);
        assertThat(map.sent(25, true)).isEqualTo(start + 15);
        assertThat(map.sent(start + 5, false)).isEqualTo(start);
    }

    @Test
    void shouldKeepTheShiftOfWhatItForgot() {
        map.add(100, 4, 10);
        map.add(200, 4, 0);
        map.forget(150);

        assertThat(map.count()).isEqualTo(1);
        assertThat(map.made(150, false)).isEqualTo(156);
        assertThat(map.made(204, true)).isEqualTo(206);
    }

    @Test
    void shouldRoundMoreRatherThanGrowWithoutEnd() {
        for (int i = 0; i < ShiftMap.LIMIT * 2; i++) {
            map.add(i * 10, 1, 3);
        }
        int end = ShiftMap.LIMIT * 20;

        assertThat(map.count()).isEqualTo(ShiftMap.LIMIT);
        assertThat(map.made(end, false)).isEqualTo(end + ShiftMap.LIMIT * 4);
    }

    /// Against a table that holds each byte's place, near the wrap.
    @Test
    void shouldAgreeWithATableOfEveryByte() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            map.clear();
            int first = -random.nextInt(200);
            int[] down = new int[401];
            int[] up = new int[401];
            int made = first;
            int at = 0;
            while (at < 400) {
                int removed = Math.min(random.nextInt(6), 400 - at);
                int inserted = random.nextInt(9);
                if (random.nextInt(3) > 0 || removed == inserted) {
                    up[at] = made;
                    down[at++] = made++;
                    continue;
                }
                map.add(first + at, removed, inserted);
                for (int i = 0; i < removed; i++) {
                    down[at + i] = made;
                    up[at + i] = i == 0 ? made : made + inserted;
                }
                at += removed;
                made += inserted;
                // A plain byte keeps two changes apart; side by side they are one.
                if (at < 400) {
                    down[at] = removed == 0 ? made - inserted : made;
                    up[at++] = made++;
                }
            }
            for (int i = 0; i < 400; i++) {
                assertThat(map.made(first + i, false))
                        .as("seed %d byte %d", seed, i)
                        .isEqualTo(down[i]);
                assertThat(map.sent(map.made(first + i, false), false) - (first + i))
                        .as("seed %d back %d", seed, i)
                        .isLessThanOrEqualTo(0);
            }
        }
    }
}
