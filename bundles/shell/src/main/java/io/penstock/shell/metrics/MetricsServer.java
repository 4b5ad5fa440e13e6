// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Control;
import io.penstock.api.control.Report;
import io.penstock.api.control.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;

/// Answers Prometheus at `http://127.0.0.1:PORT/metrics`. Only this machine reaches it, all users of it do, and it
/// changes nothing.
public final class MetricsServer implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int BACKLOG = 16;
    private static final int MOST_PORT = 65_535;
    private static final String PATH = "/metrics";

    private final HttpServer server;
    private final ExecutorService threads;
    private final Control control;
    private final BiConsumer<String, Throwable> log;

    private MetricsServer(HttpServer server, Control control, BiConsumer<String, Throwable> log) {
        this.server = server;
        this.control = control;
        this.log = log;
        threads = Executors.newFixedThreadPool(
                THREADS, Thread.ofPlatform().daemon().name("metrics-", 0).factory());
    }

    /// Begins to answer.
    ///
    /// @param port 1 to 65535, on 127.0.0.1
    /// @param log told of failures
    /// @throws Refused when the port is taken or may not be used
    public static MetricsServer listen(int port, Control control, BiConsumer<String, Throwable> log) throws Refused {
        if (port < 1 || port > MOST_PORT) {
            throw new Refused(Problem.error("--metrics " + port + " is no TCP port", "give a number from 1 to 65535"));
        }
        // Whoever opens a connection and says nothing is let go after so many seconds.
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxRspTime", "10");
        try {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            MetricsServer made =
                    new MetricsServer(HttpServer.create(new InetSocketAddress(loopback, port), BACKLOG), control, log);
            made.server.createContext("/", made::answer);
            made.server.setExecutor(made.threads);
            made.server.start();
            return made;
        } catch (IOException e) {
            throw new Refused(Problem.error(
                    "counters cannot be served on 127.0.0.1:" + port + ": " + e.getMessage(),
                    "give a free port above 1023 with --metrics"));
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean head = exchange.getRequestMethod().equals("HEAD");
            if (!head && !exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                write(exchange, 405, "only GET and HEAD are answered\n", "text/plain; charset=utf-8", false);
            } else if (!exchange.getRequestURI().getPath().equals(PATH)) {
                write(exchange, 404, "the counters are at " + PATH + "\n", "text/plain; charset=utf-8", head);
            } else {
                write(exchange, 200, Metrics.text(reports()), Metrics.TYPE, head);
            }
        } catch (RuntimeException e) {
            log.accept("the counters could not be served", e);
        }
    }

    private static void write(HttpExchange exchange, int code, String text, String type, boolean head)
            throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(code, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    /// One that was stopped meanwhile has no counters any more.
    private Optional<Report> report(String chain) {
        try {
            return Optional.of(control.show(chain));
        } catch (Refused stopped) {
            return Optional.empty();
        }
    }

    private List<Report> reports() {
        return control.status().chains().stream()
                .map(Status.Running::chain)
                .map(this::report)
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
