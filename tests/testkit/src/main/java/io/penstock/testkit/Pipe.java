// SPDX-License-Identifier: Apache-2.0
package io.penstock.testkit;

import io.penstock.api.Edit;
import io.penstock.api.Side;
import io.penstock.api.Verdict;
import io.penstock.api.stream.Offer;
import io.penstock.api.stream.Protocol;
import io.penstock.api.stream.StreamEvent;
import io.penstock.api.stream.Streams;
import io.penstock.api.stream.Window;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Bytes through a protocol with a function above it, and nothing below: what is given to one side comes out at the
/// other.
public final class Pipe {
    private static final class Way {
        private byte[] held = new byte[0];
        private long passed;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    }

    private final Streams.Reader reader;
    private final Offer offer = new Offer();
    private final Way toServer = new Way();
    private final Way toClient = new Way();
    private final List<String> notes = new ArrayList<>();
    private Verdict ended = Verdict.PASS;

    /// @param function what it is shown, and what comes of that
    public Pipe(Protocol protocol, Edit edits, Function<Window, Verdict> function) {
        reader = protocol.open(
                new Streams.Reader() {
                    @Override
                    public Verdict read(Offer shown, boolean server) {
                        Verdict verdict = function.apply(shown.window());
                        if (verdict.kind() == Verdict.Kind.HOLD) {
                            shown.holdFrom(verdict.heldFrom());
                        }
                        return verdict;
                    }

                    @Override
                    public void event(StreamEvent event, boolean server) {}
                },
                edits,
                notes::add);
    }

    /// The client sends some bytes.
    public Pipe fromClient(byte[] bytes) {
        return take(toServer, true, bytes, false);
    }

    /// The server sends some bytes.
    public Pipe fromServer(byte[] bytes) {
        return take(toClient, false, bytes, false);
    }

    public Pipe fromClient(String text) {
        return fromClient(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Pipe fromServer(String text) {
        return fromServer(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// The server sends nothing more.
    public Pipe endOfServer() {
        return take(toClient, false, new byte[0], true);
    }

    /// The client sends nothing more.
    public Pipe endOfClient() {
        return take(toServer, true, new byte[0], true);
    }

    /// What is held has waited too long.
    public Pipe overdue() {
        for (Way way : new Way[] {toServer, toClient}) {
            if (way.held.length > 0 && ended == Verdict.PASS) {
                boolean server = way == toServer;
                show(way, way.held.length, false, server);
                pass(way, reader.overdue(offer, server), false);
            }
        }
        return this;
    }

    private Pipe take(Way way, boolean server, byte[] bytes, boolean last) {
        if (ended == Verdict.PASS) {
            int before = way.held.length;
            way.held = Arrays.copyOf(way.held, before + bytes.length);
            System.arraycopy(bytes, 0, way.held, before, bytes.length);
            show(way, before, last, server);
            pass(way, reader.read(offer, server), last);
        }
        return this;
    }

    private void show(Way way, int fresh, boolean last, boolean server) {
        offer.show(
                MemorySegment.ofArray(way.held),
                0,
                way.held.length,
                fresh,
                way.passed,
                last,
                server ? Side.CLIENT : Side.SERVER);
    }

    private void pass(Way way, Verdict verdict, boolean last) {
        int passing = way.held.length;
        switch (verdict.kind()) {
            case PASS, BRANCH, DONE -> {}
            case HOLD -> passing = last ? passing : verdict.heldFrom();
            case DROP, DROP_FLOW, RESET, CLOSE, REPLY, PAGE -> {
                ended = verdict;
                return;
            }
        }
        offer.holdFrom(passing == way.held.length ? Integer.MAX_VALUE : passing);
        byte[] changed = new byte[Math.toIntExact(passing + offer.growth())];
        offer.copyTo(MemorySegment.ofArray(changed), 0, passing);
        offer.hide();
        way.out.writeBytes(changed);
        way.passed += passing;
        way.held = Arrays.copyOfRange(way.held, passing, way.held.length);
    }

    /// What the client has received.
    public byte[] atClient() {
        return toClient.out.toByteArray();
    }

    /// What the server has received.
    public byte[] atServer() {
        return toServer.out.toByteArray();
    }

    /// What the client has received, an octet a character.
    public String client() {
        return toClient.out.toString(StandardCharsets.ISO_8859_1);
    }

    /// What the server has received, an octet a character.
    public String server() {
        return toServer.out.toString(StandardCharsets.ISO_8859_1);
    }

    /// Bytes that wait here.
    public int held() {
        return toServer.held.length + toClient.held.length;
    }

    /// How the session was ended here; [Verdict#PASS] where it was not.
    public Verdict ended() {
        return ended;
    }

    /// What was counted.
    public List<String> notes() {
        return notes;
    }
}
