// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.penstock.api.Refused;
import io.penstock.api.control.Control;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.control.Control.SessionRow;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleException;

/// A chain called `main` whose node `p` is the first version of a probe, between ports that talk without end.
record Stage(House house, Control control, Talking talking) implements AutoCloseable {
    static final int FLOWS = 8;

    static final String CHAIN = """
            format: 1
            chain: main
            ports:
              in: {driver: talking}
              out: {driver: talking}
            functions:
              p: {type: probe}
            wires:
              - in -> p -> out
            """;

    private static final Path ROOT = Path.of(System.getProperty("penstock.root", "../.."));
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    /// Runs it, its bundles in a folder `bundles` there.
    static Stage open(Path folder, Probe first) throws Exception {
        System.clearProperty(Probe.TOLD);
        House house = House.open(ROOT.resolve("features/headless/target/headless.jar"), folder.resolve("cache"));
        Stage stage = new Stage(house, house.control(), new Talking(FLOWS));
        house.drive(stage.talking());
        house.store(folder.resolve("bundles"));
        stage.control().install(first.in(folder).toString());
        stage.control().deploy(drawing(CHAIN));
        stage.awaitVersion(1);
        return stage;
    }

    static ChainRequest drawing(String text) {
        return new ChainRequest("", text, Map.of());
    }

    List<SessionRow> sessions() throws Refused {
        return control.sessions("main", 2 * FLOWS);
    }

    /// The sum over all sessions of a field, 0 where they have none of this name.
    long sum(String field) throws Refused {
        return sessions().stream()
                .mapToLong(row -> Long.parseLong(row.fields().getOrDefault(field, "0")))
                .sum();
    }

    /// Whether a version has had a packet of every session.
    boolean runs(int version) throws Refused {
        List<SessionRow> rows = sessions();
        return rows.size() == FLOWS
                && rows.stream()
                        .allMatch(row ->
                                String.valueOf(version).equals(row.fields().get("p.version")));
    }

    void awaitVersion(int version) throws Exception {
        await(() -> runs(version), "version " + version + " runs");
    }

    static void await(Callable<Boolean> there, String what) throws Exception {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!there.call()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            Thread.sleep(2);
        }
    }

    static <T> CompletableFuture<T> later(Callable<T> change) {
        CompletableFuture<T> future = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                future.complete(change.call());
            } catch (Exception e) {
                future.completeExceptionally(e);
            }
        });
        return future;
    }

    static void assertRefused(Callable<?> change, String... words) {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(change::call)
                .satisfies(refused -> assertThat(refused.problems())
                        .singleElement()
                        .satisfies(problem -> assertThat(problem.oneLine()).contains(words)));
    }

    static void assertRefusal(CompletableFuture<?> change, String... words) {
        assertRefused(
                () -> {
                    try {
                        return change.get(60, TimeUnit.SECONDS);
                    } catch (ExecutionException e) {
                        throw e.getCause() instanceof Refused refused ? refused : e;
                    }
                },
                words);
    }

    @Override
    public void close() throws BundleException {
        System.clearProperty(Probe.TOLD);
        house.close();
    }
}
