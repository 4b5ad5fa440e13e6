// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.tests.cli.Cli.Said;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One dataplane that runs in a process of its own, and the verbs that reach it.
class RunningTest {
    private static final String CHAIN = MistakesTest.chain("{type: counter}");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void fault108ShouldKeepTheOldChainRunningWhenABrokenOneIsDeployed() throws Exception {
        Cli cli = new Cli(folder);
        cli.file("good.chain.yaml", CHAIN);
        Path out = cli.file("run.out", "");
        Path err = cli.file("run.err", "");
        Process process = cli.start(out, err, "run", "good.chain.yaml", "--for", "600", "--name", "edge", "--json");
        try {
            awaitRunning(cli, process);
            refuseBroken(cli);
            lookAt(cli);
            sendSerialisedObject(cli.home().resolve("run/edge.sock"));
            replaceAndStop(cli);
            Said said = Cli.end(process, out, err);
            assertThat(said.code()).describedAs(said::toString).isZero();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static void awaitRunning(Cli cli, Process process) throws Exception {
        Path socket = cli.home().resolve("run/edge.sock");
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!Files.exists(socket)) {
            assertThat(process.isAlive()).isTrue();
            assertThat(System.nanoTime())
                    .describedAs("the socket should be there")
                    .isLessThan(deadline);
            Thread.onSpinWait();
        }
        // The socket is bound a moment before somebody answers on it.
        List<String> names = List.of();
        while (names.isEmpty() && System.nanoTime() < deadline) {
            names = cli.run("ps", "--json")
                    .json()
                    .valueStream()
                    .map(one -> one.required("name").asText())
                    .toList();
        }
        assertThat(names).containsExactly("edge");
    }

    private static void refuseBroken(Cli cli) throws Exception {
        cli.file("broken.chain.yaml", CHAIN.replace("type: counter}", "type: counter"));
        cli.run("deploy", "broken.chain.yaml").refused("broken.chain.yaml:8:6: no YAML");
        cli.file("unknown.chain.yaml", CHAIN.replace("counter", "lawnmower"));
        cli.run("deploy", "unknown.chain.yaml").refused("function `lawnmower` is not installed");
    }

    private static void lookAt(Cli cli) throws Exception {
        JsonNode report = cli.run("show", "--json").json().required(0);
        assertThat(report.required("chain").asText()).isEqualTo("small");
        assertThat(report.required("state").asText()).isEqualToIgnoringCase("running");
        assertThat(cli.run("show", "sessions").succeeded().out()).contains("no session is open");
        cli.run("show", "--chain", "none").refused("no chain called \"none\" runs there; those that run: small");
    }

    /// The control socket speaks lines of JSON; whatever else comes in is refused and never read as an object.
    private static void sendSerialisedObject(Path socket) throws Exception {
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(object)) {
            out.writeObject(List.of("a"));
        }
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap(object.toByteArray()));
            channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
    }

    private static void replaceAndStop(Cli cli) throws Exception {
        assertThat(cli.run("deploy", "good.chain.yaml").succeeded().out())
                .startsWith("chain small runs\n  chain small: 0 sessions; not rehearsed");
        assertThat(cli.run("stop").succeeded().out()).isEqualTo("dataplane edge has ended\n");
        cli.run("show").refused("no dataplane runs");
    }
}
