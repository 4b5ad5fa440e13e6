// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.editor.model.paint.Theme;
import io.penstock.editor.model.text.Face;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/// Loads what a window will need while other bundles still start, so that the window is there sooner: the toolkit's
/// native code and the fonts.
@Component(immediate = true, service = Warming.class)
public final class Warming {
    @Activate
    public Warming() {
        Thread.ofPlatform().daemon().name("editor-warming").start(Warming::warm);
    }

    private static void warm() {
        if (!EditorWindow.hasDisplay()) {
            return;
        }
        try {
            Class.forName("org.eclipse.swt.internal.gtk.OS", true, Warming.class.getClassLoader());
            Class.forName("org.eclipse.swt.widgets.Display", true, Warming.class.getClassLoader());
            Face.TEXT.width(Theme.LIGHT.toString(), 1);
        } catch (ClassNotFoundException | LinkageError later) {
            // The window says it, and what is missing, when it is asked for.
            System.getLogger(Warming.class.getName()).log(System.Logger.Level.DEBUG, "the toolkit is not there", later);
        }
    }
}
