// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.control.Control.NodeTime;
import java.util.List;
import java.util.stream.IntStream;

/// Times what packets cost at each node. Only some bursts are timed, as those go the interpreted way.
///
/// Read by others once it is no longer in use.
final class Stopwatch {
    /// From one burst that is timed to the next.
    private static final long PAUSE_NANOS = 1_000_000;

    private static final int TRIALS = 200;

    private final long own = own();
    private final long[] nanos;
    private final long[] packets;
    private final long[] calls;
    private final int[] last;
    private int burst;
    private long next = System.nanoTime();
    private long begun;

    Stopwatch(int nodes) {
        nanos = new long[nodes];
        packets = new long[nodes];
        calls = new long[nodes];
        last = new int[nodes];
    }

    /// What reading the clock twice takes by itself.
    private static long own() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < TRIALS; i++) {
            long before = System.nanoTime();
            least = Math.min(least, System.nanoTime() - before);
        }
        return least;
    }

    /// A burst comes.
    ///
    /// @return whether it is timed
    boolean takes() {
        long now = System.nanoTime();
        if (now - next < 0) {
            return false;
        }
        next = now + PAUSE_NANOS;
        burst++;
        return true;
    }

    void start() {
        begun = System.nanoTime();
    }

    void stop(int node) {
        nanos[node] += Math.max(0, System.nanoTime() - begun - own);
        packets[node]++;
        if (last[node] != burst) {
            last[node] = burst;
            calls[node]++;
        }
    }

    List<NodeTime> times(List<Station> stations) {
        return IntStream.range(0, nanos.length)
                .mapToObj(i -> new NodeTime(stations.get(i).id, stations.get(i).type, calls[i], packets[i], nanos[i]))
                .toList();
    }
}
