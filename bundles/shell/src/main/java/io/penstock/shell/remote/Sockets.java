// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.remote;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Where the sockets of dataplanes are: `NAME.sock` in one folder that only its owner can enter.
public final class Sockets {
    /// `sun_path` of unix(7) has 108 bytes, the last being zero.
    private static final int LONGEST_PATH = 107;

    private static final String SUFFIX = ".sock";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private final Path folder;

    public Sockets(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    /// The socket of a dataplane, whether it runs or not.
    ///
    /// @throws Refused when the name cannot be a file's name, or when the path would be too long
    public Path path(String name) throws Refused {
        if (!NAME.matcher(name).matches()) {
            throw new Refused(Problem.error(
                    "\"" + name + "\" cannot be a dataplane's name",
                    "use letters, digits, '-', '_' and '.', at most 63, the first a letter or a digit"));
        }
        Path path = folder.resolve(name + SUFFIX);
        int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_PATH) {
            throw new Refused(Problem.error(
                    "the socket " + path + " has a path of " + bytes + " bytes, and Linux allows " + LONGEST_PATH,
                    "set PENSTOCK_HOME to a shorter folder"));
        }
        return path;
    }

    /// The names of all sockets, in order; a socket may be left over from a dead process.
    public List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                names.add(name.substring(0, name.length() - SUFFIX.length()));
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        names.sort(null);
        return List.copyOf(names);
    }

    static void makePrivate(Path folder) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
}
