// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.api.Bytes;
import io.penstock.api.Edit;
import io.penstock.api.NoFields;
import io.penstock.api.Verdict;
import io.penstock.api.Vnf;
import io.penstock.api.layer.LayerView;
import io.penstock.api.layer.Level;
import io.penstock.api.stream.StreamFunction;
import io.penstock.api.stream.Window;
import io.penstock.function.counter.Counter;
import io.penstock.function.impair.Impair;
import io.penstock.layer.tcp.TcpStream;
import io.penstock.testkit.Packets;
import io.penstock.testkit.Script;
import io.penstock.testkit.Talk;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Stream functions in a chain.
class StreamsTest {
    /// Puts `**` before each window; throws at one that begins with `!`.
    @Vnf(type = "starrer", name = "Starrer", over = TcpStream.class, edits = Edit.RESIZE)
    public static final class Starrer implements StreamFunction<NoFields> {
        @Override
        public Verdict onData(Window data, NoFields session) {
            if (data.length() > 0) {
                data.insert(0, Bytes.utf8("**"));
                if (data.u8(0) == '!') {
                    throw new IllegalStateException("not this");
                }
            }
            return Verdict.PASS;
        }
    }

    /// Says that it changes nothing, and does.
    @Vnf(type = "liar", name = "Liar", over = TcpStream.class)
    public static final class Liar implements StreamFunction<NoFields> {
        @Override
        public Verdict onData(Window data, NoFields session) {
            if (data.length() > 0) {
                data.insert(0, Bytes.utf8("**"));
            }
            return Verdict.PASS;
        }
    }

    /// Holds all bytes until a full stop comes, and puts a star before them.
    @Vnf(type = "patient", name = "Patient", over = TcpStream.class, edits = Edit.RESIZE)
    public static final class Patient implements StreamFunction<NoFields> {
        @Override
        public Verdict onData(Window data, NoFields session) {
            if (data.length() > 0 && data.u8(data.length() - 1) != '.' && !data.isLast()) {
                return Verdict.holdFrom(0);
            }
            if (data.length() > 0) {
                data.insert(0, Bytes.utf8("*"));
            }
            return Verdict.PASS;
        }
    }

    /// Reads what no layer shows.
    @Vnf(type = "blind", name = "Blind", over = Blind.Datagrams.class)
    public static final class Blind implements StreamFunction<NoFields> {
        /// Payloads of messages.
        @LayerView(layer = "icmp", level = Level.READ)
        public interface Datagrams {}

        @Override
        public Verdict onData(Window data, NoFields session) {
            return Verdict.PASS;
        }
    }

    private static Script starrer(String policy) {
        return Script.of(
                "c: {type: counter}\ns: {type: starrer, on-failure: " + policy + "}", Counter.class, Starrer.class);
    }

    @Test
    void shouldLetBytesGoAsTheyAreThatAFunctionFailsAtAndCountTheFailure() {
        try (Script script = starrer("open")) {
            Talk.ip4(script)
                    .fromServer("a")
                    .fromServer("!")
                    .fromServer("b")
                    .clientSees("**a!**b")
                    .acknowledged();
            assertThat(script.report().nodes().getLast().failures()).isEqualTo(1);
            assertThat(script.report().nodes().getLast().drops()).containsKey("taken-by-stream");
        }
    }

    @Test
    void shouldResetAConnectionWhoseFunctionFailsWhereTheNodeFailsClosed() {
        try (Script script = starrer("closed")) {
            Talk.ip4(script).fromServer("a").fromServer("!").clientSees("**a").isReset();
            assertThat(script.report().nodes().getLast().failures()).isEqualTo(1);
            assertThat(script.report().notes()).containsEntry("function-failed", 1L);
        }
    }

    @Test
    void shouldCutOutAFunctionThatFailsAgainAndAgain() {
        try (Script script = starrer("open")) {
            Talk talk = Talk.ip6(script);
            for (int i = 0; i < 40; i++) {
                talk.fromServer("!");
            }
            talk.fromServer("a").clientSees("!".repeat(40) + "a");
            assertThat(script.report().nodes().getLast().failures()).isEqualTo(16);
            talk.after(1_100)
                    .fromServer("b")
                    .clientSees("!".repeat(40) + "a**b")
                    .acknowledged();
        }
    }

    @Test
    void shouldTakeNoChangeFromAFunctionThatSaidItMakesNone() {
        try (Script script = Script.of("l: {type: liar, on-failure: open}", Liar.class)) {
            Talk.ip4(script).fromServer("a").clientSees("a").acknowledged();
            assertThat(script.report().nodes().getFirst().failures()).isPositive();
        }
    }

    @Test
    void shouldChangeNothingForANodeThatObserves() {
        try (Script script = Script.of("s: {type: starrer, observe: true}", Starrer.class)) {
            Talk.ip4(script)
                    .fromServer("a")
                    .clientSees("a")
                    .fromClient("b")
                    .serverSees("b")
                    .close();
            assertThat(script.report().nodes().getFirst().failures()).isZero();
        }
    }

    @Test
    void fault53ShouldLeaveOtherPacketsAndConnectionsAloneWhoseBeginningWasNotSeen() {
        try (Script script = starrer("open")) {
            script.client("udp 10.0.0.1:5353 > 192.0.2.7:53 \"a\"").passes();
            script.client("tcp 10.0.0.1:40000 > 192.0.2.7:80 flags 0x10 sequence 7 \"a\"")
                    .passes();
            assertThat(script.report().notes()).containsEntry("unedited", 1L);
        }
    }

    @Test
    void fault7ShouldNotPutRightWhatANodeBeforeHasDamaged() {
        String nodes = "bad: {type: impair, corrupt: 50}\ns: {type: starrer}";
        try (Script script = Script.of(nodes, Impair.class, Starrer.class)) {
            Set<String> sent = new HashSet<>();
            List<String> left = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                String packet = "tcp 10.0.0.1:40000 > 192.0.2.7:80 flags 0x10 sequence 7 \"%04d\"".formatted(i);
                sent.add(behindEthernet(Packets.packet(packet)));
                script.client(packet);
                script.leaving("server").forEach(frame -> left.add(behindEthernet(frame)));
            }
            assertThat(left).hasSizeGreaterThan(200).isSubsetOf(sent);
            assertThat(script.report().reasons()).containsKeys("tcp-checksum", "ip-checksum");
        }
    }

    private static String behindEthernet(byte[] frame) {
        return HexFormat.of().formatHex(frame, 14, frame.length);
    }

    @Test
    void fault102ShouldKeepWhatWasChangedOfAnOpenConnectionWhereTheChainChanges() {
        try (Script script = starrer("open")) {
            Talk talk = Talk.ip4(script).fromServer("a");
            script.become("c: {type: counter}\ns: {type: starrer, on-failure: closed}", Counter.class, Starrer.class);
            talk.fromServer("b")
                    .fromClient("c")
                    .clientSees("**a**b")
                    .serverSees("**c")
                    .close();
            script.report();
        }
    }

    @Test
    void fault102ShouldSendWhatAWindowHadNoRoomForOnceItOpensWhereTheChainChangesMeanwhile() {
        try (Script script = starrer("open")) {
            Talk talk = Talk.ip4(script).clientHasRoomFor(5).fromServer("abcde").clientSees("**abc");
            script.become("c: {type: counter}\ns: {type: starrer, on-failure: closed}", Counter.class, Starrer.class);
            talk.after(100)
                    .clientSees("**abc")
                    .clientReads()
                    .clientSees("**abcde")
                    .fromServer("f")
                    .clientSees("**abcde**f")
                    .close();
        }
    }

    @Test
    void fault101ShouldGiveOutHeldBytesExactlyWhereTheChainChangesMeanwhile() {
        try (Script script = Script.of("p: {type: patient}", Patient.class)) {
            Talk talk = Talk.ip6(script)
                    .fromServer("one.")
                    .fromServer("two, ")
                    .fromClient("and ")
                    .clientSees("*one.")
                    .serverSees("");
            script.become("p: {type: patient}\nc: {type: counter}", Patient.class, Counter.class);
            talk.fromServer("three.")
                    .fromClient("four.")
                    .clientSees("*one.*two, three.")
                    .serverSees("*and four.")
                    .close();
        }
    }

    @Test
    void shouldRefuseAFunctionWhoseStreamsNoLayerShows() {
        assertThatThrownBy(() -> Script.of("b: {type: blind}", Blind.class).close())
                .hasMessageContaining("node b reads streams of icmp, which no installed layer shows");
    }

    @Test
    void shouldGiveBackWhatASessionKeepsWhenItIsIdle() {
        try (Script script = starrer("open")) {
            Talk.ip4(script).fromServer("a").fromClient("b").clientSees("**a");
            script.after(8_000_000);
            assertThat(script.sessions()).isEmpty();
            script.report();
        }
    }
}
