// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Window;
import org.eclipse.swt.SWTError;
import org.eclipse.swt.widgets.Display;
import org.osgi.service.component.annotations.Component;

/// Opens the editor on the caller's thread, which draws until the window is closed.
@Component
public final class EditorWindow implements Window {
    @Override
    public void show(Request request) throws Refused {
        if (!hasDisplay()) {
            throw new Refused(Problem.error(
                    "there is no display for the editor", "start it in a desktop session, or use penstock draw"));
        }
        Display.setAppName("Penstock");
        Display display = display();
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
