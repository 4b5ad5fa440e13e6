// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.editor.model.form.Completion;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableItem;
import org.jspecify.annotations.Nullable;

/// Offers words while a text is typed. The keyboard stays in the text: arrows choose, Enter or Tab takes, Escape
/// closes, Ctrl+Space opens.
final class Offer {
    /// Data of the text that say that Escape has closed the offer, and means nothing more.
    static final String ESCAPED = "escaped";

    private static final int MOST_ROWS = 8;
    private static final int WIDE = 200;
    private static final int EDGE = 1;

    private final StyledText text;
    private final Look look;
    private final Source source;
    private @Nullable Shell popup;
    private @Nullable Table table;

    /// What may take the place of the word at a column of a line.
    @FunctionalInterface
    interface Source {
        Completion proposals(String line, int column);
    }

    Offer(StyledText text, Look look, Source source) {
        this.text = text;
        this.look = look;
        this.source = source;
        text.addListener(ST_VERIFY_KEY, this::key);
        text.addListener(SWT.KeyUp, event -> {
            boolean typed = Character.isLetter(event.character) && (event.stateMask & (SWT.MOD1 | SWT.ALT)) == 0;
            if (typed || isOpen() && event.character != 0) {
                open();
            }
        });
        text.addListener(SWT.FocusOut, _ -> close());
        text.addListener(SWT.MouseDown, _ -> close());
        text.addListener(SWT.Dispose, _ -> close());
    }

    // The listener of StyledText that may refuse a key before it is typed.
    private static final int ST_VERIFY_KEY = org.eclipse.swt.custom.ST.VerifyKey;

    boolean isOpen() {
        return popup != null && !popup.isDisposed();
    }

    private void key(Event event) {
        if ((event.stateMask & SWT.MOD1) != 0 && event.keyCode == ' ') {
            open();
            event.doit = false;
        } else if (isOpen()) {
            event.doit = !chosen(event.keyCode);
        }
    }

    /// @return whether the key was meant for the offer
    private boolean chosen(int keyCode) {
        switch (keyCode) {
            case SWT.ARROW_DOWN -> move(1);
            case SWT.ARROW_UP -> move(-1);
            case SWT.CR, SWT.KEYPAD_CR, SWT.TAB -> take();
            case SWT.ESC -> {
                close();
                text.setData(ESCAPED, true);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void move(int by) {
        Table rows = table;
        if (rows != null) {
            rows.setSelection(Math.floorMod(rows.getSelectionIndex() + by, rows.getItemCount()));
        }
    }

    private int column() {
        return text.getCaretOffset() - text.getOffsetAtLine(text.getLineAtOffset(text.getCaretOffset()));
    }

    private String line() {
        return text.getLine(text.getLineAtOffset(text.getCaretOffset()));
    }

    private void take() {
        Table rows = table;
        if (rows == null || rows.getSelectionIndex() < 0) {
            return;
        }
        String word = rows.getItem(rows.getSelectionIndex()).getText();
        int from = text.getCaretOffset()
                - column()
                + source.proposals(line(), column()).from();
        // With a blank behind it, as most words go on.
        text.replaceTextRange(from, text.getCaretOffset() - from, word + " ");
        text.setCaretOffset(from + word.length() + 1);
        close();
    }

    private void open() {
        if (text.isDisposed() || !text.isFocusControl()) {
            return;
        }
        Completion proposals = source.proposals(line(), column());
        close();
        if (proposals.words().isEmpty()) {
            return;
        }
        Shell shell = new Shell(text.getShell(), SWT.TOOL | SWT.ON_TOP | SWT.NO_FOCUS);
        FillLayout edge = new FillLayout();
        edge.marginWidth = EDGE;
        edge.marginHeight = EDGE;
        shell.setLayout(edge);
        look.outline(shell);
        Table rows = new Table(shell, SWT.SINGLE | SWT.FULL_SELECTION | SWT.NO_FOCUS);
        look.panel(rows);
        rows.setFont(Fonts.code(text.getDisplay()));
        proposals.words().forEach(word -> new TableItem(rows, SWT.NONE).setText(word));
        rows.setSelection(0);
        rows.addListener(SWT.MouseUp, _ -> take());
        popup = shell;
        table = rows;
        int height = Math.min(MOST_ROWS, proposals.words().size()) * rows.getItemHeight() + 8 + 2 * EDGE;
        Point at = place(height);
        shell.setBounds(at.x, at.y, WIDE, height);
        shell.setVisible(true);
    }

    /// Below the line that is typed, above it where there is no room below.
    private Point place(int height) {
        Point caret = text.toDisplay(text.getLocationAtOffset(text.getCaretOffset()));
        Rectangle screen = text.getMonitor().getClientArea();
        int below = caret.y + text.getLineHeight() + 2;
        int y = below + height <= screen.y + screen.height ? below : caret.y - height - 2;
        int x = Math.min(caret.x, screen.x + screen.width - WIDE);
        return new Point(Math.max(screen.x, x), Math.max(screen.y, y));
    }

    private void close() {
        if (popup != null) {
            popup.dispose();
            popup = null;
            table = null;
        }
    }
}
