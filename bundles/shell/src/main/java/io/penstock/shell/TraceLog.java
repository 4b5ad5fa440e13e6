// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell;

import io.penstock.shell.text.Clean;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Keeps the traces of what should not have happened; people are told one line. At most 2 MB, in two files.
public final class TraceLog {
    private static final long FULL = 1 << 20;

    private final Path file;

    public TraceLog(Path file) {
        this.file = file;
    }

    public Path file() {
        return file;
    }

    /// Adds a line and its cause.
    public synchronized void add(String what, Throwable cause) {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text);
        writer.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + Clean.line(what));
        cause.printStackTrace(writer);
        try {
            append(text.toString());
        } catch (IOException e) {
            // The person has the line already; where the log cannot be written there is no second place for it.
            return;
        }
    }

    private void append(String text) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        if (Files.exists(file) && Files.size(file) > FULL) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }
}
