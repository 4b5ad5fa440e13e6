// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.penstock.api.Refused;
import io.penstock.api.control.Control;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.control.Control.SessionRow;
import io.penstock.api.control.Manner;
import io.penstock.api.control.Update;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An update that goes back: by itself when the new version fails, and by time when nobody confirms it.
@Timeout(120)
class GoingBackTest {
    private static final Path ROOT = Path.of(System.getProperty("penstock.root", "../.."));
    private static final int FLOWS = 8;
    private static final long PATIENCE_NANOS = 20_000_000_000L;
    private static final long CONFIRM_MILLIS = 600;
    private static final Pattern VERSION = Pattern.compile(".*?-([0-9.]+)-.*");

    private static final String CHAIN = """
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

    @TempDir
    private Path folder = Path.of("");

    private final Talking talking = new Talking(FLOWS);
    private House house;
    private Control control;

    @BeforeEach
    void runTheFirstVersion() throws Exception {
        System.clearProperty(Probe.TOLD);
        house = House.open(ROOT.resolve("features/headless/target/headless.jar"), folder.resolve("cache"));
        house.drive(talking);
        control = house.control();
        house.store(bundles());
        control.install(jar(Probe.of("1.0.0").starting(TROUBLE)));
        control.deploy(new ChainRequest("", CHAIN, Map.of()));
        awaitVersion(1);
    }

    @AfterEach
    void stop() throws Exception {
        System.clearProperty(Probe.TOLD);
        house.close();
    }

    /// What a version does when it is made, where the test says so.
    private static final String TROUBLE = """
            while (told().contains("wait")) {
                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
            }
            if (told().contains("refuse")) {
                throw new IllegalStateException("made no more");
            }
            """;

    private static final String FAILING =
            "if (told().contains(\"fail\")) { throw new IllegalStateException(\"on demand\"); }";

    private Path bundles() {
        return folder.resolve("bundles");
    }

    private String jar(Probe probe) throws Exception {
        return probe.in(folder).toString();
    }

    private static void await(Callable<Boolean> there, String what) throws Exception {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!there.call()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            Thread.sleep(2);
        }
    }

    private List<SessionRow> sessions() throws Refused {
        return control.sessions("main", 2 * FLOWS);
    }

    /// Waits until a version has had a packet of every session.
    private void awaitVersion(int version) throws Exception {
        await(() -> runs(version), "version " + version + " runs");
    }

    private boolean runs(int version) throws Refused {
        List<SessionRow> rows = sessions();
        return rows.size() == FLOWS
                && rows.stream()
                        .allMatch(row ->
                                String.valueOf(version).equals(row.fields().get("p.version")));
    }

    private List<String> installed() {
        return control.installed().stream()
                .map(one -> one.version() + " " + one.state())
                .sorted()
                .toList();
    }

    /// The jars in the folder, by their versions, one on trial by the word `trial`.
    private List<String> jars() throws IOException {
        try (Stream<Path> files = Files.list(bundles())) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".jar"))
                    .map(name -> name.startsWith(".trial")
                            ? "trial"
                            : VERSION.matcher(name).replaceFirst("$1"))
                    .sorted()
                    .toList();
        }
    }

    private static Manner confirmed(long millis) {
        return new Manner(Manner.State.KEEP, 0, millis, false);
    }

    private static void assertRefused(Callable<?> change, String... words) {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(change::call)
                .satisfies(refused -> assertThat(refused.problems())
                        .singleElement()
                        .satisfies(problem -> assertThat(problem.oneLine()).contains(words)));
    }

    /// All that came in was counted, each session went on with its number, and nothing of another version is left.
    private void assertOnlyTheFirstVersionIsThere() throws Exception {
        awaitVersion(1);
        assertThat(installed()).containsExactly("1.0.0 current");
        await(() -> jars().equals(List.of("1.0.0")), "only the first version's jar is there");
        await(() -> house.bundles(Probe.NAME).size() == 1, "only the first version's bundle is there");
        assertThat(control.show("main").sessions().opened()).isEqualTo(FLOWS);
    }

    @Test
    void fault103ShouldGoBackByItselfWhenTheNewVersionFailsWhileItIsWatched() throws Exception {
        CompletableFuture<Update> update = failing();
        System.setProperty(Probe.TOLD, "fail");
        assertRefusal(update, "org.example.probe 2.0.0 failed", "in chain main; 1.0.0 runs again");
        assertThat(control.show("main").nodes().getFirst().failures()).isPositive();
        long counted = sum();
        assertOnlyTheFirstVersionIsThere();
        assertThat(sum()).as("packets counted in sessions").isGreaterThanOrEqualTo(counted);
        assertThat(control.show("main").troubles()).noneMatch(line -> line.contains("cut out"));
    }

    private long sum() throws Refused {
        return sessions().stream()
                .mapToLong(row -> Long.parseLong(row.fields().getOrDefault("p.count", "0")))
                .sum();
    }

    @Test
    void shouldGoBackWhenNobodyConfirmsInTime() throws Exception {
        Update update = control.update(jar(Probe.of("2.0.0")), confirmed(CONFIRM_MILLIS));
        assertThat(update.outcome()).isEqualTo(Update.Outcome.UNCONFIRMED);
        assertThat(update.lines()).singleElement().asString().contains("penstock confirm org.example.probe");
        awaitVersion(2);
        assertThat(installed()).as("what the next start would find").containsExactly("1.0.0 current");
        assertOnlyTheFirstVersionIsThere();
        assertThat(control.show("main").dropped()).isZero();
        assertRefused(
                () -> control.confirm(Probe.NAME),
                "org.example.probe 2.0.0 went back to 1.0.0, as nobody confirmed it within 600 ms");
    }

    @Test
    void shouldStayWithWhatWasConfirmedInTime() throws Exception {
        control.update(jar(Probe.of("2.0.0")), confirmed(CONFIRM_MILLIS));
        assertThat(control.confirm(Probe.NAME)).isEqualTo("from now on org.example.probe 2.0.0 counts");
        Thread.sleep(2 * CONFIRM_MILLIS);
        awaitVersion(2);
        assertThat(installed()).containsExactly("1.0.0 former", "2.0.0 current");
        assertThat(jars()).containsExactly("1.0.0", "2.0.0");
        await(() -> house.bundles(Probe.NAME).size() == 1, "the first version's bundle has left");
    }

    @Test
    void shouldGoForthAgainWhenNobodyConfirmsARollback() throws Exception {
        control.update(jar(Probe.of("2.0.0")), confirmed(0));
        Update back = control.rollback(Probe.NAME, confirmed(CONFIRM_MILLIS));
        assertThat(back.outcome()).isEqualTo(Update.Outcome.UNCONFIRMED);
        awaitVersion(1);
        assertThat(installed()).containsExactly("1.0.0 former", "2.0.0 current");
        awaitVersion(2);
        assertThat(installed()).containsExactly("1.0.0 former", "2.0.0 current");
        assertThat(jars()).containsExactly("1.0.0", "2.0.0");
        control.rollback(Probe.NAME, confirmed(TimeUnit.MINUTES.toMillis(1)));
        control.confirm(Probe.NAME);
        awaitVersion(1);
        assertThat(installed()).containsExactly("1.0.0 current", "2.0.0 former");
        assertThat(jars()).containsExactly("1.0.0", "2.0.0");
    }

    @Test
    void shouldRefuseEveryOtherChangeOfBundlesWhileAnUpdateWaitsToBeConfirmed() throws Exception {
        String third = jar(Probe.of("3.0.0"));
        control.update(jar(Probe.of("2.0.0")), confirmed(TimeUnit.MINUTES.toMillis(1)));
        String waits = "org.example.probe 2.0.0 waits to be confirmed";
        assertRefused(() -> control.install(third), waits, "penstock confirm org.example.probe");
        assertRefused(() -> control.remove(Probe.NAME), waits);
        assertRefused(() -> control.update(third, Manner.USUAL), waits);
        assertRefused(() -> control.rollback(Probe.NAME, Manner.USUAL), waits);
        assertRefused(
                () -> control.swap(
                        new ChainRequest("", CHAIN.replace("p: {", "q: {type: counter}\n  p: {"), Map.of()),
                        Manner.USUAL),
                waits);
        awaitVersion(2);
        assertThat(jars()).containsExactly("1.0.0", "trial");
        control.confirm(Probe.NAME);
        assertThat(installed()).containsExactly("1.0.0 former", "2.0.0 current");
        assertThat(control.update(third, confirmed(0)).outcome()).isEqualTo(Update.Outcome.DONE);
        awaitVersion(3);
    }

    @Test
    void fault105ShouldChangeNothingElseWhileItGoesBack() throws Exception {
        String third = jar(Probe.of("3.0.0"));
        control.update(jar(Probe.of("2.0.0")), confirmed(CONFIRM_MILLIS));
        awaitVersion(2);
        System.setProperty(Probe.TOLD, "wait");
        Thread.sleep(2 * CONFIRM_MILLIS);
        CompletableFuture<Update> update = later(() -> control.update(third, confirmed(0)));
        Thread.sleep(CONFIRM_MILLIS);
        System.clearProperty(Probe.TOLD);
        Update done = update.get(20, TimeUnit.SECONDS);
        assertThat(done.from()).isEqualTo("1.0.0");
        assertThat(done.chains()).hasSize(1);
        awaitVersion(3);
        assertThat(installed()).containsExactly("1.0.0 former", "3.0.0 current");
        await(() -> jars().equals(List.of("1.0.0", "3.0.0")), "nothing is left of the second version");
    }

    @Test
    void shouldTryAgainAndSayWhyWhenItCannotGoBack() throws Exception {
        control.update(jar(Probe.of("2.0.0")), confirmed(CONFIRM_MILLIS));
        awaitVersion(2);
        System.setProperty(Probe.TOLD, "refuse");
        await(() -> !control.show("main").troubles().isEmpty(), "the chain says why it cannot go back");
        assertThat(control.show("main").troubles())
                .singleElement()
                .asString()
                .contains("cannot go back to org.example.probe 1.0.0", "made no more");
        assertThat(runs(2)).isTrue();
        assertThat(house.bundles(Probe.NAME)).as("no bundle leaves that runs").hasSize(2);
        System.clearProperty(Probe.TOLD);
        assertOnlyTheFirstVersionIsThere();
        assertThat(control.show("main").troubles()).isEmpty();
    }

    @Test
    void shouldSayThatItCouldNotGoBackAndLetThePersonKeepTheNewVersion() throws Exception {
        CompletableFuture<Update> update = failing();
        System.setProperty(Probe.TOLD, "fail refuse");
        assertRefusal(update, "org.example.probe 2.0.0 failed", "cannot go back to 1.0.0 yet", "made no more");
        System.setProperty(Probe.TOLD, "refuse");
        assertThat(runs(2)).isTrue();
        assertThat(installed()).containsExactly("1.0.0 current");
        control.confirm(Probe.NAME);
        assertThat(installed()).containsExactly("1.0.0 former", "2.0.0 current");
        assertThat(control.show("main").troubles()).noneMatch(line -> line.contains("cannot go back"));
    }

    @Test
    void fault106ShouldRefuseToRemoveWhatAChainRunsWith() throws Exception {
        assertRefused(() -> control.remove(Probe.NAME), "a chain runs with org.example.probe 1.0.0");
        awaitVersion(1);
        assertThat(installed()).containsExactly("1.0.0 current");
        control.stop("main");
        assertThat(control.remove(Probe.NAME)).isEqualTo("removed org.example.probe 1.0.0");
        assertThat(installed()).isEmpty();
    }

    @Test
    void shouldTakeAnUpdateThatMendsAFunctionThatFails() throws Exception {
        control.update(jar(Probe.of("2.0.0").with(FAILING)), confirmed(0));
        System.setProperty(Probe.TOLD, "fail");
        await(() -> control.show("main").nodes().getFirst().failures() > 0, "the second version fails");
        assertThat(control.update(jar(Probe.of("3.0.0")), Manner.USUAL).outcome())
                .isEqualTo(Update.Outcome.DONE);
        awaitVersion(3);
    }

    /// Updates to a version that fails when it is told to, and waits until it runs.
    private CompletableFuture<Update> failing() throws Exception {
        String next = jar(Probe.of("2.0.0").with(FAILING));
        CompletableFuture<Update> update = later(
                () -> control.update(next, new Manner(Manner.State.KEEP, TimeUnit.SECONDS.toMillis(20), 0, false)));
        awaitVersion(2);
        return update;
    }

    private static <T> CompletableFuture<T> later(Callable<T> change) {
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

    private static void assertRefusal(CompletableFuture<?> change, String... words) {
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
}
