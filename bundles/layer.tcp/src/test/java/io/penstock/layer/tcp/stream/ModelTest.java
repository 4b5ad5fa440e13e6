// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.tcp.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Bytes;
import io.penstock.api.Verdict;
import io.penstock.api.stream.Window;
import io.penstock.api.stream.WordSet;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Two ends that talk through the middle over networks of every kind: what arrives is the edit of what was sent, made
/// all at once, and nothing is left in the middle.
class ModelTest {
    private static final String[] REPLACEMENTS = {"", "x", "good", "a great deal of kindness"};
    private static final WordSet WORDS = WordSet.of("evil", "abba");

    /// Holds for ever: a deadline lets bytes go on as they are, which is no edit.
    static final Limits PATIENT = new Limits(1 << 20, 1 << 16, 40 * Simulation.MILLI, Long.MAX_VALUE / 4, false, false);

    static Stream<Object[]> runs() {
        return new Random(1).longs(60).mapToObj(seed -> new Object[] {seed});
    }

    @ParameterizedTest
    @MethodSource("runs")
    void shouldDeliverTheEditOfWhatWasSent(long seed) {
        Random random = new Random(seed);
        String up = text(random);
        String down = text(random);
        String replacement = REPLACEMENTS[random.nextInt(REPLACEMENTS.length)];
        var network = new Simulation.Network(
                random.nextInt(3) * 30, random.nextInt(3) * 30, random.nextInt(3) * 100, Simulation.MILLI);
        Simulation run = new Simulation(seed, network, PATIENT, bytes(up), bytes(down));
        run.client.largest = 1 + random.nextInt(800);
        run.server.largest = 1 + random.nextInt(800);
        run.function = (window, toServer) -> filter(window, Bytes.utf8(replacement));

        run.run(100_000_000 * Simulation.MILLI);

        String what = "seed " + seed + " " + network + " '" + replacement + "' " + run.counts;
        assertThat(run.client.wasReset || run.server.wasReset).as(what).isFalse();
        same(what + " to the server", run.server.received.toString(StandardCharsets.ISO_8859_1), edit(up, replacement));
        same(
                what + " to the client",
                run.client.received.toString(StandardCharsets.ISO_8859_1),
                edit(down, replacement));
        assertThat(run.client.gotEnd && run.server.gotEnd).as(what).isTrue();
        assertThat(run.client.endAcknowledged && run.server.endAcknowledged)
                .as(what)
                .isTrue();
        assertThat(run.middle.bytes()).as(what).isZero();
        assertThat(run.slabs.used()).as(what).isZero();
    }

    private static void same(String what, String got, String expected) {
        int at = Arrays.mismatch(got.toCharArray(), expected.toCharArray());
        assertThat(at)
                .as(
                        "%s: %d bytes came, %d expected, place of the first difference",
                        what, got.length(), expected.length())
                .isEqualTo(-1);
    }

    static Verdict filter(Window data, Bytes replacement) {
        var scan = WORDS.scan(data);
        while (scan.next()) {
            if (scan.isPartial()) {
                return Verdict.holdFrom(scan.start());
            }
            data.replace(scan.start(), scan.length(), replacement);
        }
        return Verdict.PASS;
    }

    static String edit(String text, String replacement) {
        return text.replaceAll("evil|abba", replacement);
    }

    private static String text(Random random) {
        StringBuilder made = new StringBuilder();
        int length = random.nextInt(5) == 0 ? random.nextInt(20) : random.nextInt(30_000);
        while (made.length() < length) {
            switch (random.nextInt(6)) {
                case 0 -> made.append("evil");
                case 1 -> made.append("abba".substring(0, 1 + random.nextInt(4)));
                default -> made.append((char) ('a' + random.nextInt(26)));
            }
        }
        return made.toString();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void shouldDoTheSameAgainForTheSameSeed() {
        Simulation one =
                new Simulation(7, new Simulation.Network(50, 50, 50, 1), Limits.USUAL, bytes("evil"), bytes("b"));
        Simulation two =
                new Simulation(7, new Simulation.Network(50, 50, 50, 1), Limits.USUAL, bytes("evil"), bytes("b"));
        one.run(Long.MAX_VALUE / 2);
        two.run(Long.MAX_VALUE / 2);

        assertThat(one.log).isEqualTo(two.log);
    }
}
