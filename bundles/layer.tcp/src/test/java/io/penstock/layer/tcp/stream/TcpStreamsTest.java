// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.tcp.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Bytes;
import io.penstock.api.Verdict;
import io.penstock.api.stream.Offer;
import io.penstock.api.stream.StreamEvent;
import io.penstock.api.stream.Streams;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TcpStreamsTest {
    private static final int CLIENT_ISN = 1_000;
    private static final int SERVER_ISN = 0xffff_fffe;

    private final TcpStreams streams = new TcpStreams();
    private final List<String> out = new ArrayList<>();
    private final Wire wire = new Wire();
    private MemorySegment memory = MemorySegment.NULL;
    private int taken;
    private boolean direction;
    private boolean done;
    private int reads;
    private long now = 1_000;
    private int flagsTold;
    private String word = "";
    private String with = "";

    private final Streams.Reader reader = new Streams.Reader() {
        @Override
        public Verdict read(Offer offer, boolean toServer) {
            reads++;
            if (done) {
                return Verdict.DONE;
            }
            var window = offer.window();
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < window.length(); i++) {
                text.append((char) window.u8(i));
            }
            int at = text.indexOf(word);
            if (!word.isEmpty() && at >= 0) {
                window.replace(at, word.length(), Bytes.utf8(with));
            }
            return Verdict.PASS;
        }

        @Override
        public void event(StreamEvent event, boolean toServer) {}
    };

    private final Streams.Exit exit = new Streams.Exit() {
        @Override
        public void forward() {
            told("", direction, memory, 7, taken);
        }

        @Override
        public void forwardRewritten() {
            throw new AssertionError("a segment goes on with another payload");
        }

        @Override
        public void send(
                boolean toServer, MemorySegment header, int octets, MemorySegment payload, long at, int length) {
            MemorySegment whole = MemorySegment.ofArray(new byte[octets + length]);
            MemorySegment.copy(header, 0, whole, 0, octets);
            MemorySegment.copy(payload, at, whole, octets, length);
            told("own ", toServer, whole, 0, octets + length);
        }

        @Override
        public void count(String name) {
            out.add(name);
        }
    };

    private Streams.Flow flow = streams.open(reader, exit, false);

    @AfterEach
    void close() {
        flow.close();
        assertThat(streams.used()).isZero();
        streams.close();
    }

    private void told(String whose, boolean toServer, MemorySegment from, long at, int length) {
        Segment read = new Segment().clear(toServer);
        Wire.read(from, at, length, read);
        flagsTold = read.flags;
        String payload =
                new String(from.asSlice(read.at, read.length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
        StringBuilder blocks = new StringBuilder();
        for (int i = 0; i < read.blocks; i++) {
            blocks.append(" [")
                    .append(read.blockFrom[i] - (SERVER_ISN + 1))
                    .append('-')
                    .append(read.blockTo[i] - (SERVER_ISN + 1))
                    .append(']');
        }
        int seq = read.seq - (toServer ? CLIENT_ISN + 1 : SERVER_ISN + 1);
        int ack = read.ack - (toServer ? SERVER_ISN + 1 : CLIENT_ISN + 1);
        out.add(whose + (toServer ? "> " : "< ") + seq + ":" + payload + " ack " + ack + blocks
                + (read.stamped ? " stamp " + read.stamp : ""));
    }

    private void came(boolean toServer, int flags, int seq, int ack, String payload, String options) {
        byte[] data = payload.getBytes(StandardCharsets.UTF_8);
        byte[] more = HexFormat.of().parseHex(options);
        Segment segment = new Segment().clear(toServer);
        segment.seq = seq + (toServer ? CLIENT_ISN : SERVER_ISN);
        segment.ack = ack + (toServer ? SERVER_ISN : CLIENT_ISN);
        segment.flags = flags;
        segment.window = 60_000;
        wire.write(segment, toServer ? 0x1f90_0050 : 0x0050_1f90);
        memory = MemorySegment.ofArray(new byte[7 + 20 + more.length + data.length]);
        MemorySegment.copy(wire.header(), 0, memory, 7, 20);
        memory.set(ValueLayout.JAVA_BYTE, 7 + 12, (byte) (5 + more.length / 4 << 4));
        MemorySegment.copy(MemorySegment.ofArray(more), 0, memory, 27, more.length);
        MemorySegment.copy(MemorySegment.ofArray(data), 0, memory, 27 + more.length, data.length);
        taken = 20 + more.length + data.length;
        direction = toServer;
        flow.take(toServer, memory, 7, taken, now);
    }

    private void handshake() {
        came(true, Segment.SYN, 0, 0, "", "020405b401010402");
        came(false, Segment.SYN | Segment.ACK, 0, 1, "", "020405b401010402");
        came(true, Segment.ACK, 1, 1, "", "");
        out.clear();
    }

    @Test
    void shouldLetSegmentsGoOnWhereNothingChanges() {
        handshake();
        came(false, Segment.ACK, 1, 1, "good", "");
        assertThat(out).containsExactly("< 0:good ack 0");
    }

    /// All is acknowledged of a connection that nobody reads any more.
    private void rest() {
        done = true;
        handshake();
        came(false, Segment.ACK, 1, 1, "good", "");
        came(true, Segment.ACK, 1, 5, "", "");
        out.clear();
    }

    private boolean rests(int flags) {
        MemorySegment header = MemorySegment.ofArray(new byte[20]);
        header.set(ValueLayout.JAVA_BYTE, 13, (byte) flags);
        return flow.rests(header, 0);
    }

    @Test
    void shouldNeedSegmentsNoMoreOnceItsFunctionHasDone() {
        handshake();
        assertThat(rests(Segment.ACK)).isFalse();
        done = true;
        came(false, Segment.ACK, 1, 1, "good", "");
        assertThat(rests(Segment.ACK)).isFalse();
        came(true, Segment.ACK, 1, 5, "", "");
        assertThat(rests(Segment.ACK)).isTrue();
        assertThat(rests(Segment.ACK | Segment.PSH)).isTrue();
        assertThat(rests(Segment.SYN)).isFalse();
        assertThat(rests(Segment.FIN | Segment.ACK)).isFalse();
        assertThat(rests(Segment.RST)).isFalse();
    }

    @Test
    void shouldLetSegmentsThroughUntouchedWhoseNumbersItHasNotFollowed() {
        rest();
        came(true, Segment.ACK, 900_000, 700_000, "far", "");
        came(true, Segment.RST, 500_000, 0, "", "");
        assertThat(out).containsExactly("> 899999:far ack 699999", "> 499999: ack -1");
    }

    @Test
    void shouldReadAgainWhatBeginsWithTheSameNumbersOnceBothHaveEnded() {
        rest();
        came(true, Segment.FIN | Segment.ACK, 1, 5, "", "");
        came(true, Segment.SYN, 0, 0, "", "");
        came(false, Segment.SYN | Segment.ACK, 0, 1, "", "");
        assertThat(rests(Segment.ACK)).isTrue();
        came(false, Segment.FIN | Segment.ACK, 5, 2, "", "");
        came(true, Segment.SYN, 0, 0, "", "");
        assertThat(rests(Segment.ACK)).isTrue();
        came(false, Segment.SYN | Segment.ACK, 0, 1, "", "");
        assertThat(rests(Segment.ACK)).isFalse();
        reads = 0;
        came(false, Segment.ACK, 1, 1, "again", "");
        assertThat(reads).isEqualTo(1);
    }

    @Test
    void shouldGoOnBeingReadWhereNumbersWereMoved() {
        word = "evil";
        with = "bad";
        handshake();
        came(false, Segment.ACK, 1, 1, "evil", "");
        came(true, Segment.ACK, 1, 4, "", "");
        done = true;
        came(false, Segment.ACK, 5, 1, "more", "");
        came(true, Segment.ACK, 1, 8, "", "");
        assertThat(rests(Segment.ACK)).isFalse();
        out.clear();
        came(false, Segment.ACK, 9, 1, "evil", "");
        assertThat(out).containsExactly("< 7:evil ack 0");
    }

    @Test
    void shouldSendAChangedSegmentItselfAndMoveTheNumbersOfBothDirections() {
        handshake();
        word = "evil";
        with = "*";
        came(false, Segment.ACK, 1, 1, "an evil x", "");
        came(false, Segment.ACK, 10, 1, "yz", "");
        came(true, Segment.ACK, 1, 9, "", "");
        assertThat(out).containsExactly("own < 0:an * x ack 0", "< 6:yz ack 0", "> 0: ack 11");
    }

    @Test
    void fault37And38ShouldMoveBlocksOfSelectiveAcknowledgementsAndBlankThoseThatAreGone() {
        handshake();
        word = "evil";
        with = "***";
        came(false, Segment.ACK, 1, 1, "an evil x", "");
        came(false, Segment.ACK, 10, 1, "yz", "");
        out.clear();
        // The block 8-10 of what the receiver has is 9-11 of what the sender sent.
        came(true, Segment.ACK, 1, 1, "", "0101050a" + "00000007" + "00000009");
        assertThat(out).containsExactly("> 0: ack 0 [9-11]");
        out.clear();
        // A block that lies inside what was put in says nothing to the sender.
        came(true, Segment.ACK, 1, 1, "", "0101050a" + "00000003" + "00000004");
        assertThat(out).containsExactly("> 0: ack 0");
    }

    @Test
    void fault39ShouldStampItsOwnSegmentsAsTheEndsDo() {
        came(true, Segment.SYN, 0, 0, "", "020405b4" + "0101080a" + "0000000700000000");
        came(false, Segment.SYN | Segment.ACK, 0, 1, "", "020405b4" + "0101080a" + "0000000900000007");
        came(true, Segment.ACK, 1, 1, "", "0101080a" + "0000000800000009");
        out.clear();
        word = "evil";
        with = "mischief";
        came(false, Segment.ACK, 1, 1, "an evil x", "0101080a" + "0000000a00000008");
        assertThat(out).containsExactly("own < 0:an mischief x ack 0 stamp 10");
    }

    @Test
    void shouldTakeWhatAReplayedEndSaysForAsMuchAsWasSent() {
        flow = streams.open(reader, exit, true);
        handshake();
        word = "evil";
        with = "*";
        came(false, Segment.ACK, 1, 1, "an evil x", "");
        out.clear();
        // The client of the capture got 9 bytes; here 6 were sent.
        came(true, Segment.ACK, 1, 10, "thanks", "");
        assertThat(out).containsExactly("replay", "> 0:thanks ack 9");
    }

    @Test
    void shouldNotLetAnEndAcknowledgeWhatItWasNeverSent() {
        handshake();
        came(true, Segment.ACK, 1, 10, "thanks", "");
        assertThat(out).containsExactly("ack-of-unsent");
    }

    @Test
    void fault33ShouldReadBothWaysWhereBothEndsOpenAtOnce() {
        word = "evil";
        with = "***";
        came(true, Segment.SYN, 0, 0, "", "020405b401010402");
        came(false, Segment.SYN, 0, 0, "", "020405b401010402");
        came(true, Segment.SYN | Segment.ACK, 0, 1, "", "020405b401010402");
        came(false, Segment.SYN | Segment.ACK, 0, 1, "", "020405b401010402");
        out.clear();
        came(false, Segment.ACK, 1, 1, "an evil x", "");
        came(true, Segment.ACK, 1, 9, "my evil", "");
        assertThat(out).contains("own < 0:an *** x ack 0", "own > 0:my *** ack 9");
    }

    @Test
    void fault44ShouldSendTheSameChangeWhereverARetransmissionIsCut() {
        word = "evil";
        with = "*";
        handshake();
        came(false, Segment.ACK, 1, 1, "an evil x", "");
        came(false, Segment.ACK, 6, 1, "il x", "");
        came(false, Segment.ACK, 1, 1, "an ev", "");
        came(false, Segment.ACK, 3, 1, " evil xyz", "");
        assertThat(out)
                .containsExactly("own < 0:an * x ack 0", "own < 3:* x ack 0", "own < 0:an * ack 0", "own < 6:yz ack 0");
    }

    @Test
    void fault46ShouldLetNoDataPassThatCameWithASyn() {
        word = "evil";
        with = "***";
        came(true, Segment.SYN, 0, 0, "so evil", "020405b401010402");
        assertThat(out).containsExactly("data-on-syn");
        out.clear();
        handshake();
        came(true, Segment.ACK, 1, 1, "so evil", "");
        assertThat(out).containsExactly("own > 0:so *** ack 0");
    }

    @Test
    void fault48ShouldSplitWhatGrowsOverTheLargestSegment() {
        word = "evil";
        with = "y".repeat(4_000);
        handshake();
        came(false, Segment.ACK, 1, 1, "an evil", "");
        assertThat(payloads()).extracting(String::length).containsExactly(1_460, 1_460, 1_083);
        assertThat(String.join("", payloads())).isEqualTo("an " + with);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000", "0001"})
    void fault49ShouldNotCutSmallerThanAnyLinkWhateverAnEndNames(String mss) {
        word = "evil";
        with = "y".repeat(400);
        came(true, Segment.SYN, 0, 0, "", "0204" + mss);
        came(false, Segment.SYN | Segment.ACK, 0, 1, "", "020405b4");
        out.clear();
        came(false, Segment.ACK, 1, 1, "an evil", "");
        assertThat(payloads()).allSatisfy(part -> assertThat(part).hasSizeLessThanOrEqualTo(536));
        assertThat(payloads()).hasSizeLessThan(12);
        assertThat(String.join("", payloads())).isEqualTo("an " + with);
    }

    @Test
    void fault49ShouldCutNoLargerThanALinkCarriesWhereAnEndNamesTheLargest() {
        word = "evil";
        with = "y".repeat(70_000);
        came(true, Segment.SYN, 0, 0, "", "0204ffff");
        came(false, Segment.SYN | Segment.ACK, 0, 1, "", "020405b4");
        out.clear();
        came(false, Segment.ACK, 1, 1, "an evil", "");
        assertThat(payloads()).isNotEmpty().allSatisfy(part -> assertThat(part).hasSizeLessThanOrEqualTo(1_460));
    }

    @ParameterizedTest
    @CsvSource({"0, no-ack", "1, no-ack", "41, no-ack", "3, bad-flags", "6, bad-flags", "23, bad-flags"})
    void fault50ShouldDropFlagsThatNoEndSends(int flags, String reason) {
        handshake();
        came(false, flags, 1, 0, "an evil", "");
        assertThat(out).containsExactly(reason);
    }

    @Test
    void fault54ShouldLeaveAConnectionAloneOfWhichOneWayIsNeverSeen() {
        word = "evil";
        with = "***";
        came(true, Segment.SYN, 0, 0, "", "");
        out.clear();
        came(true, Segment.ACK, 1, 1, "an evil", "");
        assertThat(out).containsExactly("before-handshake");
        out.clear();
        now += 60_000_000_000L;
        came(true, Segment.ACK, 1, 1, "an evil", "");
        assertThat(out).containsExactly("unedited", "> 0:an evil ack 0");
    }

    @Test
    void fault58ShouldEndBehindChangedBytesAndAcknowledgeTheEndAsItWasSent() {
        word = "evil";
        with = "*";
        handshake();
        came(false, Segment.ACK | Segment.FIN, 8, 1, "x", "");
        assertThat(out).noneMatch(line -> line.startsWith("<") || line.startsWith("own <"));
        out.clear();
        came(false, Segment.ACK, 1, 1, "an evil", "");
        assertThat(String.join("", payloads())).isEqualTo("an *x");
        assertThat(flagsTold & Segment.FIN).isNotZero();
        out.clear();
        came(true, Segment.ACK, 1, 1 + 5 + 1, "", "");
        assertThat(out).containsExactly("> 0: ack 9");
    }

    /// What was sent of the server's bytes.
    private List<String> payloads() {
        return out.stream()
                .filter(line -> line.startsWith("own <") || line.startsWith("<"))
                .map(line -> line.substring(line.indexOf(':') + 1, line.indexOf(" ack ")))
                .filter(payload -> !payload.isEmpty())
                .toList();
    }
}
