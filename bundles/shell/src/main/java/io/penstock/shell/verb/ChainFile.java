// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.shell.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A chain file as a person named it.
///
/// @param name as it was typed, for messages
/// @param path where it is
/// @param text what stands in it
record ChainFile(String name, Path path, String text) {
    private static final int LARGEST = 1 << 20;

    /// Reads a file of at most 1 MB. Bytes that are not UTF-8 become U+FFFD, which no chain may hold.
    static ChainFile read(Setting setting, String name) throws Refused {
        Path path = setting.folder().resolve(name);
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw refused(name, "has more than 1 MB, which no chain needs", "name a .chain.yaml file");
            }
            return new ChainFile(name, path, new String(bytes, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            throw refused(name, "there is no such file", "check the name");
        } catch (AccessDeniedException e) {
            throw refused(name, "it may not be read", "check its permissions");
        } catch (IOException e) {
            boolean folder = Files.isDirectory(path);
            throw refused(
                    name, folder ? "is a folder" : "cannot be read: " + e.getMessage(), "name a .chain.yaml file");
        }
    }

    /// The request to this process, whose messages name the file as it was typed.
    ChainRequest request(Map<String, String> ports) {
        boolean here = Path.of(name).toAbsolutePath().equals(path.toAbsolutePath());
        return new ChainRequest(here ? name : path.toString(), text, ports);
    }

    /// The request to a process whose working folder is another.
    ChainRequest absolute(Map<String, String> ports) {
        return new ChainRequest(path.toAbsolutePath().normalize().toString(), text, ports);
    }

    /// Problems of a request as the person would name the file.
    Refused asTyped(Refused refused) {
        List<Problem> problems = refused.problems().stream()
                .map(problem -> isThis(problem.file()) ? renamed(problem) : problem)
                .toList();
        return new Refused(problems);
    }

    private boolean isThis(String file) {
        return !file.isEmpty()
                && (file.equals(path.toString())
                        || file.equals(path.toAbsolutePath().normalize().toString()));
    }

    private Problem renamed(Problem p) {
        return new Problem(p.severity(), name, p.line(), p.column(), p.node(), p.what(), p.mend());
    }

    private static Refused refused(String name, String what, String mend) {
        return new Refused(new Problem(Problem.Severity.ERROR, name, 0, 0, "", what, mend));
    }
}
