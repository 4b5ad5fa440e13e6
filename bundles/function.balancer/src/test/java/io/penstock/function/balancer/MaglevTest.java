// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MaglevTest {
    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "10.0.0." + i).toList();
    }

    private static int[] shares(Maglev table, int backends) {
        int[] shares = new int[backends];
        for (int i = 0; i < Maglev.SIZE; i++) {
            shares[table.backend(i)]++;
        }
        return shares;
    }

    @Test
    void shouldGiveEachBackendItsShare() {
        int[] weights = {1, 1, 2, 4, 1, 1};
        int[] shares = shares(new Maglev(names(6), weights), 6);
        for (int i = 0; i < weights.length; i++) {
            double wanted = Maglev.SIZE * weights[i] / 10.0;
            assertThat((double) shares[i]).isBetween(wanted * 0.99, wanted * 1.01);
        }
    }

    @Test
    void shouldMoveFewOthersWhenABackendDrains() {
        int[] all = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
        int[] drained = {1, 1, 1, 0, 1, 1, 1, 1, 1, 1};
        Maglev before = new Maglev(names(10), all);
        Maglev after = new Maglev(names(10), drained);
        int moved = 0;
        for (int i = 0; i < Maglev.SIZE; i++) {
            assertThat(after.backend(i)).isNotEqualTo(3);
            moved += before.backend(i) != 3 && before.backend(i) != after.backend(i) ? 1 : 0;
        }
        assertThat(moved).isLessThan(Maglev.SIZE / 20);
    }

    @Test
    void shouldHaveNobodyWhereAllDrain() {
        assertThat(new Maglev(names(2), new int[2]).backend(7)).isEqualTo(-1);
    }
}
