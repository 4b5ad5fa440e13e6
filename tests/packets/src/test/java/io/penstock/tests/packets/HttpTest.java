// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Bytes;
import io.penstock.api.Edit;
import io.penstock.api.Verdict;
import io.penstock.api.stream.Window;
import io.penstock.api.stream.WordSet;
import io.penstock.layer.http.Http;
import io.penstock.testkit.Pipe;
import io.penstock.testkit.SlowHttp;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// HTTP messages whose content is changed on its way.
class HttpTest {
    private static final WordSet EVIL = WordSet.of("evil");
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";

    private static Verdict mask(Window data, String with) {
        var scan = EVIL.scan(data);
        while (scan.next()) {
            if (scan.isPartial()) {
                return Verdict.holdFrom(scan.start());
            }
            data.replace(scan.start(), scan.length(), Bytes.utf8(with));
        }
        return Verdict.PASS;
    }

    private static Pipe pipe(Edit edits, String with) {
        return new Pipe(new Http().protocols().getFirst(), edits, data -> mask(data, with));
    }

    private static Pipe asked() {
        return pipe(Edit.RESIZE, "***").fromClient(GET);
    }

    private static String length(String body) {
        return "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @ParameterizedTest
    @CsvSource({"an evil word,an *** word", "evil,***", "evilevil,******", "nothing,nothing", "evi,evi"})
    void fault84ShouldGiveShortContentItsNewLength(String body, String becomes) {
        Pipe pipe = asked().fromServer(OK + length(body) + OK + length(body));
        assertThat(pipe.client()).isEqualTo(OK + length(becomes) + OK + length(becomes));
        assertThat(pipe.held()).isZero();
    }

    @Test
    void fault84ShouldCountTheDigitsOfALengthThatGrows() {
        Pipe pipe = pipe(Edit.RESIZE, "goodness").fromClient(GET).fromServer(OK + length("evil 6789"));
        assertThat(pipe.client()).isEqualTo(OK + length("goodness 6789"));
    }

    @Test
    void shouldSendLongContentInChunksWhereTheClientKnowsThem() {
        String body = "x".repeat(9_000);
        Pipe pipe = asked().fromServer(OK + "Content-Length: 9008\r\n\r\nev").fromServer("il" + body);
        assertThat(pipe.client()).isEqualTo(OK + CHUNKED + "232b\r\n***" + body + "\r\n");
        assertThat(pipe.fromServer("evil").client())
                .isEqualTo(OK + CHUNKED + "232b\r\n***" + body + "\r\n3\r\n***\r\n0\r\n\r\n");
    }

    @Test
    void shouldSendLongContentUntilTheEndToAClientOfHttp10() {
        String body = "x".repeat(9_000);
        Pipe pipe = pipe(Edit.RESIZE, "***")
                .fromClient("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\nA: b\r\n\r\n")
                .fromServer(OK + "Content-Length: 9004\r\nB: c\r\n\r\nevil" + body)
                .endOfServer();
        assertThat(pipe.server()).isEqualTo("GET / HTTP/1.0\r\nA: b\r\n\r\n");
        assertThat(pipe.client()).isEqualTo(OK + "B: c\r\n\r\n***" + body);
    }

    @Test
    void shouldLetNothingFollowContentWhoseEndIsThatOfTheConnection() {
        String body = "x".repeat(9_000);
        Pipe pipe = pipe(Edit.RESIZE, "***")
                .fromClient("GET / HTTP/1.0\r\n\r\nGET / HTTP/1.0\r\n\r\n")
                .fromServer(OK + "Content-Length: 9004\r\n\r\nevil" + body + OK)
                .fromServer(length("evil"))
                .endOfServer();
        assertThat(pipe.client()).isEqualTo(OK + "\r\n***" + body);
        assertThat(pipe.notes()).containsExactly("http-behind-last");
        assertThat(pipe.held()).isZero();
    }

    @Test
    void shouldSpeakHttp11ForAServerOfHttp10WhereItSendsChunks() {
        Pipe pipe = asked().fromServer("HTTP/1.0 200 OK\r\nContent-Length: 9000\r\n\r\n");
        assertThat(pipe.client()).isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n" + CHUNKED);
    }

    @Test
    void fault85ShouldFindAWordOverChunks() {
        Pipe pipe = asked().fromServer(OK + CHUNKED + "4\r\nan e\r\n3;x=y\r\nvil\r\n2\r\n..\r\n0\r\nA: b\r\n\r\n");
        assertThat(pipe.client()).isEqualTo(OK + CHUNKED + "8\r\nan ***..\r\n0\r\nA: b\r\n\r\n");
        assertThat(pipe.held()).isZero();
    }

    @Test
    void fault69ShouldFrameChunksThatComeOctetByOctet() {
        Pipe pipe = asked();
        String sent =
                OK + CHUNKED + "4\r\nan e\r\n0003;x=y\r\nvil\r\n2\r\n..\r\n0\r\nA: b\r\n\r\n" + OK + length("evil");
        for (int i = 0; i < sent.length(); i++) {
            pipe.fromServer(sent.substring(i, i + 1));
        }
        assertThat(pipe.client())
                .isEqualTo(
                        OK + CHUNKED + "1\r\na\r\n1\r\nn\r\n1\r\n \r\n3\r\n***\r\n1\r\n.\r\n1\r\n.\r\n0\r\nA: b\r\n\r\n"
                                + OK + length("***"));
        assertThat(pipe.held()).isZero();
    }

    @Test
    void fault86ShouldSendNoChunkWhereNothingIsLeft() {
        Pipe pipe = pipe(Edit.RESIZE, "").fromClient(GET).fromServer(OK + CHUNKED + "4\r\nevil\r\n");
        assertThat(pipe.client()).isEqualTo(OK + CHUNKED);
        assertThat(pipe.fromServer("0\r\n\r\n").client()).isEqualTo(OK + CHUNKED + "0\r\n\r\n");
    }

    @Test
    void shouldLeaveFramingAloneWhereLengthsStay() {
        String response = OK + "Content-Length: 9004\r\n\r\n" + "x".repeat(9_000) + "evil";
        Pipe pipe = pipe(Edit.SAME_LENGTH, "good").fromClient(GET).fromServer(response + response);
        assertThat(pipe.client()).isEqualTo((response + response).replace("evil", "good"));
    }

    @Test
    void shouldLeaveAllAloneWhereTheFunctionOnlyReads() {
        StringBuilder read = new StringBuilder();
        String response = OK + CHUNKED + "3;x\r\nevi\r\n1\r\nl\r\n0\r\nA: b\r\n\r\n";
        Pipe pipe = new Pipe(new Http().protocols().getFirst(), Edit.NONE, data -> {
            for (int i = 0; i < data.length(); i++) {
                read.append((char) data.u8(i));
            }
            return Verdict.PASS;
        });
        pipe.fromClient(GET).fromServer(response);
        assertThat(pipe.client()).isEqualTo(response);
        assertThat(read).hasToString("evil");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 304 Not Modified\r\nETag: W/\"a\"\r\n\r\n"})
    void fault72ShouldAwaitNoContentThatNeverComes(String empty) {
        Pipe pipe = asked().fromClient(GET).fromServer(empty + OK + length("evil"));
        assertThat(pipe.client()).isEqualTo(empty + OK + length("***"));
    }

    /// RFC 9111 section 4.3.4: else it would not be found that the content which was changed is still good.
    @Test
    void fault80ShouldTagWhatIsNotModifiedAsItsContentWasTagged() {
        String tag = "ETag: \"a\"\r\n\r\n";
        Pipe pipe = asked().fromServer("HTTP/1.1 304 Not Modified\r\n" + tag);
        assertThat(pipe.client()).isEqualTo("HTTP/1.1 304 Not Modified\r\nETag: W/\"a\"\r\n\r\n");
    }

    @Test
    void fault72ShouldNotSayHowLongUnchangedContentWouldBe() {
        Pipe pipe = pipe(Edit.RESIZE, "***")
                .fromClient("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n" + GET)
                .fromServer(OK + "Content-Length: 4\r\nA: b\r\n\r\n" + OK + length("evil"));
        assertThat(pipe.client()).isEqualTo(OK + "A: b\r\n\r\n" + OK + length("***"));
    }

    @Test
    void fault71ShouldPassInterimAnswersBeforeTheFinalOne() {
        String interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
        Pipe pipe = asked().fromServer(interim + OK + length("evil"));
        assertThat(pipe.client()).isEqualTo(interim + OK + length("***"));
    }

    @Test
    void fault81ShouldLetAHeadGoAheadWhoseSenderWaitsForAnAnswer() {
        String head = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n";
        Pipe pipe = pipe(Edit.RESIZE, "***").fromClient(head + "Content-Length: 4\r\n\r\n");
        assertThat(pipe.server()).isEqualTo(head + CHUNKED);
        assertThat(pipe.fromClient("evil").server()).isEqualTo(head + CHUNKED + "3\r\n***\r\n0\r\n\r\n");
    }

    @Test
    void fault74ShouldReadAnAnswerBeforeTheRequestEnds() {
        Pipe pipe = pipe(Edit.RESIZE, "***")
                .fromClient("POST / HTTP/1.1\r\nHost: a\r\n" + CHUNKED + "4\r\nevil\r\n")
                .fromServer(OK + length("evil"))
                .fromClient("1\r\n.\r\n0\r\n\r\n");
        assertThat(pipe.client()).isEqualTo(OK + length("***"));
        assertThat(pipe.server()).endsWith(CHUNKED + "3\r\n***\r\n1\r\n.\r\n0\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource({"101 Switching Protocols,GET", "200 Connected,CONNECT"})
    void fault75And76ShouldReadNothingBehindAnotherProtocol(String status, String method) {
        Pipe pipe = pipe(Edit.RESIZE, "***")
                .fromClient(method + " / HTTP/1.1\r\nHost: a\r\nUpgrade: x\r\n\r\n")
                .fromServer("HTTP/1.1 " + status + "\r\n\r\nevil")
                .fromClient("evil \0 \n");
        assertThat(pipe.client()).isEqualTo("HTTP/1.1 " + status + "\r\n\r\nevil");
        assertThat(pipe.server()).endsWith("evil \0 \n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Encoding: br", "Content-Encoding: gzip, br", "Content-Range: bytes 0-3/9"})
    void fault77And79ShouldLeaveContentAloneThatIsCodedOrAPart(String field) {
        String response = OK + field + "\r\n" + length("evil");
        Pipe pipe = asked().fromServer(response + OK + length("evil"));
        assertThat(pipe.client()).isEqualTo(response + OK + length("***"));
        assertThat(pipe.notes()).hasSize(1);
    }

    private static byte[] zipped(String coding, String body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream zip = coding.equals("gzip") ? new GZIPOutputStream(out) : new DeflaterOutputStream(out)) {
            zip.write(body.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        return out.toByteArray();
    }

    private static String unzipped(String coding, String body) {
        byte[] octets = body.getBytes(StandardCharsets.ISO_8859_1);
        try (InputStream in = coding.equals("gzip")
                ? new GZIPInputStream(new ByteArrayInputStream(octets))
                : new InflaterInputStream(new ByteArrayInputStream(octets))) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String latin(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    /// Text that does not zip well, with words at many places.
    private static String prose(int words) {
        Random random = new Random(words);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append(i % 9 == 0 ? "evil" : Integer.toString(random.nextInt(), 36))
                    .append(' ');
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "gzip,1,3",
        "gzip,9000,1",
        "gzip,9000,7",
        "gzip,9000,1460",
        "gzip,90000,65000",
        "deflate,1,3",
        "deflate,9000,1460"
    })
    void fault77ShouldEditWhatIsZippedAndZipItAgain(String coding, int words, int segment) {
        String body = prose(words);
        byte[] zipped = zipped(coding, body);
        String head = OK + "Content-Encoding: " + coding + "\r\nContent-Length: " + zipped.length + "\r\n\r\n";
        String sent = head + latin(zipped) + OK + length("evil");
        Pipe pipe = asked().fromClient(GET);
        for (int at = 0; at < sent.length(); at += segment) {
            pipe.fromServer(sent.substring(at, Math.min(sent.length(), at + segment)));
        }
        assertThat(pipe.ended()).isEqualTo(Verdict.PASS);
        assertThat(pipe.held()).isZero();
        var answers = SlowHttp.responses(pipe.client(), List.of("GET", "GET"));
        assertThat(answers).hasSize(2).allMatch(SlowHttp.Message::whole);
        assertThat(unzipped(coding, answers.get(0).body())).isEqualTo(body.replace("evil", "***"));
        assertThat(answers.get(1).body()).isEqualTo("***");
    }

    @Test
    void shouldLeaveShortZippedContentAsItCameWhereNothingChanges() {
        String sent = OK + "ETag: \"a\"\r\nContent-Encoding: gzip\r\n" + length(latin(zipped("gzip", "good")));
        assertThat(asked().fromServer(sent).client()).isEqualTo(sent);
    }

    @Test
    void shouldShowZippedContentToAFunctionThatOnlyReads() {
        StringBuilder read = new StringBuilder();
        Pipe pipe = new Pipe(new Http().protocols().getFirst(), Edit.NONE, data -> {
            for (int i = 0; i < data.length(); i++) {
                read.append((char) data.u8(i));
            }
            return Verdict.PASS;
        });
        String sent = OK + "Content-Encoding: gzip\r\n" + length(latin(zipped("gzip", "evil")));
        assertThat(pipe.fromClient(GET).fromServer(sent).client()).isEqualTo(sent);
        assertThat(read).hasToString("evil");
    }

    @Test
    void fault77ShouldRefuseABomb() {
        byte[] bomb = zipped("gzip", "\0".repeat(80 << 20));
        Pipe pipe = asked().fromServer(OK + "Content-Encoding: gzip\r\n" + CHUNKED);
        pipe.fromServer(Integer.toHexString(bomb.length) + "\r\n" + latin(bomb));
        assertThat(pipe.ended().reason()).isEqualTo("http-bad-coding");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 12, -1, -5})
    void shouldRefuseZippedContentThatIsDamaged(int place) {
        byte[] zipped = zipped("gzip", prose(20));
        zipped[place < 0 ? zipped.length + place : place] ^= 0x55;
        Pipe pipe = asked().fromServer(OK + "Content-Encoding: gzip\r\n" + length(latin(zipped)));
        assertThat(pipe.ended().reason()).isEqualTo("http-bad-coding");
    }

    @Test
    void fault78ShouldInventNoLengthForContentUntilTheEnd() {
        Pipe pipe =
                asked().fromServer(OK + "\r\nan ev").fromServer("il and an evi").endOfServer();
        assertThat(pipe.client()).isEqualTo(OK + "\r\nan *** and an evi");
    }

    @Test
    void fault80ShouldNotPassOnChecksumsOfOtherContent() {
        String fields = "ETag: \"a\"\r\nContent-MD5: eA==\r\n";
        Pipe pipe = asked().fromServer(OK + fields + length("evil") + OK + fields + length("good"));
        assertThat(pipe.client()).isEqualTo(OK + "ETag: W/\"a\"\r\n" + length("***") + OK + fields + length("good"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http-two-framings|Content-Length: 3~Transfer-Encoding: chunked",
                "http-two-lengths|Content-Length: 3~Content-Length: 3",
                "http-bad-length|Content-Length: +3",
                "http-bad-length|Content-Length: -3",
                "http-bad-length|Content-Length: 0x3",
                "http-bad-length|Content-Length: 3, 3",
                "http-bad-length|Content-Length: 9223372036854775808",
                "http-bad-length|Content-Length:",
                "http-bad-transfer-encoding|Transfer-Encoding: xchunked",
                "http-bad-transfer-encoding|Transfer-Encoding: chunked, gzip",
                "http-bad-transfer-encoding|Transfer-Encoding: chunked~Transfer-Encoding: chunked",
                "http-bad-transfer-encoding|Transfer-Encoding: %chunked",
                "http-folded-field|A: b~ c: d",
                "http-bad-field-name|Content-Length : 3",
                "http-bad-field-name|A b: c",
                "http-bad-field-name|no colon",
                "http-bad-host|Host: b",
                "http-bad-line-end|A: b@c: d",
                "http-bad-line-end|A: b#c: d",
                "http-bad-line-end|A: $"
            })
    void fault62To66And87ShouldRefuseWhatCanBeReadInTwoWays(String reason, String fields) {
        Pipe pipe = pipe(Edit.RESIZE, "***")
                .fromClient("POST / HTTP/1.1\r\nHost: a\r\n"
                        + fields.replace("~", "\r\n")
                                .replace('@', '\r')
                                .replace('#', '\n')
                                .replace('$', '\0')
                                .replace('%', '\u000b')
                        + "\r\n\r\nabc");
        assertThat(pipe.ended().reason()).isEqualTo(reason);
        assertThat(pipe.ended().kind()).isEqualTo(Verdict.Kind.REPLY);
        assertThat(pipe.ended().answer().toString()).startsWith("HTTP/1.1 400 ");
        assertThat(pipe.server()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10000000000000000\r\n", "0_2e\r\n", "\r\n", "-1\r\n", "g\r\n", "3\n", "1\r\nabc", "1\rx"})
    void fault70ShouldRefuseBrokenChunks(String chunk) {
        Pipe pipe = asked().fromServer(OK + CHUNKED).fromServer(chunk);
        assertThat(pipe.ended().reason()).isEqualTo("http-bad-chunk");
    }

    @Test
    void fault67ShouldRefuseAHeadWithoutEnd() {
        Pipe pipe = pipe(Edit.RESIZE, "***").fromClient("GET / HTTP/1.1\r\n");
        for (int i = 0; i < 40 && pipe.ended() == Verdict.PASS; i++) {
            assertThat(pipe.held()).isLessThan(33_000);
            pipe.fromClient("A: " + "b".repeat(995) + "\r\n");
        }
        assertThat(pipe.ended().answer().toString()).startsWith("HTTP/1.1 431 ");
    }

    @Test
    void fault68ShouldNotWaitForeverForAHead() {
        Pipe pipe = pipe(Edit.RESIZE, "***").fromClient("GET / HTTP/1.1\r\n");
        for (int i = 0; i < 16; i++) {
            assertThat(pipe.ended()).isEqualTo(Verdict.PASS);
            pipe.overdue();
        }
        assertThat(pipe.ended().answer().toString()).startsWith("HTTP/1.1 408 ");
    }

    @Test
    void shouldSendShortContentInChunksThatTakesTooLong() {
        Pipe pipe = asked().fromServer(OK + "Content-Length: 8\r\n\r\nevil e").overdue();
        assertThat(pipe.client()).isEqualTo(OK + CHUNKED + "4\r\n*** \r\n");
        assertThat(pipe.overdue().client()).isEqualTo(OK + CHUNKED + "4\r\n*** \r\n1\r\ne\r\n");
        assertThat(pipe.fromServer("vi").client())
                .isEqualTo(OK + CHUNKED + "4\r\n*** \r\n1\r\ne\r\n2\r\nvi\r\n0\r\n\r\n");
    }

    @Test
    void shouldGoOnFramingWhatItBeganWhenTheFunctionHasDone() {
        Pipe pipe = new Pipe(new Http().protocols().getFirst(), Edit.RESIZE, data -> {
            data.insert(0, Bytes.utf8("*"));
            return Verdict.DONE;
        });
        pipe.fromClient(GET + GET).fromServer(OK + CHUNKED + "1\r\na\r\n");
        pipe.fromServer("1\r\nb\r\n0\r\n\r\n" + OK + length("c"));
        assertThat(pipe.client()).isEqualTo(OK + CHUNKED + "2\r\n*a\r\n1\r\nb\r\n0\r\n\r\n" + OK + length("c"));
    }

    @Test
    void shouldWaitForTheContentOfARequestToAServerThatMayKnowNoChunks() {
        Pipe pipe = pipe(Edit.RESIZE, "***").fromClient("POST / HTTP/1.0\r\nContent-Length: 10\r\n\r\nan ev");
        for (int i = 0; i < 5; i++) {
            pipe.overdue();
        }
        assertThat(pipe.server()).isEmpty();
        pipe.fromClient("il x!");
        assertThat(pipe.server()).isEqualTo("POST / HTTP/1.0\r\nContent-Length: 9\r\n\r\nan *** x!");
    }

    @Test
    void shouldRefuseContentThatIsWaitedForTooLong() {
        Pipe pipe = pipe(Edit.RESIZE, "***").fromClient("POST / HTTP/1.0\r\nContent-Length: 10\r\n\r\nan ev");
        for (int i = 0; i < 20 && pipe.ended() == Verdict.PASS; i++) {
            pipe.overdue();
        }
        assertThat(pipe.ended().reason()).isEqualTo("http-slow-content");
        assertThat(pipe.ended().answer().toString()).startsWith("HTTP/1.1 408 ");
        assertThat(pipe.server()).isEmpty();
    }
}
