// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.shell.Stage;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsServerTest {
    private static final Pattern LINE = Pattern.compile(
            "# (HELP|TYPE) penstock_[a-z_]+ .+|penstock_[a-z_]+\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*} [0-9.E]+");

    private static final String CHAIN = """
            format: 1
            chain: a
            ports:
              lan: {driver: memory}
              wan: {driver: memory}
            functions:
              fw: {type: firewall}
            wires:
              - lan -> fw -> wan
            """;

    @TempDir
    private Path folder = Path.of("");

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static HttpResponse<String> ask(int port, String method, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void shouldServeCountersOfARunThatWasAskedToAndOnlyUntilItEnds() throws Exception {
        Stage stage = new Stage(folder);
        Files.writeString(folder.resolve("a.chain.yaml"), CHAIN);
        int port = freePort();
        CompletableFuture<Integer> run = CompletableFuture.supplyAsync(
                () -> stage.run("run", "a.chain.yaml", "--metrics", String.valueOf(port)));
        while (stage.memory().status().chains().isEmpty()) {
            assertThat(run).as(stage::err).isNotDone();
            Thread.onSpinWait();
        }
        HttpResponse<String> answer = ask(port, "GET", "/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body().lines()).allMatch(line -> LINE.matcher(line).matches());
        assertThat(answer.body().lines())
                .contains("# TYPE penstock_in_packets_total counter", "penstock_in_packets_total{chain=\"a\"} 1234")
                .anyMatch(line -> line.startsWith("penstock_node_drops_total{chain=\"a\",node="))
                .anyMatch(line -> line.startsWith("penstock_port_in_packets_total{chain=\"a\",port="))
                .anyMatch(line -> line.startsWith("penstock_sessions_open{chain=\"a\"} "))
                // As `promtool check metrics` wants names to be.
                .noneMatch(line -> line.matches("# HELP \\w*_(counter|gauge|untyped)\\b.*"))
                .noneMatch(line -> line.matches("# TYPE \\w*(?<!_total) counter"));
        assertThat(ask(port, "GET", "/").statusCode()).isEqualTo(404);
        assertThat(ask(port, "POST", "/metrics").statusCode()).isEqualTo(405);
        assertThat(ask(port, "HEAD", "/metrics").body()).isEmpty();
        stage.interrupt();
        assertThat(run.get()).isZero();
        try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(free.isBound()).isTrue();
        }
    }

    @Test
    void shouldRefuseAPortThatIsTakenOrNoneInOneLine() throws Exception {
        Stage stage = new Stage(folder);
        Files.writeString(folder.resolve("a.chain.yaml"), CHAIN);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThat(stage.run("run", "a.chain.yaml", "--metrics", String.valueOf(port)))
                    .isEqualTo(1);
            assertThat(stage.err())
                    .startsWith("penstock: counters cannot be served on 127.0.0.1:" + port + ": ")
                    .hasLineCount(1);
        }
        assertThat(stage.run("run", "a.chain.yaml", "--metrics", "70000")).isEqualTo(1);
        assertThat(stage.err()).contains("--metrics 70000 is no TCP port");
        assertThat(stage.memory().status().chains()).isEmpty();
    }
}
