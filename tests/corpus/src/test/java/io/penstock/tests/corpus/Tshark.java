// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.penstock.ports.capture.CaptureRefused;
import io.penstock.ports.capture.CaptureWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// What another decoder says of checksums.
final class Tshark {
    private static final List<String> PROTOCOLS = List.of(
            "eth",
            "ethertype",
            "vlan",
            "ieee8021ad",
            "raw",
            "ip",
            "ipv6",
            "ipv6.hopopts",
            "ipv6.routing",
            "ipv6.fraghdr",
            "ipv6.dstopts",
            "ah",
            "tcp",
            "udp");
    private static final List<String> PREFERENCES = List.of(
            "ip.check_checksum:TRUE",
            "tcp.check_checksum:TRUE",
            "udp.check_checksum:TRUE",
            "ip.defragment:FALSE",
            "ipv6.defragment:FALSE",
            "tcp.analyze_sequence_numbers:FALSE",
            "tcp.desegment_tcp_streams:FALSE");

    private Tshark() {}

    /// Skips the test where there is no tshark.
    static void assumeInstalled() {
        String path = System.getenv().getOrDefault("PATH", "");
        assumeTrue(
                Stream.of(path.split(":")).anyMatch(folder -> Files.isExecutable(Path.of(folder, "tshark"))),
                "tshark is not installed");
    }

    /// The outermost IPv4, TCP and UDP checksum status of each frame: 0 wrong, 1 right, 2 not checked, 3 absent.
    static List<String> status(List<Shot> shots, Path file) throws IOException, InterruptedException, CaptureRefused {
        try (CaptureWriter writer = CaptureWriter.create(file)) {
            for (Shot shot : shots) {
                assertThat(writer.write(shot.bytes(), shot.wireLength(), 0, shot.origin()))
                        .isTrue();
            }
        }
        Path said = file.resolveSibling(file.getFileName() + ".txt");
        Process tshark = new ProcessBuilder(command(file))
                .redirectOutput(said.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(tshark.waitFor(60, TimeUnit.SECONDS))
                .describedAs("tshark ends")
                .isTrue();
        List<String> lines = Files.readAllLines(said);
        assertThat(lines).describedAs("one line of tshark for each frame").hasSameSizeAs(shots);
        return lines;
    }

    private static List<String> command(Path file) {
        List<String> command =
                new ArrayList<>(List.of("tshark", "-n", "-r", file.toString(), "--disable-protocol", "ALL"));
        PROTOCOLS.forEach(protocol -> command.addAll(List.of("--enable-protocol", protocol)));
        PREFERENCES.forEach(preference -> command.addAll(List.of("-o", preference)));
        command.addAll(List.of("-T", "fields", "-E", "occurrence=f", "-E", "separator=,"));
        for (String protocol : List.of("ip", "tcp", "udp")) {
            command.addAll(List.of("-e", protocol + ".checksum.status"));
        }
        return command;
    }
}
