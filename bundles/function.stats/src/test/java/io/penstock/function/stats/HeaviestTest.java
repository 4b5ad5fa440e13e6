// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeaviestTest {
    private static final int ROOM = 4_096;
    private static final int HEAVY = 8;

    private static long count(Heaviest table, long ticket, long name, int octets) {
        long valid = ticket;
        if (!table.count(valid, octets)) {
            valid = table.enter(0, name);
            assertThat(table.count(valid, octets)).isTrue();
        }
        return valid;
    }

    @Test
    void shouldKeepHeavyNamesWhileAMillionOthersComeOnce() {
        Heaviest table = new Heaviest(42);
        long[] tickets = new long[HEAVY];
        for (int i = 0; i < 1_000_000; i++) {
            int heavy = i % HEAVY;
            tickets[heavy] = count(table, tickets[heavy], heavy, 1_500);
            count(table, 0, HEAVY + i, 60);
        }

        assertThat(table.size()).isEqualTo(ROOM);
        assertThat(table.rows(HEAVY)).allSatisfy(row -> {
            assertThat(row.low()).isLessThan(HEAVY);
            assertThat(row.whole()).isTrue();
            assertThat(row.packets()).isEqualTo(1_000_000 / HEAVY);
            assertThat(row.bytes()).isEqualTo(1_000_000L / HEAVY * 1_500);
        });
    }

    @Test
    void shouldNeverTellMoreThanWasSent() {
        Random random = new Random(7);
        Heaviest table = new Heaviest(random.nextLong());
        Map<Long, Long> sent = new HashMap<>();
        for (int i = 0; i < 300_000; i++) {
            long name = (long) Math.abs(random.nextGaussian() * 5_000);
            int octets = 60 + random.nextInt(1_400);
            sent.merge(name, (long) octets, Long::sum);
            count(table, 0, name, octets);
        }

        assertThat(table.rows(ROOM)).hasSize(ROOM).allSatisfy(row -> {
            long whole = sent.getOrDefault(row.low(), 0L);
            if (row.whole()) {
                assertThat(row.bytes()).as("name %d", row.low()).isEqualTo(whole);
            } else {
                assertThat(row.bytes()).as("name %d", row.low()).isLessThanOrEqualTo(whole);
            }
        });
    }

    @Test
    void shouldRefuseATicketWhoseNameAnotherOneHasReplaced() {
        Heaviest table = new Heaviest(1);
        long first = table.enter(0, 0);
        for (int name = 1; name <= 10 * ROOM; name++) {
            count(table, 0, name, 60);
        }

        assertThat(table.count(first, 60)).isFalse();
        assertThat(table.count(0, 60)).isFalse();
    }
}
