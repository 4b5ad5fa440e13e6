// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// Counters by name: written by one thread without allocation once a name was seen, read by any.
public final class Tally {
    private static final int MOST = 256;
    private static final String OTHERS = "others";

    private static final class Snapshot {
        private final String[] names;
        private final long[] counts;

        Snapshot(String[] names, long[] counts) {
            this.names = names;
            this.counts = counts;
        }
    }

    private volatile Snapshot state = new Snapshot(new String[0], new long[0]);

    /// Counts one.
    public void add(String name) {
        add(name, 1);
    }

    /// Counts several.
    public void add(String name, long count) {
        Snapshot now = state;
        for (int i = 0; i < now.names.length; i++) {
            if (now.names[i].equals(name)) {
                now.counts[i] += count;
                return;
            }
        }
        grow(now, now.names.length < MOST ? name : OTHERS, count);
    }

    private void grow(Snapshot now, String name, long count) {
        if (name.equals(OTHERS) && Arrays.asList(now.names).contains(OTHERS)) {
            add(OTHERS, count);
            return;
        }
        String[] names = Arrays.copyOf(now.names, now.names.length + 1);
        long[] counts = Arrays.copyOf(now.counts, now.counts.length + 1);
        names[names.length - 1] = name;
        counts[counts.length - 1] = count;
        state = new Snapshot(names, counts);
    }

    /// Counts all that another has counted.
    void addAll(Tally other) {
        other.all().forEach(this::add);
    }

    /// Forgets everything.
    void clear() {
        state = new Snapshot(new String[0], new long[0]);
    }

    /// All counters, sorted by name.
    public Map<String, Long> all() {
        Snapshot now = state;
        Map<String, Long> all = new TreeMap<>();
        for (int i = 0; i < now.names.length; i++) {
            all.put(now.names[i], now.counts[i]);
        }
        return all;
    }

    /// The sum of all counters.
    public long sum() {
        return Arrays.stream(state.counts).sum();
    }
}
