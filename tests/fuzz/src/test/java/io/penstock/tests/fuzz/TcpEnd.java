// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.function.Consumer;

/// One end of a connection, as simple as RFC 9293 allows: it sends its bytes and its end, again where nothing is heard,
/// takes what its window has room for, and fails where it is told or shown what cannot be.
final class TcpEnd {
    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int ACK = 16;

    private static final long FIRST_PAUSE = 300_000_000L;
    private static final long LONGEST_PAUSE = 3_000_000_000L;

    /// How an end is.
    ///
    /// @param scale of its window, -1 where it knows none
    /// @param room how many bytes it takes before they are read
    record Manner(int mss, int scale, boolean selective, boolean stamps, int room) {}

    /// What waits for the moment when the end has time.
    long due = Long.MAX_VALUE;

    boolean reset;
    boolean gotEnd;
    /// Whether it reads and acknowledges at once what comes.
    boolean prompt;

    final ByteArrayOutputStream received = new ByteArrayOutputStream();

    private final boolean client;
    private final int iss;
    private final byte[] data;
    private final Manner manner;
    private final Consumer<byte[]> out;
    private final TreeMap<Integer, Byte> early = new TreeMap<>();

    private boolean open;
    private boolean synSeen;
    private int irs;
    /// Counted from the first byte: the oldest not acknowledged, the next to send, the highest sent.
    private int una;
    private int nxt;
    private int most;
    private int edge;
    private int otherScale;
    private boolean scaled;
    private boolean stamped;
    private boolean selective;
    private int mss = 536;
    private int stamp;
    private int echo;
    /// The next byte that is missing, and how many of those before were read.
    private int rcv;
    private int read;
    private int offeredEdge;
    private int finAt = -1;
    private long pause = FIRST_PAUSE;

    TcpEnd(boolean client, int iss, byte[] data, Manner manner, Consumer<byte[]> out) {
        this.client = client;
        this.iss = iss;
        this.data = data;
        this.manner = manner;
        this.out = out;
    }

    /// Whether all it had to say was heard, and the other end has ended too.
    boolean isFinished() {
        return reset || gotEnd && una == data.length + 1;
    }

    void connect(long now) {
        send(0, 0, SYN);
        due = now + pause;
    }

    /// Its program reads some of what came; the window opens.
    void read(int bytes) {
        read = bytes < rcv - read ? read + bytes : rcv;
    }

    /// Sends so many segments, of so many bytes each, as far as the window goes.
    void push(int segments, int size, long now) {
        for (int i = 0;
                i < segments && open && !reset && nxt <= data.length && (nxt < edge || nxt == data.length);
                i++) {
            nxt = transmit(nxt, Math.min(size, edge - nxt));
        }
        if (open && una < nxt && due == Long.MAX_VALUE) {
            due = now + pause;
        }
    }

    /// Sends some bytes again, wherever they were cut before.
    void again(int from, int size) {
        if (open && !reset && una < most) {
            int at = Math.min(una + from, Math.min(most - 1, data.length));
            transmit(at, Math.clamp(size, 0, Math.max(most, edge) - at));
        }
    }

    /// Says what it has.
    void acknowledge() {
        if (open && !reset) {
            send(nxt, 0, ACK);
        }
    }

    void expire(long now) {
        due = Long.MAX_VALUE;
        if (isFinished() || reset) {
            return;
        }
        pause = Math.min(pause * 2, LONGEST_PAUSE);
        if (!open) {
            if (client) {
                send(0, 0, SYN);
            } else if (synSeen) {
                send(0, 0, SYN | ACK);
            }
        } else if (una < most) {
            nxt = una;
            nxt = transmit(nxt, Math.max(1, Math.min(mss, edge - nxt)));
        } else if (una < data.length) {
            nxt = transmit(nxt, Math.max(1, Math.min(mss, edge - nxt)));
        } else if (una == data.length) {
            nxt = transmit(nxt, 0);
        } else {
            return;
        }
        due = now + pause;
    }

    /// @return what is sent next
    private int transmit(int at, int size) {
        int length = Math.clamp(Math.min(size, mss - (stamped ? 12 : 0)), 0, data.length - at);
        boolean fin = at + length == data.length;
        int end = at + length + (fin ? 1 : 0);
        most = Math.max(most, end);
        send(at, length, ACK | (fin ? FIN : 0));
        return Math.max(nxt, end);
    }

    private void send(int at, int length, int flags) {
        boolean syn = (flags & SYN) != 0;
        byte[] options = options(syn, length);
        byte[] made = new byte[20 + options.length + length];
        int ports = client ? 0x9c40_0050 : 0x0050_9c40;
        put(made, 0, ports);
        put(made, 4, syn ? iss : iss + 1 + at);
        put(made, 8, (flags & ACK) == 0 ? 0 : irs + 1 + rcv + (gotEnd ? 1 : 0));
        made[12] = (byte) (made.length - length >> 2 << 4);
        made[13] = (byte) flags;
        int window = window(syn);
        made[14] = (byte) (window >> 8);
        made[15] = (byte) window;
        System.arraycopy(options, 0, made, 20, options.length);
        System.arraycopy(data, Math.min(at, data.length), made, made.length - length, length);
        out.accept(made);
    }

    /// The edge that was offered once is never taken back (RFC 9293 section 3.8.6).
    private int window(boolean syn) {
        int shift = syn || !scaled ? 0 : manner.scale;
        int free = Math.max(manner.room - (rcv - read), offeredEdge - rcv);
        int window = Math.clamp(free >> shift, 0, 65_535);
        offeredEdge = Math.max(offeredEdge, rcv + (window << shift));
        return window;
    }

    private byte[] options(boolean syn, int length) {
        byte[] made = new byte[40];
        int size = 0;
        if (syn) {
            size = add(made, size, 2, 4, manner.mss >> 8, manner.mss);
            size = manner.scale < 0 ? size : add(made, size, 3, 3, manner.scale);
            size = manner.selective ? add(made, size, 4, 2) : size;
        }
        if (syn ? manner.stamps && (client || stamped) : stamped) {
            stamp++;
            size = add(made, size, 8, 10, 0, 0, stamp >> 8, stamp, echo >> 24, echo >> 16, echo >> 8, echo);
        }
        if (!syn && selective && length == 0 && !early.isEmpty()) {
            int from = early.firstKey();
            int to = from;
            while (early.containsKey(to)) {
                to++;
            }
            size = add(made, size, 5, 10, 0, 0, 0, 0, 0, 0, 0, 0);
            put(made, size - 8, irs + 1 + from);
            put(made, size - 4, irs + 1 + to);
        }
        int whole = size + 3 & ~3;
        Arrays.fill(made, size, whole, (byte) 1);
        return Arrays.copyOf(made, whole);
    }

    private static int add(byte[] to, int at, int... octets) {
        for (int i = 0; i < octets.length; i++) {
            to[at + i] = (byte) octets[i];
        }
        return at + octets.length;
    }

    private static void put(byte[] to, int at, int number) {
        for (int i = 0; i < 4; i++) {
            to[at + i] = (byte) (number >> 24 - 8 * i);
        }
    }

    private static int number(byte[] from, int at) {
        return from[at] << 24 | (from[at + 1] & 0xff) << 16 | (from[at + 2] & 0xff) << 8 | from[at + 3] & 0xff;
    }

    /// Takes a segment that came.
    void receive(byte[] came, long now) {
        int flags = came[13];
        if (reset) {
            return;
        }
        if ((flags & RST) != 0) {
            reset = open || synSeen;
            return;
        }
        if ((flags & SYN) != 0) {
            synchronise(came, flags, now);
            return;
        }
        if (!open) {
            if (client || !synSeen || number(came, 8) != iss + 1) {
                return;
            }
            open = true;
            pause = FIRST_PAUSE;
            due = now + pause;
        }
        int header = (came[12] >> 4 & 0xf) * 4;
        options(came, header, false);
        acknowledged(came, now);
        take(came, header, flags);
    }

    private void synchronise(byte[] came, int flags, long now) {
        if (client == ((flags & ACK) == 0)) {
            return;
        }
        if (open) {
            acknowledge();
            return;
        }
        if (client && number(came, 8) != iss + 1) {
            return;
        }
        synSeen = true;
        irs = number(came, 4);
        options(came, (came[12] >> 4 & 0xf) * 4, true);
        edge = (came[14] & 0xff) << 8 | came[15] & 0xff;
        if (client) {
            open = true;
            pause = FIRST_PAUSE;
            due = Long.MAX_VALUE;
            send(0, 0, ACK);
        } else {
            send(0, 0, SYN | ACK);
        }
        due = now + pause;
    }

    private void options(byte[] came, int header, boolean syn) {
        boolean hasScale = false;
        for (int at = 20; at < header && came[at] != 0; at += came[at] == 1 ? 1 : came[at + 1]) {
            switch (came[at]) {
                case 2 -> mss = Math.min(manner.mss, (came[at + 2] & 0xff) << 8 | came[at + 3] & 0xff);
                case 3 -> {
                    hasScale = true;
                    otherScale = came[at + 2];
                }
                case 4 -> selective = manner.selective;
                case 5 -> blocks(came, at);
                case 8 -> {
                    stamped = syn ? manner.stamps : stamped;
                    echo = number(came, at + 2);
                }
                default -> {}
            }
        }
        if (syn) {
            scaled = hasScale && manner.scale >= 0;
            otherScale = scaled ? otherScale : 0;
        }
    }

    private void blocks(byte[] came, int at) {
        for (int i = at + 2; i < at + came[at + 1]; i += 8) {
            int from = number(came, i) - iss - 1;
            int to = number(came, i + 4) - iss - 1;
            assertThat(to).as("end of a block, from %d", from).isBetween(from, most);
        }
    }

    private void acknowledged(byte[] came, long now) {
        int ack = number(came, 8) - iss - 1;
        assertThat(ack).as("acknowledged, of %d", data.length).isLessThanOrEqualTo(most);
        if (ack > una) {
            una = ack;
            nxt = Math.max(nxt, una);
            pause = FIRST_PAUSE;
            due = una < nxt || una < data.length + 1 ? now + pause : Long.MAX_VALUE;
        }
        if (ack >= una) {
            edge = ack + (((came[14] & 0xff) << 8 | came[15] & 0xff) << otherScale);
        }
    }

    private void take(byte[] came, int header, int flags) {
        int at = number(came, 4) - irs - 1;
        int length = came.length - header;
        int before = rcv;
        if (length > 0) {
            assertThat(at + length).as("end of a segment in a window").isLessThanOrEqualTo(offeredEdge);
        }
        for (int i = 0; i < length; i++) {
            byte octet = came[header + i];
            if (at + i >= rcv) {
                Byte had = early.put(at + i, octet);
                assertThat(had == null || had == octet)
                        .as("byte %d again", at + i)
                        .isTrue();
            }
        }
        if ((flags & FIN) != 0) {
            assertThat(finAt).isIn(-1, at + length);
            finAt = at + length;
        }
        while (!early.isEmpty() && early.firstKey() == rcv) {
            received.write(early.pollFirstEntry().getValue());
            rcv++;
        }
        gotEnd |= finAt == rcv;
        if (prompt) {
            read = rcv;
            if (length > 0 || (flags & FIN) != 0 || at < before) {
                acknowledge();
            }
        }
    }
}
