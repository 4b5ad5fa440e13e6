// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.dataplane.packet.Keys;
import io.penstock.dataplane.session.SessionStore;
import io.penstock.dataplane.session.Words;
import io.penstock.function.counter.Counter;
import io.penstock.function.firewall.Firewall;
import io.penstock.testkit.Script;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who sends what nobody asked for, to use the session table up or to make it slow.
class FloodTest {
    private static final int ROOM = 512;
    private static final int ESTABLISHED = 100;
    private static final int FLOOD = 10_000;
    private static final int KEYS = 20_000;
    private static final long SECOND_WORD = 0xc000_0207_0050_0101L;
    private static final String CHAIN = """
            format: 1
            chain: test
            ports:
              client: {driver: end}
              server: {driver: end}
            functions:
              fw: {type: firewall, rules: [allow tcp port 80]}
              count: {type: counter}
            wires:
              - client -> fw -> count -> server
            """;

    private static Script script() {
        return Script.chain(CHAIN, ROOM, Firewall.class, Counter.class);
    }

    private static void connect(Script script, int port) {
        script.client("tcp 10.0.0.1:" + port + " > 192.0.2.7:80 flags 0x02").passes();
        script.server("tcp 192.0.2.7:80 > 10.0.0.1:" + port + " flags 0x12").passes();
        script.client("tcp 10.0.0.1:" + port + " > 192.0.2.7:80 flags 0x10").passes();
    }

    private static void talk(Script script, int port) {
        script.client("tcp 10.0.0.1:" + port + " > 192.0.2.7:80 flags 0x10 \"question\"")
                .passes();
        script.server("tcp 192.0.2.7:80 > 10.0.0.1:" + port + " flags 0x10 \"answer\"")
                .passes();
    }

    private static String syn(int number) {
        return "tcp 172." + (16 + number / 65_536) + "." + number / 256 % 256 + "." + number % 256 + ":"
                + (1_024 + number % 50_000) + " > 192.0.2.7:80 flags 0x02";
    }

    @Test
    void fault88ShouldKeepEstablishedConnectionsAndTakeNewOnesInAFloodOfSyns() {
        try (Script script = script()) {
            for (int port = 1; port <= ESTABLISHED; port++) {
                connect(script, port);
            }
            long bytes = script.report().sessions().bytes();
            for (int i = 0; i < FLOOD; i++) {
                script.client(syn(i)).passes();
                talk(script, 1 + i % ESTABLISHED);
                if (i % 1_000 == 0) {
                    connect(script, 1_000 + i);
                    talk(script, 1_000 + i);
                }
            }
            assertThat(script.report().sessions().open()).isEqualTo(ROOM);
            assertThat(script.report().sessions().bytes()).isEqualTo(bytes);
            assertThat(script.report().sessions().refused()).isZero();
            assertThat(script.report().notes())
                    .containsEntry("half-open-session-evicted", (long) FLOOD + ESTABLISHED + FLOOD / 1_000 - ROOM);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x10", "0x11", "0x04", "0x12"})
    void fault88ShouldKeepEstablishedConnectionsInAFloodOfSegmentsThatNobodyAnswers(String flags) {
        try (Script script = script()) {
            for (int port = 1; port <= ESTABLISHED; port++) {
                connect(script, port);
            }
            for (int i = 0; i < FLOOD; i++) {
                script.client(syn(i).replace("0x02", flags)).passes();
                talk(script, 1 + i % ESTABLISHED);
                if (i % 1_000 == 0) {
                    connect(script, 1_000 + i);
                    talk(script, 1_000 + i);
                }
            }
            assertThat(script.report().sessions().open()).isEqualTo(ROOM);
            assertThat(script.report().sessions().refused()).isZero();
        }
    }

    @Test
    void fault88ShouldKeepAConnectionWhoseBeginningWasNotSeenOnceBothEndsSpoke() {
        try (Script script = script()) {
            for (int port = 1; port <= ROOM; port++) {
                talk(script, port);
            }
            script.client(syn(1)).drops("sessions-full");
            talk(script, ROOM);
        }
    }

    @Test
    void fault88ShouldRefuseNewConnectionsWhereAllAreEstablishedAndKeepThose() {
        try (Script script = script()) {
            for (int port = 1; port <= ROOM; port++) {
                connect(script, port);
            }
            for (int i = 0; i < ROOM; i++) {
                script.client(syn(i)).drops("sessions-full");
                talk(script, 1 + i);
            }
            assertThat(script.report().sessions().open()).isEqualTo(ROOM);
            assertThat(script.report().sessions().refused()).isEqualTo(ROOM);
        }
    }

    @Test
    void fault90ShouldLookAtAtMostTwiceAsManySlotsInAFloodOfCollidingKeys() {
        // What a sender can find out is a hash under another secret than this run's.
        Words known = Words.of(1);
        long[] colliding = LongStream.range(0, Long.MAX_VALUE)
                .map(number -> number << 16 | 6)
                .filter(first -> (known.hash(first, SECOND_WORD) & 0xff00) == 0x4200)
                .limit(KEYS)
                .toArray();
        Random random = new Random(5);
        long[] usual = LongStream.generate(() -> random.nextLong() & Words.END | 6)
                .distinct()
                .limit(KEYS)
                .toArray();
        int[] normal = steps(7, usual);
        int[] flooded = steps(7, colliding);
        assertThat(mean(flooded)).as("slots a look-up").isLessThan(2 * mean(normal));
        assertThat(flooded[KEYS - KEYS / 1_000])
                .as("slots of the slowest in a thousand look-ups")
                .isLessThanOrEqualTo(2 * normal[KEYS - KEYS / 1_000]);
        assertThat(mean(steps(1, colliding)))
                .as("slots a look-up where the secret is known")
                .isGreaterThan(20 * mean(normal));
    }

    private static double mean(int[] steps) {
        return Arrays.stream(steps).average().orElseThrow();
    }

    /// How many slots a search for each of these keys looks at, in order.
    private static int[] steps(long secret, long[] firstWords) {
        MemorySegment key = MemorySegment.ofArray(new long[Keys.BYTES / 8]);
        try (SessionStore store = new SessionStore(KEYS, 0, secret)) {
            for (long first : firstWords) {
                Words.unfold(first, SECOND_WORD, key);
                assertThat(store.open(key, store.hash(key), 1)).isNotNegative();
            }
            int[] steps = new int[firstWords.length];
            for (int i = 0; i < steps.length; i++) {
                Words.unfold(firstWords[i], SECOND_WORD, key);
                steps[i] = store.index().steps(store.hash(key));
            }
            Arrays.sort(steps);
            return steps;
        }
    }

    @Test
    void fault94ShouldNeitherEndNorForgetSessionsWhenTheClockJumps() {
        try (Script script = script()) {
            connect(script, 1);
            script.after(-3_600_000);
            talk(script, 1);
            connect(script, 2);
            script.after(3_600_000 + 1_000);
            talk(script, 1);
            talk(script, 2);
            assertThat(script.report().sessions().opened()).isEqualTo(2);
            assertThat(script.report().sessions().expired()).isZero();
            script.after(30L * 24 * 3_600_000);
            assertThat(script.report().sessions().open()).isZero();
        }
    }
}
