// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Functions that take memory without end, in processes with heaps of their own.
@Timeout(150)
class MemoryTest {
    private static final Path JAR =
            Path.of(System.getProperty("penstock.root", "../..")).resolve("features/headless/target/headless.jar");
    private static final long RECOVERY_MILLIS = 20_000;

    private static final String TAKING = """
            if (told().equals("with each packet")) {
                kept.add(new byte[1 << 15]);
            }
            if (told().equals("little by little")) {
                kept.add(new byte[1 << 12]);
            }
            if (told().equals("at once")) {
                for (java.util.List<byte[]> all = new java.util.ArrayList<>(); true; ) {
                    all.add(new byte[1 << 10]);
                }
            }
            """;

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({"with each packet,512", "little by little,64", "at once,512", "at once,64"})
    void fault99ShouldCutOutAFunctionThatTakesMemoryWithoutEndAndHarmNobodyElse(String how, int heap) throws Exception {
        Assumptions.assumeTrue(Boolean.getBoolean("penstock.long"), "uses up all memory, five times: --long");
        Map<String, String> said = run(how, heap);
        System.out.printf("a function that takes memory %s, heap of %d MB: %s%n", how, heap, said);
        assertThat(said.get("missed")).isNull();
        assertThat(said.get("cut_out")).contains("node p is cut out, its function used up the memory, as it took ");
        assertThat(said).containsEntry("other_lost", "0").containsEntry("other_state", "RUNNING");
        assertThat(said).containsEntry("other_troubles", "[]").containsEntry("main_sessions", "8");
        assertThat(said).containsEntry("chains", "1").containsEntry("main_state", "RUNNING");
        assertThat(Long.parseLong(said.get("recovered_ms"))).isLessThan(RECOVERY_MILLIS);
    }

    private Map<String, String> run(String how, int heap) throws Exception {
        Path out = folder.resolve("out");
        String first = Probe.of("1.0.0")
                .having("private final java.util.List<byte[]> kept = new java.util.ArrayList<>();")
                .with(TAKING)
                .in(folder)
                .toString();
        String second = Probe.of("2.0.0").in(folder).toString();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseZGC",
                        "-Xmx" + heap + "m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Squeezed.class.getName(),
                        JAR.toString(),
                        folder.resolve("process").toString(),
                        first,
                        how,
                        second)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(process.waitFor(140, TimeUnit.SECONDS))
                    .as(() -> text(out))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(() -> text(out)).isZero();
        return Files.readAllLines(out).stream()
                .filter(line -> line.matches("[a-z0-9_]+=.*"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')), line -> line.substring(line.indexOf('=') + 1)));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }
}
