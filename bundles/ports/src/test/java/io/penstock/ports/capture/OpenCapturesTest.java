// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Captures that nobody here wrote: read, written and read again, and judged by Wireshark's own tools.
class OpenCapturesTest {
    private static final Path SHARED = Path.of(System.getProperty("penstock.root", "."), "../shared/pcaps/open");

    /// Their microseconds exceed a second so far that Wireshark's 32-bit nanoseconds overflow; here they are added.
    private static final Set<String> BAD_FRACTIONS = Set.of(
            "tests__timestamp_invalid_micro.pcap",
            "tests__atm-oam-loopback-print-overrun.pcap",
            "tests__rx_serviceid_oobr.pcap");

    @TempDir
    private Path folder;

    @BeforeEach
    void needsCaptures() {
        assumeTrue(Files.isDirectory(SHARED), "the shared captures are not here");
    }

    @Test
    void shouldWriteEveryCaptureAsItWasRead() throws Exception {
        int captures = 0;
        int frames = 0;
        for (Path file : captures()) {
            Path copy = folder.resolve("copy.pcapng");
            List<Frame> before = copy(file, copy);
            assertThat(read(copy)).as(file.toString()).isEqualTo(before);
            captures++;
            frames += before.size();
        }
        assertThat(captures).as("captures read").isGreaterThan(800);
        assertThat(frames).as("frames read").isGreaterThan(captures);
    }

    @Test
    void shouldRefuseWhatCapinfosRefuses() throws Exception {
        for (Path file : files().filter(f -> f.toString().contains("gztest")).toList()) {
            assertThat(isRefused(file)).as(file.toString()).isTrue();
        }
    }

    @Test
    void shouldKeepCountsLengthsTimesAndLinkTypesAsCapinfosSeesThem() throws Exception {
        assumeTrue(isInstalled("capinfos"), "capinfos is not installed");
        List<Path> originals = captures().stream()
                .filter(f -> !BAD_FRACTIONS.contains(String.valueOf(f.getFileName())))
                .toList();
        List<Path> copies = new ArrayList<>();
        for (Path original : originals) {
            Path copy = folder.resolve(copies.size() + ".pcapng");
            copy(original, copy);
            copies.add(copy);
        }

        Map<String, String> before = capinfos(originals);
        Map<String, String> after = capinfos(copies);

        assertThat(before).hasSizeGreaterThan(800);
        for (int i = 0; i < originals.size(); i++) {
            String original = originals.get(i).toString();
            if (before.containsKey(original)) {
                assertThat(after.get(copies.get(i).toString())).as(original).isEqualTo(before.get(original));
            }
        }
    }

    @Test
    void shouldKeepEachFrameAsTsharkSeesIt() throws Exception {
        assumeTrue(isInstalled("tshark"), "tshark is not installed");
        List<Path> captures = captures();
        for (int i = 0; i < captures.size(); i += 100) {
            Path copy = folder.resolve("copy.pcapng");
            copy(captures.get(i), copy);
            assertThat(tshark(copy)).as(captures.get(i).toString()).isEqualTo(tshark(captures.get(i)));
        }
    }

    @Test
    void shouldReadAsManyFramesOfCutCaptureAsTshark() throws Exception {
        assumeTrue(isInstalled("tshark"), "tshark is not installed");
        List<Path> captures = captures();
        for (int i = 50; i < captures.size(); i += 160) {
            byte[] whole = Files.readAllBytes(captures.get(i));
            Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, whole.length * 2 / 3));
            assertThat(read(cut))
                    .as(captures.get(i).toString())
                    .hasSize(tshark(cut).size());
        }
    }

    private static List<Path> captures() {
        return files().filter(f -> !f.toString().contains("gztest")).toList();
    }

    private static Stream<Path> files() {
        try (Stream<Path> files = Files.walk(SHARED)) {
            return files.filter(f -> f.toString().matches(".*\\.(pcap|pcapng|cap|dmp|gz)")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isRefused(Path file) {
        try (CaptureReader reader = CaptureReader.open(file)) {
            return reader.frames() > 0;
        } catch (CaptureRefused e) {
            return String.valueOf(e.getMessage()).contains("; ");
        }
    }

    private static List<Frame> read(Path file) throws CaptureRefused {
        try (CaptureReader reader = CaptureReader.open(file)) {
            return CaptureBytes.all(reader);
        }
    }

    private static List<Frame> copy(Path from, Path to) throws CaptureRefused {
        List<Frame> frames = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.open(from);
                CaptureWriter writer = CaptureWriter.create(to)) {
            while (reader.next()) {
                frames.add(Frame.of(reader.frame()));
                assertThat(writer.write(reader.frame())).isTrue();
            }
            writer.describe(reader.described());
            assertThat(reader.trouble()).isEmpty();
        }
        return frames;
    }

    /// By file: encapsulation, packets, bytes on the wire, first and last time.
    private static Map<String, String> capinfos(List<Path> files) throws Exception {
        List<String> command = new ArrayList<>(List.of("capinfos", "-TmMrEcdaeS"));
        files.forEach(f -> command.add(f.toString()));
        Map<String, String> rows = new LinkedHashMap<>();
        for (String line : run(command)) {
            int end = line.indexOf(',');
            rows.put(line.substring(0, end), line.substring(end + 1));
        }
        return rows;
    }

    private static List<String> tshark(Path file) throws Exception {
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString(), "-T", "fields"));
        for (String field : List.of("number", "len", "cap_len", "time_epoch", "encap_type")) {
            command.addAll(List.of("-e", "frame." + field));
        }
        return run(command);
    }

    private static boolean isInstalled(String tool) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(f -> Files.isExecutable(Path.of(f, tool)));
    }

    private static List<String> run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.lines().toList();
    }
}
