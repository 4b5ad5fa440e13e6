// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.live;

import io.penstock.api.Refused;
import io.penstock.api.control.Control;
import io.penstock.api.control.Report;
import io.penstock.api.control.Status;
import io.penstock.chain.Chain;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Looks at a running chain again and again, and says what flows; when the connection is lost, the last values are
/// said again as old ones.
public final class Watch implements AutoCloseable {
    private final Control control;
    private final String name;
    private final Supplier<Chain> chain;
    private final Consumer<Seen> listener;
    private Optional<Report> before = Optional.empty();
    private Optional<Rates> rates = Optional.empty();
    private volatile boolean closed;

    /// What was seen.
    ///
    /// @param rates the last ones; empty where there never were any
    /// @param stale whether they are old, because the dataplane does not answer
    /// @param running whether the chain runs, as far as is known
    /// @param why what went wrong, in one sentence; empty where nothing did
    public record Seen(Optional<Rates> rates, boolean stale, boolean running, String why) {}

    /// @param name the chain's name
    /// @param chain the chain as it runs, of which wires are derived
    /// @param listener hears on the thread that looks
    public Watch(Control control, String name, Supplier<Chain> chain, Consumer<Seen> listener) {
        this.control = control;
        this.name = name;
        this.chain = chain;
        this.listener = listener;
    }

    /// Looks every so often until it is closed, on a thread of its own.
    public void start(long everyMillis) {
        Thread.ofPlatform().daemon().name("watch " + name).start(() -> {
            try {
                while (!closed) {
                    look();
                    Thread.sleep(everyMillis);
                }
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// Looks once.
    public void look() {
        Seen seen = seen();
        if (!closed) {
            listener.accept(seen);
        }
    }

    private Seen seen() {
        try {
            Report report = control.show(name);
            boolean running = report.state() == Status.State.RUNNING;
            Chain drawn = chain.get();
            rates = Optional.of(
                    before.isPresent() && running
                            ? Rates.between(drawn, before.get(), report)
                            : Rates.totals(drawn, report));
            before = Optional.of(report);
            return new Seen(rates, false, running, "");
        } catch (Refused gone) {
            before = Optional.empty();
            return new Seen(rates, rates.isPresent(), false, String.valueOf(gone.getMessage()));
        } catch (RuntimeException lost) {
            before = Optional.empty();
            return new Seen(rates, true, false, String.valueOf(lost.getMessage()));
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
