// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.tcp.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.TreeMap;

/// One end of a simulated connection: sends its bytes and an end, retransmits cut differently each time, puts what
/// comes in order, and fails the test when it is shown two things for one number, or an acknowledgement of what it
/// never sent, or more than its window.
final class SimulatedEnd {
    private static final int SCALE = 2;

    final ByteArrayOutputStream received = new ByteArrayOutputStream();
    boolean gotEnd;
    boolean wasReset;
    boolean endAcknowledged;
    int largest = 100;
    int mss = 1_000;
    int room = 40_000;
    boolean keepsOpen;
    /// Whether nothing reaches it.
    boolean deaf;
    /// The highest acknowledgement it was told, counted from its first byte.
    int highestTold;
    private final Simulation net;
    private final boolean isClient;
    private final int iss;
    private final byte[] data;
    private boolean open;
    private boolean answered;
    private int una;
    private int nxt;
    private int most;
    private int rcv;
    private int irs;
    private int window;
    private long pause = 250 * Simulation.MILLI;
    private long timer;
    /// How often the same was acknowledged in a row, and up to where is sent again what is missing then (RFC 6582).
    private int duplicates;

    private int recover;
    private int tries;
    private final TreeMap<Integer, Byte> early = new TreeMap<>();
    private int finAt = -1;

    SimulatedEnd(Simulation net, boolean isClient, int iss, byte[] data) {
        this.net = net;
        this.isClient = isClient;
        this.iss = iss;
        this.data = data;
    }

    void connect() {
        if (!open && !wasReset && tries++ < 20) {
            send(syn(Segment.SYN));
            net.at(net.now + 300 * Simulation.MILLI, this::connect);
        }
    }

    private Segment syn(int flags) {
        Segment made = new Segment().clear(isClient);
        made.flags = flags;
        made.seq = iss;
        made.window = 10_000;
        made.scale = SCALE;
        made.mss = mss;
        made.selective = true;
        return made;
    }

    int firstNumber() {
        return iss + 1;
    }

    void receive(Segment got) {
        if (deaf) {
            return;
        }
        if (got.has(Segment.RST)) {
            wasReset = true;
            return;
        }
        if (wasReset) {
            return;
        }
        if (got.has(Segment.SYN)) {
            synchronise(got);
            return;
        }
        if (!open && !isClient && answered) {
            open = true;
            timer();
        }
        if (!open) {
            return;
        }
        acknowledged(got);
        int before = rcv;
        take(got);
        if (got.length > 0 || got.has(Segment.FIN) || got.seq - irs - 1 < before) {
            send(made(nxt, 0));
        }
        pump();
    }

    private void synchronise(Segment got) {
        if (!isClient) {
            irs = got.seq;
            answered = true;
            Segment answer = syn(Segment.SYN | Segment.ACK);
            answer.ack = irs + 1;
            send(answer);
        } else if (!open) {
            assertThat(got.ack).isEqualTo(iss + 1);
            irs = got.seq;
            open = true;
            window = got.window;
            send(made(nxt, 0));
            timer();
            pump();
        } else {
            send(made(nxt, 0));
        }
    }

    /// Numbers here count from the first byte.
    private void acknowledged(Segment got) {
        int ack = got.ack - iss - 1;
        highestTold = Math.max(highestTold, ack);
        if (keepsOpen) {
            return;
        }
        assertThat(ack)
                .as("acknowledged by the middle of %d bytes", data.length)
                .isLessThanOrEqualTo(most);
        for (int i = 0; i < got.blocks; i++) {
            assertThat(got.blockTo[i] - iss - 1).as("block").isLessThanOrEqualTo(most);
        }
        if (ack == una && got.length == 0 && una < nxt && ++duplicates % 3 == 0 || ack > una && ack < recover) {
            recover = nxt;
            transmit(Math.min(ack, data.length), largest);
        }
        if (ack > una) {
            duplicates = 0;
            una = ack;
            nxt = Math.max(nxt, una);
            pause = 250 * Simulation.MILLI;
            tries = 0;
            endAcknowledged = una == data.length + 1;
        }
        if (ack >= una) {
            window = got.window << SCALE;
        }
    }

    private void take(Segment got) {
        int at = got.seq - irs - 1;
        byte[] bytes = Simulation.bytes(got);
        assertThat(at + bytes.length)
                .as("end of the segment against the window")
                .isLessThanOrEqualTo(rcv + room);
        for (int i = 0; i < bytes.length; i++) {
            int place = at + i;
            if (place >= rcv) {
                Byte before = early.put(place, bytes[i]);
                assertThat(before == null || before == bytes[i])
                        .as("the same byte again")
                        .isTrue();
            } else if (place >= 0) {
                assertThat(bytes[i]).as("byte %d again", place).isEqualTo(received.toByteArray()[place]);
            }
        }
        if (got.has(Segment.FIN)) {
            finAt = at + bytes.length;
        }
        while (!early.isEmpty() && early.firstKey() == rcv) {
            received.write(early.pollFirstEntry().getValue());
            rcv++;
        }
        if (finAt == rcv) {
            gotEnd = true;
            rcv++;
        }
    }

    private void pump() {
        while (open && nxt < data.length && nxt < una + window) {
            nxt += transmit(nxt, 1 + net.random.nextInt(largest));
        }
        if (open && nxt == data.length && !keepsOpen) {
            nxt += transmit(nxt, 0);
        }
        most = Math.max(most, nxt);
    }

    private int transmit(int at, int length) {
        int size = Math.min(Math.min(length, data.length - at), Math.max(1, una + window - at));
        boolean fin = at + size == data.length && !keepsOpen;
        most = Math.max(most, at + size + (fin ? 1 : 0));
        Segment made = made(at, size);
        made.flags |= fin ? Segment.FIN : 0;
        send(made);
        return size + (fin ? 1 : 0);
    }

    private void timer() {
        if (timer == 0) {
            timer = 1;
            net.at(net.now + pause, this::expired);
        }
    }

    private void expired() {
        timer = 0;
        if (keepsOpen) {
            return;
        }
        if (una < nxt && !wasReset && tries++ < 40) {
            transmit(Math.min(una, data.length), 1 + net.random.nextInt(largest * 2));
            pause = Math.min(pause * 2, 2_000 * Simulation.MILLI);
        } else if (una == nxt && nxt < data.length && tries++ < 40) {
            nxt += transmit(nxt, 1);
        }
        if ((una <= data.length || !gotEnd) && !wasReset && tries < 40) {
            timer();
        }
    }

    private Segment made(int at, int length) {
        Segment made = new Segment().clear(isClient);
        made.seq = iss + 1 + at;
        made.ack = irs + 1 + rcv;
        made.window = room >> SCALE;
        made.data = MemorySegment.ofArray(
                Arrays.copyOfRange(data, Math.min(at, data.length), Math.min(at, data.length) + length));
        made.length = length;
        return made;
    }

    private void send(Segment made) {
        net.leave(made);
    }
}
