// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.nat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BindingsTest {
    /// Who is inside.
    private record Inside(int address, int port) {}

    /// Who of these is seen outside as what.
    private final Map<Inside, Integer> bound = new HashMap<>();

    private final Map<Inside, Integer> sessions = new HashMap<>();
    private final List<Inside> open = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void shouldBehaveAsAPlainMapWould(long seed) {
        Random random = new Random(seed);
        int addresses = 1 + random.nextInt(3);
        Bindings bindings = new Bindings(addresses, 1_016, 1_039, random.nextInt());
        int exhausted = 0;
        for (int step = 0; step < 50_000; step++) {
            if (open.isEmpty() || random.nextInt(100) < (step / 1_000 % 2 == 0 ? 60 : 40)) {
                Inside inside = new Inside(random.nextInt(8), 1_010 + random.nextInt(30));
                exhausted += bind(bindings, inside, addresses * 24) ? 0 : 1;
            } else {
                release(bindings, open.remove(random.nextInt(open.size())));
            }
            assertThat(bindings.live()).isEqualTo(sessions.size());
        }
        assertThat(exhausted).isPositive();
    }

    /// @return whether there was a port
    private boolean bind(Bindings bindings, Inside inside, int ports) {
        int slot = bindings.bind(inside.address(), inside.port());
        if (slot == Bindings.NONE) {
            assertThat(sessions).as("only when every port has sessions").hasSize(ports);
            assertThat(sessions).doesNotContainKey(inside);
            return false;
        }
        if (sessions.containsKey(inside)) {
            assertThat(slot).as("the same port for all whom it talks to").isEqualTo(bound.get(inside));
        } else {
            assertThat(sessions.keySet().stream().map(bound::get))
                    .as("a port that has sessions is never given away")
                    .doesNotContain(slot);
        }
        bound.put(inside, slot);
        sessions.merge(inside, 1, Integer::sum);
        open.add(inside);
        return true;
    }

    private void release(Bindings bindings, Inside inside) {
        bindings.release(bound.getOrDefault(inside, Bindings.NONE));
        sessions.computeIfPresent(inside, (who, count) -> count == 1 ? null : count - 1);
    }

    @Test
    void shouldKeepThePortNumberWhereNobodyHadIt() {
        Bindings bindings = new Bindings(1, 1, 65_535, 7);
        assertThat(bindings.port(bindings.bind(1, 40_000))).isEqualTo(40_000);
        int other = bindings.port(bindings.bind(2, 40_000));
        assertThat(other).isNotEqualTo(40_000).isGreaterThanOrEqualTo(1_024).isEven();
        assertThat(bindings.port(bindings.bind(3, 123))).isEqualTo(123);
        assertThat(bindings.port(bindings.bind(4, 123))).isLessThan(1_024).isOdd();
    }

    @Test
    void shouldTakeTheOtherParityThenTheOtherRangeWhenItsOwnIsUsedUp() {
        Bindings bindings = new Bindings(1, 1_022, 1_025, 7);
        assertThat(bindings.port(bindings.bind(1, 2_000))).isEqualTo(1_024);
        assertThat(bindings.port(bindings.bind(2, 2_000))).isEqualTo(1_025);
        assertThat(bindings.port(bindings.bind(3, 2_000))).isEqualTo(1_022);
        assertThat(bindings.port(bindings.bind(4, 2_000))).isEqualTo(1_023);
        assertThat(bindings.bind(5, 2_000)).isEqualTo(Bindings.NONE);
    }

    @Test
    void shouldGiveAwayThePortThatHasBeenFreeForLongest() {
        Bindings bindings = new Bindings(1, 2_000, 2_004, 7);
        int first = bindings.bind(1, 3_000);
        int second = bindings.bind(2, 3_000);
        int third = bindings.bind(3, 3_000);
        bindings.release(second);
        bindings.release(first);
        assertThat(bindings.bind(2, 3_000))
                .as("its old port, as it is still free")
                .isEqualTo(second);
        assertThat(bindings.bind(4, 3_000))
                .as("an odd one that nobody had is not asked for")
                .isEqualTo(first);
        assertThat(bindings.bind(3, 3_000)).isEqualTo(third);
    }

    @Test
    void shouldShowAllPortsOfAClientWithOneAddress() {
        Bindings bindings = new Bindings(4, 2_000, 2_099, 7);
        for (int client = 0; client < 8; client++) {
            int address = bindings.address(bindings.bind(client, 5_000));
            for (int port = 5_001; port < 5_010; port++) {
                assertThat(bindings.address(bindings.bind(client, port))).isEqualTo(address);
            }
        }
    }
}
