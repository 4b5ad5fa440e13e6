// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.remote;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// Lines over a socket, with a limit on their length and a time by which each has to be through.
///
/// A selector gives the time limits: a channel in blocking mode has none for Unix sockets.
final class LineChannel implements Closeable {
    private static final int FIRST_ROOM = 8 << 10;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final int longest;
    private byte[] room = new byte[FIRST_ROOM];
    private int filled;
    private int searched;

    LineChannel(SocketChannel channel, int longest) throws IOException {
        this.channel = channel;
        this.longest = longest;
        channel.configureBlocking(false);
        selector = Selector.open();
        key = channel.register(selector, SelectionKey.OP_READ);
    }

    /// The next line without its end, or empty where the other side has closed.
    ///
    /// @throws SocketTimeoutException when the whole line has not come in time
    /// @throws LineTooLong when it is longer than the limit
    /// @throws CharacterCodingException when it is not UTF-8
    Optional<String> read(Duration time) throws IOException {
        long deadline = System.nanoTime() + time.toNanos();
        while (true) {
            int end = endOfLine();
            if (end >= 0) {
                return Optional.of(take(end));
            }
            if (filled > longest) {
                throw new LineTooLong(longest);
            }
            if (!fill(deadline)) {
                return Optional.empty();
            }
        }
    }

    /// Sends a line.
    ///
    /// @throws SocketTimeoutException when the other side does not take it in time
    void write(String line, Duration time) throws IOException {
        long deadline = System.nanoTime() + time.toNanos();
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\n");
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                await(SelectionKey.OP_WRITE, deadline);
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        selector.close();
    }

    private int endOfLine() {
        for (; searched < filled; searched++) {
            if (room[searched] == '\n') {
                return searched;
            }
        }
        return -1;
    }

    private String take(int end) throws CharacterCodingException {
        ByteBuffer line = ByteBuffer.wrap(room, 0, end);
        String text = StandardCharsets.UTF_8.newDecoder().decode(line).toString();
        int rest = filled - end - 1;
        System.arraycopy(room, end + 1, room, 0, rest);
        filled = rest;
        searched = 0;
        return text;
    }

    private boolean fill(long deadline) throws IOException {
        if (filled == room.length) {
            room = Arrays.copyOf(room, Math.min(room.length * 2, longest + FIRST_ROOM));
        }
        ByteBuffer free = ByteBuffer.wrap(room, filled, room.length - filled);
        int count = channel.read(free);
        while (count == 0) {
            await(SelectionKey.OP_READ, deadline);
            count = channel.read(free);
        }
        filled += Math.max(count, 0);
        return count > 0;
    }

    private void await(int operation, long deadline) throws IOException {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException("time is over");
        }
        try {
            key.interestOps(operation);
            selector.select(millis);
            selector.selectedKeys().clear();
        } catch (ClosedSelectorException | java.nio.channels.CancelledKeyException e) {
            throw new ClosedChannelException();
        }
    }

    /// A line beyond the limit.
    static final class LineTooLong extends IOException {
        private static final long serialVersionUID = 1L;

        LineTooLong(int longest) {
            super("a line has more than " + longest + " bytes");
        }
    }
}
