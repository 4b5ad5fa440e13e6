// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.port.Burst;
import io.penstock.api.port.Port;
import java.util.SortedMap;

/// A port as a worker sees it that has no queue of its own there: it receives nothing by itself, and another worker
/// sends for it.
///
/// @param ring to the worker that sends
/// @param gate the port's number
record Lane(Port whole, Ring ring, int gate, Crew crew, int sender) implements Port {
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
        burst.count = 0;
        return 0;
    }

    @Override
    public int send(Burst burst) {
        int sent = 0;
        while (sent < burst.count && ring.put(burst, sent, gate, Ring.DECIDED)) {
            sent++;
        }
        crew.wake(sender);
        return sent;
    }

    @Override
    public long linkAddress() {
        return whole.linkAddress();
    }

    @Override
    public SortedMap<String, Long> counters() {
        return whole.counters();
    }

    @Override
    public String trouble() {
        return whole.trouble();
    }

    @Override
    public void close() {}
}
