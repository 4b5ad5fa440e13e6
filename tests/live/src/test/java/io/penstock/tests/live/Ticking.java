// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.live;

import io.penstock.api.port.Burst;
import io.penstock.api.port.CaptureInterface;
import io.penstock.api.port.Port;
import io.penstock.api.port.PortDriver;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Ports that always have a frame, and take all that is sent: traffic that needs no machine.
final class Ticking implements PortDriver {
    private static final int OCTETS = 60;

    @Override
    public String name() {
        return "ticking";
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public Map<String, Object> parse(String rest) {
        return Map.of();
    }

    @Override
    public Port open(Request request) {
        return new Ticks(Arena.ofAuto().allocate(OCTETS, 8));
    }

    private record Ticks(MemorySegment frame) implements Port {
        @Override
        public boolean stamped() {
            return false;
        }

        @Override
        public long nextStamp() {
            return NOTHING_YET;
        }

        @Override
        public int receive(Burst burst, long until) {
            burst.memory[0] = frame;
            burst.offset[0] = 0;
            burst.length[0] = OCTETS;
            burst.wireLength[0] = OCTETS;
            burst.lent[0] = 0;
            burst.origin[0] = CaptureInterface.ETHERNET;
            burst.stamp[0] = System.nanoTime();
            burst.ticks[0] = burst.stamp[0];
            burst.count = 1;
            return 1;
        }

        @Override
        public int send(Burst burst) {
            return burst.count;
        }

        @Override
        public SortedMap<String, Long> counters() {
            return Collections.unmodifiableSortedMap(new TreeMap<>());
        }

        @Override
        public String trouble() {
            return "";
        }

        @Override
        public void close() {}
    }
}
