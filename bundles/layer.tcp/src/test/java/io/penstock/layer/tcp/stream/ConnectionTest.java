// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.tcp.stream;

import static io.penstock.layer.tcp.stream.ModelTest.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Bytes;
import io.penstock.api.Verdict;
import io.penstock.api.stream.StreamEvent;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Single segments against a connection in the middle.
class ConnectionTest {
    private static final long SECOND = 1_000 * Simulation.MILLI;
    private static final Limits LIMITS = new Limits(100_000, 1_000, 40 * Simulation.MILLI, SECOND, false, false);

    private final Simulation net = simulation(LIMITS, "", "");

    private static Simulation simulation(Limits limits, String fromClient, String fromServer) {
        Simulation made = new Simulation(5, Simulation.Network.GOOD, limits, bytes(fromClient), bytes(fromServer));
        made.function = (window, toServer) -> ModelTest.filter(window, Bytes.utf8("kind"));
        made.client.keepsOpen = true;
        made.server.keepsOpen = true;
        made.run(SECOND / 10);
        made.log.clear();
        return made;
    }

    private Segment fromClient(int offset, String text) {
        Segment made = new Segment().clear(true);
        made.seq = net.client.firstNumber() + offset;
        made.ack = net.server.firstNumber();
        made.window = 10_000;
        made.data = java.lang.foreign.MemorySegment.ofArray(bytes(text));
        made.length = text.length();
        return made;
    }

    private void take(Segment came) {
        net.middle.segment(came, net.now);
        net.resume(net.now + 10 * Simulation.MILLI);
    }

    private String atServer() {
        return net.server.received.toString(StandardCharsets.ISO_8859_1);
    }

    private int count(String name) {
        return net.counts.getOrDefault(name, 0);
    }

    @Test
    void fault30ShouldKeepWhatCameFirstOfAnOverlap() {
        take(fromClient(5, "fghij"));
        take(fromClient(3, "XXXXX"));
        take(fromClient(0, "abcde"));
        take(fromClient(0, "ZZZZZZZZZZkl"));

        assertThat(atServer()).isEqualTo("abcXXfghijkl");
    }

    @Test
    void fault31ShouldLeaveDataFarOutOfTheWindowAlone() {
        take(fromClient(500_000, "far"));

        assertThat(net.log).isEmpty();
        assertThat(count("out-of-window")).isEqualTo(1);
        assertThat(net.middle.bytes()).isZero();
    }

    @Test
    void fault34ShouldEditTheOtherWayAfterAnEnd() {
        Segment end = fromClient(0, "go");
        end.flags |= Segment.FIN;
        take(end);
        Segment answer = new Segment().clear(false);
        answer.seq = net.server.firstNumber();
        answer.ack = net.client.firstNumber() + 3;
        answer.window = 10_000;
        answer.data = java.lang.foreign.MemorySegment.ofArray(bytes("so evil!"));
        answer.length = 8;
        take(answer);

        assertThat(net.server.gotEnd).isTrue();
        assertThat(net.client.received.toString(StandardCharsets.ISO_8859_1)).isEqualTo("so kind!");
    }

    @Test
    void fault35ShouldEndAtAnExactResetOnly() {
        take(fromClient(0, "ab"));
        Segment reset = fromClient(50, "");
        reset.flags = Segment.RST;
        take(reset);
        take(fromClient(2, "cd"));
        assertThat(net.middle.isOver()).isFalse();

        reset.seq = net.client.firstNumber() + 4;
        take(reset);
        assertThat(net.middle.isOver()).isTrue();
        assertThat(net.server.wasReset).isTrue();
        assertThat(net.slabs.used()).isZero();
    }

    @Test
    void fault35ShouldIgnoreAResetOutOfTheWindow() {
        Segment reset = fromClient(900_000, "");
        reset.flags = Segment.RST;
        take(reset);

        assertThat(net.log).isEmpty();
        assertThat(count("reset-out-of-window")).isEqualTo(1);
    }

    @Test
    void fault42ShouldNotTakeAKeepAliveForData() {
        take(fromClient(0, "abc"));
        net.log.clear();
        take(fromClient(2, "?"));
        take(fromClient(2, ""));

        assertThat(atServer()).isEqualTo("abc");
        assertThat(net.log).filteredOn(line -> line.startsWith(">")).hasSize(2);
        assertThat(net.middle.bytes()).isZero();
    }

    @Test
    void fault43ShouldSendTheSameChangeAgain() {
        net.server.deaf = true;
        take(fromClient(0, "an evil x"));
        net.server.deaf = false;
        take(fromClient(0, "an evil x"));

        assertThat(atServer()).isEqualTo("an kind x");
    }

    @Test
    void fault45ShouldResetRatherThanLoseWhatItAcknowledged() {
        take(fromClient(0, "an ev"));
        net.resume(net.now + SECOND / 5);
        assertThat(count("acknowledged-ahead")).isEqualTo(1);
        assertThat(net.client.highestTold).isEqualTo(5);
        net.server.deaf = true;
        take(fromClient(5, "il x"));
        net.resume(net.now + 1_000 * SECOND);

        assertThat(count("retransmitted")).isEqualTo(Rto.TRIES);
        assertThat(net.client.wasReset).isTrue();
        assertThat(net.slabs.used()).isZero();
    }

    @Test
    void fault45ShouldRetransmitWhatItAcknowledged() {
        take(fromClient(0, "an ev"));
        net.resume(net.now + SECOND / 5);
        net.server.deaf = true;
        take(fromClient(5, "il x"));
        net.server.deaf = false;
        net.resume(net.now + 5 * SECOND);

        assertThat(atServer()).isEqualTo("an kind x");
        assertThat(net.middle.bytes()).isZero();
    }

    @Test
    void fault57ShouldBoundWhatLiesBehindAHole() {
        for (int i = 0; i < 2_000; i++) {
            take(fromClient(10 + i * 2, "x"));
        }

        assertThat(count("no-room")).isEqualTo(2_000 - Arrived.STRETCHES + 1);
        assertThat(net.events).contains(StreamEvent.GAP);
    }

    @Test
    void fault60ShouldDropAnAcknowledgementOfWhatWasNotSent() {
        Segment ack = fromClient(0, "x");
        ack.ack += 100;
        take(ack);

        assertThat(atServer()).isEmpty();
        assertThat(count("ack-of-unsent")).isEqualTo(1);
    }

    @Test
    void fault89ShouldLetHeldBytesGoAfterTheirTime() {
        take(fromClient(0, "an ev"));
        assertThat(atServer()).isEqualTo("an ");
        net.resume(net.now + 2 * SECOND);

        assertThat(atServer()).isEqualTo("an ev");
        assertThat(net.events).contains(StreamEvent.TIMEOUT);
        assertThat(count("held-too-long")).isEqualTo(1);
    }

    @Test
    void shouldEndAtBothEndsWhenTheFunctionResets() {
        net.function = (window, toServer) -> Verdict.reset("not-here");
        take(fromClient(0, "abc"));

        assertThat(net.client.wasReset && net.server.wasReset).isTrue();
        assertThat(atServer()).isEmpty();
        assertThat(count("not-here")).isEqualTo(1);
    }

    @Test
    void shouldAnswerWhoeverSentAndEndTheFlow() {
        net.function = (window, toServer) -> Verdict.reply("blocked", Bytes.utf8("no such page"));
        take(fromClient(0, "GET /evil"));
        net.resume(net.now + SECOND);

        assertThat(net.client.received.toString(StandardCharsets.ISO_8859_1)).isEqualTo("no such page");
        assertThat(net.client.gotEnd).isTrue();
        assertThat(net.server.wasReset).isTrue();
        assertThat(atServer()).isEmpty();
    }

    @Test
    void shouldCloseBehindWhatHasPassed() {
        take(fromClient(0, "abc"));
        net.function = (window, toServer) -> Verdict.close("enough");
        take(fromClient(3, "def"));
        net.resume(net.now + SECOND);

        assertThat(atServer()).isEqualTo("abc");
        assertThat(net.server.gotEnd && net.client.gotEnd).isTrue();
    }

    private Segment syn(int seq) {
        Segment made = new Segment().clear(true);
        made.flags = Segment.SYN;
        made.seq = seq;
        made.mss = 1_460;
        made.window = 10_000;
        return made;
    }

    private Segment answer(int seq, int ack) {
        Segment made = new Segment().clear(false);
        made.flags = Segment.SYN | Segment.ACK;
        made.seq = seq;
        made.ack = ack;
        made.mss = 1_460;
        made.window = 10_000;
        return made;
    }

    @Test
    void fault52ShouldEditWhatFollowsWhenBothEndsHaveBegunAnew() {
        take(fromClient(0, "an evil x"));
        net.client.deaf = true;
        net.server.deaf = true;
        take(syn(5_000_000));
        take(answer(7_000_000, 5_000_001));
        net.log.clear();
        Segment data = fromClient(0, "so evil");
        data.seq = 5_000_001;
        data.ack = 7_000_001;
        take(data);

        assertThat(net.log).first().asString().startsWith("> 5000001+7 ack 7000001");
        assertThat(count("out-of-window")).isZero();
    }

    @Test
    void fault59ShouldGoOnWhereNobodyAnswersASynInTheMiddle() {
        take(fromClient(0, "an evil "));
        net.client.deaf = true;
        net.server.deaf = true;
        take(syn(5_000_000));
        take(answer(7_000_000, 999));
        net.client.deaf = false;
        net.server.deaf = false;
        take(fromClient(8, "evil x"));

        assertThat(atServer()).isEqualTo("an kind kind x");
    }

    @Test
    void shouldLeaveBytesAloneOnceTheFunctionHasDone() {
        net.function = (window, toServer) -> {
            window.replace(0, 1, Bytes.utf8("longer"));
            return Verdict.DONE;
        };
        take(fromClient(0, "abc"));
        take(fromClient(3, "evil"));
        take(fromClient(3, "evil"));

        assertThat(atServer()).isEqualTo("longerbcevil");
        assertThat(net.middle.bytes()).isZero();
    }

    @Test
    void fault45ShouldSendAgainAllThatWasLostBehindUsWithinAFewTrips() {
        String text = "a".repeat(30_000) + "ev";
        net.server.deaf = true;
        for (int at = 0; at < text.length(); at += 1_000) {
            take(fromClient(at, text.substring(at, Math.min(text.length(), at + 1_000))));
        }
        net.resume(net.now + 100 * Simulation.MILLI);
        assertThat(count("acknowledged-ahead")).isEqualTo(1);
        assertThat(net.client.highestTold).isEqualTo(text.length());
        net.server.deaf = false;
        net.resume(net.now + SECOND * 3 / 2);

        assertThat(atServer()).isEqualTo(text);
    }

    @Test
    void shouldResetAgainAnEndThatGoesOnAfterAReset() {
        net.function = (window, toServer) -> Verdict.reset("enough");
        take(fromClient(0, "some"));
        net.log.clear();
        net.client.wasReset = false;
        take(fromClient(0, "some"));

        assertThat(net.client.wasReset).isTrue();
        assertThat(net.log).hasSize(1);
    }

    @Test
    void shouldTellAnEndNothingWhoseFlowIsDropped() {
        net.function = (window, toServer) -> Verdict.dropFlow("enough");
        take(fromClient(0, "some"));
        take(fromClient(0, "some"));

        assertThat(net.log).isEmpty();
    }
}
