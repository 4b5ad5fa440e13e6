// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.penstock.api.Bytes;
import io.penstock.api.Edit;
import io.penstock.api.Verdict;
import io.penstock.api.stream.Window;
import io.penstock.api.stream.WordSet;
import io.penstock.layer.http.Http;
import io.penstock.testkit.Pipe;
import io.penstock.testkit.SlowHttp;
import io.penstock.testkit.SlowHttp.Message;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/// Zipped content, made in all ways that are allowed, framed in all ways, and cut anywhere: its reader unzips the edit
/// of what was zipped. Of content that is damaged, nothing else comes out, however it is cut.
class CodingFuzzTest {
    private static final WordSet EVIL = WordSet.of("evil");
    private static final String[] MASKS = {"", "*", "good", "longer than it was"};
    private static final String[] CODINGS = {"gzip", "x-gzip", "deflate"};

    private static final int[] FLUSHES = {Deflater.NO_FLUSH, Deflater.SYNC_FLUSH, Deflater.FULL_FLUSH};

    /// Flags of a gzip header that say what stands between it and the data (RFC 1952 section 2.3.1).
    private static final int EXTRA = 4;

    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int SUM = 2;

    @FuzzTest
    void shouldUnzipToTheEditHoweverItIsCut(byte[] octets) throws IOException {
        Choices choices = new Choices(octets);
        String mask = MASKS[choices.below(4)];
        String coding = CODINGS[choices.below(3)];
        int framing = choices.below(3);
        int damage = choices.below(3);
        int most = 1 + choices.below(2_000);
        StringBuilder plain = new StringBuilder();
        byte[] zipped = zipped(choices, coding, plain);
        assertThat(unzipped(zipped, coding)).as("what the test zips").isEqualTo(plain.toString());
        boolean sound = damage != 1 || zipped.length == 0;
        if (!sound) {
            zipped[choices.below(zipped.length)] ^= (byte) (1 + choices.below(255));
        }
        byte[] response = response(coding, framing, zipped, choices);
        Pipe whole = pipe(mask);
        whole.fromServer(response).endOfServer();
        Pipe parts = pipe(mask);
        for (int at = 0; at < response.length; ) {
            int size = Math.min(response.length - at, 1 + choices.below(most));
            parts.fromServer(Arrays.copyOfRange(response, at, at + size));
            at += size;
        }
        parts.endOfServer();
        if (sound) {
            String expected = plain.toString().replace("evil", mask);
            assertThat(unzipped(whole, coding, expected)).isEqualTo(expected);
            assertThat(unzipped(parts, coding, expected)).isEqualTo(expected);
        } else {
            assertThat(parts.ended().kind()).isEqualTo(whole.ended().kind());
        }
        assertThat(whole.ended() != Verdict.PASS || whole.held() == 0).isTrue();
        assertThat(parts.ended() != Verdict.PASS || parts.held() == 0).isTrue();
    }

    private static Pipe pipe(String mask) {
        return new Pipe(new Http().protocols().getFirst(), Edit.RESIZE, data -> mask(data, mask))
                .fromClient("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
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

    private static String unzipped(Pipe pipe, String coding, String expected) throws IOException {
        assertThat(pipe.ended()).as("ended, for %s", expected).isEqualTo(Verdict.PASS);
        List<Message> messages = SlowHttp.responses(pipe.client(), List.of("GET"));
        assertThat(messages).as("messages, for %s", expected).isNotEmpty();
        return unzipped(messages.getFirst().body().getBytes(StandardCharsets.ISO_8859_1), coding);
    }

    private static String unzipped(byte[] body, String coding) throws IOException {
        if (body.length == 0) {
            return "";
        }
        try (InputStream in = coding.equals("deflate")
                ? new InflaterInputStream(new ByteArrayInputStream(body))
                : new GZIPInputStream(new ByteArrayInputStream(body))) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static byte[] response(String coding, int framing, byte[] zipped, Choices choices) {
        ByteArrayOutputStream made = new ByteArrayOutputStream();
        add(made, "HTTP/1.1 200 OK\r\nContent-Encoding: " + coding + "\r\n");
        switch (framing) {
            case 0 -> add(made, "Content-Length: " + zipped.length + "\r\n\r\n");
            case 1 -> add(made, "Transfer-Encoding: chunked\r\n\r\n");
            default -> add(made, "Connection: close\r\n\r\n");
        }
        if (framing != 1) {
            made.writeBytes(zipped);
            return made.toByteArray();
        }
        for (int at = 0; at < zipped.length; ) {
            int size = Math.min(zipped.length - at, 1 + choices.below(3_000));
            add(made, Integer.toHexString(size) + "\r\n");
            made.write(zipped, at, size);
            add(made, "\r\n");
            at += size;
        }
        add(made, "0\r\n\r\n");
        return made.toByteArray();
    }

    private static void add(ByteArrayOutputStream to, String text) {
        to.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// One member or more, each in pieces that are flushed.
    private static byte[] zipped(Choices choices, String coding, StringBuilder plain) {
        ByteArrayOutputStream made = new ByteArrayOutputStream();
        int members = coding.equals("deflate") ? 1 : 1 + choices.below(3);
        for (int i = 0; i < members; i++) {
            member(choices, coding.equals("deflate"), made, plain);
        }
        return made.toByteArray();
    }

    private static void member(Choices choices, boolean bare, ByteArrayOutputStream made, StringBuilder plain) {
        if (!bare) {
            header(choices, made);
        }
        Deflater deflater = new Deflater(choices.below(10), !bare);
        CRC32 sum = new CRC32();
        byte[] room = new byte[100_000];
        for (int pieces = choices.below(5); pieces > 0; pieces--) {
            byte[] piece = piece(choices).getBytes(StandardCharsets.ISO_8859_1);
            plain.append(new String(piece, StandardCharsets.ISO_8859_1));
            sum.update(piece);
            deflater.setInput(piece);
            int flush = FLUSHES[choices.below(3)];
            int length = 1;
            while (length > 0) {
                length = deflater.deflate(room, 0, room.length, deflater.needsInput() ? flush : Deflater.NO_FLUSH);
                made.write(room, 0, length);
            }
        }
        deflater.finish();
        while (!deflater.finished()) {
            made.write(room, 0, deflater.deflate(room));
        }
        if (!bare) {
            little(made, (int) sum.getValue());
            little(made, (int) deflater.getBytesRead());
        }
        deflater.end();
    }

    private static void little(ByteArrayOutputStream to, int number) {
        for (int shift = 0; shift < 32; shift += 8) {
            to.write(number >> shift);
        }
    }

    private static void header(Choices choices, ByteArrayOutputStream made) {
        int flags = choices.below(32) & (EXTRA | NAME | COMMENT | SUM);
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, (byte) flags, 0, 0, 0, 0, 0, 3});
        if ((flags & EXTRA) != 0) {
            int size = choices.below(300);
            header.write(size);
            header.write(size >> 8);
            header.writeBytes(new byte[size]);
        }
        if ((flags & NAME) != 0) {
            add(header, "name\0");
        }
        if ((flags & COMMENT) != 0) {
            add(header, "x".repeat(choices.below(100)) + "\0");
        }
        if ((flags & SUM) != 0) {
            CRC32 sum = new CRC32();
            sum.update(header.toByteArray());
            header.write((int) sum.getValue());
            header.write((int) sum.getValue() >> 8);
        }
        made.writeBytes(header.toByteArray());
    }

    private static String piece(Choices choices) {
        StringBuilder made = new StringBuilder();
        for (int words = choices.below(12); words > 0; words--) {
            String one = choices.below(3) == 0 ? "evil" : "evi" + (char) choices.below(256);
            made.append(one.repeat(choices.below(8) == 0 ? 1 + choices.below(4_000) : 1));
        }
        if (made.length() > 20_000) {
            made.setLength(20_000);
        }
        return made.toString();
    }
}
