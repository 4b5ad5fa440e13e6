// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.dataplane.packet.Keys;
import io.penstock.dataplane.session.SessionStore;
import io.penstock.dataplane.session.Words;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
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
        private final Pair reply;
        private long lastSeen;
        private long idle;

        Known(Pair reply, int record, int generation, long mark, long now, long idle) {
            this.reply = reply;
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

        /// The way back where the sender's address was translated.
        Pair translatedBack() {
            return new Pair(to, from + ENDS);
        }
    }

    private final Map<Pair, Known> model = new HashMap<>();
    private final Map<Pair, Known> replies = new HashMap<>();
    private final Deque<Pair> unused = new ArrayDeque<>();
    private final MemorySegment key = Arena.ofAuto().allocate(Keys.BYTES, 8);
    private final MemorySegment reply = Arena.ofAuto().allocate(Keys.BYTES, 8);
    private long now = 1_000_000_000L;
    private long opened;
    private long expired;
    private long refused;

    private MemorySegment key(Pair pair) {
        return key(pair, key);
    }

    /// Every other key is wide: its ends have more octets than fit in a word.
    private static MemorySegment key(Pair pair, MemorySegment target) {
        boolean wide = (pair.from() + pair.to()) % 2 == 0;
        target.fill((byte) 0);
        target.set(ValueLayout.JAVA_INT_UNALIGNED, 0, wide ? 7 : pair.from());
        target.set(ValueLayout.JAVA_INT_UNALIGNED, 24, wide ? 7 : pair.to());
        target.set(ValueLayout.JAVA_BYTE, 17, (byte) (wide ? pair.from() : 0));
        target.set(ValueLayout.JAVA_BYTE, 41, (byte) (wide ? pair.to() : 0));
        target.set(ValueLayout.JAVA_BYTE, 48, (byte) 1);
        return target;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void shouldBehaveAsAPlainMapWould(long seed) {
        Random random = new Random(seed);
        try (SessionStore store = new SessionStore(CAPACITY, 16, seed)) {
            for (int step = 0; step < 20_000; step++) {
                Pair pair = new Pair(1 + random.nextInt(ENDS), 1 + random.nextInt(ENDS));
                switch (random.nextInt(8)) {
                    case 0, 1 -> open(store, pair, pair.back(), idle(random), random.nextLong());
                    case 5 -> open(store, pair, pair.translatedBack(), idle(random), random.nextLong());
                    case 6 -> use(store, pair, random.nextBoolean());
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

    private void open(SessionStore store, Pair pair, Pair back, long idle, long mark) {
        if (model.containsKey(pair) || replies.containsKey(pair)) {
            return;
        }
        if (model.containsKey(back) || replies.containsKey(back)) {
            if (model.size() < CAPACITY) {
                assertThat(store.open(key(pair), key(back, reply), now)).isEqualTo(SessionStore.COLLISION);
            }
            return;
        }
        int record = back.equals(pair.back())
                ? store.open(key(pair), store.hash(key), now)
                : store.open(key(pair), key(back, reply), now);
        if (model.size() == CAPACITY) {
            assertThat(record).isEqualTo(SessionStore.NONE);
            refused++;
            return;
        }
        assertThat(store.memory().get(ValueLayout.JAVA_LONG, store.scratch(record)))
                .isZero();
        store.memory().set(ValueLayout.JAVA_LONG, store.scratch(record), mark);
        store.touch(record, now, idle);
        Known known = new Known(back, record, store.generation(record), mark, now, idle);
        model.put(pair, known);
        replies.put(back, known);
        opened++;
    }

    private void use(SessionStore store, Pair pair, boolean used) {
        Known known = model.get(pair);
        if (known == null) {
            return;
        }
        store.inUse(known.record, used);
        if (used) {
            unused.remove(pair);
        } else if (!unused.contains(pair)) {
            unused.add(pair);
        }
    }

    private void forget(Pair pair) {
        Known known = model.remove(pair);
        if (known != null) {
            replies.remove(known.reply, known);
            unused.remove(pair);
        }
    }

    private void close(SessionStore store, Pair pair) {
        Known known = model.get(pair);
        if (known != null) {
            store.close(known.record);
            assertThat(store.generation(known.record)).isNotEqualTo(known.generation);
            forget(pair);
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
        assertThat(store.expire(now, ended::add)).isFalse();
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
        gone.forEach(this::forget);
        expired += gone.size();
    }

    private void compare(SessionStore store) {
        assertThat(store.size()).isEqualTo(model.size());
        assertThat(store.opened()).isEqualTo(opened);
        assertThat(store.expired()).isEqualTo(expired);
        assertThat(store.refused()).isEqualTo(refused);
        Known oldest = unused.isEmpty() ? null : model.get(unused.peek());
        assertThat(store.oldestUnused()).isEqualTo(oldest == null ? SessionStore.NONE : oldest.record);
        for (int from = 1; from <= 2 * ENDS; from++) {
            for (int to = 1; to <= 2 * ENDS; to++) {
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
        Known backward = replies.get(pair);
        if (forward != null) {
            assertThat(found).isEqualTo(forward.record << 1);
        } else if (backward != null) {
            assertThat(found).isEqualTo(backward.record << 1 | 1);
        } else {
            assertThat(found).isEqualTo(SessionStore.NONE);
        }
        Known known = forward != null ? forward : backward;
        if (known != null) {
            store.key(known.record, reply);
            assertThat(reply.mismatch(forward != null ? key : key(opener(known), key)))
                    .isEqualTo(-1);
            assertThat(store.memory().get(ValueLayout.JAVA_LONG, store.scratch(known.record)))
                    .isEqualTo(known.mark);
            assertThat(store.lastSeen(known.record)).isEqualTo(known.lastSeen);
        }
    }

    private Pair opener(Known known) {
        return model.entrySet().stream()
                .filter(entry -> entry.getValue() == known)
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    @Test
    void fault90ShouldLookUpAsFastWhenKeysAreChosenToCollide() {
        // What a sender can choose are keys, not the secret: keys that collide under one secret do not under another.
        Words known = Words.of(1);
        Words secret = Words.of(2);
        Set<Integer> homes = new HashSet<>();
        int found = 0;
        for (long port = 0; found < 200 && port < 40_000_000; port++) {
            long first = port << 16 | 6;
            if ((known.hash(first, 0x1234_5678_0000_0101L) & 0xffff) == 0x4242) {
                found++;
                homes.add(secret.hash(first, 0x1234_5678_0000_0101L) & 0xffff);
            }
        }
        assertThat(found).isEqualTo(200);
        assertThat(homes).hasSizeGreaterThan(190);
    }

    @Test
    void fault91ShouldEndManySessionsLittleByLittle() {
        try (SessionStore store = new SessionStore(100_000, 0, 7)) {
            for (int i = 0; i < 100_000; i++) {
                store.touch(store.open(key(new Pair(1, 2 + 2 * i)), 0, now), now, 1_000 * MILLI);
            }
            assertThat(store.size()).isEqualTo(100_000);
            now += 10_000 * MILLI;
            int calls = 1;
            int most = 0;
            for (boolean more = true; more; calls++) {
                int before = store.size();
                more = store.expire(now, record -> {});
                most = Math.max(most, before - store.size());
            }
            assertThat(store.size()).isZero();
            assertThat(most).describedAs("ended by one call").isLessThan(1_000);
            assertThat(calls).isGreaterThan(100);
        }
    }
}
