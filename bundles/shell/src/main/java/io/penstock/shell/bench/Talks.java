// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// TCP connections as whoever changes their bytes would meet them: both directions in order, and the client
/// acknowledges the bytes as changed.
///
/// @param word what is in some responses
/// @param instead what stands in its place at the client
/// @param reader whether the end of a segment that may be the beginning of the word is kept back
/// @param upgraded whether each connection begins as HTTP and leaves it
record Talks(String word, String instead, boolean reader, boolean upgraded) {
    static final int CONNECTIONS = 16;

    private static final int EXCHANGES = 100;
    private static final int RESPONSE = 8_192;
    private static final int LARGEST = 1_460;
    private static final int REQUEST = 200;
    private static final short PORT = 5_001;

    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int PUSH_ACK = 24;
    private static final int ACK = 16;

    /// The option with which a SYN names the largest segment (RFC 9293 section 3.2).
    private static final byte[] SIZE = {2, 4, (byte) (LARGEST >> 8), (byte) LARGEST};

    /// Where the word stands in a response: in the middle of a segment, and over the border of two.
    private static final int[] PLACES = {700, LARGEST - 3};

    private static final String[] PROSE =
            ("the and that have for not with you this but his from they say her she will one all"
                            + " would there their what out about who get which when make can like time just him know take people into year your"
                            + " good some could them see other than then now look only come its over think also back after use two how our"
                            + " work first well way even new want because any these give day most us at attic attach attend")
                    .split(" ");

    /// Octets that one end has sent, and how many of them the other was sent.
    private static final class End {
        private int next;
        private int told;
    }

    /// The frames of all connections, taking turns.
    List<byte[]> frames() {
        List<byte[]> frames = new ArrayList<>();
        End[] clients = new End[CONNECTIONS];
        End[] servers = new End[CONNECTIONS];
        for (int i = 0; i < CONNECTIONS; i++) {
            clients[i] = new End();
            servers[i] = new End();
            open(frames, i, clients[i], servers[i]);
        }
        for (int exchange = 0; exchange < EXCHANGES; exchange++) {
            for (int i = 0; i < CONNECTIONS; i++) {
                request(frames, i, exchange, clients[i], servers[i]);
                respond(frames, i, response(i, exchange), clients[i], servers[i]);
            }
        }
        for (int i = 0; i < CONNECTIONS; i++) {
            close(frames, i, clients[i], servers[i]);
        }
        return frames;
    }

    Path write(Path path) throws IOException {
        return Captures.write(path, frames());
    }

    /// What a client receives.
    String received(int connection) {
        StringBuilder all = new StringBuilder();
        for (int exchange = 0; exchange < EXCHANGES; exchange++) {
            all.append(changed(response(connection, exchange)));
        }
        return all.toString();
    }

    /// What a server receives.
    String asked(int connection) {
        StringBuilder all = new StringBuilder();
        for (int exchange = 0; exchange < EXCHANGES; exchange++) {
            all.append(request(connection, exchange));
        }
        return all.toString();
    }

    private String changed(String text) {
        return word.isEmpty() ? text : text.replace(word, instead);
    }

    private String request(int connection, int exchange) {
        if (upgraded && exchange == 0) {
            return "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: some\r\n\r\n";
        }
        return prose(new Random(-connection * 1_000L - exchange - 1), REQUEST);
    }

    private String response(int connection, int exchange) {
        if (upgraded && exchange == 0) {
            return "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: some\r\n\r\n";
        }
        StringBuilder text = new StringBuilder(prose(new Random(connection * 1_000L + exchange), RESPONSE));
        int place = PLACES[exchange % PLACES.length];
        return text.replace(place, place + word.length(), word).toString();
    }

    private static String prose(Random random, int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(PROSE[random.nextInt(PROSE.length)]).append(' ');
        }
        text.setLength(length - 1);
        return text.append('\n').toString();
    }

    // ---- packets

    private static void open(List<byte[]> frames, int connection, End client, End server) {
        client.next = 1_000;
        server.next = 0x7ff0_0000;
        frames.add(frame(connection, true, SYN, client.next++, 0, ""));
        frames.add(frame(connection, false, SYN | ACK, server.next++, client.next, ""));
        client.told = client.next;
        server.told = server.next;
        frames.add(frame(connection, true, ACK, client.next, server.told, ""));
    }

    private void request(List<byte[]> frames, int connection, int exchange, End client, End server) {
        String text = request(connection, exchange);
        frames.add(frame(connection, true, PUSH_ACK, client.next, server.told, text));
        client.next += text.length();
    }

    /// Every second segment is acknowledged, and the last one (RFC 9293 section 3.8.6.3).
    private void respond(List<byte[]> frames, int connection, String text, End client, End server) {
        int before = server.told;
        for (int at = 0; at < text.length(); at += LARGEST) {
            int end = Math.min(text.length(), at + LARGEST);
            boolean last = end == text.length();
            String part = text.substring(at, end);
            frames.add(frame(connection, false, last ? PUSH_ACK : ACK, server.next, client.next, part));
            server.next += part.length();
            if (last || at / LARGEST % 2 == 1) {
                String passed = text.substring(0, end - open(text, end));
                server.told = before + changed(passed).length();
                frames.add(frame(connection, true, ACK, client.next, server.told, ""));
            }
        }
    }

    /// How many of the bytes before a place may be the beginning of the word.
    private int open(String text, int end) {
        int open = reader ? Math.min(word.length() - 1, end) : 0;
        while (open > 0 && !text.startsWith(word.substring(0, open), end - open)) {
            open--;
        }
        return Math.max(0, open);
    }

    private static void close(List<byte[]> frames, int connection, End client, End server) {
        frames.add(frame(connection, false, FIN | ACK, server.next++, client.next, ""));
        server.told++;
        frames.add(frame(connection, true, FIN | ACK, client.next++, server.told, ""));
        frames.add(frame(connection, false, ACK, server.next, client.next, ""));
    }

    private static byte[] frame(int connection, boolean toServer, int flags, int number, int ack, String text) {
        byte[] payload = (flags & SYN) != 0 ? SIZE : text.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer frame = ByteBuffer.allocate(54 + payload.length);
        byte from = (byte) (toServer ? 1 : 2);
        frame.put(new byte[] {2, 0, 0, 0, 0, (byte) (3 - from), 2, 0, 0, 0, 0, from});
        frame.putShort((short) 0x0800);
        frame.put((byte) 0x45)
                .put((byte) 0)
                .putShort((short) (40 + payload.length))
                .putInt(0x4000);
        frame.put((byte) 64).put((byte) 6).putShort((short) 0);
        int client = 0x0a00_0001 + connection * 257;
        int server = 0xc000_0201;
        frame.putInt(toServer ? client : server).putInt(toServer ? server : client);
        short port = (short) (20_000 + connection);
        frame.putShort(toServer ? port : PORT).putShort(toServer ? PORT : port);
        frame.putInt(number).putInt(ack);
        frame.put((byte) ((flags & SYN) != 0 ? 0x60 : 0x50)).put((byte) flags).putShort((short) 65_535);
        frame.putInt(0).put(payload);
        frame.putShort(24, Captures.checksum(frame, 14, 34, 0));
        frame.putShort(50, Captures.checksum(frame, 26, frame.capacity(), 6 + 20 + payload.length));
        return frame.array();
    }
}
