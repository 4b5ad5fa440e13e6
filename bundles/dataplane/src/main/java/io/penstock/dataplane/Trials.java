// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// The update that goes back unless somebody confirms it in time. No other change of bundles begins before that.
///
/// Used while the lock for changes is held; the clock takes it too.
final class Trials implements AutoCloseable {
    private static final long AGAIN_MILLIS = 1_000;

    private record Trial(Updates.Done done, ScheduledFuture<?> end) {}

    /// What became of the last one that nobody confirmed.
    private record Ended(String name, String line) {}

    private final Object changes;
    private Optional<Trial> waiting = Optional.empty();
    private Optional<Ended> ended = Optional.empty();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("penstock-confirm").factory());

    /// @param changes the lock that every change of bundles and chains holds
    Trials(Object changes) {
        this.changes = changes;
    }

    /// Has an update wait for its confirmation.
    ///
    /// @param millis how long
    /// @param line what is said to a person who confirms it too late
    /// @param goBack done when nobody confirmed it, and again each second until it says that it succeeded
    void await(Updates.Done done, long millis, String line, BooleanSupplier goBack) {
        ScheduledFuture<?> end = clock.scheduleWithFixedDelay(
                () -> {
                    synchronized (changes) {
                        if (isWaiting(done) && succeeds(goBack)) {
                            end();
                            ended = Optional.of(new Ended(done.staged().name(), line));
                        }
                    }
                },
                millis,
                AGAIN_MILLIS,
                TimeUnit.MILLISECONDS);
        waiting = Optional.of(new Trial(done, end));
    }

    private static boolean succeeds(BooleanSupplier goBack) {
        try {
            return goBack.getAsBoolean();
        } catch (RuntimeException | Error unforeseen) {
            System.getLogger(Trials.class.getName())
                    .log(System.Logger.Level.ERROR, "going back failed and is tried again", unforeseen);
            return false;
        }
    }

    @SuppressWarnings("ReferenceEquality") // this very update
    private boolean isWaiting(Updates.Done done) {
        return waiting.filter(trial -> trial.done() == done).isPresent();
    }

    private void end() {
        waiting.ifPresent(trial -> trial.end().cancel(false));
        waiting = Optional.empty();
    }

    /// Takes the update out that waited.
    ///
    /// @throws Refused when none of this name waits
    Updates.Done take(String name) throws Refused {
        Updates.Done done = waiting.map(Trial::done)
                .filter(one -> one.staged().name().equals(name))
                .orElseThrow(() -> new Refused(ended.filter(one -> one.name().equals(name))
                        .map(one -> Problem.error(one.line(), "update again"))
                        .orElseGet(() -> Problem.error(
                                "nothing of " + name + " waits to be confirmed", "see penstock show bundles"))));
        end();
        return done;
    }

    /// @throws Refused when an update waits
    void refuseOthers() throws Refused {
        if (waiting.isPresent()) {
            throw waits(waiting.get().done());
        }
    }

    /// @throws Refused when an update waits that takes the place of one of these bundles
    void refuseUsers(Set<Long> bundles) throws Refused {
        Optional<Updates.Done> other = waiting.map(Trial::done)
                .filter(done -> !Collections.disjoint(done.staged().replaces(), bundles));
        if (other.isPresent()) {
            throw waits(other.get());
        }
    }

    private static Refused waits(Updates.Done done) {
        String name = done.staged().name();
        return new Refused(Problem.error(
                name + " " + done.staged().version() + " waits to be confirmed, and nothing else changes until then",
                "confirm it: penstock confirm " + name + ", or wait until it has gone back"));
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
