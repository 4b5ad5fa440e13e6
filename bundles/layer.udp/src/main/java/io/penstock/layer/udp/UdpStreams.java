// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.udp;

import io.penstock.api.Bytes;
import io.penstock.api.Side;
import io.penstock.api.Verdict;
import io.penstock.api.stream.Offer;
import io.penstock.api.stream.Streams;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Datagrams for the platform: each is shown for itself and goes on as it came, or with a new length.
final class UdpStreams implements Streams {
    private static final int HEADER = 8;

    /// What a datagram may grow to: a frame of 1,500 octets less the headers of IPv6 and UDP.
    private static final int LARGEST = 1_452;

    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final Arena arena = Arena.ofShared();
    private final MemorySegment header = arena.allocate(HEADER);
    private final MemorySegment room = arena.allocate(1 << 17);
    private final Offer offer = new Offer();

    @Override
    public String header() {
        return "udp";
    }

    @Override
    public Flow open(Reader reader, Exit exit, boolean replay) {
        return new Exchange(reader, exit);
    }

    @Override
    public void close() {
        arena.close();
    }

    private final class Exchange implements Flow {
        private final Reader reader;
        private final Exit exit;
        private long toServerBytes;
        private long toClientBytes;
        private boolean done;
        private boolean blocked;

        Exchange(Reader reader, Exit exit) {
            this.reader = reader;
            this.exit = exit;
        }

        @Override
        public void take(boolean toServer, MemorySegment memory, long at, int length, long now) {
            if (blocked) {
                exit.count("after-end");
                return;
            }
            if (done) {
                exit.forward();
                return;
            }
            int size = length - HEADER;
            long offset = toServer ? toServerBytes : toClientBytes;
            offer.show(memory, at + HEADER, size, 0, offset, true, toServer ? Side.CLIENT : Side.SERVER);
            toServerBytes += toServer ? size : 0;
            toClientBytes += toServer ? 0 : size;
            Verdict verdict = reader.read(offer, toServer);
            if (goesOn(verdict)) {
                done = verdict.kind() == Verdict.Kind.DONE;
                pass(toServer, memory, at, size);
            } else {
                exit.count(verdict.reason());
                end(verdict, toServer, memory, at);
            }
            offer.hide();
        }

        private boolean goesOn(Verdict verdict) {
            return verdict.passes() || verdict.kind() == Verdict.Kind.HOLD;
        }

        private void pass(boolean toServer, MemorySegment memory, long at, int size) {
            if (offer.edits() == 0) {
                exit.forward();
                return;
            }
            long grown = size + offer.growth();
            if (grown > Math.max(LARGEST, size)) {
                exit.count("grew");
                return;
            }
            int changed = offer.copyTo(room, 0, size);
            if (changed == size) {
                MemorySegment.copy(room, 0, memory, at + HEADER, size);
                exit.forwardRewritten();
                return;
            }
            MemorySegment.copy(memory, at, header, 0, HEADER);
            send(toServer, changed);
        }

        private void end(Verdict verdict, boolean toServer, MemorySegment memory, long at) {
            switch (verdict.kind()) {
                case REPLY -> answer(verdict.answer(), !toServer, true, memory, at);
                case PAGE -> {
                    blocked = true;
                    answer(verdict.answer(), false, toServer, memory, at);
                }
                case DROP_FLOW, RESET, CLOSE -> blocked = true;
                case PASS, DROP, BRANCH, HOLD, DONE -> {}
            }
        }

        /// @param turned whether it goes to whoever sent the datagram
        private void answer(Bytes answer, boolean toServer, boolean turned, MemorySegment memory, long at) {
            if (answer.length() > LARGEST) {
                exit.count("grew");
                return;
            }
            header.set(SHORT, 0, memory.get(SHORT, turned ? at + 2 : at));
            header.set(SHORT, 2, memory.get(SHORT, turned ? at : at + 2));
            header.set(SHORT, 6, memory.get(SHORT, at + 6));
            answer.copyTo(room, 0);
            send(toServer, answer.length());
        }

        private void send(boolean toServer, int size) {
            header.set(SHORT, 4, (short) (HEADER + size));
            exit.send(toServer, header, HEADER, room, 0, size);
        }

        @Override
        public long due() {
            return NEVER;
        }

        @Override
        public void tick(long now) {}

        /// Each datagram stands for itself: the next one is shown again.
        @Override
        public void abort() {
            offer.hide();
        }

        @Override
        public void close() {}
    }
}
