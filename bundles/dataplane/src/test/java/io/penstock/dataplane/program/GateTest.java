// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Side;
import io.penstock.api.port.Burst;
import io.penstock.api.port.Forwarded;
import io.penstock.api.port.Port;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GateTest {
    private static Gate gate(int index, Side side, Port port) {
        return new Gate(index, side.name(), side, "script", port);
    }

    @Test
    void shouldCountWhatTheOtherPortOfAForwardedBurstDidNotTakeAsDroppedThere() {
        Gate in = gate(0, Side.CLIENT, new Forwarding(64, 50));
        Gate out = gate(1, Side.SERVER, new Nowhere(false));
        assertThat(in.forward(out)).isEqualTo(64);
        assertThat(in.inPackets).isEqualTo(64);
        assertThat(in.inBytes).isEqualTo(6_400);
        assertThat(out.outPackets).isEqualTo(50);
        assertThat(out.outBytes).isEqualTo(5_000);
        assertThat(out.drops.all()).containsOnly(java.util.Map.entry("port-full", 14L));
        assertThat(in.drops.all()).isEmpty();
    }

    @Test
    void shouldCountNothingWhereThePortsCannotForward() {
        Gate in = gate(0, Side.CLIENT, new Nowhere(false));
        Gate out = gate(1, Side.SERVER, new Nowhere(false));
        assertThat(in.forward(out)).isNegative();
        assertThat(in.inPackets + out.outPackets).isZero();
    }

    /// Frames of 100 octets, of which the other port does not take all.
    private record Forwarding(int received, int sent) implements Port {
        @Override
        public boolean forward(Port to, Forwarded done) {
            done.received = received;
            done.receivedBytes = received * 100L;
            done.sent = sent;
            done.sentBytes = sent * 100L;
            return true;
        }

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
            return 0;
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
}
