// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// Updates that go back unless somebody confirms them in time, by bundle.
final class Trials implements AutoCloseable {
    private record Trial(Updates.Done done, ScheduledFuture<?> end) {}

    private final Map<String, Trial> waiting = new HashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("penstock-confirm").factory());

    /// Has an update wait for its confirmation.
    ///
    /// @param goBack done when nobody confirmed it
    synchronized void await(String name, Updates.Done done, long millis, Runnable goBack) {
        ScheduledFuture<?> end = clock.schedule(
                () -> {
                    if (take(name).isPresent()) {
                        goBack.run();
                    }
                },
                millis,
                TimeUnit.MILLISECONDS);
        waiting.put(name, new Trial(done, end));
    }

    /// Takes an update out that waited.
    synchronized Optional<Updates.Done> take(String name) {
        Optional<Trial> trial = Optional.ofNullable(waiting.remove(name));
        trial.ifPresent(one -> one.end().cancel(false));
        return trial.map(Trial::done);
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
