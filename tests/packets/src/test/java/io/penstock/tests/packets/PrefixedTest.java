// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.function.wordfilter.WordFilter;
import io.penstock.testkit.Script;
import io.penstock.testkit.Talk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A layer from outside carries a function that has never heard of it.
class PrefixedTest {
    private static Script script(String mask) {
        return Script.with(
                new Prefixed(),
                "w: {type: wordfilter, words: [evil], mask: \"" + mask + "\", over: [lp]}",
                WordFilter.class);
    }

    private static String message(String text) {
        return "\0" + (char) text.length() + text;
    }

    @ParameterizedTest
    @CsvSource({"***", "good", "not so good"})
    void shouldPutTheLengthRightThatStandsBeforeAMessage(String mask) {
        try (Script script = script(mask)) {
            Talk.ip6(script)
                    .fromClient("L")
                    .serverSees("")
                    .fromClient("P" + message("an evil") + message("ev"))
                    .serverSees("LP" + message("an " + mask) + message("ev"))
                    .fromServer("\0")
                    .fromServer("\4ev")
                    .clientSees("")
                    .fromServer("il" + message("evils"))
                    .clientSees(message(mask) + message(mask + "s"))
                    .acknowledged()
                    .close();
            script.report();
        }
    }

    @Test
    void shouldResetTheOneConnectionAtWhichALayerFails() {
        try (Script script =
                Script.with(new Prefixed(true), "w: {type: wordfilter, words: [evil], over: [lp]}", WordFilter.class)) {
            Talk other = Talk.ip6(script).fromClient("LP");
            Talk.ip4(script).fromClient("LP").fromServer(message("an evil!")).isReset();
            other.fromServer(message("an evil")).clientSees(message("an ***")).close();
            Talk.ip4(script).fromClient("LP").fromServer(message("evil")).clientSees(message("***"));
            assertThat(script.report().notes()).containsEntry("stream-failed", 1L);
            assertThat(script.report().nodes().getFirst().drops()).containsEntry("stream-failed", 1L);
        }
    }

    @Test
    void shouldLeaveAloneWhatSpeaksAnotherProtocol() {
        try (Script script = script("***")) {
            Talk.ip4(script)
                    .fromClient("an evil")
                    .serverSees("an evil")
                    .fromServer("evil")
                    .clientSees("evil")
                    .close();
        }
    }
}
