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
    @CsvSource({
        "with each packet,512,false",
        "little by little,64,false",
        "at once,512,false",
        "at once,64,false",
        "with each packet,512,true",
        "at once,512,true"
    })
    void fault99ShouldCutOutAFunctionThatTakesMemoryWithoutEndAndHarmNobodyElse(String how, int heap, boolean streams)
            throws Exception {
        Assumptions.assumeTrue(Boolean.getBoolean("penstock.long"), "uses up all memory, six times: --long");
        Map<String, String> said = run(how, heap, streams);
        System.out.printf(
                "fault: %-34s others lost %s, p99 %.1f us (%.1f us before), longest gap %s ms; recovered in %s ms;"
                        + " own longest gap %s ms, %s%n",
                (streams ? "takes memory of a stream " : "takes memory ") + how + ", " + heap + " MB",
                said.get("other_lost"),
                microseconds(said, "other_p99_us"),
                microseconds(said, "usual_p99_us"),
                said.get("other_gap_ms"),
                said.get("recovered_ms"),
                said.get("main_gap_ms"),
                said);
        assertThat(said.get("missed")).isNull();
        assertThat(said.get("cut_out")).contains("node p is cut out, its function used up the memory, as it took ");
        assertThat(said).containsEntry("other_lost", "0").containsEntry("other_state", "RUNNING");
        assertThat(said)
                .containsEntry("other_troubles", "[]")
                .containsEntry("main_sessions", "8")
                .containsEntry("main_resets", "0");
        assertThat(Integer.parseInt(said.get("used_percent")))
                .as("what it kept is let go")
                .isLessThan(heap > 64 ? 40 : 75);
        assertThat(said).containsEntry("chains", "1").containsEntry("main_state", "RUNNING");
        assertThat(Long.parseLong(said.get("recovered_ms"))).isLessThan(RECOVERY_MILLIS);
    }

    private Map<String, String> run(String how, int heap, boolean streams) throws Exception {
        Path out = folder.resolve("out");
        String first = probe("1.0.0", streams)
                .having("private final java.util.List<byte[]> kept = new java.util.ArrayList<>();")
                .with(TAKING)
                .in(folder)
                .toString();
        String second = probe("2.0.0", streams).in(folder).toString();
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
                        second,
                        Boolean.toString(streams))
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

    private static double microseconds(Map<String, String> said, String name) {
        return Double.parseDouble(said.getOrDefault(name, "NaN"));
    }

    private static Probe probe(String version, boolean streams) {
        return streams ? Probe.of(version).reading() : Probe.of(version);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }
}
