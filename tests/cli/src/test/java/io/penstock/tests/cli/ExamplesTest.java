// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.tests.cli.Cli.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What stands in `examples/` works as it stands there; only the outputs go elsewhere.
class ExamplesTest {
    private static final Path EXAMPLES = Cli.root().resolve("examples");
    private static final Path CAPTURE = EXAMPLES.resolve("office.pcapng");

    @TempDir
    private Path folder = Path.of("");

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".chain.yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldRunAndAccountForEachPacket(Path example) throws Exception {
        assumeTrue(Files.exists(CAPTURE), "examples/office.pcapng is not there");

        JsonNode report = new Cli(folder)
                .run("run", example.toString(), "--json", "--port", port("lan"), "--port", port("wan"))
                .json();

        assertThat(count(report, "in")).isPositive();
        assertThat(count(report, "in") + count(report, "made"))
                .describedAs(report.toPrettyString())
                .isEqualTo(count(report, "out") + count(report, "dropped") + count(report, "held"));
        assertThat(sum(report, "inPackets")).isEqualTo(count(report, "in"));
        assertThat(sum(report, "outPackets")).isEqualTo(count(report, "out"));
        assertThat(sum(report.get("reasons"))).isEqualTo(count(report, "dropped"));
        assertThat(folder.resolve("lan.pcapng")).isNotEmptyFile();
        assertThat(folder.resolve("wan.pcapng")).isNotEmptyFile();
    }

    /// Files named on the command line are the caller's, not the chain's.
    @Test
    void shouldReadAndWriteTheFilesOfPortInTheFolderItIsCalledFrom() throws Exception {
        Files.copy(CAPTURE, folder.resolve("mine.pcapng"));

        JsonNode report = new Cli(folder)
                .run(
                        "run",
                        example("wire").toString(),
                        "--json",
                        "--port",
                        "lan=pcap:mine.pcapng,mine-lan.pcapng",
                        "--port",
                        "wan=pcap:mine.pcapng,mine-wan.pcapng")
                .json();

        assertThat(count(report, "in")).isPositive();
        assertThat(folder.resolve("mine-lan.pcapng")).isNotEmptyFile();
        assertThat(folder.resolve("mine-wan.pcapng")).isNotEmptyFile();
        assertThat(EXAMPLES.resolve("mine-lan.pcapng")).doesNotExist();
    }

    @Test
    void shouldCompareTwoOfThem() throws Exception {
        Said said = new Cli(folder)
                .run("diff", example("wire").toString(), example("observe").toString())
                .succeeded();

        assertThat(said.out()).contains("+ fw (firewall)", "- lan -> wan", "+ lan -> fw");
    }

    @Test
    void shouldExplainWhatIsMergedAndWhoAskedForIt() throws Exception {
        Said said = new Cli(folder)
                .run("explain", example("office-edge").toString())
                .succeeded();

        assertThat(said.out()).contains("Classifier", "udp port 53", "fw rule 1", "Session record", "alone");
    }

    @Test
    void shouldExplainAndTellTranslationInWords() throws Exception {
        Cli cli = new Cli(folder);
        Path nat = example("office-nat");

        assertThat(cli.run("explain", nat.toString()).succeeded().out())
                .contains("translates the source of its sessions", "nat reads TcpConnection (track)");
        assertThat(cli.run("why", nat.toString(), "tcp 10.10.0.11:40000 > 10.20.0.80:80")
                        .succeeded()
                        .out())
                .contains("translates it to tcp 198.51.100.1:40000 > 10.20.0.80:80");
    }

    @Test
    void shouldTellWhichRuleDropsAPacket() throws Exception {
        Said said = new Cli(folder)
                .run("why", example("office-edge").toString(), "tcp 10.10.0.11:40000 > 10.20.0.2:23")
                .succeeded();

        assertThat(said.out()).contains("dropped at fw, reason denied", "rule 4: deny from any");
    }

    @Test
    void shouldDrawAPicture() throws Exception {
        Cli cli = new Cli(folder);

        cli.run("draw", example("office-edge").toString(), "--out", "a.png").succeeded();
        cli.run("draw", example("office-edge").toString(), "--out", "a.svg").succeeded();

        assertThat(Files.readAllBytes(folder.resolve("a.png"))).startsWith(0x89, 'P', 'N', 'G');
        assertThat(folder.resolve("a.svg")).content().contains("<svg", "</svg>");
    }

    @Test
    void shouldBringAFileIntoCanonicalFormAndLeaveItThere() throws Exception {
        Cli cli = new Cli(folder);
        cli.file("a.chain.yaml", Files.readString(example("wire")).replace("{driver: pcap, ", "{driver:   pcap, "));

        cli.run("fmt", "a.chain.yaml", "--check").refused("a.chain.yaml: is not in canonical form");
        assertThat(cli.run("fmt", "a.chain.yaml").succeeded().out()).isEqualTo("a.chain.yaml was rewritten\n");
        assertThat(cli.run("fmt", "a.chain.yaml", "--check").succeeded().out()).contains("is in canonical form");
    }

    private static Path example(String name) {
        return EXAMPLES.resolve(name + ".chain.yaml");
    }

    private String port(String name) {
        return name + "=pcap:" + CAPTURE + "," + folder.resolve(name + ".pcapng");
    }

    private static long count(JsonNode report, String name) {
        return report.required(name).asLong();
    }

    private static long sum(JsonNode report, String counter) {
        return report.required("ports")
                .valueStream()
                .mapToLong(port -> count(port, counter))
                .sum();
    }

    private static long sum(JsonNode counters) {
        return counters.valueStream().mapToLong(JsonNode::asLong).sum();
    }
}
