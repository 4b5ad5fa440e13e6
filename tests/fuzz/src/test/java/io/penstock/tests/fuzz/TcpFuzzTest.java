// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.penstock.api.Bytes;
import io.penstock.api.Verdict;
import io.penstock.api.stream.Offer;
import io.penstock.api.stream.StreamEvent;
import io.penstock.api.stream.Streams;
import io.penstock.api.stream.Window;
import io.penstock.api.stream.WordSet;
import io.penstock.layer.tcp.stream.TcpStreams;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Two ends with the middle between them, over a network that loses, repeats, reorders and delays at will and then gets
/// well: every byte is shown once and in order, what arrives is what the function made of it, no step is endless, and
/// nothing is left in the middle.
class TcpFuzzTest {
    private static final WordSet EVIL = WordSet.of("evil", "abba");
    private static final String[] MASKS = {"", "x", "good", "a great deal of kindness"};
    private static final List<Kind> KINDS = List.of(Kind.values());
    private static final int[] LARGEST = {48, 100, 536, 1_460};

    /// Segments that one that came may leave behind.
    private static final int MOST_AT_ONCE = 30_000;

    private static final long MOST_NANOS = 400_000_000_000L;

    @FuzzTest
    void shouldDeliverTheEditOfWhatWasSent(byte[] octets) {
        Run run = new Run(new Choices(octets));
        run.bad();
        run.well();
        run.check();
    }

    /// What the function is, of which the bytes that pass are remembered.
    private enum Kind {
        FILTER,
        HOLDER,
        DONE,
        CLOSE,
        RESET,
        REPLY
    }

    private static final class Way {
        private final byte[] sent;
        private final ByteArrayOutputStream made = new ByteArrayOutputStream();
        private int passed;

        private Way(byte[] sent) {
            this.sent = sent;
        }
    }

    private static final class Run implements Streams.Reader, Streams.Exit {
        private final Choices data;
        private final TcpStreams streams = new TcpStreams();
        private final Streams.Flow flow;
        /// From the client, from the server, to the server, to the client.
        private final List<List<byte[]>> legs =
                List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

        private final TcpEnd client;
        private final TcpEnd server;
        private final Way up;
        private final Way down;
        private final Bytes mask;
        private final Kind kind;
        private final int turn;
        private final List<String> counts = new ArrayList<>();
        private long now = 1_000_000_000L;
        private byte[] came = new byte[0];
        private int atOnce;
        private boolean ended;

        Run(Choices data) {
            this.data = data;
            mask = Bytes.utf8(MASKS[data.below(4)]);
            kind = KINDS.get(data.below(KINDS.size()));
            turn = data.below(4_000);
            up = new Way(text());
            down = new Way(text());
            int first = data.below(1 << 24) << 8;
            client = new TcpEnd(true, first, up.sent, manner(), legs.get(0)::add);
            server = new TcpEnd(false, ~first, down.sent, manner(), legs.get(1)::add);
            flow = streams.open(this, this, false);
            client.connect(now);
        }

        private byte[] text() {
            StringBuilder made = new StringBuilder();
            int length = data.below(1 << data.below(15));
            int word = 0;
            while (made.length() < length) {
                word = word * 31 + 7 + (made.length() & 63) % 5;
                switch (word & 7) {
                    case 0 -> made.append("evil");
                    case 1 -> made.append("abba", 0, 1 + (word >> 3 & 3));
                    default -> made.append((char) ('a' + (word >>> 5) % 26));
                }
            }
            made.setLength(length);
            return made.toString().getBytes(StandardCharsets.ISO_8859_1);
        }

        private TcpEnd.Manner manner() {
            return new TcpEnd.Manner(
                    LARGEST[data.below(4)], data.below(9) - 1, data.flip(), data.flip(), 1 << 8 + data.below(9));
        }

        // ---- the network

        void bad() {
            for (int step = 0; step < 2_000 && !data.isEmpty(); step++) {
                act(data.below(16));
            }
        }

        private void act(int what) {
            TcpEnd end = (what & 1) == 0 ? client : server;
            int index = data.below(4);
            List<byte[]> leg = legs.get(index);
            switch (what) {
                case 0, 1 -> end.push(1 + data.below(20), 1 + data.below(1_460), now);
                case 2, 3 -> end.again(data.below(3_000), data.below(1_460));
                case 4, 5 -> end.acknowledge();
                case 6, 7 -> end.read(data.below(20_000));
                case 8 -> leg.clear();
                case 9 -> {
                    if (!leg.isEmpty()) {
                        leg.add(leg.get(data.below(leg.size())));
                    }
                }
                case 10 -> {
                    if (!leg.isEmpty()) {
                        leg.remove(data.below(leg.size()));
                    }
                }
                case 11 -> {
                    if (!leg.isEmpty()) {
                        arrive(index, data.below(leg.size()));
                    }
                }
                case 12, 13 -> {
                    for (int many = 1 + data.below(40); many > 0 && !leg.isEmpty(); many--) {
                        arrive(index, 0);
                    }
                }
                case 14 -> pass(now + data.below(50) * 1_000_000L);
                default -> pass(now + data.below(4_000) * 1_000_000L);
            }
        }

        private void arrive(int leg, int index) {
            byte[] segment = legs.get(leg).remove(index);
            switch (leg) {
                case 2 -> server.receive(segment, now);
                case 3 -> client.receive(segment, now);
                default -> middle(leg == 0, segment);
            }
        }

        private void middle(boolean fromClient, byte[] segment) {
            atOnce = 0;
            came = segment.clone();
            flow.take(fromClient, MemorySegment.ofArray(came), 0, came.length, now);
        }

        /// Lets time go by; the middle is told of it as a worker does that was kept from it.
        private void pass(long until) {
            while (flow.due() <= until) {
                long due = flow.due();
                now = Math.max(now, due);
                atOnce = 0;
                flow.tick(now);
                assertThat(flow.due()).as("due after the tick of %d", now).isGreaterThan(now);
            }
            now = until;
            for (TcpEnd end : List.of(client, server)) {
                if (end.due <= now) {
                    end.expire(now);
                }
            }
        }

        /// The network loses nothing any more, and both ends read what they get.
        void well() {
            long most = now + MOST_NANOS;
            for (TcpEnd end : List.of(client, server)) {
                end.prompt = true;
                end.read(Integer.MAX_VALUE / 2);
                end.acknowledge();
            }
            for (int step = 0; step < 200_000 && now < most && !isFinished(); step++) {
                boolean any = false;
                for (int leg = 0; leg < 4; leg++) {
                    while (!legs.get(leg).isEmpty()) {
                        any = true;
                        arrive(leg, 0);
                    }
                }
                client.push(4, 1_460, now);
                server.push(4, 1_460, now);
                if (!any && legs.stream().allMatch(List::isEmpty)) {
                    long due = Math.min(flow.due(), Math.min(client.due, server.due));
                    if (due == Streams.Flow.NEVER) {
                        return;
                    }
                    pass(Math.max(now, due));
                }
            }
        }

        private boolean isFinished() {
            return client.isFinished() && server.isFinished() && legs.stream().allMatch(List::isEmpty);
        }

        void check() {
            String what = "%s at %d, '%s', %d and %d bytes, %s"
                    .formatted(kind, turn, mask, up.sent.length, down.sent.length, counts);
            if (!ended) {
                assertThat(client.reset || server.reset).as("reset: " + what).isFalse();
                assertThat(client.isFinished() && server.isFinished())
                        .as("finished: " + what)
                        .isTrue();
            }
            same("to the server: " + what, server, up);
            same("to the client: " + what, client, down);
            if (kind != Kind.DONE && !ended) {
                assertThat(up.passed).as(what).isEqualTo(up.sent.length);
                assertThat(down.passed).as(what).isEqualTo(down.sent.length);
            }
            if (!ended) {
                assertThat(streams.used()).as("memory: " + what).isZero();
            }
            flow.close();
            assertThat(streams.used()).as("memory: " + what).isZero();
            streams.close();
        }

        private void same(String what, TcpEnd end, Way way) {
            byte[] got = end.received.toByteArray();
            byte[] expected = way.made.toByteArray();
            if (kind == Kind.DONE) {
                way.made.write(way.sent, way.passed, way.sent.length - way.passed);
                expected = way.made.toByteArray();
            }
            int at = Arrays.mismatch(got, expected);
            if (ended) {
                assertThat(at).as(what).isIn(-1, got.length, expected.length);
            } else {
                assertThat(at)
                        .as("%s; %d came of %d", what, got.length, expected.length)
                        .isEqualTo(-1);
            }
        }

        // ---- the function

        @Override
        public Verdict read(Offer offer, boolean server) {
            Way way = server ? up : down;
            Window window = offer.window();
            assertThat(window.offset()).as("place of what is shown").isEqualTo(way.passed);
            for (int i = 0; i < window.length(); i++) {
                assertThat((byte) window.u8(i)).isEqualTo(way.sent[way.passed + i]);
            }
            Verdict verdict = verdict(window, way);
            int passing = window.length();
            if (verdict.kind() == Verdict.Kind.HOLD) {
                offer.holdFrom(verdict.heldFrom());
                passing = window.isLast() ? passing : verdict.heldFrom();
            }
            if (verdict.passes() || verdict.kind() == Verdict.Kind.HOLD) {
                passes(offer, way, passing);
            } else {
                ended = true;
            }
            return verdict;
        }

        private void passes(Offer offer, Way way, int passing) {
            byte[] made = new byte[Math.toIntExact(passing + offer.growth())];
            offer.copyTo(MemorySegment.ofArray(made), 0, passing);
            way.made.writeBytes(made);
            way.passed += passing;
        }

        private Verdict verdict(Window window, Way way) {
            if (kind.compareTo(Kind.DONE) >= 0 && way.passed + window.length() > turn) {
                return switch (kind) {
                    case DONE -> Verdict.DONE;
                    case CLOSE -> Verdict.close("closed");
                    case RESET -> Verdict.reset("ended");
                    default -> Verdict.reply("page", Bytes.utf8("no"));
                };
            }
            if (kind == Kind.HOLDER && !data.isEmpty()) {
                return Verdict.holdFrom(data.below(window.length() + 1));
            }
            var scan = EVIL.scan(window);
            while (scan.next()) {
                if (scan.isPartial()) {
                    return Verdict.holdFrom(scan.start());
                }
                window.replace(scan.start(), scan.length(), mask);
            }
            return Verdict.PASS;
        }

        @Override
        public Verdict overdue(Offer offer, boolean server) {
            Way way = server ? up : down;
            assertThat(offer.window().offset()).as("place of what is held").isEqualTo(way.passed);
            passes(offer, way, offer.window().length());
            return Verdict.PASS;
        }

        @Override
        public void event(StreamEvent event, boolean server) {}

        // ---- what leaves

        @Override
        public void forward() {
            leave(came[0] == (byte) 0x9c, came.clone());
        }

        @Override
        public void forwardRewritten() {
            throw new AssertionError("a segment goes on with another payload");
        }

        @Override
        public void send(boolean server, MemorySegment header, int octets, MemorySegment payload, long at, int length) {
            byte[] made = Arrays.copyOf(header.toArray(ValueLayout.JAVA_BYTE), octets + length);
            MemorySegment.copy(payload, ValueLayout.JAVA_BYTE, at, made, octets, length);
            leave(server, made);
        }

        private void leave(boolean server, byte[] segment) {
            atOnce++;
            assertThat(atOnce).as("segments at once").isLessThan(MOST_AT_ONCE);
            legs.get(server ? 2 : 3).add(segment);
        }

        @Override
        public void count(String name) {
            counts.add(name);
        }
    }
}
