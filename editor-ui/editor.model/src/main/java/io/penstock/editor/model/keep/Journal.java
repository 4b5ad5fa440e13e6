// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.keep;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// A file to which every edit is appended before the next one begins: each record with its length and checksum, so
/// that reading stops at the first one that was not written whole. A record is with the system at once, which outlives
/// the death of this process, and on the disk within half a second, which outlives a loss of power.
///
/// Used by one thread, but for [#close].
final class Journal implements AutoCloseable {
    private static final int HEAD = 9;
    private static final int LONGEST = 8 << 20;
    private static final long FLUSH_MILLIS = 300;

    private final Path file;
    private final FileChannel channel;
    private final Thread flusher;
    private volatile boolean unflushed;
    private volatile boolean closed;

    /// What a record is.
    enum Kind {
        /// The chain file's name; empty for a drawing that has none.
        FILE('F'),
        /// The whole text of the chain.
        TEXT('T'),
        /// All places, as in a layout file.
        PLACES('P');

        private final byte mark;

        Kind(char mark) {
            this.mark = (byte) mark;
        }

        static Optional<Kind> of(byte mark) {
            return Arrays.stream(values()).filter(kind -> kind.mark == mark).findFirst();
        }
    }

    /// One record.
    record Entry(Kind kind, String text) {}

    private Journal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
        this.flusher = Thread.ofVirtual().name("journal " + file.getFileName()).start(this::flushing);
    }

    /// Opens a journal behind what is in it.
    ///
    /// @return empty where another window has it open
    static Optional<Journal> open(Path file) throws IOException {
        Path folder = Optional.ofNullable(file.getParent()).orElseThrow(() -> new IOException("no folder"));
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean ours = false;
        try {
            ours = lock(channel).isPresent();
            if (!ours) {
                return Optional.empty();
            }
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return Optional.of(new Journal(file, channel));
        } finally {
            if (!ours) {
                channel.close();
            }
        }
    }

    private static Optional<FileLock> lock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException inThisProcess) {
            return Optional.empty();
        }
    }

    /// Everything that was written whole; what follows it is cut off.
    List<Entry> read() throws IOException {
        List<Entry> entries = new ArrayList<>();
        long at = 0;
        while (true) {
            Optional<Entry> entry = entry(at);
            if (entry.isEmpty()) {
                channel.truncate(at);
                channel.position(at);
                return entries;
            }
            entries.add(entry.get());
            at = channel.position();
        }
    }

    private Optional<Entry> entry(long at) throws IOException {
        channel.position(at);
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        if (!fill(head)) {
            return Optional.empty();
        }
        int length = head.getInt();
        int checksum = head.getInt();
        Optional<Kind> kind = Kind.of(head.get());
        if (length < 0 || length > LONGEST || kind.isEmpty()) {
            return Optional.empty();
        }
        ByteBuffer body = ByteBuffer.allocate(length);
        return fill(body) && checksum(kind.get(), body.array()) == checksum
                ? Optional.of(new Entry(kind.get(), new String(body.array(), StandardCharsets.UTF_8)))
                : Optional.empty();
    }

    private boolean fill(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                return false;
            }
        }
        buffer.flip();
        return true;
    }

    private static int checksum(Kind kind, byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(kind.mark);
        crc.update(body);
        return (int) crc.getValue();
    }

    /// Appends records as one.
    void append(List<Entry> entries) throws IOException {
        List<byte[]> bodies = entries.stream()
                .map(entry -> entry.text().getBytes(StandardCharsets.UTF_8))
                .toList();
        int size = bodies.stream().mapToInt(body -> body.length + HEAD).sum();
        ByteBuffer buffer = ByteBuffer.allocate(size);
        for (int i = 0; i < bodies.size(); i++) {
            byte[] body = bodies.get(i);
            Kind kind = entries.get(i).kind();
            buffer.putInt(body.length)
                    .putInt(checksum(kind, body))
                    .put(kind.mark)
                    .put(body);
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        unflushed = true;
    }

    /// Forgets everything and begins with these records.
    void restart(List<Entry> entries) throws IOException {
        channel.truncate(0);
        channel.position(0);
        append(entries);
    }

    long size() throws IOException {
        return channel.size();
    }

    private void flushing() {
        try {
            while (!closed) {
                Thread.sleep(FLUSH_MILLIS);
                flush();
            }
        } catch (InterruptedException | IOException ended) {
            // Closed, or the disk is gone: the next append tells the user.
            return;
        }
    }

    private void flush() throws IOException {
        if (unflushed && channel.isOpen()) {
            unflushed = false;
            channel.force(false);
        }
    }

    /// Closes the file and keeps what is in it.
    @Override
    public void close() throws IOException {
        closed = true;
        flush();
        channel.close();
        flusher.interrupt();
    }

    /// Closes the file and removes it: all of it is saved, or not wanted.
    void discard() throws IOException {
        Files.deleteIfExists(file);
        close();
    }
}
