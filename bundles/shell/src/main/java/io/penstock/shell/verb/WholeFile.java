// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Writes a file whole or not at all: beside its place, and moved there at once.
final class WholeFile {
    private WholeFile() {}

    /// @param name the file as the person typed it
    static void write(Path file, String name, byte[] bytes) throws Refused {
        Path target = behindLinks(file);
        Path beside = target.toAbsolutePath()
                .resolveSibling("." + target.getFileName() + ".part"
                        + ProcessHandle.current().pid());
        try {
            try {
                Files.write(beside, bytes);
                Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            boolean folder = Files.isDirectory(beside.resolveSibling("."));
            throw new Refused(new Problem(
                    Problem.Severity.ERROR,
                    name,
                    0,
                    0,
                    "",
                    folder ? "cannot be written: " + e.getClass().getSimpleName() : "its folder does not exist",
                    folder ? "name a file that you may write" : "make the folder first"));
        }
    }

    /// A link stays; what it leads to is replaced.
    private static Path behindLinks(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file;
        }
    }
}
