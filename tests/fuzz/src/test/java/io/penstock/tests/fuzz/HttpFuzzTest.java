// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.penstock.api.Bytes;
import io.penstock.api.Edit;
import io.penstock.api.Side;
import io.penstock.api.Verdict;
import io.penstock.api.stream.Offer;
import io.penstock.api.stream.Protocol;
import io.penstock.api.stream.Protocol.Beginning;
import io.penstock.api.stream.Window;
import io.penstock.api.stream.WordSet;
import io.penstock.layer.http.Http;
import io.penstock.testkit.Pipe;
import io.penstock.testkit.SlowHttp;
import io.penstock.testkit.SlowHttp.Message;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Any octets of two ends: what is not refused comes out with its content edited, however it is cut into segments;
/// what is refused is refused either way, and nothing stays behind.
class HttpFuzzTest {
    private static final WordSet EVIL = WordSet.of("evil");
    private static final int MOST_TOLD = 100;
    private static final String[] MASKS = {"", "*", "good", "longer than it was"};

    @FuzzTest
    void shouldEditContentHoweverItIsCut(byte[] data) {
        if (data.length < 3) {
            return;
        }
        String mask = MASKS[data[0] & 3];
        int cut = 3 + (data.length - 3) * (data[1] & 0xff) / 255;
        byte[] client = Arrays.copyOfRange(data, 3, cut);
        byte[] server = Arrays.copyOfRange(data, cut, data.length);
        tellOnce(client);
        Pipe whole = pipe(mask).fromClient(client).fromServer(server);
        Pipe parts = pipe(mask);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(data[2]);
        int most = 1 + (data[2] & 0x3f);
        for (int at = 0; at < client.length; at += most) {
            parts.fromClient(Arrays.copyOfRange(client, at, Math.min(client.length, at + most)));
        }
        for (int at = 0; at < server.length; ) {
            int size = Math.min(server.length - at, 1 + random.nextInt(most));
            parts.fromServer(Arrays.copyOfRange(server, at, at + size));
            at += size;
        }
        whole.endOfClient().endOfServer();
        parts.endOfClient().endOfServer();
        assertThat(parts.ended().reason()).isEqualTo(whole.ended().reason());
        if (whole.ended() == Verdict.PASS) {
            compare(whole, text(client), text(server), mask);
            compare(parts, text(client), text(server), mask);
        }
    }

    /// What the first octets tell of a connection, more of them do not take back.
    private static void tellOnce(byte[] client) {
        Protocol http = new Http().protocols().getFirst();
        Offer offer = new Offer();
        Beginning told = Beginning.MORE;
        for (int length = 1; length <= Math.min(client.length, MOST_TOLD); length++) {
            Beginning now = http.begins(offer.show(MemorySegment.ofArray(client), 0, length, 0, 0, false, Side.CLIENT));
            assertThat(now).isIn(told == Beginning.MORE ? List.of(Beginning.values()) : List.of(told));
            told = now;
        }
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private static void compare(Pipe pipe, String client, String server, String mask) {
        List<Message> requests = SlowHttp.requests(client);
        List<String> methods = requests.stream()
                .map(one -> one.start().split(" ", -1)[0])
                .filter(method -> !method.isEmpty())
                .toList();
        assertThat(pipe.held()).isZero();
        same(SlowHttp.requests(pipe.server()), requests, mask);
        same(SlowHttp.responses(pipe.client(), methods), SlowHttp.responses(server, methods), mask);
    }

    /// What was cut short comes last, and may lose its framing.
    private static void same(List<Message> out, List<Message> in, String mask) {
        long whole = in.stream().filter(Message::whole).count();
        assertThat(edited(out, whole, "", "")).isEqualTo(edited(in, whole, "evil", mask));
    }

    /// A server of HTTP/1.0 may be answered for in HTTP/1.1.
    private static List<Message> edited(List<Message> messages, long first, String word, String mask) {
        return messages.stream()
                .limit(first)
                .map(one -> new Message(
                        one.start().replace("HTTP/1.0 ", "HTTP/1.1 "),
                        one.plain() ? one.body().replace(word, mask) : one.body(),
                        one.trailer(),
                        true,
                        one.plain()))
                .toList();
    }

    private static Pipe pipe(String mask) {
        return new Pipe(new Http().protocols().getFirst(), Edit.RESIZE, data -> mask(data, mask));
    }

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
}
