// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Only what some function needs of a protocol is loaded.
class LeastLayersTest {
    private static final Path CAPTURE = Cli.root().resolve("examples/office.pcapng");
    private static final String CHAIN = """
            format: 1
            chain: least
            ports:
              lan: {driver: pcap, in: office.pcapng, out: lan.pcapng}
              wan: {driver: pcap, in: office.pcapng, out: wan.pcapng}
            functions:
              nat: {type: nat, address: 198.51.100.1}
              then: {type: counter}
            wires:
              - lan -> nat -> then -> wan
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void shouldLoadNothingOfTcpsStreamsForNatAndCounter() throws Exception {
        assertThat(loaded("counter")).isNotEmpty().noneMatch(LeastLayersTest::ofStreams);
        assertThat(new Cli(folder)
                        .run("explain", "least.chain.yaml")
                        .succeeded()
                        .out())
                .contains("tcp  track  nat reads TcpConnection (track)");
    }

    @Test
    void shouldLoadThemForAFunctionThatReadsStreams() throws Exception {
        assertThat(loaded("streamstats")).anyMatch(LeastLayersTest::ofStreams);
    }

    private static boolean ofStreams(String line) {
        return line.contains("io.penstock.layer.tcp.stream.");
    }

    private List<String> loaded(String second) throws Exception {
        Path log = folder.resolve("classes.log");
        Cli cli = new Cli(folder, List.of("-Xlog:class+load:file=" + log));
        Files.copy(CAPTURE, folder.resolve("office.pcapng"));
        cli.file("least.chain.yaml", CHAIN.replace("counter", second));
        cli.run("run", "least.chain.yaml").succeeded();
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains("io.penstock.layer.tcp."))
                .toList();
    }
}
