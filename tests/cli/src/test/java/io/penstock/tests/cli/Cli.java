// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The executable jar in processes of their own, with a folder to work in and a state folder beside it.
///
/// @param options of the virtual machine, beside the usual
record Cli(Path folder, List<String> options) {
    private static final long SECONDS = 100;

    Cli(Path folder) {
        this(folder, List.of());
    }

    private static final Path ROOT = Path.of(System.getProperty("penstock.root", "../.."))
            .toAbsolutePath()
            .normalize();

    /// A copy of the jar, so that a build that goes on beside the tests does not change it under them.
    private static final class Jar {
        private static final Path COPY = copy();

        private static Path copy() {
            Path jar = ROOT.resolve("features/headless/target/headless.jar");
            assertThat(jar).describedAs("built by features/headless").exists();
            try {
                Path copy = Files.createTempFile("headless", ".jar");
                copy.toFile().deleteOnExit();
                return Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// The project's root.
    static Path root() {
        return ROOT;
    }

    /// What a process said, and how it ended.
    record Said(int code, String out, String err) {
        Said succeeded() {
            assertThat(code).describedAs(this::toString).isZero();
            return this;
        }

        /// It failed with one line on the error stream, nothing else, and no trace.
        Said refused(String line) {
            assertThat(code).describedAs(this::toString).isEqualTo(1);
            return complained(line);
        }

        /// It was not understood.
        Said misused(String line) {
            assertThat(code).describedAs(this::toString).isEqualTo(2);
            return complained(line);
        }

        private Said complained(String line) {
            assertThat(out).describedAs(this::toString).isEmpty();
            assertThat(err.strip())
                    .describedAs(this::toString)
                    .startsWith("penstock: ")
                    .contains(line);
            assertThat(err).describedAs(this::toString).doesNotContain("\tat ", "Exception");
            return this;
        }

        JsonNode json() {
            try {
                return new ObjectMapper().readTree(succeeded().out);
            } catch (IOException e) {
                throw new AssertionError("no JSON: " + this, e);
            }
        }
    }

    Path home() {
        return folder.resolve("home");
    }

    Path file(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs a verb to its end.
    Said run(String... words) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        return end(start(out, err, words), out, err);
    }

    /// Starts a verb; [#end] waits for it.
    Process start(Path out, Path err, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-Djava.awt.headless=true",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-Djava.io.tmpdir=" + folder,
                "-Dpenstock.root=" + ROOT));
        command.addAll(options);
        command.addAll(List.of("-jar", Jar.COPY.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("PENSTOCK_HOME", home().toString());
        builder.environment().put("PENSTOCK_CWD", folder.toString());
        return builder.start();
    }

    static Said end(Process process, Path out, Path err) throws IOException, InterruptedException {
        boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        Said said = new Said(process.exitValue(), Files.readString(out), Files.readString(err));
        assertThat(ended).describedAs("within %s s: %s", SECONDS, said).isTrue();
        return said;
    }
}
