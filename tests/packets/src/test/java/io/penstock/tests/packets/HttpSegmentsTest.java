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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Conversations at random: however they are cut into segments, what comes out is what went in with its content edited,
/// and nothing is left behind.
class HttpSegmentsTest {
    private static final int CONVERSATIONS = 1_500;

    private final List<String> methods = new ArrayList<>();
    private final StringBuilder requests = new StringBuilder();
    private final StringBuilder responses = new StringBuilder();
    private boolean ends;

    private void converse(Random random) {
        for (int i = random.nextInt(1, 6); i > 0 && !ends; i--) {
            String method = List.of("GET", "HEAD", "POST", "PUT").get(random.nextInt(4));
            methods.add(method);
            requests.append(method).append(" /").append(i).append(" HTTP/1.1\r\nhost: a\r\n");
            if (method.startsWith("P")) {
                content(requests, random, false);
            } else {
                requests.append("\r\n");
            }
            respond(method, random);
        }
    }

    private void respond(String method, Random random) {
        for (int i = random.nextInt(4); i == 3; i = random.nextInt(4)) {
            responses.append("HTTP/1.1 103 Early\r\nLink: b\r\n\r\n");
        }
        int kind = random.nextInt(8);
        if (kind == 0) {
            responses.append("HTTP/1.1 304 Not Modified\r\nContent-Length: 4\r\n\r\n");
        } else if (kind == 1) {
            responses.append("HTTP/1.1 204 No Content\r\n\r\n");
        } else {
            responses.append("HTTP/1.1 200 OK\r\nETag: \"e\"\r\n");
            if (method.equals("HEAD")) {
                responses.append("Content-Length: 17\r\n\r\n");
            } else {
                content(responses, random, kind == 2);
            }
        }
    }

    private void content(StringBuilder to, Random random, boolean untilEnd) {
        String body = body(random);
        if (untilEnd) {
            ends = true;
            to.append("\r\n").append(body);
        } else if (random.nextBoolean()) {
            to.append("Content-Length: ")
                    .append(body.length())
                    .append("\r\n\r\n")
                    .append(body);
        } else {
            to.append("Transfer-Encoding: chunked\r\n\r\n");
            for (int at = 0; at < body.length(); ) {
                int size = Math.min(body.length() - at, 1 + random.nextInt(random.nextBoolean() ? 6 : 4_000));
                to.append(Integer.toHexString(size)).append(random.nextInt(5) == 0 ? ";a=\"b\"\r\n" : "\r\n");
                to.append(body, at, at + size).append("\r\n");
                at += size;
            }
            to.append("0\r\n")
                    .append(random.nextBoolean() ? "" : "Sum: d\r\nX: y\r\n")
                    .append("\r\n");
        }
    }

    private static String body(Random random) {
        StringBuilder body = new StringBuilder();
        for (int words = random.nextInt(random.nextInt(4) == 0 ? 3_000 : 12); words > 0; words--) {
            body.append(
                    List.of("evil", "evi", "e", "vil", " ", "\r\n", "0\r\n\r\n").get(random.nextInt(7)));
        }
        return body.toString();
    }

    private static Verdict mask(Window data, WordSet words, String mask) {
        var scan = words.scan(data);
        while (scan.next()) {
            if (scan.isPartial()) {
                return Verdict.holdFrom(scan.start());
            }
            data.replace(scan.start(), scan.length(), Bytes.utf8(mask));
        }
        return Verdict.PASS;
    }

    /// Hands over a text in pieces.
    private static void cut(String text, Random random, Consumer<String> to, Runnable between) {
        int most = List.of(1, 3, 60, 1_460, 70_000).get(random.nextInt(5));
        for (int at = 0; at < text.length(); ) {
            int size = Math.min(text.length() - at, 1 + random.nextInt(most));
            to.accept(text.substring(at, at + size));
            between.run();
            at += size;
        }
    }

    private static List<SlowHttp.Message> edited(List<SlowHttp.Message> messages, String word, String mask) {
        return messages.stream()
                .map(one -> new SlowHttp.Message(
                        one.start(), one.body().replace(word, mask), one.trailer(), one.whole(), one.plain()))
                .toList();
    }

    private void compare(String word, String mask, Random random, Runnable converse, double late) {
        WordSet words = WordSet.of(word);
        Edit edits = word.length() == mask.length() && random.nextBoolean() ? Edit.SAME_LENGTH : Edit.RESIZE;
        Pipe pipe = new Pipe(new Http().protocols().getFirst(), edits, data -> mask(data, words, mask));
        converse.run();
        Runnable between = () -> {
            if (random.nextDouble() < late) {
                pipe.overdue();
            }
        };
        cut(requests.toString(), random, pipe::fromClient, between);
        cut(responses.toString(), random, pipe::fromServer, between);
        if (ends) {
            pipe.endOfServer();
        }
        assertThat(pipe.ended()).isEqualTo(Verdict.PASS);
        assertThat(pipe.held()).isZero();
        assertThat(SlowHttp.requests(pipe.server()))
                .isEqualTo(edited(SlowHttp.requests(requests.toString()), word, mask));
        assertThat(SlowHttp.responses(pipe.client(), methods))
                .isEqualTo(edited(SlowHttp.responses(responses.toString(), methods), word, mask));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "good", "a longer one than before"})
    void shouldEditContentWhereverItIsCut(String mask) {
        for (int seed = 0; seed < CONVERSATIONS; seed++) {
            Random random = new Random(seed);
            HttpSegmentsTest fresh = new HttpSegmentsTest();
            try {
                fresh.compare("evil", mask, random, () -> fresh.converse(random), 0);
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("seed " + seed, failure);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "EE"})
    void shouldFrameContentWhateverWaitsTooLong(String mask) {
        for (int seed = 0; seed < CONVERSATIONS; seed++) {
            Random random = new Random(seed);
            HttpSegmentsTest fresh = new HttpSegmentsTest();
            try {
                fresh.compare("e", mask, random, () -> fresh.converse(random), 0.1);
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("seed " + seed, failure);
            }
        }
    }
}
