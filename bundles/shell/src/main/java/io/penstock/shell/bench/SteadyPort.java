// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.bench;

import io.penstock.api.port.Burst;
import io.penstock.api.port.CaptureInterface;
import io.penstock.api.port.Port;
import io.penstock.api.port.PortDriver;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Two ports in memory, joined to a clock: packets are due at a steady rate, whatever the worker does meanwhile, and
/// each round of the worker is noted with its time and the processor time of its thread.
final class SteadyPort implements PortDriver {
    private static final int OCTETS = 64;
    private static final int NOTES = 1 << 18;
    private static final int QUEUE = 1 << 16;
    private static final int AT_ONCE = 32;
    private static final int SYN = 2;
    private static final int RST = 4;

    private final long nanosPerPacket;
    private final AtomicInteger flows = new AtomicInteger(1);
    private final AtomicLong given = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong missed = new AtomicLong();

    /// What was noted of each round that brought packets: wall time, processor time, packets given before it.
    private final long[] walls = new long[NOTES];
    private final long[] cpus = new long[NOTES];
    private final long[] packets = new long[NOTES];
    private final AtomicLong notes = new AtomicLong();

    /// Whether each flow is two TCP segments, the one that opens it and the one that ends it.
    private final boolean opening;

    SteadyPort(long packetsPerSecond) {
        this(packetsPerSecond, false);
    }

    private SteadyPort(long packetsPerSecond, boolean opening) {
        nanosPerPacket = 1_000_000_000L / packetsPerSecond;
        this.opening = opening;
    }

    /// New TCP connections without end, each a SYN and an RST.
    static SteadyPort opening(long connectionsPerSecond) {
        SteadyPort port = new SteadyPort(2 * connectionsPerSecond, true);
        port.flows(Integer.MAX_VALUE);
        return port;
    }

    /// So many flows, one packet after the other.
    void flows(int count) {
        flows.set(count);
    }

    long given() {
        return given.get();
    }

    long sent() {
        return sent.get();
    }

    /// Packets that were due while more than a queue of them waited.
    long missed() {
        return missed.get();
    }

    void forgetMissed() {
        missed.set(0);
    }

    /// What was noted between two moments.
    Notes between(long from, long to) {
        long end = notes.get();
        long begin = Math.max(0, end - NOTES + 1_024);
        int count = 0;
        long[] wall = new long[(int) (end - begin)];
        long[] cpu = new long[wall.length];
        long[] packet = new long[wall.length];
        for (long i = begin; i < end; i++) {
            int at = (int) (i & NOTES - 1);
            if (walls[at] >= from && walls[at] <= to) {
                wall[count] = walls[at];
                cpu[count] = cpus[at];
                packet[count++] = packets[at];
            }
        }
        return new Notes(Arrays.copyOf(wall, count), Arrays.copyOf(cpu, count), Arrays.copyOf(packet, count));
    }

    /// Rounds in order.
    @SuppressWarnings("ArrayRecordComponent") // thousands of numbers, read once
    record Notes(long[] walls, long[] cpus, long[] packets) {
        /// The longest wall time between two rounds.
        double longestWallMillis() {
            return longest(walls);
        }

        /// The longest processor time of one round.
        double longestCpuMillis() {
            return longest(cpus);
        }

        private static double longest(long[] times) {
            long longest = 0;
            for (int i = 1; i < times.length; i++) {
                longest = Math.max(longest, times[i] - times[i - 1]);
            }
            return longest / 1e6;
        }

        /// Processor time a packet over the first so many packets.
        double cpuPerPacket(long most) {
            int last = 0;
            while (last + 1 < packets.length && packets[last] - packets[0] < most) {
                last++;
            }
            return last == 0 ? Double.NaN : (double) (cpus[last] - cpus[0]) / (packets[last] - packets[0]);
        }
    }

    @Override
    public String name() {
        return "steady";
    }

    @Override
    public List<Option> options() {
        return List.of(new Option("sends", false, "whether packets come in here"));
    }

    @Override
    public Map<String, Object> parse(String rest) {
        return Map.of();
    }

    @Override
    public Port open(Request request) {
        return new End(Boolean.TRUE.equals(request.options().get("sends")));
    }

    private final class End implements Port {
        private final boolean sends;
        private final Arena arena = Arena.ofShared();
        private final MemorySegment memory = arena.allocate((long) Burst.CAPACITY * OCTETS, 64);
        private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        private long begun;
        private long next;
        private int flow;

        End(boolean sends) {
            this.sends = sends;
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
            if (!sends) {
                return 0;
            }
            long now = System.nanoTime();
            if (begun == 0) {
                begun = now;
            }
            long due = (now - begun) / nanosPerPacket - next;
            if (due > QUEUE) {
                missed.addAndGet(due - QUEUE);
                next += due - QUEUE;
            }
            // Looking at the thread's processor time costs as much as some packets, so it is done for many at once.
            int count = due < AT_ONCE ? 0 : (int) Math.min(due, Burst.CAPACITY);
            for (int i = 0; i < count; i++) {
                add(burst, now);
            }
            if (count > 0) {
                int at = (int) (notes.get() & NOTES - 1);
                walls[at] = now;
                cpus[at] = threads.getCurrentThreadCpuTime();
                packets[at] = given.get();
                notes.incrementAndGet();
                given.addAndGet(count);
                next += count;
            }
            return count;
        }

        private void add(Burst burst, long now) {
            int slot = burst.count++;
            long at = (long) slot * OCTETS;
            if (opening) {
                segment(at, flow >>> 1, (flow & 1) == 0 ? SYN : RST);
            } else {
                frame(at, flow);
            }
            flow = flow + 1 < flows.get() ? flow + 1 : 0;
            burst.memory[slot] = memory;
            burst.offset[slot] = at;
            burst.length[slot] = 60;
            burst.wireLength[slot] = 60;
            burst.stamp[slot] = now;
            burst.ticks[slot] = now;
            burst.origin[slot] = CaptureInterface.ETHERNET;
            burst.lent[slot] = 0;
        }

        /// A UDP packet over IPv4 (RFC 768, RFC 791), its flow told by the source address and port.
        private void frame(long at, int number) {
            network(at, number, 46, 17);
            half(at + 36, 53);
            half(at + 38, 26);
        }

        /// A TCP segment without payload (RFC 9293), its flow told as above. Nothing that only tracks connections reads
        /// its checksum.
        private void segment(long at, int number, int flags) {
            network(at, number, 40, 6);
            half(at + 36, 80);
            half(at + 46, 5 << 12 | flags);
            half(at + 48, 0xffff);
        }

        private void network(long at, int number, int octets, int protocol) {
            memory.asSlice(at, OCTETS).fill((byte) 0);
            word(at, 0x0200_0000_0001L << 16 | 0x0200L);
            memory.set(ValueLayout.JAVA_BYTE, at + 11, (byte) 2);
            half(at + 12, 0x0800);
            half(at + 14, 0x4500);
            half(at + 16, octets);
            half(at + 22, 64 << 8 | protocol);
            int source = 0x0a00_0000 + (number >>> 12);
            half(at + 26, source >>> 16);
            half(at + 28, source & 0xffff);
            half(at + 30, 0xc000);
            half(at + 32, 0x0207);
            half(at + 34, 4_096 + (number & 0xfff));
            half(at + 24, checksum(at + 14));
        }

        private void word(long at, long value) {
            for (int i = 0; i < 8; i++) {
                memory.set(ValueLayout.JAVA_BYTE, at + i, (byte) (value >>> 56 - 8 * i));
            }
        }

        private void half(long at, int value) {
            memory.set(ValueLayout.JAVA_BYTE, at, (byte) (value >>> 8));
            memory.set(ValueLayout.JAVA_BYTE, at + 1, (byte) value);
        }

        private int checksum(long at) {
            int sum = 0;
            for (int i = 0; i < 20; i += 2) {
                sum += (memory.get(ValueLayout.JAVA_BYTE, at + i) & 0xff) << 8
                        | memory.get(ValueLayout.JAVA_BYTE, at + i + 1) & 0xff;
            }
            return ~((sum & 0xffff) + (sum >>> 16)) & 0xffff;
        }

        @Override
        public int send(Burst burst) {
            sent.addAndGet(burst.count);
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
        public void close() {
            arena.close();
        }
    }
}
