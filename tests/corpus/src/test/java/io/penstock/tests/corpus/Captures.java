// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.corpus;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.penstock.ports.capture.CaptureReader;
import io.penstock.ports.capture.CaptureRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The captures of others, which lie beside the project and never in it.
final class Captures {
    private static final Pattern CAPTURE = Pattern.compile(".*\\.(pcap|pcapng|cap|dmp)(\\.gz)?");

    private static final Map<Path, Content> READ = new HashMap<>();

    private Captures() {}

    /// All captures in the order of their names; the test is skipped where there are none.
    static List<Path> all() {
        Path folder = Path.of(System.getProperty("penstock.root", "."), "..", "shared", "pcaps", "open")
                .normalize();
        assumeTrue(Files.isDirectory(folder), "the captures of others are not there: " + folder);
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> CAPTURE.matcher(file.toString()).matches())
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// What a capture holds as far as it can be read, and what its reader says is wrong with it.
    record Content(List<Shot> shots, String trouble) {}

    /// What a capture of others holds, read once for all tests.
    ///
    /// @throws CaptureRefused where the file is no capture
    static Content known(Path file) throws CaptureRefused {
        Content known = READ.get(file);
        if (known == null) {
            known = read(file);
            READ.put(file, known);
        }
        return known;
    }

    /// @throws CaptureRefused where the file is no capture
    static Content read(Path file) throws CaptureRefused {
        List<Shot> shots = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.open(file)) {
            while (reader.next()) {
                shots.add(Shot.of(reader.frame()));
            }
            return new Content(shots, reader.trouble());
        }
    }
}
