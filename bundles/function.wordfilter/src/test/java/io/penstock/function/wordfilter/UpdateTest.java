// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.wordfilter;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Edit;
import io.penstock.api.Verdict;
import io.penstock.api.Vnf;
import io.penstock.api.stream.StreamFunction;
import io.penstock.api.stream.Window;
import io.penstock.layer.tcp.TcpStream;
import io.penstock.testkit.Script;
import io.penstock.testkit.Talk;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A chain that changes in the middle of what it holds and has changed.
class UpdateTest {
    /// Stands beside the filter.
    @Vnf(type = "idle", name = "Idle", over = TcpStream.class, edits = Edit.NONE)
    public static final class Idle implements StreamFunction<Session> {
        @Override
        public Verdict onData(Window data, Session session) {
            return Verdict.PASS;
        }
    }

    private static String filter(String mask) {
        return "w: {type: wordfilter, words: [evil, very bad], mask: \"" + mask + "\"}";
    }

    private static Talk talk(Script script, int version) {
        return version == 4 ? Talk.ip4(script) : Talk.ip6(script);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void fault101ShouldShowHeldBytesToTheNewVersionAndKeepWhatMoved(int version) {
        try (Script script = Script.of(filter("***"), WordFilter.class)) {
            Talk talk = talk(script, version).fromServer("an evil, an ev").clientSees("an ***, an ");
            String[] masks = {"[what stood here is gone]", "", "-", "****", "***"};
            StringBuilder expected = new StringBuilder("an ***, an ");
            for (int i = 0; i < 20; i++) {
                String mask = masks[i % masks.length];
                script.become(filter(mask));
                talk.fromServer("il; very bad, an ev").fromClient("evil, v").fromClient("ery bad");
                expected.append(mask).append("; ").append(mask).append(", an ");
                talk.clientSees(expected.toString());
            }
            talk.fromServer("ening")
                    .clientSees(expected.append("evening").toString())
                    .acknowledged()
                    .close();
            assertThat(script.sessions())
                    .singleElement()
                    .satisfies(session -> assertThat(session.fields()).containsEntry("w.found", "81"));
            script.report();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void fault101ShouldGoOnInTheMiddleOfHttp(int version) {
        String head = "HTTP/1.1 200 OK\r\n";
        try (Script script = Script.of(filter("***"), WordFilter.class)) {
            Talk talk = talk(script, version).fromClient("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            talk.fromServer(head + "Content-Length: 10\r\n\r\nan ev");
            script.become(filter("good"));
            talk.fromServer("il x!").clientSees(head + "Content-Length: 10\r\n\r\nan good x!");
            script.become(filter("**"));
            talk.fromClient("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    .fromServer(head + "Content-Length: 4\r\n\r\nevil")
                    .clientSees(head + "Content-Length: 10\r\n\r\nan good x!" + head + "Content-Length: 2\r\n\r\n**")
                    .acknowledged()
                    .close();
            script.report();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void fault102ShouldLetHeldBytesGoInTimeAlsoBehindAChange(int version) {
        try (Script script = Script.of(filter("***"), WordFilter.class)) {
            Talk talk = talk(script, version).fromServer("an ev").clientSees("an ");
            script.become(filter("good"));
            talk.after(1).after(2_100).clientSees("an ev").acknowledged().close();
            assertThat(script.report().notes()).containsEntry("held-too-long", 1L);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void shouldShowNewSessionsAloneNoStreamsWhereTheLastSuchFunctionHasLeft(int version) {
        try (Script script = Script.of(filter("***") + "\ni: {type: idle}", WordFilter.class, Idle.class)) {
            Talk open = talk(script, version).fromServer("an evil, an ev").clientSees("an ***, an ");
            script.become("i: {type: idle}");
            open.fromServer("il x").clientSees("an ***, an *** x");
            open.fromServer("evil").clientSees("an ***, an *** x***");
            talk(script, 10 - version)
                    .fromServer("evil")
                    .clientSees("evil")
                    .acknowledged()
                    .close();
            open.acknowledged().close();
            script.report();
        }
    }
}
