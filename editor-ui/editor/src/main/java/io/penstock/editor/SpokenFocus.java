// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;
import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.internal.accessibility.gtk.ATK;
import org.eclipse.swt.internal.accessibility.gtk.AtkObjectClass;
import org.eclipse.swt.internal.gtk.OS;
import org.eclipse.swt.internal.gtk3.GTK3;
import org.eclipse.swt.widgets.Canvas;

/// Tells assistive technology which one of the things drawn on a canvas is at the keyboard.
///
/// GTK says of a canvas and of everything on it that it is, as long as the canvas has the keyboard, and a listener can
/// only add to that. It says so of nothing that carries the mark of one that hands the keyboard on.
final class SpokenFocus {
    private static final int MARK = OS.g_quark_from_string("gail-focus-object\0".getBytes(StandardCharsets.US_ASCII));

    private final Canvas canvas;
    private final IntSupplier at;
    private boolean listened;
    private int told = ACC.CHILDID_NONE;

    /// @param at the number of what is at the keyboard when the canvas is; `ACC.CHILDID_SELF` for nothing on it
    SpokenFocus(Canvas canvas, IntSupplier at) {
        this.canvas = canvas;
        this.at = at;
        canvas.addListener(SWT.FocusIn, _ -> canvas.getDisplay().asyncExec(this::changed));
        canvas.addListener(SWT.FocusOut, _ -> canvas.getDisplay().asyncExec(this::changed));
    }

    private int now() {
        return canvas.isFocusControl() ? at.getAsInt() : ACC.CHILDID_NONE;
    }

    /// What is to be added to the states of the canvas or of one thing on it.
    int state(int child) {
        return child == now() ? ACC.STATE_FOCUSED : 0;
    }

    /// Somebody asks about the canvas or one thing on it; from now on what changes is told.
    void asked(int child) {
        listened = true;
        with(child, object -> OS.g_object_set_qdata(object, MARK, object));
    }

    /// Something else may be at the keyboard.
    void changed() {
        if (!listened || canvas.isDisposed()) {
            return;
        }
        int now = now();
        if (now != told) {
            with(told, object -> ATK.atk_object_notify_state_change(object, ATK.ATK_STATE_FOCUSED, false));
            told = now;
            if (now != ACC.CHILDID_NONE) {
                canvas.getAccessible().setFocus(now);
            }
        }
    }

    private interface Act {
        void on(long object);
    }

    private void with(int child, Act act) {
        long whole = GTK3.gtk_widget_get_accessible(canvas.handle);
        if (child == ACC.CHILDID_SELF) {
            act.on(whole);
        } else if (child >= 0) {
            AtkObjectClass kind = new AtkObjectClass();
            ATK.memmove(kind, OS.G_OBJECT_GET_CLASS(whole));
            long object = ATK.call(kind.ref_child, whole, child);
            if (object != 0) {
                act.on(object);
                OS.g_object_unref(object);
            }
        }
    }
}
