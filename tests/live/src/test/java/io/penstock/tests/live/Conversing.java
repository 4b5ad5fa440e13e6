// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.live;

import io.penstock.api.port.Burst;
import io.penstock.api.port.CaptureInterface;
import io.penstock.api.port.Port;
import io.penstock.api.port.PortDriver;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// Ports between TCP clients, at the one called `in`, and a server: clients send ten octets each in turn, one segment
/// each
/// tenth of a millisecond or so, and the server acknowledges them. Where a connection is reset, the client opens
/// another. Of the second half of the connections it notes how they fare, for tests in which the others have trouble.
/// Used by one worker after the other.
final class Conversing implements PortDriver {
    private static final int FIRST_PORT = 1_024;
    private static final int HEADERS = 54;
    private static final int OCTETS = 10;
    private static final int OUTSTANDING = 1_000;
    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int RST = 4;
    private static final int PUSH = 8;
    private static final int ACK = 16;
    private static final long PAUSE_NANOS = 100_000;

    private final Connection[] connections;
    private final Queue<byte[]> fromClients = new ArrayDeque<>();
    private final Queue<byte[]> fromServer = new ArrayDeque<>();
    private final AtomicLong arrived = new AtomicLong();
    private final AtomicLong resets = new AtomicLong();
    private final AtomicLongArray delays = new AtomicLongArray(1 << 12);
    private final AtomicLong measured = new AtomicLong();
    private final AtomicLong longestGap = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private int turn;

    Conversing(int count) {
        connections = new Connection[count];
        for (int i = 0; i < count; i++) {
            connections[i] = new Connection(FIRST_PORT + i);
        }
    }

    /// Octets that came to the server, in order and each once.
    long arrived() {
        return arrived.get();
    }

    /// Connections that were reset so far.
    long resets() {
        return resets.get();
    }

    /// Octets of the second half of the connections that came to the server before others that never came.
    long lost() {
        return lost.get();
    }

    /// How long 99 of 100 of the last segments of these needed at most from one port to the other, in nanoseconds.
    long delay99() {
        int count = (int) Math.min(delays.length(), measured.get());
        long[] sorted =
                IntStream.range(0, count).mapToLong(delays::get).sorted().toArray();
        return sorted[count * 99 / 100];
    }

    /// The longest time, in nanoseconds, in which nothing came of one of these since this was asked last.
    long longestGap() {
        return longestGap.getAndSet(0);
    }

    /// What both ends of a connection know.
    private static final class Connection {
        private int port;
        private boolean asked;
        private boolean open;
        private int sent;
        private int acknowledged;
        private int received;
        private long spokeAt;
        private long arrivedAt;

        Connection(int port) {
            this.port = port;
        }

        void again(int otherPort) {
            port = otherPort;
            asked = false;
            open = false;
            sent = 0;
            acknowledged = 0;
            received = 0;
            arrivedAt = 0;
        }
    }

    private void note(Connection one, int number) {
        if ((one.port - FIRST_PORT) % connections.length < connections.length / 2) {
            return;
        }
        long now = System.nanoTime();
        longestGap.accumulateAndGet(one.arrivedAt == 0 ? 0 : now - one.arrivedAt, Math::max);
        one.arrivedAt = now;
        if (number > one.received) {
            lost.addAndGet(number - one.received);
        }
        if (number == one.sent - OCTETS) {
            delays.set((int) (measured.getAndIncrement() % delays.length()), now - one.spokeAt);
        }
    }

    private Connection of(int port) {
        return connections[(port - FIRST_PORT) % connections.length];
    }

    private byte[] spoken() {
        byte[] waiting = fromClients.poll();
        if (waiting != null) {
            return waiting;
        }
        Connection next = connections[turn++ % connections.length];
        if (!next.asked) {
            next.asked = true;
            next.sent = 1;
            return frame(true, next.port, 0, 0, SYN, 0);
        }
        if (!next.open || next.sent - next.acknowledged > OUTSTANDING) {
            return new byte[0];
        }
        next.sent += OCTETS;
        next.spokeAt = System.nanoTime();
        return frame(true, next.port, next.sent - OCTETS, 1, ACK | PUSH, OCTETS);
    }

    private void atServer(int port, int number, int flags, int octets) {
        Connection one = of(port);
        if (one.port != port || (flags & RST) != 0) {
            return;
        }
        if ((flags & SYN) != 0) {
            one.received = 1;
            fromServer.add(frame(false, port, 0, 1, SYN | ACK, 0));
        } else if (octets > 0) {
            note(one, number);
            if (number == one.received) {
                one.received += octets;
                arrived.addAndGet(octets);
            }
            fromServer.add(frame(false, port, 1, one.received, ACK, 0));
        }
    }

    private void atClient(int port, int acknowledged, int flags) {
        Connection one = of(port);
        if (one.port != port) {
            return;
        }
        if ((flags & (RST | FIN)) != 0) {
            resets.incrementAndGet();
            one.again(port + connections.length);
        } else if ((flags & SYN) != 0) {
            one.open = true;
            one.acknowledged = 1;
            fromClients.add(frame(true, port, 1, 1, ACK, 0));
        } else {
            one.acknowledged = Math.max(one.acknowledged, acknowledged);
        }
    }

    /// Ethernet, IPv4 (RFC 791) and TCP (RFC 9293).
    private static byte[] frame(boolean client, int port, int number, int acknowledged, int flags, int octets) {
        ByteBuffer frame = ByteBuffer.allocate(HEADERS + octets);
        frame.putShort((short) 0x0200)
                .putInt(client ? 2 : 1)
                .putShort((short) 0x0200)
                .putInt(client ? 1 : 2);
        frame.putShort((short) 0x0800);
        int from = client ? 0x0a00_0001 : 0xc000_0207;
        int to = client ? 0xc000_0207 : 0x0a00_0001;
        frame.putShort((short) 0x4500)
                .putShort((short) (40 + octets))
                .putInt(0x4000)
                .putShort((short) (64 << 8 | 6));
        frame.putShort((short) 0).putInt(from).putInt(to);
        frame.putShort((short) (client ? port : 80)).putShort((short) (client ? 80 : port));
        frame.putInt(number)
                .putInt(acknowledged)
                .putShort((short) (5 << 12 | flags))
                .putShort((short) 0xffff);
        frame.putShort(24, (short) ~sum(frame, 14, 34, 0));
        frame.putShort(50, (short) ~sum(frame, 26, HEADERS + octets, 6 + 20 + octets));
        return frame.array();
    }

    private static int sum(ByteBuffer frame, int begin, int end, int first) {
        int sum = first;
        for (int i = begin; i < end; i += 2) {
            sum += frame.getShort(i) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return (sum & 0xffff) + (sum >>> 16);
    }

    @Override
    public String name() {
        return "conversing";
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
        return new Side(request.port().equals("in"));
    }

    private final class Side implements Port {
        private final boolean clients;
        private final MemorySegment memory = Arena.ofAuto().allocate(HEADERS + OCTETS, 8);

        Side(boolean clients) {
            this.clients = clients;
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
            if (clients) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            byte[] octets = clients ? spoken() : fromServer.poll();
            if (octets == null || octets.length == 0) {
                return 0;
            }
            MemorySegment.copy(octets, 0, memory, ValueLayout.JAVA_BYTE, 0, octets.length);
            burst.memory[0] = memory;
            burst.offset[0] = 0;
            burst.length[0] = octets.length;
            burst.wireLength[0] = octets.length;
            burst.lent[0] = 0;
            burst.origin[0] = CaptureInterface.ETHERNET;
            burst.stamp[0] = System.nanoTime();
            burst.ticks[0] = burst.stamp[0];
            burst.count = 1;
            return 1;
        }

        @Override
        public int send(Burst burst) {
            for (int i = 0; i < burst.count; i++) {
                byte[] octets = burst.memory[i]
                        .asSlice(burst.offset[i], burst.length[i])
                        .toArray(ValueLayout.JAVA_BYTE);
                ByteBuffer frame = ByteBuffer.wrap(octets);
                int flags = frame.get(47);
                if (clients) {
                    atClient(frame.getShort(36) & 0xffff, frame.getInt(42), flags);
                } else {
                    atServer(frame.getShort(34) & 0xffff, frame.getInt(38), flags, octets.length - HEADERS);
                }
            }
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
