// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A function that was begun by `new` builds by the rules of the house, passes its test and is installed.
@Timeout(300)
class NewFunctionTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void shouldBeginAFunctionThatBuildsPassesItsTestAndIsInstalled() throws Exception {
        Cli cli = new Cli(folder);
        assertThat(cli.run("new", "function", "my-limit").succeeded().out()).contains("began function my-limit");
        try (Stream<Path> files = Files.walk(folder.resolve("my-limit"))) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(3);
        }
        cli.run("new", "function", "my-limit").refused("my-limit is there already");
        cli.run("new", "function", "My_Limit").refused("cannot be the type of a function");

        Path log = folder.resolve("mvn.log");
        ProcessBuilder builder = new ProcessBuilder("mvn", "-B", "-o", "package")
                .directory(folder.resolve("my-limit").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        assumeTrue(isThere(), "mvn is not on the PATH");
        Process process = builder.start();
        boolean ended = process.waitFor(180, TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();
        assertThat(ended && process.exitValue() == 0).as(Files.readString(log)).isTrue();
        assertThat(Files.readString(log)).contains("Tests run: 1, Failures: 0");
        try (Stream<Path> jars = Files.list(folder.resolve("my-limit/target"))) {
            Path jar = jars.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
            assertThat(cli.run("install", jar.toString()).succeeded().out()).contains("function my-limit: My limit");
        }
        assertThat(cli.run("show", "functions").succeeded().out()).contains("my-limit");
    }

    private static boolean isThere() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(one -> Files.isExecutable(Path.of(one, "mvn")));
    }
}
