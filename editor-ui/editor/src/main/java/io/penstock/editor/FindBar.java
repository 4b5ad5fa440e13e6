// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.editor.model.edit.Drawing;
import io.penstock.editor.model.scene.Icon;
import io.penstock.editor.model.view.Find;
import io.penstock.editor.model.view.Find.Found;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;

/// Finds things on the canvas, above which it stands: what is typed is sought at once, Enter and Shift+Enter go on and
/// back, Escape closes.
final class FindBar {
    private final Composite bar;
    private final Text text;
    private final Label told;
    private final Desk desk;
    private final Consumer<String> jump;
    private final Control canvas;
    private String current = "";

    /// @param parent lays out in a grid of one column
    /// @param jump leads to an element by its name
    /// @param canvas gets the keyboard when the bar is closed
    FindBar(Composite parent, Desk desk, Look look, Consumer<String> jump, Control canvas) {
        this.desk = desk;
        this.jump = jump;
        this.canvas = canvas;
        bar = new Composite(parent, SWT.NONE);
        look.panel(bar);
        GridLayout layout = new GridLayout(3, false);
        layout.marginWidth = 12;
        layout.marginHeight = 6;
        bar.setLayout(layout);
        bar.setLayoutData(new GridData(SWT.FILL, SWT.TOP, true, false));
        text = new Text(bar, SWT.SEARCH | SWT.ICON_SEARCH);
        text.setMessage(Texts.say("find.hint"));
        look.field(text);
        Entry.name(text, Texts.say("find.hint"));
        GridData width = new GridData(SWT.LEFT, SWT.CENTER, false, false);
        width.widthHint = 240;
        text.setLayoutData(width);
        told = new Label(bar, SWT.NONE);
        look.quiet(told);
        told.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        new FlatButton(bar, look, Optional.of(Icon.CROSS), "", Texts.say("find.close"), false, this::close);
        text.addListener(SWT.Modify, _ -> go(0));
        text.addListener(SWT.KeyDown, this::key);
        bar.moveAbove(null);
        show(false);
    }

    private void key(Event event) {
        boolean enter = event.keyCode == SWT.CR || event.keyCode == SWT.KEYPAD_CR;
        if (enter) {
            go((event.stateMask & SWT.MOD2) != 0 ? -1 : 1);
        } else if (event.keyCode == SWT.ESC) {
            close();
        }
        event.doit = !enter && event.keyCode != SWT.ESC;
    }

    /// Opens the bar, or goes back to it.
    void open() {
        show(true);
        text.setFocus();
        text.selectAll();
        go(0);
    }

    private void close() {
        show(false);
        canvas.setFocus();
    }

    private void show(boolean shown) {
        bar.setVisible(shown);
        ((GridData) bar.getLayoutData()).exclude = !shown;
        bar.getParent().layout();
    }

    void next() {
        open(1);
    }

    void previous() {
        open(-1);
    }

    private void open(int by) {
        if (text.getText().isBlank()) {
            open();
        } else {
            go(by);
        }
    }

    /// Goes on from what was found last; by 0: to it again, as long as it is still found.
    private void go(int by) {
        Drawing drawing = desk.editing().drawing();
        List<Found> found = Find.in(drawing.chain(), desk.palette(), drawing.places(), text.getText());
        if (found.isEmpty()) {
            tell(text.getText().isBlank() ? "" : Texts.say("find.none"));
            return;
        }
        int before = found.stream().map(Found::element).toList().indexOf(current);
        int index = before < 0 ? 0 : Math.floorMod(before + by, found.size());
        current = found.get(index).element();
        jump.accept(current);
        tell(Texts.say("find.count", index + 1, found.size(), found.get(index).where()));
    }

    private void tell(String words) {
        told.setText(words.replace("&", "&&"));
        told.setToolTipText(words);
    }
}
