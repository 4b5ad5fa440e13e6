// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Modules of authors, built as they would build them.
final class Modules {
    private Modules() {}

    /// Maven, where it is on the PATH.
    static Optional<Path> maven() {
        List<String> folders = Arrays.asList(
                Optional.ofNullable(System.getenv("PATH")).orElse("").split(":", -1));
        return folders.stream()
                .filter(one -> !one.isEmpty())
                .map(one -> Path.of(one, "mvn"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// Writes a module's files, builds and tests it.
    ///
    /// @param files texts by their paths in the module
    /// @return its bundle
    static Path built(Path mvn, Path module, Map<String, String> files) throws Exception {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = module.resolve(file.getKey());
            Files.createDirectories(path.resolveSibling("."));
            Files.writeString(path, file.getValue());
        }
        Path log = module.resolve("mvn.log");
        ProcessBuilder builder = new ProcessBuilder(mvn.toString(), "-q", "-B", "-o", "package")
                .directory(module.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        boolean ended = process.waitFor(180, TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();
        assertThat(ended && process.exitValue() == 0)
                .describedAs(() -> "mvn package: " + text(log))
                .isTrue();
        try (Stream<Path> jars = Files.list(module.resolve("target"))) {
            return jars.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
