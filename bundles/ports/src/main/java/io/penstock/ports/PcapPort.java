// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports;

import io.penstock.api.port.Burst;
import io.penstock.api.port.Port;
import io.penstock.api.port.PortRefused;
import io.penstock.ports.capture.CaptureReader;
import io.penstock.ports.capture.CaptureRefused;
import io.penstock.ports.capture.CaptureWriter;
import io.penstock.ports.capture.CapturedFrame;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A port that reads frames from a capture in the file's order, and writes what it sends to another.
final class PcapPort implements Port {
    private final String name;
    private final CaptureReader reader;
    private final CapturedFrame frame;
    private final Optional<CaptureWriter> writer;
    private final Optional<String> source;
    private final Runnable whenClosed;
    private final Slab slab = new Slab();
    private boolean waiting;
    private long clock = Long.MIN_VALUE;
    private long turnedBack;
    private long discarded;
    private long unwritten;
    private boolean closed;

    /// @param name the port's in the chain
    /// @param whenClosed run once, after everything else
    PcapPort(
            String name,
            CaptureReader reader,
            Optional<String> source,
            Optional<CaptureWriter> writer,
            Runnable whenClosed) {
        this.name = name;
        this.reader = reader;
        this.frame = reader.frame();
        this.source = source;
        this.writer = writer;
        this.whenClosed = whenClosed;
    }

    @Override
    public boolean stamped() {
        return true;
    }

    @Override
    public long nextStamp() {
        return look() ? clock : ENDED;
    }

    /// Reads one frame ahead, and moves the clock to it unless it is from before.
    private boolean look() {
        if (!waiting && reader.next()) {
            waiting = true;
            long stamp = frame.stamp();
            if (stamp < clock) {
                turnedBack++;
            } else {
                clock = stamp;
            }
        }
        return waiting;
    }

    @Override
    public int receive(Burst burst, long until) {
        slab.begin(burst);
        while (look() && clock <= until && slab.fits(burst, frame.length())) {
            frame.copyTo(slab.memory(), slab.place());
            slab.add(burst, frame.length(), frame.wireLength(), frame.stamp(), frame.ticks(), frame.origin());
            waiting = false;
        }
        return burst.count;
    }

    @Override
    public int send(Burst burst) {
        if (writer.isEmpty()) {
            discarded += burst.count;
            return burst.count;
        }
        CaptureWriter out = writer.get();
        for (int i = 0; i < burst.count; i++) {
            if (!write(out, burst, i)) {
                unwritten += burst.count - i;
                return i;
            }
        }
        return burst.count;
    }

    private static boolean write(CaptureWriter out, Burst burst, int i) {
        return out.write(
                burst.memory[i],
                burst.offset[i],
                burst.length[i],
                burst.wireLength[i],
                burst.stamp[i],
                burst.ticks[i],
                burst.origin[i]);
    }

    @Override
    public SortedMap<String, Long> counters() {
        SortedMap<String, Long> counters = new TreeMap<>();
        count(counters, "truncated-file", reader.truncated());
        count(counters, "corrupt-file", reader.corrupt());
        count(counters, "oversized-frame", reader.oversized());
        count(counters, "unstamped-frame", reader.unstamped());
        count(counters, "stamp-turned-back", turnedBack);
        count(counters, "discarded-frame", discarded);
        count(counters, "unwritten-frame", unwritten);
        return Collections.unmodifiableSortedMap(counters);
    }

    private static void count(SortedMap<String, Long> counters, String counter, long value) {
        if (value > 0) {
            counters.put(counter, value);
        }
    }

    @Override
    public String trouble() {
        return reader.trouble();
    }

    @Override
    public Optional<String> source() {
        return source;
    }

    /// An output without frames is at least of the kind of the input.
    private void end(CaptureWriter out) throws CaptureRefused {
        if (out.frames() == 0) {
            out.describe(reader.described());
        }
        out.close();
    }

    @Override
    public void close() throws PortRefused {
        if (closed) {
            return;
        }
        closed = true;
        waiting = false;
        reader.close();
        slab.close();
        try {
            if (writer.isPresent()) {
                end(writer.get());
            }
        } catch (CaptureRefused e) {
            throw Refusals.refused(name, String.valueOf(e.getMessage()));
        } finally {
            whenClosed.run();
        }
    }
}
