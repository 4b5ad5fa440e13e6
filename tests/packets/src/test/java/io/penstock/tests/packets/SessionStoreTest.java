// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.dataplane.packet.Keys;
import io.penstock.dataplane.session.SessionStore;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionStoreTest {
    private static final int CAPACITY = 6;
    private static final int ENDS = 5;
    private static final long MILLI = 1_000_000L;
    private static final long TICK = 100 * MILLI;

    /// What the plain model knows of a session.
    private static final class Known {
        private final int record;
        private final int generation;
        private final long mark;
        private long lastSeen;
        private long idle;

        Known(int record, int generation, long mark, long now, long idle) {
            this.record = record;
            this.generation = generation;
            this.mark = mark;
            lastSeen = now;
            this.idle = idle;
        }
    }

    /// Two ends, the opener first.
    private record Pair(int from, int to) {
        Pair back() {
            return new Pair(to, from);
        }
    }

    private final Map<Pair, Known> model = new HashMap<>();
    private final MemorySegment key = Arena.ofAuto().allocate(Keys.BYTES, 8);
    private long now = 1_000_000_000L;
    private long opened;
    private long expired;
    private long refused;

    private MemorySegment key(Pair pair) {
        key.fill((byte) 0);
        key.set(ValueLayout.JAVA_INT_UNALIGNED, 0, pair.from());
        key.set(ValueLayout.JAVA_INT_UNALIGNED, 24, pair.to());
        key.set(ValueLayout.JAVA_BYTE, 48, (byte) 1);
        return key;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void shouldBehaveAsAPlainMapWould(long seed) {
        Random random = new Random(seed);
        try (SessionStore store = new SessionStore(CAPACITY, 16, seed)) {
            for (int step = 0; step < 20_000; step++) {
                Pair pair = new Pair(1 + random.nextInt(ENDS), 1 + random.nextInt(ENDS));
                switch (random.nextInt(6)) {
                    case 0, 1 -> open(store, pair, idle(random), random.nextLong());
                    case 2 -> close(store, pair);
                    case 3 -> touch(store, pair, idle(random));
                    case 4 -> pass(store, random);
                    default -> {}
                }
                compare(store);
            }
            assertThat(opened).isGreaterThan(100);
            assertThat(expired).isGreaterThan(100);
            assertThat(refused).isGreaterThan(10);
        }
    }

    private static long idle(Random random) {
        return random.nextInt(10) == 0 ? 1_000_000 * MILLI : random.nextInt(5_000) * MILLI;
    }

    private void open(SessionStore store, Pair pair, long idle, long mark) {
        if (model.containsKey(pair) || model.containsKey(pair.back())) {
            return;
        }
        int record = store.open(key(pair), store.hash(key), now);
        if (model.size() == CAPACITY) {
            assertThat(record).isEqualTo(SessionStore.NONE);
            refused++;
            return;
        }
        assertThat(store.memory().get(ValueLayout.JAVA_LONG, store.scratch(record)))
                .isZero();
        store.memory().set(ValueLayout.JAVA_LONG, store.scratch(record), mark);
        store.touch(record, now, idle);
        model.put(pair, new Known(record, store.generation(record), mark, now, idle));
        opened++;
    }

    private void close(SessionStore store, Pair pair) {
        Known known = model.remove(pair);
        if (known != null) {
            store.close(known.record);
            assertThat(store.generation(known.record)).isNotEqualTo(known.generation);
        }
    }

    private void touch(SessionStore store, Pair pair, long idle) {
        Known known = model.get(pair);
        if (known != null) {
            store.touch(known.record, now, idle);
            known.lastSeen = now;
            known.idle = idle;
        }
    }

    private void pass(SessionStore store, Random random) {
        now += random.nextInt(50) == 0 ? 2_000_000 * MILLI : random.nextInt(1_500) * MILLI;
        Set<Integer> ended = new HashSet<>();
        store.expire(now, ended::add);
        List<Pair> gone = new ArrayList<>();
        model.forEach((pair, known) -> {
            long due = known.lastSeen + known.idle;
            if (ended.contains(known.record)) {
                assertThat(due).describedAs("not before its time").isLessThanOrEqualTo(now);
                gone.add(pair);
            } else {
                assertThat(due).describedAs("at most two ticks late").isGreaterThan(now - 2 * TICK);
            }
        });
        assertThat(gone).hasSameSizeAs(ended);
        gone.forEach(model::remove);
        expired += gone.size();
    }

    private void compare(SessionStore store) {
        assertThat(store.size()).isEqualTo(model.size());
        assertThat(store.opened()).isEqualTo(opened);
        assertThat(store.expired()).isEqualTo(expired);
        assertThat(store.refused()).isEqualTo(refused);
        for (int from = 1; from <= ENDS; from++) {
            for (int to = 1; to <= ENDS; to++) {
                find(store, new Pair(from, to));
            }
        }
        Set<Integer> told = new HashSet<>();
        store.forEach(told::add);
        assertThat(told).hasSize(model.size());
    }

    private void find(SessionStore store, Pair pair) {
        int found = store.find(key(pair), store.hash(key));
        Known forward = model.get(pair);
        Known backward = model.get(pair.back());
        if (forward != null) {
            assertThat(found).isEqualTo(forward.record << 1);
        } else if (backward != null) {
            assertThat(found).isEqualTo(backward.record << 1 | 1);
        } else {
            assertThat(found).isEqualTo(SessionStore.NONE);
        }
        Known known = forward != null ? forward : backward;
        if (known != null) {
            assertThat(store.memory().get(ValueLayout.JAVA_LONG, store.scratch(known.record)))
                    .isEqualTo(known.mark);
            assertThat(store.lastSeen(known.record)).isEqualTo(known.lastSeen);
        }
    }
}
