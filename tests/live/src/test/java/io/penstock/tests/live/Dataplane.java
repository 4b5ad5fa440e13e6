// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A dataplane in a process of its own, started by the command `penstock` as people start it.
record Dataplane(Process process, Path socket, Path out, long begun) implements AutoCloseable {
    static final Path ROOT = Path.of(System.getProperty("penstock.root", "../.."))
            .toAbsolutePath()
            .normalize();
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long SECONDS = 20;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    /// A chain without functions between two DPDK ports.
    ///
    /// @param in the port where packets enter: its device, and what else is said of it
    static String chain(String name, String in, String out) {
        return """
                format: 1
                chain: %s
                ports:
                  in: {driver: dpdk, device: %s}
                  out: {driver: dpdk, device: %s}
                wires:
                  - in -> out
                """.formatted(name, in, out);
    }

    /// One that sends all the time.
    static String sending(String name) {
        return chain(name, "\"net_null0,size=64\"", "\"net_null1,no-rx=1\"");
    }

    /// Starts a chain.
    ///
    /// @param before words before the command, such as `ip netns exec NAME`; each replaces itself by the next
    static Dataplane run(Path folder, String name, String chain, String options, List<String> before)
            throws IOException {
        return run(folder, name, chain, options, before, List.of());
    }

    /// Starts a chain.
    ///
    /// @param behind words behind the command
    static Dataplane run(
            Path folder, String name, String chain, String options, List<String> before, List<String> behind)
            throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".chain.yaml"), chain);
        Path out = folder.resolve(name + ".out");
        List<String> command = new ArrayList<>(before);
        command.addAll(
                List.of(ROOT.resolve("penstock").toString(), "--no-install", "run", file.toString(), "--name", name));
        command.addAll(behind);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment()
                .putAll(Map.of(
                        "PENSTOCK_BUILT",
                        "1",
                        "PENSTOCK_HOME",
                        folder.resolve("home").toString(),
                        "PENSTOCK_JAVA_OPTS",
                        options,
                        "JAVA_HOME",
                        System.getProperty("java.home")));
        long begun = System.nanoTime();
        Process process = builder.start();
        // Where the tests are interrupted nobody closes it.
        Thread end = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(end);
        return new Dataplane(process, folder.resolve("home/run/" + name + ".sock"), out, begun);
    }

    /// Installs a bundle where the dataplanes of a folder find it.
    static void install(Path folder, Path jar) throws IOException, InterruptedException {
        Path out = folder.resolve("install.out");
        ProcessBuilder builder = new ProcessBuilder(
                        ROOT.resolve("penstock").toString(), "--no-install", "install", jar.toString())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment()
                .putAll(Map.of(
                        "PENSTOCK_BUILT",
                        "1",
                        "PENSTOCK_HOME",
                        folder.resolve("home").toString(),
                        "JAVA_HOME",
                        System.getProperty("java.home")));
        Process process = builder.start();
        assertThat(process.waitFor(3 * SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(out)).contains("installed ");
    }

    /// Asks over the control socket.
    JsonNode ask(String method, Object... arguments) throws IOException {
        String request = MAPPER.writeValueAsString(Map.of("id", 1, "method", method, "args", List.of(arguments)));
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8)));
            return MAPPER.readTree(Channels.newReader(channel, StandardCharsets.UTF_8));
        }
    }

    /// Deploys a chain as if its file lay beside the one that was run.
    JsonNode deploy(String chain) throws IOException {
        String file = out.resolveSibling("deployed.chain.yaml").toString();
        return ask("deploy", Map.of("file", file, "text", chain, "ports", Map.of(), "folder", "", "workers", 0));
    }

    JsonNode show(String chain) throws IOException {
        return ask("show", chain).path("result");
    }

    /// Waits until a chain's report is as it should be.
    JsonNode await(String chain, Predicate<JsonNode> enough) throws IOException, InterruptedException {
        JsonNode report = MAPPER.missingNode();
        while (!enough.test(report)) {
            assertThat(process.isAlive()).as(Files.readString(out)).isTrue();
            assertThat(System.nanoTime() - begun)
                    .as("%s: %s; %s", chain, report, Files.readString(out))
                    .isLessThan(PATIENCE_NANOS);
            Thread.sleep(10);
            report = Files.exists(socket) ? showIfThere(chain) : report;
        }
        return report;
    }

    private JsonNode showIfThere(String chain) throws IOException {
        try {
            return show(chain);
        } catch (SocketException early) {
            return MAPPER.missingNode();
        }
    }

    /// Waits until more packets have left a chain.
    void awaitMore(String chain) throws IOException, InterruptedException {
        long before = show(chain).path("out").asLong();
        await(chain, report -> report.path("out").asLong() > before);
    }

    /// Waits for the first packet that leaves a chain.
    ///
    /// @return how long it took from the start of the process
    Duration first(String chain) throws IOException, InterruptedException {
        await(chain, report -> report.path("out").asLong() > 0);
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    Duration processorTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /// Ends it at once, without a chance to clean up.
    void kill() {
        process.destroyForcibly().onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(process, SECONDS, TimeUnit.SECONDS).join();
        kill();
    }
}
