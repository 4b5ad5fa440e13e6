// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports;

import io.penstock.api.port.Burst;
import io.penstock.api.port.CaptureInterface;
import io.penstock.api.port.Port;
import io.penstock.ports.capture.CaptureReader;
import io.penstock.ports.capture.Stamps;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A port whose frames a test puts in and takes out, from any thread, before, while and after a chain has it open.
public final class MemoryPort {
    /// So many frames wait in each direction at the most.
    public static final int MOST_FRAMES = 1 << 20;
    /// So many bytes wait in each direction at the most.
    public static final long MOST_BYTES = 256L << 20;

    private final String name;
    private final Queue in = new Queue();
    private final Queue out = new Queue();
    private boolean ended;
    private boolean open;

    MemoryPort(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    /// Puts a frame in, behind those that wait.
    ///
    /// @param stamp nanoseconds since 1970
    /// @throws IllegalStateException when the input has ended, or too much waits
    public void inject(byte[] frame, long stamp) {
        inject(frame, stamp, frame.length, CaptureInterface.ETHERNET);
    }

    /// Puts a frame in, behind those that wait.
    ///
    /// @param stamp nanoseconds since 1970
    /// @param wireLength its bytes on the wire
    /// @throws IllegalStateException when the input has ended, or too much waits
    public void inject(byte[] frame, long stamp, int wireLength, CaptureInterface origin) {
        inject(new MemoryFrame(frame.clone(), stamp, origin.ticks(stamp), wireLength, origin));
    }

    /// Puts a frame in, behind those that wait, with ticks of its own.
    ///
    /// @throws IllegalStateException when the input has ended, or too much waits
    /// @throws IllegalArgumentException when the frame is longer than any port delivers
    public synchronized void inject(MemoryFrame frame) {
        if (frame.bytes().length > CaptureReader.MAX_FRAME) {
            throw new IllegalArgumentException("a frame of " + frame.bytes().length + " bytes is longer than "
                    + CaptureReader.MAX_FRAME + ", the longest that a port delivers");
        }
        if (ended) {
            throw new IllegalStateException("the input of memory port " + name + " has ended");
        }
        if (!in.offer(frame)) {
            throw new IllegalStateException("too many frames wait in memory port " + name + "; let the chain run");
        }
    }

    /// Ends the input: what waits is still delivered.
    public synchronized void end() {
        ended = true;
    }

    /// Takes out what the chain has sent since the last call, in its order.
    public synchronized List<MemoryFrame> drain() {
        return out.takeAll();
    }

    /// Frames that wait to be received.
    public synchronized int waiting() {
        return in.frames.size();
    }

    /// Frames that wait for [#drain()].
    public synchronized int sent() {
        return out.frames.size();
    }

    /// Whether a chain has it open.
    public synchronized boolean isOpen() {
        return open;
    }

    /// Makes the port that a chain uses.
    ///
    /// @return nothing when a chain has it open already
    synchronized Optional<Port> open(boolean stamped, Runnable whenClosed) {
        if (open) {
            return Optional.empty();
        }
        open = true;
        return Optional.of(new End(stamped, whenClosed));
    }

    private synchronized void closed() {
        open = false;
    }

    /// The dataplane's end.
    private final class End implements Port {
        private final boolean stamped;
        private final Runnable whenClosed;
        private final Slab slab = new Slab();
        private long clock = Long.MIN_VALUE;
        private long full;
        private boolean given;

        End(boolean stamped, Runnable whenClosed) {
            this.stamped = stamped;
            this.whenClosed = whenClosed;
        }

        @Override
        public boolean stamped() {
            return stamped;
        }

        @Override
        public long nextStamp() {
            synchronized (MemoryPort.this) {
                MemoryFrame next = in.frames.peek();
                if (next == null) {
                    return ended ? ENDED : NOTHING_YET;
                }
                return Math.max(clock, Math.clamp(next.stamp(), Stamps.FIRST, Stamps.LAST));
            }
        }

        @Override
        public int receive(Burst burst, long until) {
            slab.begin(burst);
            synchronized (MemoryPort.this) {
                MemoryFrame next = in.frames.peek();
                while (next != null && isDue(until) && slab.fits(burst, next.bytes().length)) {
                    clock = nextStamp();
                    deliver(burst, in.take());
                    next = in.frames.peek();
                }
            }
            return burst.count;
        }

        private boolean isDue(long until) {
            return !stamped || nextStamp() <= until;
        }

        private void deliver(Burst burst, MemoryFrame frame) {
            byte[] bytes = frame.bytes();
            MemorySegment.copy(bytes, 0, slab.memory(), ValueLayout.JAVA_BYTE, slab.place(), bytes.length);
            slab.add(burst, bytes.length, frame.wireLength(), frame.stamp(), frame.ticks(), frame.origin());
        }

        @Override
        public int send(Burst burst) {
            synchronized (MemoryPort.this) {
                for (int i = 0; i < burst.count; i++) {
                    if (!out.offer(frame(burst, i))) {
                        full += burst.count - i;
                        return i;
                    }
                }
            }
            return burst.count;
        }

        private static MemoryFrame frame(Burst burst, int i) {
            byte[] bytes = new byte[burst.length[i]];
            MemorySegment.copy(burst.memory[i], ValueLayout.JAVA_BYTE, burst.offset[i], bytes, 0, bytes.length);
            CaptureInterface origin = burst.origin[i];
            long ticks = Stamps.ticks(origin, burst.ticks[i], burst.stamp[i]);
            return new MemoryFrame(bytes, burst.stamp[i], ticks, burst.wireLength[i], origin);
        }

        @Override
        public SortedMap<String, Long> counters() {
            SortedMap<String, Long> counters = new TreeMap<>();
            if (full > 0) {
                counters.put("full-queue", full);
            }
            return counters;
        }

        @Override
        public String trouble() {
            return "";
        }

        @Override
        public void close() {
            if (!given) {
                given = true;
                slab.close();
                closed();
                whenClosed.run();
            }
        }
    }

    /// Frames in order, within limits.
    private static final class Queue {
        private final ArrayDeque<MemoryFrame> frames = new ArrayDeque<>();
        private long bytes;

        boolean offer(MemoryFrame frame) {
            if (frames.size() == MOST_FRAMES || bytes + frame.bytes().length > MOST_BYTES) {
                return false;
            }
            bytes += frame.bytes().length;
            return frames.add(frame);
        }

        MemoryFrame take() {
            MemoryFrame frame = frames.remove();
            bytes -= frame.bytes().length;
            return frame;
        }

        List<MemoryFrame> takeAll() {
            List<MemoryFrame> all = new ArrayList<>(frames);
            frames.clear();
            bytes = 0;
            return all;
        }
    }
}
