// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Window;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.swt.SWTError;
import org.eclipse.swt.widgets.Display;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/// Opens the editor on a thread of its own, which draws until the window is closed. The thread reaches the display
/// while
/// other bundles still start, so that the window is there sooner.
@Component(immediate = true)
public final class EditorWindow implements Window {
    private final ExecutorService drawing = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("editor").factory());

    /// One that was reached before it was needed. Used by the drawing thread alone.
    private Optional<Display> reached = Optional.empty();

    @Activate
    public EditorWindow() {
        if (hasDisplay()) {
            drawing.execute(this::reachBefore);
            Warming.begin();
        }
    }

    private void reachBefore() {
        try {
            reached = Optional.of(display());
        } catch (Refused later) {
            // The window says it, and what is missing, when it is asked for.
            System.getLogger(EditorWindow.class.getName())
                    .log(System.Logger.Level.DEBUG, "no display is reached", later);
        }
    }

    @Override
    public void show(Request request) throws Refused {
        if (!hasDisplay()) {
            throw new Refused(Problem.error(
                    "there is no display for the editor", "start it in a desktop session, or use penstock draw"));
        }
        try {
            drawing.submit(() -> {
                        draw(request);
                        return request;
                    })
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused(Problem.error("the editor was interrupted", ""));
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Refused refused -> throw refused;
                case RuntimeException fault -> throw fault;
                case Error fault -> throw fault;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    private void draw(Request request) throws Refused {
        Display display = reached.isPresent() ? reached.get() : display();
        reached = Optional.empty();
        try (Desk desk = Desk.open(request, display)) {
            new Workbench(display, desk).run();
        } finally {
            display.dispose();
        }
    }

    static boolean hasDisplay() {
        return !System.getenv().getOrDefault("DISPLAY", "").isEmpty()
                || !System.getenv().getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
    }

    private static Display display() throws Refused {
        try {
            Display.setAppName("Penstock");
            return new Display();
        } catch (SWTError | UnsatisfiedLinkError | NoClassDefFoundError broken) {
            throw new Refused(Problem.error(
                    "the editor cannot reach the display: "
                            + String.valueOf(broken.getMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse("no reason given"),
                    "check DISPLAY, and that libgtk-3-0 is installed"));
        }
    }
}
