// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports.capture;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A file that comes to be at its name whole or not at all: written beside it, moved there at the end.
final class Target {
    private static final int ATTEMPTS = 1000;

    private final Path file;
    private final Path part;
    // Not a channel: interrupting a thread would close it.
    private final FileOutputStream stream;

    private Target(Path file, Path part) throws IOException {
        this.file = file;
        this.part = part;
        stream = new FileOutputStream(part.toFile());
    }

    /// Makes the folders above and the file beside the target.
    static Target beside(Path wanted) throws IOException {
        Path file = place(wanted);
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException(Files.isDirectory(file) ? "it is a folder" : "it is not a regular file");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("it has no folder");
        }
        Files.createDirectories(folder);
        return new Target(file, newPart(folder));
    }

    /// Where the bytes go: a link is followed, not replaced.
    static Path place(Path wanted) throws IOException {
        return Files.exists(wanted) ? wanted.toRealPath() : wanted;
    }

    // The name does not grow with the target's, which may be as long as names can be.
    private static Path newPart(Path folder) throws IOException {
        long process = ProcessHandle.current().pid();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return Files.createFile(folder.resolve(".penstock-" + process + "-" + attempt + ".part"));
            } catch (FileAlreadyExistsException _) {
                // Another port of this process, or what a killed one left.
            }
        }
        throw new IOException("too many unfinished .penstock-*.part files lie there");
    }

    OutputStream stream() {
        return stream;
    }

    /// Brings the bytes to the disk and the file to its name.
    void finish() throws IOException {
        try (stream) {
            stream.getFD().sync();
        }
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException _) {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// Leaves nothing behind; what was at the name before stays.
    void discard() {
        try {
            stream.close();
            Files.deleteIfExists(part);
        } catch (IOException e) {
            if (Files.exists(part, LinkOption.NOFOLLOW_LINKS)) {
                part.toFile().deleteOnExit();
            }
        }
    }
}
