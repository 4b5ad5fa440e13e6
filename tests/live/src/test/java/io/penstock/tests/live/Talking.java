// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.live;

import io.penstock.api.port.Burst;
import io.penstock.api.port.CaptureInterface;
import io.penstock.api.port.Port;
import io.penstock.api.port.PortDriver;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// Ports that take all that is sent; those called `in` also give UDP packets of some flows, one after the other, one
/// each tenth of a millisecond or so.
final class Talking implements PortDriver {
    /// A UDP packet over IPv4 without a UDP checksum; the client's port stands at [#CLIENT_PORT].
    private static final byte[] FRAME = HexFormat.of()
            .parseHex("02000000000202000000000108004500002e0000400040116eb70a000001c0000207" + "00000035001a0000"
                    + "00".repeat(18));

    private static final ValueLayout.OfShort CLIENT_PORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int CLIENT_PORT_AT = 34;
    private static final int FIRST_PORT = 1_024;
    private static final long PAUSE_NANOS = 100_000;

    private final String name;
    private final int flows;
    private final AtomicLong given = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicBoolean broken = new AtomicBoolean();
    private final AtomicInteger poisoned = new AtomicInteger();
    private final AtomicBoolean silent = new AtomicBoolean();
    private final AtomicLong givenAt = new AtomicLong();
    private final AtomicLongArray delays = new AtomicLongArray(1 << 14);
    private final AtomicLong takenAt = new AtomicLong();
    private final AtomicLong longestGap = new AtomicLong();

    Talking(int flows) {
        this("talking", flows);
    }

    /// @param name how chains name this driver
    Talking(String name, int flows) {
        this.name = name;
        this.flows = flows;
    }

    /// Breaks the port for good that is asked next, which ends its worker.
    void breakOff() {
        broken.set(true);
    }

    /// Gives some packets next that lie nowhere any more: the platform fails at each.
    void poison(int packets) {
        poisoned.set(packets);
    }

    /// Gives no packets any more, or gives them again.
    void silence(boolean now) {
        silent.set(now);
    }

    /// Packets given so far.
    long given() {
        return given.get();
    }

    /// Packets that were sent back.
    long taken() {
        return taken.get();
    }

    /// How long 99 of 100 of the last packets needed at most from one port to the other, in nanoseconds.
    long delay99() {
        int count = (int) Math.min(delays.length(), taken());
        long[] sorted =
                IntStream.range(0, count).mapToLong(delays::get).sorted().toArray();
        return sorted[count * 99 / 100];
    }

    /// The longest time, in nanoseconds, in which none was sent back since this was asked last.
    long longestGap() {
        return longestGap.getAndSet(0);
    }

    @Override
    public String name() {
        return name;
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
        return new Voice(request.port().equals("in"));
    }

    private final class Voice implements Port {
        private final boolean talks;
        private boolean gone;
        private final MemorySegment frame = Arena.ofAuto().allocate(FRAME.length, 8);

        Voice(boolean talks) {
            this.talks = talks;
            frame.copyFrom(MemorySegment.ofArray(FRAME));
        }

        private static MemorySegment nowhere() {
            try (Arena arena = Arena.ofConfined()) {
                return arena.allocate(FRAME.length, 8);
            }
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
            gone |= broken.compareAndSet(true, false);
            if (gone) {
                throw new IllegalStateException("broken on demand");
            }
            if (!talks || silent.get()) {
                return 0;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            frame.set(CLIENT_PORT, CLIENT_PORT_AT, (short) (FIRST_PORT + given.getAndIncrement() % flows));
            burst.memory[0] = poisoned.getAndUpdate(left -> Math.max(0, left - 1)) > 0 ? nowhere() : frame;
            burst.offset[0] = 0;
            burst.length[0] = FRAME.length;
            burst.wireLength[0] = FRAME.length;
            burst.lent[0] = 0;
            burst.origin[0] = CaptureInterface.ETHERNET;
            burst.stamp[0] = System.nanoTime();
            burst.ticks[0] = burst.stamp[0];
            burst.count = 1;
            givenAt.set(burst.stamp[0]);
            return 1;
        }

        @Override
        public int send(Burst burst) {
            long now = System.nanoTime();
            long before = takenAt.getAndSet(now);
            longestGap.accumulateAndGet(before == 0 ? 0 : now - before, Math::max);
            for (int i = 0; i < burst.count; i++) {
                delays.set((int) (taken.getAndIncrement() % delays.length()), System.nanoTime() - givenAt.get());
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
