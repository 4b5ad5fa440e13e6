// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.editor.model.paint.Colour;
import io.penstock.editor.model.paint.Theme;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;

/// The colours of the window: those of the system's theme, light or dark.
final class Look {
    private final Theme theme;

    private Look(Theme theme) {
        this.theme = theme;
    }

    /// The look of the system: dark where text is lighter than what is behind it.
    static Look of(Display display) {
        Color ground = display.getSystemColor(SWT.COLOR_LIST_BACKGROUND);
        Color ink = display.getSystemColor(SWT.COLOR_LIST_FOREGROUND);
        boolean dark = Display.isSystemDarkTheme() || brightness(ground) < brightness(ink);
        return new Look(dark ? Theme.DARK : Theme.LIGHT);
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

    static Color of(Colour colour) {
        return new Color(colour.red(), colour.green(), colour.blue());
    }

    /// Gives a control the colours of a panel.
    void panel(Control control) {
        control.setBackground(of(theme.card()));
        control.setForeground(of(theme.name()));
    }

    /// Gives a label the colour of what is less important.
    void quiet(Control control) {
        control.setBackground(of(theme.card()));
        control.setForeground(of(theme.quiet()));
    }
}
