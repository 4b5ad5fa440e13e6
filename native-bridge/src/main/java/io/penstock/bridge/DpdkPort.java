// SPDX-License-Identifier: Apache-2.0
package io.penstock.bridge;

import io.penstock.api.port.Burst;
import io.penstock.api.port.CaptureInterface;
import io.penstock.api.port.Forwarded;
import io.penstock.api.port.Port;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// The queues of one DPDK device, or those of them that one thread uses. What is received lies in DPDK's buffers and is
/// lent; what is sent from there is
/// not copied.
@SuppressWarnings({"MemorySegmentReferenceEquality", "ReferenceEquality"
}) // the one segment that says whose frames they are
final class DpdkPort implements Port {
    // Where the fields of struct ps_port stand.
    private static final long RX_ADDRESS = 0;
    private static final long RX_LENGTH = 512;
    private static final long TX_ADDRESS = 768;
    private static final long TX_LENGTH = 1280;
    private static final long TX_TOKEN = 1536;
    private static final long LENT = 2048;
    private static final long COUNTERS = 2560;
    private static final long FORWARDED = COUNTERS + 4 * Long.BYTES;
    private static final long LOST = FORWARDED + Long.BYTES;
    private static final long SIZE = LOST + Long.BYTES;
    private static final String[] COUNTER_NAMES = {"mempool-empty", "frame-too-long", "copied-frame", "segmented-frame"
    };

    /// DPDK counts the octets of a frame in 16 bits.
    private static final int STAGED = 1 << 16;

    private static final int XSTATS_ROOM = 64 << 10;
    private static final long PATIENCE_NANOS = 2_000_000_000L;

    private final String device;
    private final Optional<String> source;
    private final Optional<KernelInterface> under;
    private final int mbufs;
    private final Runnable whenClosed;
    private final Staging staging = new Staging(Burst.CAPACITY * (long) STAGED);
    private final long[] queues;
    private final MemorySegment[] areas;
    private final long[][] tokens;
    private final long linkAddress;
    private final long clock = System.currentTimeMillis() * 1_000_000 - System.nanoTime();

    /// The port of all queues; this one unless it is a part.
    private final DpdkPort whole;

    private volatile List<DpdkPort> parts;
    private int turn;
    private SortedMap<String, Long> last = new TreeMap<>();
    private boolean closed;
    private volatile boolean leaving;
    private volatile boolean left;
    private volatile String trouble = "";

    /// @param source the capture that the device reads
    /// @param under the kernel's interface that it uses
    /// @param queues the addresses of the shim's ports, one for each queue
    /// @param whenClosed run once, after everything else
    DpdkPort(
            String device,
            Optional<String> source,
            Optional<KernelInterface> under,
            Bridge.Options options,
            long[] queues,
            Runnable whenClosed) {
        this.device = device;
        this.source = source;
        this.under = under;
        mbufs = options.mbufs();
        this.whenClosed = whenClosed;
        this.queues = queues.clone();
        linkAddress = Shim.ps_mac(queues[0]);
        areas = new MemorySegment[queues.length];
        tokens = new long[queues.length][Burst.CAPACITY];
        whole = this;
        parts = List.of(this);
        look();
    }

    /// Some of the queues of a port.
    private DpdkPort(DpdkPort whole, long[] queues) {
        device = whole.device;
        source = whole.source;
        under = whole.under;
        mbufs = whole.mbufs;
        whenClosed = () -> {};
        linkAddress = whole.linkAddress;
        this.whole = whole;
        this.queues = queues;
        areas = new MemorySegment[queues.length];
        tokens = new long[queues.length][Burst.CAPACITY];
        parts = List.of();
        look();
    }

    private void look() {
        for (int q = 0; q < queues.length; q++) {
            areas[q] = MemorySegment.ofAddress(queues[q]).reinterpret(SIZE);
            for (int i = 0; i < Burst.CAPACITY; i++) {
                tokens[q][i] = queues[q] + LENT + (long) i * Long.BYTES;
            }
        }
    }

    /// One part for each thread, as far as there are queues for them.
    @Override
    public List<Port> split(int most) {
        int count = Math.min(most, queues.length);
        if (count == 1) {
            return List.of(this);
        }
        List<DpdkPort> made = new ArrayList<>();
        for (int part = 0; part < count; part++) {
            int first = part;
            made.add(new DpdkPort(
                    this,
                    IntStream.range(0, queues.length)
                            .filter(queue -> queue % count == first)
                            .mapToLong(queue -> queues[queue])
                            .toArray()));
        }
        parts = List.copyOf(made);
        return List.copyOf(made);
    }

    String device() {
        return device;
    }

    @Override
    public Optional<String> source() {
        return source;
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
        if (leaves()) {
            burst.count = 0;
            return 0;
        }
        return get(burst, (int) BurstCall.exchange(queues[turn], 0, Burst.CAPACITY));
    }

    @Override
    public int send(Burst burst) {
        if (whole.leaving) {
            return 0;
        }
        put(burst);
        return (int) (BurstCall.exchange(queues[turn], burst.count, 0) >>> 32);
    }

    @Override
    public int exchange(Burst out, Burst in, long until) {
        if (leaves()) {
            out.taken = 0;
            in.count = 0;
            return 0;
        }
        put(out);
        long both = BurstCall.exchange(queues[turn], out.count, Burst.CAPACITY);
        out.taken = (int) (both >>> 32);
        return get(in, (int) both);
    }

    /// Within the shim, so that nothing is copied and the frames are touched once.
    @Override
    public boolean forward(Port to, Forwarded done) {
        if (!(to instanceof DpdkPort sender) || sender.whole.leaving || leaves()) {
            return false;
        }
        long both = BurstCall.forward(queues[turn], sender.queues[sender.turn]);
        done.received = (int) both;
        done.sent = (int) (both >>> 32);
        if (done.received > 0) {
            done.receivedBytes = areas[turn].get(ValueLayout.JAVA_LONG, FORWARDED);
            done.sentBytes = done.receivedBytes - areas[turn].get(ValueLayout.JAVA_LONG, LOST);
        } else {
            done.receivedBytes = 0;
            done.sentBytes = 0;
        }
        nextQueue();
        return true;
    }

    private void nextQueue() {
        turn = turn + 1 == queues.length ? 0 : turn + 1;
    }

    /// Whether the port is being taken away. By now no frame that it has lent is on its way any more.
    private boolean leaves() {
        boolean leaves = whole.leaving;
        if (leaves) {
            left = true;
        }
        return leaves;
    }

    /// Hands a burst to the shim.
    private void put(Burst burst) {
        MemorySegment area = areas[turn];
        MemorySegment.copy(burst.offset, 0, area, ValueLayout.JAVA_LONG, TX_ADDRESS, burst.count);
        MemorySegment.copy(burst.lent, 0, area, ValueLayout.JAVA_LONG, TX_TOKEN, burst.count);
        MemorySegment.copy(burst.length, 0, area, ValueLayout.JAVA_INT, TX_LENGTH, burst.count);
        for (int i = 0; i < burst.count; i++) {
            if (burst.memory[i] != Burst.EVERYWHERE) {
                area.setAtIndex(ValueLayout.JAVA_LONG, TX_ADDRESS / Long.BYTES + i, address(burst, i));
                area.setAtIndex(ValueLayout.JAVA_LONG, TX_TOKEN / Long.BYTES + i, 0);
            }
        }
    }

    /// The address of a frame that lies elsewhere; the shim copies it. One on the heap is copied twice.
    private long address(Burst burst, int slot) {
        MemorySegment memory = burst.memory[slot];
        if (memory.isNative()) {
            return memory.asSlice(burst.offset[slot], burst.length[slot]).address();
        }
        long at = (long) slot * STAGED;
        int length = Math.min(burst.length[slot], STAGED);
        MemorySegment.copy(memory, burst.offset[slot], staging.get(), at, length);
        return staging.get().address() + at;
    }

    /// Takes a burst over from the shim.
    private int get(Burst burst, int count) {
        MemorySegment area = areas[turn];
        MemorySegment.copy(area, ValueLayout.JAVA_LONG, RX_ADDRESS, burst.offset, 0, count);
        MemorySegment.copy(area, ValueLayout.JAVA_INT, RX_LENGTH, burst.length, 0, count);
        System.arraycopy(burst.length, 0, burst.wireLength, 0, count);
        System.arraycopy(tokens[turn], 0, burst.lent, 0, count);
        if (count > 0) {
            long now = clock + System.nanoTime();
            Arrays.fill(burst.stamp, 0, count, now);
            Arrays.fill(burst.ticks, 0, count, now);
        }
        for (int i = 0; i < count; i++) {
            if (burst.memory[i] != Burst.EVERYWHERE) {
                burst.memory[i] = Burst.EVERYWHERE;
            }
            if (burst.origin[i] != CaptureInterface.ETHERNET) {
                burst.origin[i] = CaptureInterface.ETHERNET;
            }
        }
        burst.count = count;
        nextQueue();
        return count;
    }

    @Override
    public long linkAddress() {
        return linkAddress;
    }

    @Override
    public synchronized SortedMap<String, Long> counters() {
        if (whole != this) {
            return whole.counters();
        }
        if (!closed) {
            SortedMap<String, Long> counters = new TreeMap<>();
            counters.put("link-megabits", (long) Shim.ps_link(queues[0]));
            counters.put("mbufs-in-use", (long) Shim.ps_in_use(queues[0]));
            for (int c = 0; c < COUNTER_NAMES.length; c++) {
                count(counters, COUNTER_NAMES[c], sum(c));
            }
            statistics(counters);
            last = Collections.unmodifiableSortedMap(counters);
        }
        return last;
    }

    private long sum(int counter) {
        long sum = 0;
        for (MemorySegment area : areas) {
            sum += area.get(ValueLayout.JAVA_LONG, COUNTERS + (long) counter * Long.BYTES);
        }
        return sum;
    }

    private void statistics(SortedMap<String, Long> counters) {
        byte[] text = new byte[XSTATS_ROOM];
        int length = Shim.ps_xstats(queues[0], text, text.length);
        new String(text, 0, length, StandardCharsets.US_ASCII).lines().forEach(line -> {
            String[] parts = line.split(" ", 2);
            count(counters, parts[0].replace('_', '-'), Long.parseUnsignedLong(parts[1]));
        });
    }

    private static void count(SortedMap<String, Long> counters, String name, long value) {
        if (value != 0) {
            counters.put(name, value);
        }
    }

    @Override
    public synchronized String trouble() {
        if (whole != this) {
            return whole.trouble();
        }
        return closed || !trouble.isEmpty() ? trouble : presentTrouble();
    }

    private String presentTrouble() {
        if (!isWhole()) {
            return "its interface " + name() + " is gone; make it again, then deploy the chain again";
        }
        if (under.isPresent() && !under.get().runs()) {
            return "the link of " + name() + " is down; look at both of its ends with ip -br link";
        }
        if (Shim.ps_link(queues[0]) == 0) {
            return "the link of " + device + " is down; look at its cable or its peer";
        }
        if (mbufs - Shim.ps_in_use(queues[0]) < Burst.CAPACITY) {
            return "its " + mbufs + " buffers are used up by frames that have not been sent yet; give it more mbufs";
        }
        return "";
    }

    private String name() {
        return under.map(KernelInterface::name).orElse(device);
    }

    @Override
    public boolean isWhole() {
        return !whole.leaving && under.map(one -> !one.isGone()).orElse(true);
    }

    /// Takes the device from a worker that still uses the port, which from then on neither receives nor sends.
    ///
    /// @param why one line for people
    void takeAway(String why) {
        trouble = why;
        leaving = true;
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!haveLeft() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(100_000);
        }
        if (haveLeft()) {
            close();
        } else {
            System.getLogger(DpdkPort.class.getName())
                    .log(System.Logger.Level.WARNING, device + " stays open: its worker does not answer");
        }
    }

    private boolean haveLeft() {
        return parts.stream().allMatch(part -> part.left);
    }

    @Override
    public synchronized void close() {
        if (whole != this) {
            return;
        }
        if (!closed) {
            counters();
            closed = true;
            leaving = true;
            Bridge.close(queues[0]);
            staging.close();
            parts.stream().filter(part -> part != this).forEach(part -> part.staging.close());
            whenClosed.run();
        }
    }
}
