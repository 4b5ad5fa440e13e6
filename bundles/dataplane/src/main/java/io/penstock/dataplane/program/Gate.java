// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.Side;
import io.penstock.api.port.Burst;
import io.penstock.api.port.Forwarded;
import io.penstock.api.port.Port;
import java.util.SortedMap;
import java.util.TreeMap;

/// A port of a running chain: its side, its outgoing burst and its counters.
public final class Gate {
    private static final String FULL = "port-full";

    final int index;
    final String name;
    final String place;
    final Side side;
    final String driver;
    Port port;
    private Burst out = new Burst();
    private final Forwarded forwarded = new Forwarded();
    Tally drops = new Tally();
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

    /// The same port for another program.
    public Gate again() {
        return new Gate(index, name, side, driver, port);
    }

    /// From now on, nothing is received or sent by it.
    void shut() {
        port = new Nowhere(port.stamped());
    }

    /// Goes on where the gate of the program before was; its outgoing burst has been sent.
    void takeOver(Gate before) {
        inPackets = before.inPackets;
        inBytes = before.inBytes;
        outPackets = before.outPackets;
        outBytes = before.outBytes;
        drops = before.drops;
    }

    /// Forgets what was counted.
    void clear() {
        out.count = 0;
        inPackets = 0;
        inBytes = 0;
        outPackets = 0;
        outBytes = 0;
        drops.clear();
    }

    /// From now on, what leaves here leaves by another gate, which counts it.
    void relay(Gate other) {
        port = new Relay(other);
        drops = other.drops;
    }

    void received(int wireLength) {
        inPackets++;
        inBytes += Integer.toUnsignedLong(wireLength);
    }

    void received(Burst burst) {
        inPackets += burst.count;
        long bytes = 0;
        for (int i = 0; i < burst.count; i++) {
            bytes += Integer.toUnsignedLong(burst.wireLength[i]);
        }
        inBytes += bytes;
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

    /// Sends a frame that also leaves by another port, before that one may take it over.
    void sendCopy(Burst from, int slot) {
        flush();
        out.addCopy(from, slot);
        flush();
    }

    /// Sends a whole burst.
    ///
    /// @return a burst to use in its place
    Burst sendAll(Burst burst) {
        flush();
        Burst free = out;
        out = burst;
        return free;
    }

    /// Sends the outgoing burst.
    public void flush() {
        if (out.count > 0) {
            settle(port.send(out));
        }
    }

    /// Sends the outgoing burst and receives the next.
    ///
    /// @return the number of frames received
    int exchange(Burst in, long until) {
        if (out.count == 0) {
            return port.receive(in, until);
        }
        int received = port.exchange(out, in, until);
        settle(out.taken);
        return received;
    }

    /// Receives a burst and has another gate send it, where the ports can do that among themselves.
    ///
    /// @return the number of frames received; below 0 where they cannot
    int forward(Gate other) {
        flush();
        other.flush();
        if (!port.forward(other.port, forwarded)) {
            return -1;
        }
        inPackets += forwarded.received;
        inBytes += forwarded.receivedBytes;
        other.outPackets += forwarded.sent;
        other.outBytes += forwarded.sentBytes;
        if (forwarded.sent < forwarded.received) {
            other.drops.add(FULL, forwarded.received - forwarded.sent);
        }
        return forwarded.received;
    }

    /// What the port does not take at the second try is dropped and counted.
    private void settle(int taken) {
        count(taken);
        if (taken < out.count) {
            out.removeFirst(taken);
            int again = port.send(out);
            count(again);
            if (again < out.count) {
                drops.add(FULL, out.count - again);
            }
        }
        out.count = 0;
    }

    private void count(int taken) {
        outPackets += taken;
        long bytes = 0;
        for (int i = 0; i < taken; i++) {
            bytes += Integer.toUnsignedLong(out.wireLength[i]);
        }
        outBytes += bytes;
    }

    /// Passes frames on to another gate.
    private record Relay(Gate to) implements Port {
        @Override
        public boolean stamped() {
            return to.port.stamped();
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
                to.send(burst, i);
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
}
