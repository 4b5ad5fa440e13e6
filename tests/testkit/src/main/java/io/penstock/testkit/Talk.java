// SPDX-License-Identifier: Apache-2.0
package io.penstock.testkit;

import io.penstock.api.Side;
import io.penstock.api.layer.Checksum;
import io.penstock.dataplane.packet.Checksums;
import io.penstock.dataplane.packet.Frame;
import io.penstock.dataplane.packet.Parser;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Queue;
import org.assertj.core.api.Assertions;

/// A TCP connection through a script's chain, with two simple ends that acknowledge all that comes in order. Of every
/// frame that leaves, lengths and checksums are asserted.
///
/// ```java
/// Talk.ip4(script).fromServer("...an ev").fromServer("il x").clientSees("...an *** x");
/// ```
public final class Talk {
    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int RST = 4;
    private static final int ACK = 16;
    private static final int WINDOW = 60_000;

    private static final class End {
        private final Side side;
        private final String from;
        private final String port;
        private long next;
        private long acknowledged;
        private long expected;
        private boolean ended;
        private boolean reset;
        private int window = WINDOW;
        private boolean reads = true;
        private final ByteArrayOutputStream text = new ByteArrayOutputStream();

        private End(Side side, String from, String port, long first) {
            this.side = side;
            this.from = from;
            this.port = port;
            next = first;
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Arrival(End end, byte[] octets) {}

    private final Script script;
    private final Parser parser = new Parser(Packets.headers());
    private final End client;
    private final End server;
    private final Queue<Arrival> arrivals = new ArrayDeque<>();

    private Talk(Script script, String client, String server, long first) {
        this.script = script;
        this.client = new End(Side.CLIENT, client, "client", 1_000);
        this.server = new End(Side.SERVER, server, "server", first);
        send(this.client, SYN, new byte[0]);
        settle();
        Assertions.assertThat(this.client.acknowledged).isEqualTo(this.client.next);
        Assertions.assertThat(this.server.acknowledged).isEqualTo(this.server.next);
    }

    /// A connection over IPv4 between the ports `client` and `server`. The numbers of the server wrap soon.
    public static Talk ip4(Script script) {
        return new Talk(script, "10.0.0.1:40000", "192.0.2.7:80", 0xffff_fff8L);
    }

    /// The same over IPv6. The sign of the server's numbers turns soon.
    public static Talk ip6(Script script) {
        return new Talk(script, "[fd10::1]:40000", "[fd20::7]:80", 0x7fff_fff8L);
    }

    /// The server sends a segment, and both ends acknowledge what comes of it.
    public Talk fromServer(String text) {
        return from(server, text);
    }

    /// The client sends a segment, and both ends acknowledge what comes of it.
    public Talk fromClient(String text) {
        return from(client, text);
    }

    private Talk from(End end, String text) {
        send(end, ACK, text.getBytes(StandardCharsets.UTF_8));
        return settle();
    }

    /// The client tells that it has room for so many octets, and reads none of them.
    public Talk clientHasRoomFor(int octets) {
        client.window = octets;
        client.reads = false;
        send(client, ACK, new byte[0]);
        return settle();
    }

    /// The client reads all that comes, and tells that it has room.
    public Talk clientReads() {
        client.window = WINDOW;
        client.reads = true;
        send(client, ACK, new byte[0]);
        return settle();
    }

    /// The server ends its direction, then the client its own.
    public Talk close() {
        send(server, ACK | FIN, new byte[0]);
        settle();
        send(client, ACK | FIN, new byte[0]);
        settle();
        Assertions.assertThat(client.ended && server.ended).isTrue();
        return acknowledged();
    }

    /// Lets time pass.
    public Talk after(long millis) {
        script.after(millis);
        collect();
        return settle();
    }

    /// What the client has received so far.
    public Talk clientSees(String text) {
        Assertions.assertThat(client.text.toString(StandardCharsets.UTF_8)).isEqualTo(text);
        return this;
    }

    /// What the client has received so far, as octets.
    public byte[] atClient() {
        return client.text.toByteArray();
    }

    /// What the server has received so far.
    public Talk serverSees(String text) {
        Assertions.assertThat(server.text.toString(StandardCharsets.UTF_8)).isEqualTo(text);
        return this;
    }

    /// All that both ends have sent is acknowledged to them, and nothing else.
    public Talk acknowledged() {
        Assertions.assertThat(client.acknowledged).isEqualTo(client.next);
        Assertions.assertThat(server.acknowledged).isEqualTo(server.next);
        return this;
    }

    /// Both ends were told that nothing more follows.
    public Talk isClosed() {
        Assertions.assertThat(client.ended && server.ended).isTrue();
        return this;
    }

    /// Both ends were told that the connection is gone.
    public Talk isReset() {
        Assertions.assertThat(client.reset && server.reset).isTrue();
        return this;
    }

    private void send(End end, int flags, byte[] payload) {
        End other = end.side == Side.CLIENT ? server : client;
        String text = "tcp " + end.from + " > " + other.from + " sequence " + end.next + " ack " + end.expected
                + " flags " + flags + " window " + end.window
                + (payload.length == 0 ? "" : " hex " + HexFormat.of().formatHex(payload));
        int numbers = payload.length + ((flags & (SYN | FIN)) != 0 ? 1 : 0);
        end.next = end.next + numbers & 0xffff_ffffL;
        script.send(end.side, Packets.packet(text));
        collect();
    }

    private void collect() {
        for (End end : new End[] {client, server}) {
            script.leaving(end.port).forEach(octets -> arrivals.add(new Arrival(end, octets)));
        }
    }

    private Talk settle() {
        for (Arrival next = arrivals.poll(); next != null; next = arrivals.poll()) {
            arrive(next.end, next.octets);
        }
        return this;
    }

    private void arrive(End end, byte[] octets) {
        Frame frame = new Frame();
        frame.wrap(MemorySegment.ofArray(octets), 0, octets.length, octets.length);
        Assertions.assertThat(parser.parse(frame, 1)).as(Packets.words(octets)).isEmpty();
        for (int i = 0; i < frame.depth(); i++) {
            for (Checksum checksum : frame.header(i).checksums()) {
                Assertions.assertThat(Checksums.holds(frame, i, checksum))
                        .as("checksum of %s in %s", frame.header(i).name(), Packets.words(octets))
                        .isTrue();
            }
        }
        int index = frame.find("tcp");
        Assertions.assertThat(frame.endOf(index))
                .as("length of %s", Packets.words(octets))
                .isEqualTo(octets.length);
        take(end, frame, frame.start(index), Arrays.copyOfRange(octets, frame.bodyOf(index), octets.length));
    }

    private void take(End end, Frame frame, int at, byte[] payload) {
        int flags = frame.u8(at + 13);
        if ((flags & RST) != 0) {
            end.reset = true;
            return;
        }
        if ((flags & ACK) != 0) {
            end.acknowledged = frame.u32(at + 8);
        }
        if ((flags & SYN) != 0) {
            end.expected = frame.u32(at + 4) + 1 & 0xffff_ffffL;
            send(end, end.side == Side.SERVER ? SYN | ACK : ACK, new byte[0]);
            return;
        }
        int numbers = payload.length + (flags & FIN);
        if (numbers == 0) {
            return;
        }
        Assertions.assertThat(frame.u32(at + 4)).as("sequence number").isEqualTo(end.expected);
        end.text.writeBytes(payload);
        end.window -= end.reads ? 0 : payload.length;
        end.expected = end.expected + numbers & 0xffff_ffffL;
        end.ended |= (flags & FIN) != 0;
        send(end, ACK, new byte[0]);
    }
}
