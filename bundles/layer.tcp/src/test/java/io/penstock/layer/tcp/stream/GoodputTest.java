// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.tcp.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Bytes;
import io.penstock.api.Verdict;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// How fast bytes go through the middle over networks that lose and delay, in virtual time: the same each time. Who
/// makes it slower or faster sees it here, and changes the table.
class GoodputTest {
    private static final int BYTES = 100_000;
    private static final int[] LOSSES = {0, 10, 50, 200};
    private static final int[] DELAYS = {1, 10, 40};

    /// Kilobytes a second behind the middle where each word is another, over delay (columns, in milliseconds on each of
    /// four ways) and loss (rows, in thousandths).
    private static final String CHANGED = """
              0   6562.5    656.3    164.1
             10   4375.0    437.5    164.1
             50   1250.0    128.0     27.0
            200      5.6      3.6      1.9
            """;

    /// The same where what was held was acknowledged ahead, and the middle alone has to bring it to its receiver.
    private static final String OWED = """
              0   5000.0    500.0    125.0
             10   3846.2    384.6     96.2
             50   1960.8    243.9     35.8
            200      1.9      1.9      1.5
            """;

    @Test
    void shouldCarryChangedBytesAsFastAsBefore() {
        assertThat(table(GoodputTest::changed)).isEqualTo(CHANGED);
    }

    @Test
    void shouldBringWhatItOwesAsFastAsBefore() {
        assertThat(table(GoodputTest::owed)).isEqualTo(OWED);
    }

    private interface Run {
        /// @return kilobytes a second
        double goodput(int loss, int delay);
    }

    private static String table(Run run) {
        StringBuilder table = new StringBuilder();
        for (int loss : LOSSES) {
            table.append(String.format(Locale.ROOT, "%3d", loss));
            for (int delay : DELAYS) {
                table.append(String.format(Locale.ROOT, "%9.1f", run.goodput(loss, delay)));
            }
            table.append('\n');
        }
        return table.toString();
    }

    private static Simulation simulation(int loss, int delay, Limits limits) {
        byte[] data = ModelTest.bytes("an evil word or two ".repeat(BYTES / 20));
        var network = new Simulation.Network(loss, 0, 0, delay * Simulation.MILLI);
        Simulation made = new Simulation(7, network, limits, new byte[0], data);
        made.server.largest = 1_000;
        return made;
    }

    private static double changed(int loss, int delay) {
        Simulation run = simulation(loss, delay, ModelTest.PATIENT);
        run.function = (window, toServer) -> ModelTest.filter(window, Bytes.utf8("great"));
        run.client.connect();
        return goodput(run, BYTES + BYTES / 20);
    }

    /// The function holds eight kilobytes at a time, and the sender is told at once that they came.
    private static double owed(int loss, int delay) {
        Simulation run = simulation(loss, delay, new Limits(1 << 20, 1 << 17, 1, Long.MAX_VALUE / 4, false, false));
        run.function =
                (window, toServer) -> window.length() < 8_000 && !window.isLast() ? Verdict.holdFrom(0) : Verdict.PASS;
        run.client.connect();
        return goodput(run, BYTES);
    }

    private static double goodput(Simulation run, int bytes) {
        long time = 0;
        while (!run.client.gotEnd && time < 600_000) {
            run.resume(++time * Simulation.MILLI);
        }
        assertThat(run.client.received.size()).isEqualTo(bytes);
        return (double) bytes / time;
    }
}
