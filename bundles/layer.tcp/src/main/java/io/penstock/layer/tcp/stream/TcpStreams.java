// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.tcp.stream;

import io.penstock.api.stream.Offer;
import io.penstock.api.stream.Streams;
import java.lang.foreign.MemorySegment;

/// TCP connections for the platform: octets in, octets out.
public final class TcpStreams implements Streams {
    /// What all connections of one worker may keep.
    private static final long MOST_BYTES = 256L << 20;

    private final Slabs slabs = new Slabs(MOST_BYTES);
    private final Offer offer = new Offer();
    private final Wire wire = new Wire();

    @Override
    public String header() {
        return "tcp";
    }

    @Override
    public Flow open(Reader reader, Exit exit, boolean replay) {
        return new TcpFlow(reader, exit, replay ? Limits.USUAL.ofReplay() : Limits.USUAL);
    }

    @Override
    public void close() {
        slabs.close();
    }

    @Override
    public long used() {
        return slabs.used();
    }

    private final class TcpFlow implements Flow, Line {
        private final Exit exit;
        private final Connection connection;
        private final Segment came = new Segment();
        private MemorySegment memory = MemorySegment.NULL;
        private long at;
        private int portsToServer;
        private int portsToClient;

        TcpFlow(Reader reader, Exit exit, Limits limits) {
            this.exit = exit;
            connection = new Connection(this, reader, offer, limits, slabs);
        }

        // A reference is only written where it differs: writing one is dearer than comparing.
        @Override
        @SuppressWarnings({"MemorySegmentReferenceEquality", "ReferenceEquality"})
        public void take(boolean toServer, MemorySegment from, long start, int length, long now) {
            if (memory != from) {
                memory = from;
            }
            at = start;
            if (toServer) {
                portsToServer = Wire.ports(from, start);
            } else {
                portsToClient = Wire.ports(from, start);
            }
            Wire.read(from, start, length, came.clear(toServer));
            connection.segment(came, now);
        }

        @Override
        public boolean rests(MemorySegment from, long start) {
            return connection.rests() && !Wire.beginsOrEnds(from, start);
        }

        @Override
        public void forward(Segment changed) {
            Wire.rewrite(changed, memory, at);
            exit.forward();
        }

        @Override
        public void send(Segment own) {
            int octets = wire.write(own, own.toServer ? portsToServer : portsToClient);
            exit.send(own.toServer, wire.header(), octets, own.data, own.at, own.length);
        }

        @Override
        public void count(String name) {
            exit.count(name);
        }

        @Override
        public long due() {
            return connection.due();
        }

        @Override
        public void tick(long now) {
            connection.tick(now);
        }

        @Override
        public void abort() {
            connection.abort();
        }

        @Override
        public void close() {
            connection.close();
        }
    }
}
