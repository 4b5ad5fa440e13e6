// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.editor.model.geometry.Rect;
import io.penstock.editor.model.paint.Colour;
import io.penstock.editor.model.paint.Signs;
import io.penstock.editor.model.paint.Stroke;
import io.penstock.editor.model.paint.Theme;
import io.penstock.editor.model.scene.Icon;
import io.penstock.editor.model.text.Face;
import java.util.Optional;
import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleControlAdapter;
import org.eclipse.swt.accessibility.AccessibleControlEvent;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;

/// A button without a frame: a sign, a word, or both.
final class FlatButton extends Canvas {
    private static final int HEIGHT = 34;
    private static final int PAD = 10;
    private static final double SIGN = 18;
    private static final double SIZE = 13;

    private final Look look;
    private final Glyphs glyphs = new Glyphs();
    private final Optional<Icon> icon;
    private final boolean strong;
    private String word;
    private String name;
    private boolean over;
    private boolean pressed;
    private boolean chosen;

    /// @param word shown beside the sign; may be empty
    /// @param name for those who do not see it, and shown under the pointer
    /// @param strong whether it is the one that matters most
    FlatButton(
            Composite parent,
            Look look,
            Optional<Icon> icon,
            String word,
            String name,
            boolean strong,
            Runnable action) {
        super(parent, SWT.DOUBLE_BUFFERED | SWT.NO_BACKGROUND);
        this.look = look;
        this.icon = icon;
        this.word = word;
        this.name = name;
        this.strong = strong;
        setToolTipText(name);
        look.panel(this);
        addListener(SWT.Paint, this::paint);
        addListener(SWT.MouseEnter, _ -> over(true));
        addListener(SWT.MouseExit, _ -> over(false));
        addListener(SWT.MouseDown, event -> press(event.button == 1));
        addListener(SWT.MouseUp, event -> {
            boolean fires = pressed && getClientArea().contains(event.x, event.y);
            press(false);
            if (fires) {
                action.run();
            }
        });
        addListener(SWT.KeyDown, event -> {
            if (event.keyCode == SWT.CR || event.keyCode == SWT.KEYPAD_CR || event.character == ' ') {
                action.run();
            }
        });
        addListener(SWT.Traverse, event -> event.doit = event.detail != SWT.TRAVERSE_RETURN);
        addListener(SWT.FocusIn, _ -> redraw());
        addListener(SWT.FocusOut, _ -> redraw());
        addListener(SWT.Dispose, _ -> glyphs.close());
        speak();
    }

    private void speak() {
        getAccessible().addAccessibleListener(new AccessibleAdapter() {
            @Override
            public void getName(AccessibleEvent event) {
                event.result = name;
            }
        });
        getAccessible().addAccessibleControlListener(new AccessibleControlAdapter() {
            @Override
            public void getRole(AccessibleControlEvent event) {
                event.detail = ACC.ROLE_PUSHBUTTON;
            }

            @Override
            public void getState(AccessibleControlEvent event) {
                event.detail = ACC.STATE_FOCUSABLE
                        | (isFocusControl() ? ACC.STATE_FOCUSED : 0)
                        | (chosen ? ACC.STATE_PRESSED : 0)
                        | (isEnabled() ? 0 : ACC.STATE_DISABLED);
            }
        });
    }

    /// Shows it as the chosen one of several.
    void choose(boolean one) {
        if (chosen != one) {
            chosen = one;
            redraw();
        }
    }

    /// Changes its word and its name.
    void say(String newWord, String newName) {
        if (!word.equals(newWord) || !name.equals(newName)) {
            word = newWord;
            name = newName;
            setToolTipText(newName);
            requestLayout();
            redraw();
        }
    }

    private void over(boolean now) {
        over = now;
        redraw();
    }

    private void press(boolean now) {
        pressed = now;
        redraw();
    }

    @Override
    public Point computeSize(int wide, int high, boolean changed) {
        double width = 2.0 * PAD + (icon.isPresent() ? SIGN : 0);
        if (!word.isEmpty()) {
            width += Face.STRONG.width(word, SIZE) + (icon.isPresent() ? 8 : 0);
        }
        return new Point((int) Math.ceil(width), HEIGHT);
    }

    private void paint(Event event) {
        Theme theme = look.theme();
        Point size = getSize();
        try (GcSurface surface = new GcSurface(event.gc, glyphs)) {
            surface.fillRounded(new Rect(0, 0, size.x, size.y), 0, theme.card());
            Rect face = new Rect(1, (size.y - HEIGHT) / 2.0 + 2, size.x - 2.0, HEIGHT - 4.0);
            Colour ink = ink(theme);
            ground(theme).ifPresent(ground -> surface.fillRounded(face, 8, ground));
            if (isFocusControl()) {
                surface.strokeRounded(
                        face.grown(-1),
                        7,
                        strong ? theme.card() : theme.signals().accent(),
                        Stroke.of(2));
            }
            double x = PAD;
            if (icon.isPresent()) {
                Signs.draw(surface, icon.get(), x, (size.y - SIGN) / 2.0, SIGN, ink);
                x += SIGN + 8;
            }
            surface.text(word, Face.STRONG, SIZE, x, size.y / 2.0 + 4.5, ink);
        }
    }

    private Colour ink(Theme theme) {
        if (!isEnabled()) {
            return new Colour(theme.quiet().rgb(), 0.5);
        }
        return strong ? theme.signals().onSignal() : chosen ? theme.signals().accent() : theme.name();
    }

    private Optional<Colour> ground(Theme theme) {
        if (strong && isEnabled()) {
            return Optional.of(theme.signals().accent());
        }
        if (pressed && isEnabled()) {
            return Optional.of(theme.divider());
        }
        return over && isEnabled() || chosen ? Optional.of(theme.section()) : Optional.empty();
    }

    @Override
    public void setEnabled(boolean enabled) {
        if (enabled != isEnabled()) {
            super.setEnabled(enabled);
            redraw();
        }
    }
}
