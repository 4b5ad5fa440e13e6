// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.editor.model.paint.Colour;
import io.penstock.editor.model.paint.Theme;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;

/// The colours of the window: those of the system's theme, light or dark, also when it changes.
final class Look {
    private final Display display;
    private final List<Painted> painted = new ArrayList<>();
    private Theme theme;

    /// A control and what gives it its colours.
    private record Painted(Control control, Consumer<Theme> colours) {}

    private Look(Display display) {
        this.display = display;
        theme = current(display);
        display.addListener(SWT.Settings, _ -> refresh());
    }

    static Look of(Display display) {
        return new Look(display);
    }

    /// That of the system: dark where text is lighter than what is behind it.
    private static Theme current(Display display) {
        Color ground = display.getSystemColor(SWT.COLOR_LIST_BACKGROUND);
        Color ink = display.getSystemColor(SWT.COLOR_LIST_FOREGROUND);
        return brightness(ground) < brightness(ink) ? Theme.DARK : Theme.LIGHT;
    }

    private static int brightness(Color color) {
        return 3 * color.getRed() + 6 * color.getGreen() + color.getBlue();
    }

    Theme theme() {
        return theme;
    }

    boolean dark() {
        return theme.equals(Theme.DARK);
    }

    /// Changes from light to dark or back, the toolkit's own controls too.
    void toggle() {
        display.setDarkThemePreferred(!dark());
    }

    private void refresh() {
        Theme now = current(display);
        painted.removeIf(one -> one.control().isDisposed());
        if (!now.equals(theme)) {
            theme = now;
            painted.forEach(one -> one.colours().accept(now));
            painted.forEach(one -> one.control().redraw());
        }
    }

    static Color of(Colour colour) {
        return new Color(colour.red(), colour.green(), colour.blue());
    }

    /// Gives a control its colours, now and whenever the theme is another one.
    void paint(Control control, Consumer<Theme> colours) {
        painted.removeIf(one -> one.control().isDisposed());
        painted.add(new Painted(control, colours));
        colours.accept(theme);
    }

    /// Gives a control the colours of a panel.
    void panel(Control control) {
        paint(control, now -> {
            control.setBackground(of(now.card()));
            control.setForeground(of(now.name()));
        });
    }

    /// Gives a label the colour of what is less important.
    void quiet(Control control) {
        paint(control, now -> {
            control.setBackground(of(now.card()));
            control.setForeground(of(now.quiet()));
        });
    }

    /// Gives a field its colours.
    void field(Control control) {
        paint(control, now -> {
            control.setBackground(of(now.section()));
            control.setForeground(of(now.name()));
        });
    }

    /// Gives the edge of what lies over other things a colour that stands out from them.
    void outline(Control control) {
        paint(control, now -> control.setBackground(of(now.quiet())));
    }

    /// Gives what parts one thing from another its colour.
    void divider(Control control) {
        paint(control, now -> control.setBackground(of(now.divider())));
    }
}
