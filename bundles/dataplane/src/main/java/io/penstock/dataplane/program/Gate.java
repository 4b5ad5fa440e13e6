// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.Side;
import io.penstock.api.port.Burst;
import io.penstock.api.port.Port;

/// A port of a running chain: its side, its outgoing burst and its counters.
public final class Gate {
    final int index;
    final String name;
    final String place;
    final Side side;
    final String driver;
    final Port port;
    final Burst out = new Burst();
    final Tally drops = new Tally();
    long inPackets;
    long inBytes;
    long outPackets;
    long outBytes;

    public Gate(int index, String name, Side side, String driver, Port port) {
        this.index = index;
        this.name = name;
        place = "port " + name;
        this.side = side;
        this.driver = driver;
        this.port = port;
    }

    public String name() {
        return name;
    }

    public Side side() {
        return side;
    }

    public Port port() {
        return port;
    }

    void received(int wireLength) {
        inPackets++;
        inBytes += Integer.toUnsignedLong(wireLength);
    }

    void dropped(String reason) {
        drops.add(reason);
    }

    /// Puts a frame into the outgoing burst, which is sent first where it is full.
    void send(Burst from, int slot) {
        if (out.count == Burst.CAPACITY) {
            flush();
        }
        out.add(from, slot);
    }

    /// Sends the outgoing burst; what the port does not take at the second try is dropped and counted.
    public void flush() {
        if (out.count == 0) {
            return;
        }
        int taken = port.send(out);
        if (taken < out.count) {
            Burst rest = new Burst();
            for (int i = taken; i < out.count; i++) {
                rest.add(out, i);
            }
            int again = port.send(rest);
            for (int i = again; i < rest.count; i++) {
                drops.add("port-full");
            }
            taken += again;
        }
        outPackets += taken;
        for (int i = 0; i < taken; i++) {
            outBytes += Integer.toUnsignedLong(out.wireLength[i]);
        }
        out.count = 0;
    }
}
