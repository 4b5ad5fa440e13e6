// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.testkit.Script;
import io.penstock.testkit.Talk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizerTest {
    private static final String ACCEPT = "Accept-Encoding: br, gzip\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String TEXT = "Content-Type: text/html; charset=utf-8\r\n";
    private static final String BODY = "some text, ".repeat(40);
    private static final String LENGTH = "Content-Length: " + BODY.length() + "\r\n";

    private static Script script() {
        return Script.of("o: {type: optimizer}", Optimizer.class);
    }

    private static String get(String fields) {
        return "GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Got(String head, byte[] body) {
        static Got of(Talk talk) {
            byte[] all = talk.atClient();
            String text = new String(all, StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n\r\n") + 4;
            return new Got(text.substring(0, end), Arrays.copyOfRange(all, end, all.length));
        }

        String unzipped() throws IOException {
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void shouldZipTextAndSayAllThatFollowsFromIt(int version) throws IOException {
        try (Script script = script()) {
            Talk talk = (version == 4 ? Talk.ip4(script) : Talk.ip6(script))
                    .fromClient(get(ACCEPT))
                    .fromServer(OK + TEXT + LENGTH
                            + "ETag: \"a\"\r\nAccept-Ranges: bytes\r\nVary: Cookie\r\nContent-MD5: x\r\n\r\n"
                            + BODY.substring(0, 100))
                    .clientSees("")
                    .fromServer(BODY.substring(100))
                    .acknowledged();
            Got got = Got.of(talk);
            assertThat(got.head())
                    .isEqualTo(
                            OK + TEXT + "Content-Length: " + got.body().length + "\r\nETag: W/\"a\"\r\nVary: Cookie\r\n"
                                    + "Vary: Accept-Encoding\r\nContent-Encoding: gzip\r\n\r\n");
            assertThat(got.body().length).isLessThan(BODY.length() / 4);
            assertThat(got.unzipped()).isEqualTo(BODY);
            talk.close();
            script.report();
        }
    }

    @Test
    void shouldSendLongTextInChunksWhileItComes() {
        String body = "0123456789".repeat(2_000);
        try (Script script = script()) {
            Talk talk = Talk.ip4(script)
                    .fromClient(get(ACCEPT))
                    .fromServer(OK + TEXT + "Content-Length: 20000\r\n\r\n" + body.substring(0, 1_000));
            assertThat(Got.of(talk).head())
                    .isEqualTo(OK + TEXT + "Transfer-Encoding: chunked\r\nVary: Accept-Encoding\r\n"
                            + "Content-Encoding: gzip\r\n\r\n");
            int some = talk.atClient().length;
            for (int at = 1_000; at < body.length(); at += 1_000) {
                talk.fromServer(body.substring(at, at + 1_000));
            }
            assertThat(talk.atClient()).hasSizeGreaterThan(some).hasSizeLessThan(2_000);
            assertThat(new String(talk.atClient(), StandardCharsets.ISO_8859_1)).endsWith("\r\n0\r\n\r\n");
            talk.acknowledged().close();
            script.report();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Encoding: br\r\n",
                "Content-Encoding: gzip\r\n",
                "Cache-Control: max-age=1, No-Transform\r\n",
                "Content-Range: bytes 0-439/500\r\n"
            })
    void shouldNotZipWhatIsCodedForbiddenOrAPart(String field) {
        String head = OK + TEXT + "Vary: Accept-Encoding\r\n" + LENGTH + field + "\r\n";
        unchanged(get(ACCEPT), head + BODY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Accept-Encoding: gzip;q=0, *\r\n", "Accept-Encoding: br\r\n", "Accept-Encoding: *;q=0.0\r\n"
            })
    void shouldNotZipForWhomDoesNotTakeIt(String accept) {
        unchanged(get(accept), OK + TEXT + "vary: *\r\n" + LENGTH + "ETag: \"a\"\r\n\r\n" + BODY);
    }

    @Test
    void shouldNotZipPicturesOrWhatIsShort() {
        unchanged(get(ACCEPT), OK + "Content-Type: image/png\r\n" + LENGTH + "\r\n" + BODY);
        unchanged(get(ACCEPT), OK + TEXT + "Content-Length: 5\r\n\r\nshort");
    }

    private static void unchanged(String request, String response) {
        try (Script script = script()) {
            Talk.ip4(script)
                    .fromClient(request)
                    .serverSees(request)
                    .fromServer(response)
                    .clientSees(response)
                    .acknowledged()
                    .close();
            script.report();
        }
    }

    @Test
    void shouldTellCachesOfOthersForWhomItWouldBeZipped() {
        try (Script script = script()) {
            Talk.ip4(script)
                    .fromClient(get(""))
                    .fromServer(OK + TEXT + LENGTH + "\r\n" + BODY)
                    .clientSees(OK + TEXT + LENGTH + "Vary: Accept-Encoding\r\n\r\n" + BODY)
                    .close();
            script.report();
        }
    }

    @Test
    void shouldAnswerHeadAsItAnswersGetAndTagWhatIsNotModifiedAlike() {
        try (Script script = script()) {
            Talk.ip4(script)
                    .fromClient("HEAD / HTTP/1.1\r\nHost: a\r\n" + ACCEPT + "\r\n" + get(ACCEPT))
                    .fromServer(OK + TEXT + LENGTH + "ETag: \"a\"\r\n\r\n")
                    .clientSees(OK + TEXT + "ETag: W/\"a\"\r\nVary: Accept-Encoding\r\nContent-Encoding: gzip\r\n\r\n")
                    .fromServer("HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n")
                    .clientSees(OK + TEXT + "ETag: W/\"a\"\r\nVary: Accept-Encoding\r\nContent-Encoding: gzip\r\n\r\n"
                            + "HTTP/1.1 304 Not Modified\r\nETag: W/\"a\"\r\nVary: Accept-Encoding\r\n\r\n")
                    .close();
            script.report();
        }
    }

    /// The client must not take for whole what its server did not end.
    @Test
    void shouldNotEndWhatWasCutShort() {
        try (Script script = script()) {
            Talk talk = Talk.ip4(script)
                    .fromClient(get(ACCEPT))
                    .fromServer(OK + TEXT + "Content-Length: 20000\r\n\r\n" + BODY)
                    .close();
            String got = new String(talk.atClient(), StandardCharsets.ISO_8859_1);
            assertThat(got).doesNotEndWith("0\r\n\r\n").doesNotContain("Content-Length");
            script.report();
        }
    }
}
