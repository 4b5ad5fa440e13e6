// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.chain.ChainDocument;
import io.penstock.shell.Setting;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A chain file as a person named it.
///
/// @param name as it was typed, for messages
/// @param path where it is
/// @param document what stands in it
/// @param folder where the person is
record ChainFile(String name, Path path, ChainDocument document, Path folder) {

    /// Reads a chain, relative to the caller's folder.
    static ChainFile read(Setting setting, String name) throws Refused {
        Path path = located(setting, name);
        try {
            return new ChainFile(name, path, ChainDocument.read(path), setting.folder());
        } catch (Refused e) {
            throw asTyped(e, name, path);
        }
    }

    private static Path located(Setting setting, String name) throws Refused {
        try {
            return setting.folder().resolve(name);
        } catch (InvalidPathException e) {
            throw new Refused(Problem.error("no file can have the name that was given", "check the name"));
        }
    }

    String text() {
        return document.text();
    }

    /// The request, with whole paths: the dataplane may have another working folder.
    ///
    /// @param ports as they were typed; file names in them begin at the caller's folder
    ChainRequest request(Map<String, String> ports) {
        return request(ports, 0);
    }

    ChainRequest request(Ports ports) throws Refused {
        if (ports.workers() < 0) {
            throw new Refused(
                    Problem.error("--workers " + ports.workers() + " is no number of workers", "give 1 to 64"));
        }
        return request(ports.replaced(), ports.workers());
    }

    private ChainRequest request(Map<String, String> ports, int workers) {
        return new ChainRequest(
                path.toAbsolutePath().normalize().toString(),
                text(),
                ports,
                folder.toAbsolutePath().normalize().toString(),
                workers);
    }

    /// Problems of a request as the person would name the file.
    Refused asTyped(Refused refused) {
        return asTyped(refused, name, path);
    }

    private static Refused asTyped(Refused refused, String name, Path path) {
        List<String> same =
                List.of(path.toString(), path.toAbsolutePath().normalize().toString());
        List<Problem> problems = refused.problems().stream()
                .map(problem -> same.contains(problem.file()) ? renamed(problem, name) : problem)
                .toList();
        return new Refused(problems);
    }

    private static Problem renamed(Problem p, String name) {
        return new Problem(p.severity(), name, p.line(), p.column(), p.node(), p.what(), p.mend());
    }
}
