// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.problem;

import io.penstock.api.Problem;
import io.penstock.api.Problem.Severity;
import io.penstock.api.control.Control;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.editor.model.edit.Drawing;
import io.penstock.editor.model.words.Words;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Asks a dataplane what is wrong with the drawing, a moment after the last edit, on a thread of its own. Drawings that
/// are overtaken by another are never asked about.
public final class Checker implements AutoCloseable {
    private final Control control;
    private final String file;
    private final long quietMillis;
    private final BiConsumer<Drawing, List<Problem>> answers;
    private final Thread thread;
    private @Nullable Drawing next;
    private boolean closed;

    /// @param file the chain file's name, from which relative names start
    /// @param quietMillis how long to wait for a further edit
    /// @param answers hears of each answer, on the checker's thread
    public Checker(Control control, String file, long quietMillis, BiConsumer<Drawing, List<Problem>> answers) {
        this.control = control;
        this.file = file;
        this.quietMillis = quietMillis;
        this.answers = answers;
        this.thread = Thread.ofPlatform().daemon().name("chain checker").start(this::run);
    }

    /// Asks about a drawing soon.
    public synchronized void ask(Drawing drawing) {
        next = drawing;
        notifyAll();
    }

    private void run() {
        try {
            while (true) {
                Optional<Drawing> drawing = await();
                if (drawing.isEmpty()) {
                    return;
                }
                answers.accept(drawing.get(), check(drawing.get()));
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Optional<Drawing> await() throws InterruptedException {
        while (next == null && !closed) {
            wait();
        }
        Drawing asked = next;
        long end = System.nanoTime() + quietMillis * 1_000_000;
        long left = quietMillis;
        while (left > 0 && !closed) {
            wait(left);
            if (next != null && !next.equals(asked)) {
                asked = next;
                end = System.nanoTime() + quietMillis * 1_000_000;
            }
            left = (end - System.nanoTime()) / 1_000_000;
        }
        next = null;
        return closed ? Optional.empty() : Optional.ofNullable(asked);
    }

    private List<Problem> check(Drawing drawing) {
        try {
            return control.check(new ChainRequest(file, drawing.draft().text(), Map.of()));
        } catch (RuntimeException lost) {
            String what = Words.say("problem.lost", String.valueOf(lost.getMessage()));
            return List.of(new Problem(Severity.WARNING, "", 0, 0, "", what, ""));
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        thread.interrupt();
    }
}
