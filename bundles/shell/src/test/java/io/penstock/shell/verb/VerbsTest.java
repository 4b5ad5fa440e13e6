// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.api.Refused;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.shell.Setting;
import io.penstock.shell.Stage;
import io.penstock.shell.json.Json;
import io.penstock.shell.remote.ControlServer;
import io.penstock.shell.remote.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class VerbsTest {
    @TempDir
    private Path folder = Path.of("");

    private Stage stage = new Stage(Path.of(""));

    @BeforeEach
    void writeChains() throws IOException {
        stage = new Stage(folder);
        Files.writeString(folder.resolve("a.chain.yaml"), chain("a"));
        Files.writeString(folder.resolve("bad.chain.yaml"), chain("refused"));
    }

    static Stream<String> verbs() {
        return Verbs.names().stream();
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void shouldExplainEachVerbWithAnExample(String verb) {
        assertThat(stage.run(verb, "--help")).isZero();
        assertThat(stage.out())
                .contains("Usage: penstock " + verb, "Examples:", "  penstock " + verb)
                .doesNotContain("\u001b");
        assertThat(stage.err()).isEmpty();
    }

    @Test
    void shouldListAllVerbs() {
        assertThat(stage.run("--help")).isZero();
        assertThat(stage.out()).contains(verbs().toList()).contains("penstock VERB --help");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "explian a.chain.yaml | penstock: there is no verb \"explian\"; did you mean explain?; penstock --help lists the verbs",
                "'' | penstock: no verb is given; penstock --help lists the verbs",
                "ps --jsn | penstock: ps: there is no option \"--jsn\"; did you mean --json?; penstock ps --help says how it is used",
                "run | penstock: run: missing required parameter: 'CHAIN'; penstock run --help says how it is used",
                "run a --for soon | penstock: run: --for: \"soon\" is not a number; penstock run --help says how it is used",
                "run a --port lan | penstock: run: --port: \"lan\" is not NAME=DRIVER:REST; penstock run --help says how it is used",
                "draw a.chain.yaml --out a.svg --theme blue | penstock: draw: --theme: \"blue\" is not one of light, dark; penstock draw --help says how it is used",
                "new thing my-limit | penstock: new: \"thing\" is not function; penstock new --help says how it is used",
                "show sessions --limit x | penstock: show: --limit: \"x\" is not a whole number; penstock show --help says how it is used",
                "ps more | penstock: ps: \"more\" is one argument too many; penstock ps --help says how it is used",
            })
    void shouldAnswerMisuseWithOneLineAndTwo(String words, String line) {
        assertThat(stage.run(words.isEmpty() ? new String[0] : words.split(" ")))
                .isEqualTo(2);
        assertThat(stage.err()).isEqualTo(line + "\n");
        assertThat(stage.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"show colours", "draw a.chain.yaml", "draw a.chain.yaml --out a.svg --theme blue"})
    void shouldCallWrongArgumentsMisuse(String words) {
        assertThat(stage.run(words.split(" "))).isEqualTo(2);
        assertThat(stage.err().lines()).hasSize(1);
    }

    @Test
    void shouldRunUntilTheInputEndsAndPrintTheTable() {
        stage.memory().end();

        assertThat(stage.run("run", "a.chain.yaml", "--port", "wan=dpdk:net_pcap0,rx_pcap=x=y"))
                .isZero();
        assertThat(stage.out())
                .contains(
                        "a  ended after",
                        "firewall",
                        "in 1,234 + made 0 = out 1,200 + dropped 34 + held 0",
                        "trouble: ");
        assertThat(stage.err()).isEqualTo("penstock: warning: rule 3 can never match\n");
        assertThat(stage.memory().requests().getFirst().ports()).containsEntry("wan", "dpdk:net_pcap0,rx_pcap=x=y");
        assertThat(stage.memory().status().chains()).isEmpty();
    }

    @Test
    void shouldStopWhenTheTimeIsOver() {
        assertThat(stage.run("run", "a.chain.yaml", "--for", "0.05")).isZero();
        assertThat(stage.memory().status().chains()).isEmpty();
    }

    @Test
    void shouldStopCleanlyWhenInterrupted() throws Exception {
        CompletableFuture<Integer> run = CompletableFuture.supplyAsync(() -> stage.run("run", "a.chain.yaml"));
        awaitChain("a");
        stage.interrupt();

        assertThat(run.get()).isZero();
        assertThat(stage.out()).contains("a  ended after");
    }

    @Test
    void shouldPrintNothingButOneDocumentWithJson() throws Exception {
        stage.memory().end();
        for (String words : List.of(
                "run a.chain.yaml --json",
                "explain a.chain.yaml --json",
                "why a.chain.yaml tcp 10.0.0.1:1 > 10.0.0.2:80 --json",
                "ps --json",
                "show functions --json",
                "show layers --json")) {
            assertThat(stage.run(words.split(" "))).as(words).isZero();
            JsonNode document = Json.read(stage.out());
            assertThat(document.isContainerNode()).as(words).isTrue();
        }
    }

    @Test
    void shouldRefuseAChainWithFileLineAndColumn() {
        for (String verb : List.of("run", "explain", "check")) {
            assertThat(stage.run(verb, "bad.chain.yaml")).isEqualTo(1);
            assertThat(stage.err())
                    .isEqualTo("penstock: bad.chain.yaml:2:8: the name is refused by the test; take another\n");
            assertThat(stage.out()).isEmpty();
        }
    }

    @Test
    void shouldSayWhichFileIsMissing() {
        assertThat(stage.run("check", "no.chain.yaml")).isEqualTo(1);
        assertThat(stage.err())
                .isEqualTo("penstock: no.chain.yaml: no such file; check the name, and the folder it is relative to\n");
        assertThat(stage.run("check", ".")).isEqualTo(1);
        assertThat(stage.err()).isEqualTo("penstock: .: is a folder; give a `.chain.yaml` file\n");
    }

    @Test
    void fault108ShouldNotReadAChainOfTenMegabytes() throws IOException {
        Files.write(folder.resolve("big.yaml"), new byte[10 << 20]);

        assertThat(stage.run("check", "big.yaml")).isEqualTo(1);
        assertThat(stage.err()).contains("big.yaml: is ");
        assertThat(stage.memory().requests()).isEmpty();
    }

    @Test
    void shouldProveAPlanOrShowThePacketThatDisprovesIt() throws IOException {
        assertThat(stage.run("explain", "a.chain.yaml", "--check")).isZero();
        assertThat(stage.out())
                .isEqualTo("holds: chain a, 90 packets, 30 sessions, 6 of 7 places reached\nnot reached:\n"
                        + "  fw match 3 holds first: udp\nno packet can come to:\n"
                        + "  fw match 4 holds first: udp port 53\n");

        Files.writeString(folder.resolve("untrue.chain.yaml"), chain("untrue"));
        assertThat(stage.run("explain", "untrue.chain.yaml", "--check")).isEqualTo(1);
        assertThat(stage.out())
                .startsWith("first   udp 10.0.0.1:1 > 192.0.2.7:53\npacket  udp 10.0.0.1:1 > 192.0.2.7:54\n")
                .contains("one after the other: dropped at fw, reason denied: rule 2, deny\n  1  port lan  enters")
                .contains("disproved: chain untrue");
        assertThat(stage.run("explain", "untrue.chain.yaml", "--check", "--json"))
                .isEqualTo(1);
        assertThat(stage.out()).contains("\"packet\"");
    }

    @Test
    void shouldExplainWhyInSteps() {
        assertThat(stage.run("why", "a.chain.yaml", "tcp 10.0.0.1:1 > 10.0.0.2:23"))
                .isZero();
        assertThat(stage.out()).endsWith("dropped at fw, reason denied: rule 3, deny\n");
        assertThat(stage.run("why", "a.chain.yaml", "tcp", "10.0.0.1:1", ">", "10.0.0.2:80"))
                .isZero();
        assertThat(stage.out()).startsWith("tcp 10.0.0.1:1 > 10.0.0.2:80\n");
    }

    @Test
    void shouldTakeACaptureFromTheCallersFolder() throws IOException {
        Files.writeString(folder.resolve("x.pcap"), "x");

        assertThat(stage.run("why", "a.chain.yaml", "x.pcap:80")).isZero();
        assertThat(stage.out()).startsWith(folder.resolve("x.pcap") + ":80\n");
    }

    @Test
    void shouldTurnTheUnexpectedIntoOneLineAndKeepTheTrace() throws IOException {
        assertThat(stage.run("why", "a.chain.yaml", "throw")).isEqualTo(1);
        Path log = folder.resolve("home/log/penstock.log");
        assertThat(stage.err())
                .isEqualTo(
                        "penstock: this should not have happened: java.lang.IllegalStateException: thrown by the test;"
                                + " the trace is in " + log + "\n");
        assertThat(log).content().contains("IllegalStateException").contains("\tat ");
        assertThat(Files.getPosixFilePermissions(log)).hasSize(2);
    }

    @Test
    void shouldDrawToAFileAtOnce() throws IOException {
        assertThat(stage.run("draw", "a.chain.yaml", "--out", "a.PNG", "--theme", "dark", "--scale", "2"))
                .isZero();
        assertThat(folder.resolve("a.PNG")).hasContent("PNG DARK 2.0");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("a.PNG", "a.chain.yaml", "bad.chain.yaml");
        }
        assertThat(stage.run("draw", "a.chain.yaml", "--out", "a.gif")).isEqualTo(2);
        assertThat(stage.err()).contains("end the name in .svg or .png");
        assertThat(stage.run("draw", "a.chain.yaml", "--out", "no/a.svg")).isEqualTo(1);
        assertThat(stage.err()).isEqualTo("penstock: no/a.svg: its folder does not exist; make the folder first\n");
        assertThat(stage.run("draw", "a.chain.yaml", "--out", "a.svg", "--scale", "NaN"))
                .isEqualTo(2);
    }

    @Test
    void shouldSayThatNothingRuns() {
        assertThat(stage.run("ps")).isZero();
        assertThat(stage.out()).isEqualTo("no dataplane runs; start one: penstock run CHAIN\n");
        for (String words : List.of("show", "stop", "deploy a.chain.yaml", "show sessions")) {
            assertThat(stage.run(words.split(" "))).as(words).isEqualTo(1);
            assertThat(stage.err()).isEqualTo("penstock: no dataplane runs; start one: penstock run CHAIN\n");
        }
        assertThat(stage.run("show", "--on", "edge")).isEqualTo(1);
        assertThat(stage.err()).isEqualTo("penstock: no dataplane called \"edge\" runs; see what runs: penstock ps\n");
    }

    @Test
    void shouldReachARunningDataplaneFromAnotherCommand() throws Exception {
        Stage other = new Stage(folder);
        CompletableFuture<Integer> run =
                CompletableFuture.supplyAsync(() -> stage.run("run", "a.chain.yaml", "--name", "edge"));
        awaitChain("a");
        Files.writeString(folder.resolve("b.chain.yaml"), chain("b"));

        assertThat(other.run("ps")).isZero();
        assertThat(other.out()).contains("edge", "a running");
        assertThat(other.run("show", "--on", "edge")).isZero();
        assertThat(other.out()).contains("a  running for");
        assertThat(other.run("show", "sessions")).isZero();
        assertThat(other.out()).contains("tcp 10.0.0.1:40000 > 192.0.2.7:80", "... 11 more");
        assertThat(other.run("show", "ports")).isZero();
        assertThat(other.out()).contains("frames-read");
        assertThat(other.run("deploy", "b.chain.yaml")).isZero();
        assertThat(other.out()).isEqualTo("chain b runs\n");
        assertThat(other.run("deploy", "bad.chain.yaml")).isEqualTo(1);
        assertThat(other.err()).contains("penstock: bad.chain.yaml:2:8: ");
        assertThat(other.run("show", "--chain", "b", "--json")).isZero();
        assertThat(Json.read(other.out())).hasSize(1);
        assertThat(other.run("show", "--chain", "c")).isEqualTo(1);
        assertThat(other.err()).contains("no chain called \"c\" runs there; those that run: a, b");
        assertThat(other.run("stop", "b")).isZero();
        assertThat(other.out()).contains("b  ended after");
        assertThat(other.run("stop")).isZero();
        assertThat(other.out()).isEqualTo("dataplane edge has ended\n");
        assertThat(run.get()).isZero();
        assertThat(stage.out()).contains("a  ended after");
    }

    @Test
    void shouldEndWhenAnotherCommandStopsItsChain() throws Exception {
        Stage other = new Stage(folder);
        CompletableFuture<Integer> run = CompletableFuture.supplyAsync(() -> stage.run("run", "a.chain.yaml"));
        awaitChain("a");

        assertThat(other.run("stop", "a")).isZero();
        assertThat(run.get()).isZero();
        assertThat(stage.err()).contains("chain a was stopped by another command");
    }

    @Test
    void shouldAskForTheNameWhenSeveralRun() throws Exception {
        Stage other = new Stage(folder);
        try (ControlServer one = listen(stage.setting(), "main");
                ControlServer two = listen(stage.setting(), "edge")) {
            assertThat(List.of(one.name(), two.name())).hasSize(2);
            assertThat(other.run("show")).isEqualTo(1);
            assertThat(other.err())
                    .isEqualTo("penstock: several dataplanes run: edge, main; choose one with --on NAME\n");
            stage.memory().end();
            assertThat(stage.run("run", "a.chain.yaml"))
                    .as("takes the next free name")
                    .isZero();
            assertThat(stage.run("run", "a.chain.yaml", "--name", "edge")).isEqualTo(1);
            assertThat(stage.err()).contains("a dataplane called edge runs already");
        }
    }

    @Test
    void shouldWatchUntilInterrupted() throws Exception {
        stage.memory().deploy(new ChainRequest("", "chain: a\n", Map.of()));
        Stage other = new Stage(folder);
        try (ControlServer server = listen(stage.setting(), "main")) {
            CompletableFuture<Integer> watch =
                    CompletableFuture.supplyAsync(() -> other.run("show", "--watch", "--json"));
            while (!other.setting().interrupts().fire()) {
                Thread.onSpinWait();
            }
            assertThat(watch.get()).as(server.name()).isZero();
            assertThat(Json.read(other.out().lines().findFirst().orElse(""))).hasSize(1);
        }
    }

    @Test
    void shouldShowWhatIsInstalledWithoutADataplane() {
        assertThat(stage.run("show", "functions")).isZero();
        assertThat(stage.out()).contains("firewall  Firewall");
        assertThat(stage.run("show", "layers")).isZero();
        assertThat(stage.out()).contains("ipproto 17");
    }

    @Test
    void shouldCheckWithoutRunning() {
        assertThat(stage.run("check", "a.chain.yaml")).isZero();
        assertThat(stage.out()).isEqualTo("good: chain a, 4 functions, 2 paths, 1 warning\n");
        assertThat(stage.err()).contains("warning: fw rule 3 can never match");
        assertThat(stage.memory().status().chains()).isEmpty();
    }

    @Test
    void shouldInstallAndRemove() {
        assertThat(stage.run("install", "x-1.0.jar")).isZero();
        assertThat(stage.installed()).containsExactly("x-1.0.jar");
        assertThat(stage.run("remove", "x-1.0.jar")).isZero();
        assertThat(stage.installed()).isEmpty();
    }

    @Test
    void shouldUpdateAndSayWhatDiffers() {
        assertThat(stage.run("update", "quota-1.1.0.jar")).isZero();
        assertThat(stage.out()).isEqualTo("""
                updated org.example.quota 1.0.0 -> 1.1.0
                  chain office-edge: cap; 3 sessions; rehearsed on 256 packets, 1 differ; 12.3 ms
                    cap.used is long now, was int
                    udp 10.0.0.1:5000 > 192.0.2.7:53: passed, now over-quota
                  1.0.0 is kept: penstock rollback org.example.quota
                """);
        assertThat(stage.run("update", "quota-1.1.0.jar", "--dry-run", "--state", "drain"))
                .isZero();
        assertThat(stage.out()).startsWith("would update org.example.quota 1.0.0 -> 1.1.0");
        assertThat(stage.run("show", "bundles")).isZero();
        assertThat(stage.out()).contains("org.example.quota  1.1.0    current");
    }

    @Test
    void shouldWaitForAConfirmationOnlyWhereADataplaneRunsThatCanGoBack() throws Exception {
        for (String verb : List.of("update", "rollback")) {
            assertThat(stage.run(verb, "org.example.quota", "--confirm", "60s")).isEqualTo(1);
            assertThat(stage.err())
                    .isEqualTo("penstock: --confirm: no dataplane runs here, so that nothing would go back;"
                            + " leave --confirm out, or start one with penstock run CHAIN\n");
        }
        try (ControlServer server = listen(stage.setting(), "edge")) {
            assertThat(server.name()).isEqualTo("edge");
            assertThat(stage.run("rollback", "org.example.quota", "--confirm", "60s"))
                    .isZero();
            assertThat(stage.out()).contains("until it is confirmed");
            assertThat(stage.run("confirm", "org.example.quota")).isZero();
            assertThat(stage.out()).isEqualTo("org.example.quota counts\n");
        }
    }

    @Test
    void shouldRefuseAnUpdateInOneLine() {
        assertThat(stage.run("update", "broken.jar")).isEqualTo(1);
        assertThat(stage.err()).contains("broken.jar is no jar; give a bundle");
        assertThat(stage.run("update", "x.jar", "--confirm", "soon")).isEqualTo(1);
        assertThat(stage.err()).contains("--confirm soon is no time; write 500ms, 60s, 5m or 1h");
        assertThat(stage.run("update", "x.jar", "--state", "lost")).isEqualTo(2);
    }

    @Test
    void shouldHoldAConversationOnANamedDataplane() throws Exception {
        try (ControlServer server = listen(stage.setting(), "edge")) {
            assertThat(stage.run("shell", "--on", server.name())).isZero();
        }
        assertThat(stage.out()).isEqualTo("a conversation on edge\n");
        assertThat(stage.run("shell", "--on", "gone")).isEqualTo(1);
    }

    @Test
    void shouldShowTheDemoFromItsOwnFolder() throws IOException {
        Path examples = Files.createDirectories(folder.resolve("root/examples"));
        Files.writeString(examples.resolve("office-edge.chain.yaml"), chain("office-edge"));
        Files.writeString(examples.resolve("office.pcapng"), "x");
        stage.memory().end();

        assertThat(stage.run("demo", "--headless")).isZero();
        assertThat(stage.out())
                .contains("office-edge", "What Penstock makes of it", "in 1,234 + made 0", "What to try next");
        assertThat(folder.resolve("home/demo/office.pcapng")).isSymbolicLink();
        try (Stream<Path> files = Files.list(examples)) {
            assertThat(files).as("nothing is written into the project").hasSize(2);
        }
    }

    @Test
    void shouldColourOnATerminalUnlessAskedNotTo() {
        Stage terminal = new Stage(folder, Map.of("PENSTOCK_TTY", "1"));
        Stage quiet = new Stage(folder, Map.of("PENSTOCK_TTY", "1", "NO_COLOR", "1"));

        assertThat(terminal.run("explain", "a.chain.yaml")).isZero();
        assertThat(terminal.out()).contains("\u001b[");
        assertThat(quiet.run("explain", "a.chain.yaml")).isZero();
        assertThat(quiet.out()).doesNotContain("\u001b[");
    }

    @Test
    void shouldWriteTheCanonicalFormAndKeepComments() throws IOException {
        Path file = folder.resolve("loose.chain.yaml");
        Files.writeString(file, "# kept\n" + chain("loose").replace("{driver: memory}", "{  driver:   memory }"));

        assertThat(stage.run("fmt", "loose.chain.yaml", "--check")).isEqualTo(1);
        assertThat(stage.err())
                .isEqualTo("penstock: loose.chain.yaml: is not in canonical form;"
                        + " write it so: penstock fmt loose.chain.yaml\n");
        assertThat(stage.run("fmt", "loose.chain.yaml", "--print")).isZero();
        assertThat(stage.out()).isEqualTo("# kept\n" + chain("loose"));
        assertThat(stage.run("fmt", "loose.chain.yaml")).isZero();
        assertThat(stage.out()).isEqualTo("loose.chain.yaml was rewritten\n");
        assertThat(file).hasContent("# kept\n" + chain("loose"));
        assertThat(stage.run("fmt", "loose.chain.yaml", "--check")).isZero();
    }

    @Test
    void shouldTellTwoChainsApart() {
        assertThat(stage.run("diff", "a.chain.yaml", "a.chain.yaml")).isZero();
        assertThat(stage.out()).isEqualTo("the two say the same\n");
        assertThat(stage.run("diff", "a.chain.yaml", "bad.chain.yaml")).isZero();
        assertThat(stage.out()).isEqualTo("chain: a -> refused\n");
        assertThat(stage.run("diff", "a.chain.yaml", "bad.chain.yaml", "--json"))
                .isZero();
        assertThat(stage.out()).contains("\"kind\" : \"Renamed\"");
    }

    @Test
    void shouldPrintTheSchemaAsOneDocument() throws Exception {
        assertThat(stage.run("schema")).isZero();
        assertThat(Json.read(stage.out()).path("$schema").asText()).contains("2020-12");
    }

    private static String chain(String name) {
        return """
                format: 1
                chain: %s
                ports:
                  lan: {driver: memory}
                  wan: {driver: memory}
                functions:
                  fw: {type: firewall}
                wires:
                  - lan -> fw -> wan
                """.formatted(name);
    }

    private void awaitChain(String name) {
        while (stage.memory().status().chains().stream()
                .noneMatch(chain -> chain.chain().equals(name))) {
            Thread.onSpinWait();
        }
    }

    private ControlServer listen(Setting setting, String name) throws Refused {
        return ControlServer.listen(
                setting.home().sockets().path(name), name, stage.memory(), () -> {}, Limits.USUAL, setting.log()::add);
    }
}
