// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Refused;
import io.penstock.api.control.Control;
import io.penstock.api.control.Manner;
import io.penstock.api.control.Status;
import io.penstock.api.control.Update;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A chain that is replaced by another drawing, which goes back: by itself when it fails, and by time when nobody
/// confirms it.
@Timeout(120)
class RedrawingTest {
    private static final long CONFIRM_MILLIS = 600;

    /// The chain with one node more.
    private static final String LONGER = Stage.CHAIN
            .replace("  p: {type: probe}\n", "  p: {type: probe}\n  q: {type: probe}\n")
            .replace("in -> p", "in -> q -> p");

    @TempDir
    private Path folder = Path.of("");

    private Stage stage;
    private Control control;

    @BeforeEach
    void runTheFirstDrawing() throws Exception {
        stage = Stage.open(
                folder,
                Probe.of("1.0.0")
                        .with("if (told().contains(\"fail\")) { throw new IllegalStateException(\"on demand\"); }"));
        control = stage.control();
    }

    @AfterEach
    void stop() throws Exception {
        stage.close();
    }

    private Update redraw(String drawing, long watchMillis, long confirmMillis) throws Refused {
        return control.swap(Stage.drawing(drawing), new Manner(Manner.State.KEEP, watchMillis, confirmMillis, false));
    }

    private boolean hasRun(String node) throws Refused {
        return stage.sum(node + ".version") == Stage.FLOWS;
    }

    /// The first drawing runs and carries every session with its number, none was opened anew.
    private void assertEverySessionGoesOn(long counted) throws Exception {
        Stage.await(() -> control.running("main").text().equals(Stage.CHAIN), "the first drawing runs");
        Stage.await(() -> stage.sum("p.count") > counted, "it goes on counting in the sessions");
        Stage.await(() -> control.show("main").sessions().opened() >= Stage.FLOWS, "every session is there");
        Stage.await(
                () -> stage.sessions().stream().noneMatch(row -> row.fields().containsKey("q.count")),
                "no session is left with the drawing that went");
        assertThat(control.show("main").sessions().opened()).isEqualTo(Stage.FLOWS);
    }

    @Test
    void shouldGoBackToTheDrawingBeforeWhenNobodyConfirmsInTime() throws Exception {
        Update update = redraw(LONGER, 0, CONFIRM_MILLIS);
        long counted = stage.sum("p.count");
        assertThat(update.outcome()).isEqualTo(Update.Outcome.UNCONFIRMED);
        assertThat(update.lines())
                .containsExactly("goes back in 600 ms unless you say: penstock confirm \"chain main\"");
        Stage.await(() -> hasRun("q"), "the new node runs");
        assertEverySessionGoesOn(counted);
        assertThat(control.show("main").dropped()).isZero();
        Stage.assertRefused(
                () -> control.confirm("chain main"),
                "the new drawing went back to the drawing before, as nobody confirmed it within 600 ms");
        assertThat(redraw(LONGER, 0, 0).outcome()).isEqualTo(Update.Outcome.DONE);
    }

    @Test
    void shouldStayWithADrawingThatWasConfirmedInTime() throws Exception {
        redraw(LONGER, 0, CONFIRM_MILLIS);
        assertThat(control.confirm("chain main")).isEqualTo("from now on the new drawing counts");
        Thread.sleep(2 * CONFIRM_MILLIS);
        Stage.await(() -> hasRun("q"), "the new node runs");
        assertThat(control.running("main").text()).isEqualTo(LONGER);
        Stage.assertRefused(() -> control.confirm("chain main"), "nothing of chain main waits to be confirmed");
    }

    @Test
    void fault103ShouldGoBackByItselfWhenADrawingFailsWhileItIsWatched() throws Exception {
        CompletableFuture<Update> update = watched();
        long counted = stage.sum("p.count");
        System.setProperty(Probe.TOLD, "fail");
        Stage.assertRefusal(update, "the new drawing failed", "in chain main; the drawing before runs again");
        System.clearProperty(Probe.TOLD);
        assertEverySessionGoesOn(counted);
    }

    @Test
    void fault103ShouldBeginAnewWithTheDrawingBeforeWhenTheWorkerStopsWhileItIsWatched() throws Exception {
        CompletableFuture<Update> update = watched();
        stage.talking().breakOff();
        Stage.assertRefusal(update, "the new drawing stopped the worker of chain main; the drawing before runs again");
        assertEverySessionGoesOn(0);
        assertThat(control.status().chains()).extracting(Status.Running::state).containsExactly(Status.State.RUNNING);
    }

    /// Deploys the longer drawing and waits until it runs.
    private CompletableFuture<Update> watched() throws Exception {
        CompletableFuture<Update> update = Stage.later(() -> redraw(LONGER, TimeUnit.SECONDS.toMillis(20), 0));
        Stage.await(() -> hasRun("q"), "the new node runs");
        return update;
    }

    @Test
    void fault105ShouldRefuseEveryOtherChangeWhileADrawingWaitsToBeConfirmed() throws Exception {
        String second = Probe.of("2.0.0").in(folder).toString();
        redraw(LONGER, 0, TimeUnit.MINUTES.toMillis(1));
        String waits = "the new drawing waits to be confirmed";
        Stage.assertRefused(() -> redraw(Stage.CHAIN, 0, 0), waits, "penstock confirm \"chain main\"");
        Stage.assertRefused(() -> control.update(second, Manner.USUAL), waits);
        Stage.assertRefused(() -> control.install(second), waits);
        Stage.assertRefused(() -> control.confirm(Probe.NAME), "nothing of org.example.probe waits to be confirmed");
        stage.talking().breakOff();
        Stage.await(() -> !control.show("main").troubles().isEmpty(), "the worker has stopped");
        Stage.assertRefused(() -> redraw(Stage.CHAIN, 0, 0), waits);
        control.confirm("chain main");
        assertThat(redraw(Stage.CHAIN, 0, 0).outcome()).isEqualTo(Update.Outcome.DONE);
    }

    @Test
    void shouldAllowOtherChangesOnceTheChainIsStoppedWhoseDrawingWaits() throws Exception {
        redraw(LONGER, 0, TimeUnit.MINUTES.toMillis(1));
        control.stop("main");
        control.deploy(Stage.drawing(Stage.CHAIN));
        stage.awaitVersion(1);
        assertThat(redraw(LONGER, 0, 0).outcome()).isEqualTo(Update.Outcome.DONE);
        Stage.assertRefused(
                () -> control.confirm("chain main"),
                "the new drawing went back to the drawing before, as chain main was stopped");
    }

    @Test
    void shouldNotWaitForAConfirmationWhereThereIsNothingToGoBackTo() {
        Stage.assertRefused(
                () -> redraw(Stage.CHAIN.replace("chain: main", "chain: other"), 0, CONFIRM_MILLIS),
                "chain other begins anew, so that there is nothing to go back to; deploy it without --confirm");
    }

    @Test
    void shouldSayBeforeADrawingIsDeployedHowManySessionsItConcerns() throws Exception {
        Update update = control.swap(Stage.drawing(LONGER), new Manner(Manner.State.KEEP, 0, 0, true));
        assertThat(update.outcome()).isEqualTo(Update.Outcome.DRY_RUN);
        assertThat(update.chains()).singleElement().satisfies(chain -> {
            assertThat(chain.nodes()).containsExactly("q");
            assertThat(chain.sessions()).isEqualTo(Stage.FLOWS);
        });
    }
}
