// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.control.Control;
import io.penstock.api.control.Manner;
import io.penstock.api.control.Status;
import io.penstock.api.control.Update;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
    private static final long CONFIRM_MILLIS = 600;
    private static final Pattern VERSION = Pattern.compile(".*?-([0-9.]+)-.*");

    @TempDir
    private Path folder = Path.of("");

    private Stage stage;
    private Control control;

    @BeforeEach
    void runTheFirstVersion() throws Exception {
        stage = Stage.open(folder, Probe.of("1.0.0").starting(TROUBLE));
        control = stage.control();
    }

    @AfterEach
    void stop() throws Exception {
        stage.close();
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

    /// All that came in was counted, each session went on with its number, and nothing of another version is left.
    private void assertOnlyTheFirstVersionIsThere() throws Exception {
        stage.awaitVersion(1);
        assertThat(installed()).containsExactly("1.0.0 current");
        Stage.await(() -> jars().equals(List.of("1.0.0")), "only the first version's jar is there");
        Stage.await(() -> stage.house().bundles(Probe.NAME).size() == 1, "only the first version's bundle is there");
        assertThat(control.show("main").sessions().opened()).isEqualTo(Stage.FLOWS);
    }

    @Test
    void fault103ShouldGoBackByItselfWhenTheNewVersionFailsWhileItIsWatched() throws Exception {
        CompletableFuture<Update> update = failing();
        System.setProperty(Probe.TOLD, "fail");
        Stage.assertRefusal(update, "org.example.probe 2.0.0 failed", "in chain main; 1.0.0 runs again");
        assertThat(control.show("main").nodes().getFirst().failures()).isPositive();
        long counted = stage.sum("p.count");
        assertOnlyTheFirstVersionIsThere();
        assertThat(stage.sum("p.count")).as("packets counted in sessions").isGreaterThanOrEqualTo(counted);
        assertThat(control.show("main").troubles()).noneMatch(line -> line.contains("cut out"));
    }

    @Test
    void shouldGoBackWhenNobodyConfirmsInTime() throws Exception {
        Update update = control.update(jar(Probe.of("2.0.0")), confirmed(CONFIRM_MILLIS));
        assertThat(update.outcome()).isEqualTo(Update.Outcome.UNCONFIRMED);
        assertThat(update.lines()).singleElement().asString().contains("penstock confirm org.example.probe");
        stage.awaitVersion(2);
        assertThat(installed()).as("what the next start would find").containsExactly("1.0.0 current");
        assertOnlyTheFirstVersionIsThere();
        assertThat(control.show("main").dropped()).isZero();
        Stage.assertRefused(
                () -> control.confirm(Probe.NAME),
                "org.example.probe 2.0.0 went back to 1.0.0, as nobody confirmed it within 600 ms");
    }

    @Test
    void shouldGoBackAtOnceWhenTheLastChainIsStoppedThatTriesAVersion() throws Exception {
        String third = jar(Probe.of("3.0.0"));
        control.update(jar(Probe.of("2.0.0")), confirmed(TimeUnit.MINUTES.toMillis(1)));
        stage.awaitVersion(2);
        control.stop("main");
        Stage.assertRefused(
                () -> control.confirm(Probe.NAME),
                "org.example.probe 2.0.0 went back to 1.0.0, as chain main was stopped");
        assertThat(installed()).containsExactly("1.0.0 current");
        Stage.await(() -> jars().equals(List.of("1.0.0")), "only the first version's jar is there");
        assertThat(control.update(third, confirmed(0)).outcome()).isEqualTo(Update.Outcome.DONE);
        control.deploy(Stage.drawing(Stage.CHAIN));
        stage.awaitVersion(3);
    }

    @Test
    void shouldStayWithWhatWasConfirmedInTime() throws Exception {
        control.update(jar(Probe.of("2.0.0")), confirmed(CONFIRM_MILLIS));
        assertThat(control.confirm(Probe.NAME)).isEqualTo("from now on org.example.probe 2.0.0 counts");
        Thread.sleep(2 * CONFIRM_MILLIS);
        stage.awaitVersion(2);
        assertThat(installed()).containsExactly("1.0.0 former", "2.0.0 current");
        assertThat(jars()).containsExactly("1.0.0", "2.0.0");
        Stage.await(() -> stage.house().bundles(Probe.NAME).size() == 1, "the first version's bundle has left");
    }

    @Test
    void shouldGoForthAgainWhenNobodyConfirmsARollback() throws Exception {
        control.update(jar(Probe.of("2.0.0")), confirmed(0));
        Update back = control.rollback(Probe.NAME, confirmed(CONFIRM_MILLIS));
        assertThat(back.outcome()).isEqualTo(Update.Outcome.UNCONFIRMED);
        stage.awaitVersion(1);
        assertThat(installed()).containsExactly("1.0.0 former", "2.0.0 current");
        stage.awaitVersion(2);
        assertThat(installed()).containsExactly("1.0.0 former", "2.0.0 current");
        assertThat(jars()).containsExactly("1.0.0", "2.0.0");
        control.rollback(Probe.NAME, confirmed(TimeUnit.MINUTES.toMillis(1)));
        control.confirm(Probe.NAME);
        stage.awaitVersion(1);
        assertThat(installed()).containsExactly("1.0.0 current", "2.0.0 former");
        assertThat(jars()).containsExactly("1.0.0", "2.0.0");
    }

    @Test
    void shouldRefuseEveryOtherChangeOfBundlesWhileAnUpdateWaitsToBeConfirmed() throws Exception {
        String third = jar(Probe.of("3.0.0"));
        control.update(jar(Probe.of("2.0.0")), confirmed(TimeUnit.MINUTES.toMillis(1)));
        String waits = "org.example.probe 2.0.0 waits to be confirmed";
        Stage.assertRefused(() -> control.install(third), waits, "penstock confirm org.example.probe");
        Stage.assertRefused(() -> control.remove(Probe.NAME), waits);
        Stage.assertRefused(() -> control.update(third, Manner.USUAL), waits);
        Stage.assertRefused(() -> control.rollback(Probe.NAME, Manner.USUAL), waits);
        Stage.assertRefused(
                () -> control.swap(
                        Stage.drawing(Stage.CHAIN.replace("p: {", "q: {type: counter}\n  p: {")), Manner.USUAL),
                waits);
        stage.awaitVersion(2);
        assertThat(jars()).containsExactly("1.0.0", "trial");
        control.confirm(Probe.NAME);
        assertThat(installed()).containsExactly("1.0.0 former", "2.0.0 current");
        assertThat(control.update(third, confirmed(0)).outcome()).isEqualTo(Update.Outcome.DONE);
        stage.awaitVersion(3);
    }

    @Test
    void fault105ShouldChangeNothingElseWhileItGoesBack() throws Exception {
        String third = jar(Probe.of("3.0.0"));
        control.update(jar(Probe.of("2.0.0")), confirmed(CONFIRM_MILLIS));
        stage.awaitVersion(2);
        System.setProperty(Probe.TOLD, "wait");
        Thread.sleep(2 * CONFIRM_MILLIS);
        CompletableFuture<Update> update = Stage.later(() -> control.update(third, confirmed(0)));
        Thread.sleep(CONFIRM_MILLIS);
        System.clearProperty(Probe.TOLD);
        Update done = update.get(20, TimeUnit.SECONDS);
        assertThat(done.from()).isEqualTo("1.0.0");
        assertThat(done.chains()).hasSize(1);
        stage.awaitVersion(3);
        assertThat(installed()).containsExactly("1.0.0 former", "3.0.0 current");
        Stage.await(() -> jars().equals(List.of("1.0.0", "3.0.0")), "nothing is left of the second version");
    }

    @Test
    void shouldTryAgainAndSayWhyWhenItCannotGoBack() throws Exception {
        control.update(jar(Probe.of("2.0.0")), confirmed(CONFIRM_MILLIS));
        stage.awaitVersion(2);
        System.setProperty(Probe.TOLD, "refuse");
        Stage.await(() -> !control.show("main").troubles().isEmpty(), "the chain says why it cannot go back");
        assertThat(control.show("main").troubles())
                .singleElement()
                .asString()
                .contains("cannot go back from org.example.probe 2.0.0 to 1.0.0", "made no more");
        assertThat(stage.runs(2)).isTrue();
        assertThat(stage.house().bundles(Probe.NAME))
                .as("no bundle leaves that runs")
                .hasSize(2);
        System.clearProperty(Probe.TOLD);
        assertOnlyTheFirstVersionIsThere();
        assertThat(control.show("main").troubles()).isEmpty();
    }

    @Test
    void fault103ShouldBeginAnewWithTheVersionBeforeWhenTheWorkerStopsWhileItIsWatched() throws Exception {
        CompletableFuture<Update> update = failing();
        stage.talking().breakOff();
        Stage.assertRefusal(update, "org.example.probe 2.0.0 stopped the worker of chain main; 1.0.0 runs again");
        assertOnlyTheFirstVersionIsThere();
        assertThat(control.status().chains())
                .singleElement()
                .satisfies(chain -> assertThat(chain.state()).isEqualTo(Status.State.RUNNING));
    }

    @Test
    void shouldSayThatItCouldNotGoBackAndLetThePersonKeepTheNewVersion() throws Exception {
        CompletableFuture<Update> update = failing();
        System.setProperty(Probe.TOLD, "fail refuse");
        Stage.assertRefusal(update, "org.example.probe 2.0.0 failed", "cannot go back to 1.0.0 yet", "made no more");
        System.setProperty(Probe.TOLD, "refuse");
        assertThat(stage.runs(2)).isTrue();
        assertThat(installed()).containsExactly("1.0.0 current");
        control.confirm(Probe.NAME);
        assertThat(installed()).containsExactly("1.0.0 former", "2.0.0 current");
        assertThat(control.show("main").troubles()).noneMatch(line -> line.contains("cannot go back"));
    }

    @Test
    void fault106ShouldRefuseToRemoveWhatAChainRunsWith() throws Exception {
        Stage.assertRefused(() -> control.remove(Probe.NAME), "a chain runs with org.example.probe 1.0.0");
        stage.awaitVersion(1);
        assertThat(installed()).containsExactly("1.0.0 current");
        control.stop("main");
        assertThat(control.remove(Probe.NAME)).isEqualTo("removed org.example.probe 1.0.0");
        assertThat(installed()).isEmpty();
    }

    @Test
    void shouldTakeAnUpdateThatMendsAFunctionThatFails() throws Exception {
        control.update(jar(Probe.of("2.0.0").with(FAILING)), confirmed(0));
        System.setProperty(Probe.TOLD, "fail");
        Stage.await(() -> control.show("main").nodes().getFirst().failures() > 0, "the second version fails");
        assertThat(control.update(jar(Probe.of("3.0.0")), Manner.USUAL).outcome())
                .isEqualTo(Update.Outcome.DONE);
        stage.awaitVersion(3);
    }

    /// Updates to a version that fails when it is told to, and waits until it runs.
    private CompletableFuture<Update> failing() throws Exception {
        String next = jar(Probe.of("2.0.0").with(FAILING));
        CompletableFuture<Update> update = Stage.later(
                () -> control.update(next, new Manner(Manner.State.KEEP, TimeUnit.SECONDS.toMillis(20), 0, false)));
        stage.awaitVersion(2);
        return update;
    }
}
