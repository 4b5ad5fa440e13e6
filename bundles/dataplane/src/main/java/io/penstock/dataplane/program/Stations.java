// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.layer.Header;
import io.penstock.dataplane.packet.Frame;
import java.util.Arrays;

/// Behind which port a link's stations were seen, for frames that belong to no session. A bounded table: a
/// newer station takes the place of an older one.
final class Stations {
    private static final int SIZE = 4_096;

    private final long[] stations = new long[SIZE];
    private final int[] gates = new int[SIZE];

    Stations() {
        Arrays.fill(gates, -1);
    }

    /// Remembers the sender of a frame.
    void learn(Frame frame, int gate) {
        long sender = station(frame, true);
        if (sender > 0) {
            int at = place(sender);
            stations[at] = sender;
            gates[at] = gate;
        }
    }

    /// The port behind which the receiver was seen, -1 where it was not.
    int find(Frame frame) {
        return seen(station(frame, false));
    }

    /// The port behind which the sender was seen before, -1 where it was not.
    int sender(Frame frame) {
        return seen(station(frame, true));
    }

    private int seen(long receiver) {
        int at = place(receiver);
        return receiver > 0 && stations[at] == receiver ? gates[at] : -1;
    }

    private static int place(long station) {
        return (int) (station * 0x9E37_79B9_7F4A_7C15L >>> 52) & SIZE - 1;
    }

    private static long station(Frame frame, boolean sender) {
        for (int i = 0; i < frame.depth(); i++) {
            Header header = frame.header(i);
            for (int p = 0; p < header.pairs().size(); p++) {
                Header.Pair pair = header.pairs().get(p);
                if (pair.role() == Header.Role.STATION) {
                    return frame.read(sender ? pair.from() : pair.to(), frame.start(i));
                }
            }
        }
        return -1;
    }
}
