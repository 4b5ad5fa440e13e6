// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// What a person's Ctrl-C reaches: the last of the things that run until they are interrupted.
public final class Interrupts {
    private final Deque<Runnable> waiting = new ArrayDeque<>();

    /// Has something called once at the next interrupt, unless the guard is closed before.
    public Guard on(Runnable action) {
        synchronized (waiting) {
            waiting.push(action);
        }
        return new Guard(this, action);
    }

    /// Interrupts what was registered last.
    ///
    /// @return whether there was anything
    public boolean fire() {
        Optional<Runnable> action;
        synchronized (waiting) {
            action = Optional.ofNullable(waiting.poll());
        }
        action.ifPresent(Runnable::run);
        return action.isPresent();
    }

    /// Ends a registration.
    public record Guard(Interrupts from, Runnable action) implements AutoCloseable {
        @Override
        public void close() {
            synchronized (from.waiting) {
                from.waiting.remove(action);
            }
        }
    }
}
