// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.control.Control.NodeTime;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/// Measures what packets cost at each node, in time or in memory. Packets that are measured go the interpreted way.
///
/// Read by others once it is no longer in use.
final class Stopwatch {
    /// From one burst that is timed to the next.
    private static final long PAUSE_NANOS = 1_000_000;

    private static final int TRIALS = 200;

    private final LongSupplier reading;
    private final long pause;
    private final long own;
    private final long[] cost;
    private final long[] packets;
    private final long[] calls;
    private final int[] last;
    private int burst;
    private long next = System.nanoTime();
    private long begun;

    /// @param reading what is read before and after
    private Stopwatch(int nodes, LongSupplier reading, long pause) {
        this.reading = reading;
        this.pause = pause;
        own = own();
        cost = new long[nodes];
        packets = new long[nodes];
        calls = new long[nodes];
        last = new int[nodes];
    }

    /// Nanoseconds; only some bursts are timed.
    static Stopwatch ofTime(int nodes) {
        return new Stopwatch(nodes, System::nanoTime, PAUSE_NANOS);
    }

    /// Octets of the heap, of all bursts.
    ///
    /// @param allocated tells how many the present thread has taken so far
    static Stopwatch ofMemory(int nodes, LongSupplier allocated) {
        return new Stopwatch(nodes, allocated, 0);
    }

    /// What reading twice costs by itself.
    private long own() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < TRIALS; i++) {
            long before = reading.getAsLong();
            least = Math.min(least, reading.getAsLong() - before);
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
        next = now + pause;
        burst++;
        return true;
    }

    void start() {
        begun = reading.getAsLong();
    }

    void stop(int node) {
        cost[node] += Math.max(0, reading.getAsLong() - begun - own);
        packets[node]++;
        if (last[node] != burst) {
            last[node] = burst;
            calls[node]++;
        }
    }

    List<NodeTime> times(List<Station> stations) {
        return IntStream.range(0, cost.length)
                .mapToObj(i -> new NodeTime(stations.get(i).id, stations.get(i).type, calls[i], packets[i], cost[i]))
                .toList();
    }

    long cost(int node) {
        return cost[node];
    }
}
