// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// The machine that tests share with whatever else runs on it.
final class Machine {
    private static final int SECONDS = 60;
    private static final double QUIET = 0.7;

    private Machine() {}

    /// Waits for a second in which the processors had little to do, at most a minute: then one measures with what
    /// there is.
    static void awaitQuiet() throws IOException, InterruptedException {
        double share = 0;
        for (int second = 0; second < SECONDS && share < QUIET; second++) {
            share = idleShare();
        }
    }

    /// How much of the processors' time was not used within a second.
    private static double idleShare() throws IOException, InterruptedException {
        long[] before = times();
        TimeUnit.SECONDS.sleep(1);
        long[] after = times();
        double all = Arrays.stream(after).sum() - Arrays.stream(before).sum();
        return (after[3] - before[3]) / all;
    }

    /// User, nice, system, idle and so on, as proc(5) tells them.
    private static long[] times() throws IOException {
        String all = Files.readAllLines(Path.of("/proc/stat")).getFirst();
        return Arrays.stream(all.split(" +")).skip(1).mapToLong(Long::parseLong).toArray();
    }
}
