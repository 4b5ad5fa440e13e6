// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.graphics.FontData;
import org.eclipse.swt.widgets.Display;

/// The system's font in the few sizes that forms use; made once for each display.
final class Fonts {
    private static final String KEY = "io.penstock.editor.font.";

    private Fonts() {}

    static Font strong(Display display) {
        return made(display, "strong", 0, SWT.BOLD, "");
    }

    static Font large(Display display) {
        return made(display, "large", 2, SWT.BOLD, "");
    }

    static Font small(Display display) {
        return made(display, "small", -1, SWT.NORMAL, "");
    }

    /// For what stands in the chain file word for word.
    static Font code(Display display) {
        return made(display, "code", 0, SWT.NORMAL, "Monospace");
    }

    private static Font made(Display display, String name, int larger, int style, String family) {
        if (display.getData(KEY + name) instanceof Font known) {
            return known;
        }
        FontData data = display.getSystemFont().getFontData()[0];
        Font font = new Font(display, family.isEmpty() ? data.getName() : family, data.getHeight() + larger, style);
        display.setData(KEY + name, font);
        display.disposeExec(font::dispose);
        return font;
    }
}
