// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.proof;

import io.penstock.api.port.Burst;
import io.penstock.api.port.Port;
import java.lang.foreign.ValueLayout;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// A port that nothing comes in by, and that hands on what leaves.
record Collector(String name, BiConsumer<String, byte[]> leaving) implements Port {
    @Override
    public boolean stamped() {
        return false;
    }

    @Override
    public long nextStamp() {
        return ENDED;
    }

    @Override
    public int receive(Burst burst, long until) {
        burst.count = 0;
        return 0;
    }

    @Override
    public int send(Burst burst) {
        for (int i = 0; i < burst.count; i++) {
            byte[] octets =
                    burst.memory[i].asSlice(burst.offset[i], burst.length[i]).toArray(ValueLayout.JAVA_BYTE);
            leaving.accept(name, octets);
        }
        return burst.count;
    }

    @Override
    public SortedMap<String, Long> counters() {
        return new TreeMap<>();
    }

    @Override
    public String trouble() {
        return "";
    }

    @Override
    public void close() {}
}
