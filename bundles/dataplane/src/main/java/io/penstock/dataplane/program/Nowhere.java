// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.port.Burst;
import io.penstock.api.port.Port;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// A port that takes everything and gives nothing.
///
/// @param stamped whether it stands for a capture
public record Nowhere(boolean stamped) implements Port {
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
