// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.wordfilter;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Side;
import io.penstock.testkit.Packets;
import io.penstock.testkit.Script;
import io.penstock.testkit.Talk;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordFilterTest {
    private static Script script(String mask) {
        return Script.of("w: {type: wordfilter, words: [evil, very bad], mask: \"" + mask + "\"}", WordFilter.class);
    }

    private static Talk talk(Script script, int version) {
        return version == 4 ? Talk.ip4(script) : Talk.ip6(script);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void shouldMaskAWordByOneOfTheSameLength(int version) {
        try (Script script = script("****")) {
            talk(script, version)
                    .fromClient("look at /evil ")
                    .serverSees("look at /**** ")
                    .fromServer("all evil things")
                    .clientSees("all **** things")
                    .acknowledged()
                    .close();
            assertThat(script.sessions())
                    .singleElement()
                    .satisfies(session -> assertThat(session.fields()).containsEntry("w.found", "2"));
            script.report();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void shouldPutAShorterTextInThePlaceOfAWordThatStraddlesTwoPackets(int version) {
        try (Script script = script("***")) {
            talk(script, version)
                    .fromServer("...an ev")
                    .clientSees("...an ")
                    .fromServer("il x")
                    .clientSees("...an *** x")
                    .fromServer(" and very b")
                    .fromServer("ad, very b")
                    .fromServer("ored")
                    .clientSees("...an *** x and ***, very bored")
                    .fromClient("thanks")
                    .serverSees("thanks")
                    .acknowledged()
                    .close();
            script.report();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void shouldPutALongerTextInThePlaceOfAWord(int version) {
        try (Script script = script("[what stood here is gone]")) {
            talk(script, version)
                    .fromServer("an evil x")
                    .fromServer(", an e")
                    .fromServer("vil y")
                    .clientSees("an [what stood here is gone] x, an [what stood here is gone] y")
                    .fromClient("no evil")
                    .serverSees("no [what stood here is gone]")
                    .acknowledged()
                    .close();
            script.report();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void shouldLetTheBeginningOfAWordGoThatNothingFollows(int version) {
        try (Script script = script("***")) {
            talk(script, version).fromServer("an ev").clientSees("an ").close().clientSees("an ev");
            script.report();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void shouldCountTheTimeOfEachBeginningForItself(int version) {
        try (Script script = script("***")) {
            Talk talk = talk(script, version).fromServer("an ev");
            for (int i = 0; i < 10; i++) {
                talk.after(900).fromServer("il, an ev");
            }
            talk.clientSees("an ***, ".repeat(10) + "an ");
            assertThat(script.report().notes()).doesNotContainKey("held-too-long");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void shouldMaskWordsInTheContentOfHttpAndNowhereElse(int version) {
        String request = "GET /evil HTTP/1.1\r\nHost: evil\r\n\r\n";
        String status = "HTTP/1.1 200 evil\r\n";
        try (Script script = script("***")) {
            talk(script, version)
                    .fromClient(request)
                    .serverSees(request)
                    .fromServer(status + "Content-Length: 10\r\n\r\nan ev")
                    .clientSees("")
                    .fromServer("il  e")
                    .clientSees(status + "Content-Length: 9\r\n\r\nan ***  e")
                    .acknowledged()
                    .close();
            script.report();
        }
    }

    @Test
    void shouldTakeForPlainBytesWhatBeginsLikeHttpAndIsNot() {
        try (Script script = script("***")) {
            Talk.ip4(script)
                    .fromClient("GET ")
                    .serverSees("")
                    .fromClient("/ evil\r\n")
                    .serverSees("GET / ***\r\n")
                    .fromServer("Content-Length: 4\r\n\r\nevil")
                    .clientSees("Content-Length: 4\r\n\r\n***")
                    .close();
            script.report();
        }
    }

    @Test
    void shouldTakeForPlainBytesWhatAServerSaysFirst() {
        try (Script script = script("***")) {
            Talk.ip4(script)
                    .fromClient("GET /evil")
                    .fromServer("evil")
                    .clientSees("***")
                    .after(2_100)
                    .serverSees("GET /***")
                    .acknowledged()
                    .close();
            script.report();
        }
    }

    @Test
    void shouldAnswerARequestThatCanBeReadInTwoWays() {
        try (Script script = script("***")) {
            Talk.ip4(script)
                    .fromClient("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab")
                    .serverSees("")
                    .clientSees("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            assertThat(script.report().notes()).containsEntry("http-two-lengths", 1L);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void shouldCarryTheWholeConversationThroughTwoFiltersInARow(int version) {
        try (Script script = Script.of(
                "a: {type: wordfilter, words: [evil], mask: naughty}\n"
                        + "b: {type: wordfilter, words: [naughty thing], mask: X}",
                WordFilter.class)) {
            talk(script, version)
                    .fromServer("evil thing; an evil")
                    .fromClient("an evil t")
                    .fromClient("hing, naughty things")
                    // Towards the client the packets meet b first.
                    .clientSees("naughty thing; an naughty")
                    .serverSees("an X, Xs")
                    .acknowledged()
                    .close();
            script.report();
        }
    }

    @ParameterizedTest
    @CsvSource({"****", "***", "''", "what stood here is gone"})
    void shouldMaskWordsInDatagrams(String mask) {
        for (String ends : List.of("udp 10.0.0.1:5000 > 192.0.2.7:5001", "udp [fd10::1]:5000 > [fd20::7]:5001")) {
            try (Script script = script(mask)) {
                script.client(ends + " \"an evil, very bad, evi\"");
                String becomes = "an " + mask + ", " + mask + ", evi";
                assertThat(script.leaving("server"))
                        .singleElement()
                        .isEqualTo(Packets.packet(ends + " \"" + becomes + "\""));
                script.report();
            }
        }
    }

    @Test
    void fault8ShouldLeaveOutAChecksumThatWasLeftOut() {
        try (Script script = script("***")) {
            String packet = "udp 10.0.0.1:5000 > 192.0.2.7:5001 \"an evil\"";
            byte[] octets = Packets.packet(packet);
            octets[40] = 0;
            octets[41] = 0;
            script.send(Side.CLIENT, octets);
            byte[] becomes = Packets.packet(packet.replace("evil", "***"));
            becomes[40] = 0;
            becomes[41] = 0;
            assertThat(script.leaving("server")).singleElement().isEqualTo(becomes);
        }
    }

    @Test
    void shouldNotLetADatagramGrowOverALinksLargestFrame() {
        try (Script script = script("x".repeat(1_460))) {
            script.client("udp 10.0.0.1:5000 > 192.0.2.7:5001 \"evil\"").drops("taken-by-stream");
            assertThat(script.report().notes()).containsEntry("grew", 1L);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void shouldBeginAnewWithEachConnectionBetweenTheSamePorts(int version) {
        String head = "HTTP/1.1 200 OK\r\n";
        String length = "Content-Length: 9004\r\n\r\n";
        String rest = "x".repeat(1_000);
        try (Script script = script("***")) {
            for (int i = 0; i < 3; i++) {
                Talk talk = talk(script, version).fromClient("GET / HTTP/1.0\r\n\r\n");
                talk.fromServer(head + length + "evil");
                for (int more = 0; more < 9; more++) {
                    talk.fromServer(rest);
                }
                talk.close().clientSees(head + "\r\n***" + rest.repeat(9));
            }
            talk(script, version)
                    .fromServer("an evil word")
                    .clientSees("an *** word")
                    .close();
            assertThat(script.sessions()).hasSize(1);
            script.report();
        }
    }

    // ---- what is done with a word

    private static final String SHOWN = "<p>no</p>";
    private static final String FORBIDDEN = "HTTP/1.1 403 Forbidden\r\nContent-Type: text/html; charset=utf-8\r\n"
            + "Cache-Control: no-store\r\nContent-Length: 9\r\nConnection: close\r\n\r\n" + SHOWN;

    private static Script acting(String action) {
        String words = "w: {type: wordfilter, words: [evil, very bad], action: " + action;
        return Script.of(words + ", page: \"" + SHOWN + "\"}", WordFilter.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void shouldOnlyCountWordsWhereItIsToAlert(int version) {
        try (Script script = acting("alert")) {
            talk(script, version)
                    .fromServer("an evil and a very b")
                    .fromServer("ad x")
                    .clientSees("an evil and a very bad x")
                    .acknowledged()
                    .close();
            assertThat(script.sessions())
                    .singleElement()
                    .satisfies(session -> assertThat(session.fields()).containsEntry("w.found", "2"));
            assertThat(script.report().notes()).containsEntry("word-found", 2L);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void shouldTakeWordsOutOfStreamsContentAndDatagrams(int version) {
        try (Script script = acting("remove")) {
            talk(script, version)
                    .fromClient("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    .fromServer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nan ev")
                    .fromServer("il x!")
                    .clientSees("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nan  x!")
                    .acknowledged()
                    .close();
            script.client("udp 10.0.0.1:5000 > 192.0.2.7:5001 \"an evil.\"");
            assertThat(script.leaving("server"))
                    .singleElement()
                    .isEqualTo(Packets.packet("udp 10.0.0.1:5000 > 192.0.2.7:5001 \"an .\""));
            script.report();
        }
        try (Script script = acting("remove")) {
            talk(script, version)
                    .fromServer("a very b")
                    .fromServer("ad x, evil, evi")
                    .fromServer("d")
                    .clientSees("a  x, , evid")
                    .acknowledged()
                    .close();
            script.report();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void shouldPutATextOfItsOwnInThePlaceOfEachWord(int version) {
        try (Script script = acting("replace, with: [good, not so well]")) {
            talk(script, version)
                    .fromServer("an ev")
                    .fromServer("il and a very bad x")
                    .clientSees("an good and a not so well x")
                    .fromClient("very bad, evil!")
                    .serverSees("not so well, good!")
                    .acknowledged()
                    .close();
            script.report();
        }
    }

    @Test
    void shouldPutOneTextInThePlaceOfAllWordsWhereThereIsOne() {
        try (Script script = acting("replace, with: [fine]")) {
            script.client("udp 10.0.0.1:5000 > 192.0.2.7:5001 \"evil, very bad\"");
            assertThat(script.leaving("server"))
                    .singleElement()
                    .isEqualTo(Packets.packet("udp 10.0.0.1:5000 > 192.0.2.7:5001 \"fine, fine\""));
            script.report();
        }
    }

    private static String refused(String properties) {
        return String.join("\n", Script.check("""
                format: 1
                chain: c
                ports:
                  a: {driver: memory}
                  b: {driver: memory}
                functions:
                  w: {type: wordfilter, %s}
                wires:
                  - a -> w -> b
                """.formatted(properties), WordFilter.class));
    }

    @Test
    void shouldRefuseAnActionThatIsNoneAndTextsThatDoNotFitTheWords() {
        assertThat(refused("words: [evil], action: shout"))
                .contains("'shout' is no action", "alert, mask, remove, replace, page, close");
        assertThat(refused("words: [a, b, c], action: replace, with: [d, e]")).contains("2 texts stand for 3 words");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void shouldAnswerARequestWithAPageThatAWordIsIn(int version) {
        for (String length : List.of("10", "20000")) {
            try (Script script = acting("page")) {
                talk(script, version)
                        .fromClient("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\nan ev")
                        .fromClient("il x!")
                        .clientSees(FORBIDDEN);
                assertThat(script.report().notes()).containsEntry("page-for-word", 1L);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void shouldShowAPageInThePlaceOfAnAnswerThatAWordIsIn(int version) {
        for (String length : List.of("Content-Length: 10", "Content-Length: 20000", "Transfer-Encoding: chunked")) {
            try (Script script = acting("page")) {
                String content = length.endsWith("d") ? "a\r\nan evil x!\r\n" : "an evil x!";
                talk(script, version)
                        .fromClient("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                        .fromServer("HTTP/1.1 200 OK\r\n" + length + "\r\n\r\n" + content)
                        .clientSees(FORBIDDEN)
                        .fromServer("what follows")
                        .clientSees(FORBIDDEN)
                        .acknowledged()
                        .close();
                assertThat(script.report().notes()).containsEntry("page-for-word", 1L);
            }
        }
    }

    @Test
    void shouldShowAPageBehindAnAnswerInTheSamePacket() {
        try (Script script = acting("page")) {
            String request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
            String fine = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine";
            Talk.ip4(script)
                    .fromClient(request + request)
                    .fromServer(fine + fine.replace("fine", "evil"))
                    .clientSees(fine + FORBIDDEN)
                    .acknowledged()
                    .close();
            script.report();
        }
    }

    @Test
    void shouldResetWhereTheClientHasBegunToReceiveWhatAPageWouldStandFor() {
        try (Script script = acting("page")) {
            Talk.ip4(script)
                    .fromClient("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    .fromServer("HTTP/1.1 200 OK\r\nContent-Length: 20000\r\n\r\n" + "x".repeat(1_000))
                    .fromServer("an evil x")
                    .isReset();
            assertThat(script.report().notes()).containsEntry("page-for-word", 1L);
        }
    }

    @Test
    void shouldResetWhereAPageWouldBeTakenForTheAnswerToAnotherRequest() {
        try (Script script = acting("page")) {
            Talk.ip4(script)
                    .fromClient("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    .fromClient("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nevil")
                    .isReset();
            script.report();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void shouldShowThePageItselfWhereNoProtocolIsKnown(int version) {
        try (Script script = acting("page")) {
            talk(script, version).fromServer("an ev").fromServer("il x").clientSees("an " + SHOWN);
            script.report();
        }
        try (Script script = acting("page")) {
            talk(script, version).fromClient("an evil x").serverSees("").clientSees(SHOWN);
            script.report();
        }
    }

    @Test
    void shouldAnswerDatagramsWithThePageAndLetNoneFollow() {
        try (Script script = acting("page")) {
            script.client("udp 10.0.0.1:5000 > 192.0.2.7:5001 \"an evil\"");
            assertThat(script.leaving("server")).isEmpty();
            byte[] shown = Packets.packet("udp 192.0.2.7:5001 > 10.0.0.1:5000 \"" + SHOWN + "\"");
            assertThat(script.leaving("client"))
                    .singleElement()
                    .satisfies(octets -> assertThat(octets).endsWith(Arrays.copyOfRange(shown, 12, shown.length)));
            script.client("udp 10.0.0.1:5000 > 192.0.2.7:5001 \"more\"").drops("taken-by-stream");
            script.report();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void shouldCloseAtBothEndsWhereAWordIs(int version) {
        try (Script script = acting("close")) {
            talk(script, version)
                    .fromServer("first, ")
                    .fromServer("an ev")
                    .fromServer("il x")
                    .clientSees("first, an ")
                    .isClosed();
            assertThat(script.report().notes()).containsEntry("closed-for-word", 1L);
        }
        try (Script script = acting("close")) {
            script.client("udp 10.0.0.1:5000 > 192.0.2.7:5001 \"an evil\"").drops("taken-by-stream");
            script.client("udp 10.0.0.1:5000 > 192.0.2.7:5001 \"more\"").drops("taken-by-stream");
            assertThat(script.report().notes()).containsEntry("closed-for-word", 1L);
        }
    }

    @Test
    void shouldResetWhereAnEndWouldMakeContentSeemWhole() {
        try (Script script = acting("close")) {
            Talk.ip4(script)
                    .fromClient("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    .fromServer("HTTP/1.0 200 OK\r\n\r\nsome text")
                    .fromServer("evil")
                    .isReset();
            script.report();
        }
    }
}
