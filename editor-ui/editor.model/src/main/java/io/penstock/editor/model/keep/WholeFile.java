// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.keep;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/// Writes a file whole or not at all: into another one in the same folder, down to the disk, then moved into place.
final class WholeFile {
    private WholeFile() {}

    /// @param file a link is followed; who may read and write it stays as it is
    static void write(Path file, String text) throws IOException {
        Path real = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path folder = Optional.ofNullable(real.getParent()).orElseThrow(() -> new IOException("no folder"));
        Path beside = folder.resolve(
                "." + real.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            bytes(beside, text.getBytes(StandardCharsets.UTF_8));
            permissions(real).ifPresent(allowed -> allow(beside, allowed));
            Files.move(beside, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
        flush(folder);
    }

    private static void bytes(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    private static Optional<Set<PosixFilePermission>> permissions(Path file) {
        try {
            return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                    ? Optional.of(Files.getPosixFilePermissions(file))
                    : Optional.empty();
        } catch (IOException | UnsupportedOperationException none) {
            return Optional.empty();
        }
    }

    private static void allow(Path file, Set<PosixFilePermission> allowed) {
        try {
            Files.setPosixFilePermissions(file, allowed);
        } catch (IOException | UnsupportedOperationException kept) {
            // The file then has those of a new file, which are the user's own choice.
            return;
        }
    }

    /// The name in the folder survives a loss of power only when the folder itself is on the disk.
    private static void flush(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException unable) {
            // Not every file system lets a folder be opened; the move itself has happened.
            return;
        }
    }
}
