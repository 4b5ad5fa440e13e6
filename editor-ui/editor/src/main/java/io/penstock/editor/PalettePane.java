// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.editor.model.geometry.Rect;
import io.penstock.editor.model.paint.Signs;
import io.penstock.editor.model.paint.Stroke;
import io.penstock.editor.model.paint.Theme;
import io.penstock.editor.model.palette.Palette;
import io.penstock.editor.model.text.Face;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleControlAdapter;
import org.eclipse.swt.accessibility.AccessibleControlEvent;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Text;

/// What can be put into the drawing: found by words, dragged onto the canvas, or added with Enter.
final class PalettePane {
    private static final int ROW = 52;
    private static final int SIGN = 32;

    private final Composite pane;
    private final Text search;
    private final Canvas list;
    private final Desk desk;
    private final Look look;
    private final Glyphs glyphs = new Glyphs();
    private final SpokenFocus speech;
    private List<Palette.Entry> entries = List.of();
    private int chosen;
    private int over = -1;
    private int pressed = -1;
    private int scrolled;
    private boolean dragging;

    /// What the canvas does with an entry.
    ///
    /// @param add puts it where there is room
    /// @param drag shows it under the pointer, at a place of the screen
    /// @param drop puts it there
    record Uses(
            Consumer<Palette.Entry> add,
            BiConsumer<Palette.Entry, Point> drag,
            BiConsumer<Palette.Entry, Point> drop) {}

    PalettePane(Composite parent, Desk desk, Look look, Uses uses) {
        this.desk = desk;
        this.look = look;
        pane = new Composite(parent, SWT.NONE);
        look.panel(pane);
        GridLayout layout = new GridLayout();
        layout.marginWidth = 12;
        layout.marginHeight = 12;
        layout.verticalSpacing = 10;
        pane.setLayout(layout);
        search = new Text(pane, SWT.SEARCH | SWT.ICON_SEARCH | SWT.ICON_CANCEL);
        search.setMessage(Texts.say("palette.search"));
        look.field(search);
        Entry.name(search, Texts.say("palette.search"));
        search.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        list = new Canvas(pane, SWT.DOUBLE_BUFFERED | SWT.NO_BACKGROUND | SWT.V_SCROLL);
        list.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        look.panel(list);
        search.addListener(SWT.Modify, _ -> refresh());
        search.addListener(SWT.DefaultSelection, _ -> use(uses.add()));
        search.addListener(SWT.KeyDown, event -> {
            if (event.keyCode == SWT.ARROW_DOWN) {
                list.setFocus();
                event.doit = false;
            }
        });
        list.addListener(SWT.Paint, this::paint);
        list.addListener(SWT.KeyDown, event -> key(event, uses));
        list.addListener(SWT.Traverse, event -> event.doit = event.detail != SWT.TRAVERSE_RETURN);
        list.addListener(SWT.FocusIn, _ -> list.redraw());
        list.addListener(SWT.FocusOut, _ -> list.redraw());
        list.addListener(SWT.Resize, _ -> bar());
        list.getVerticalBar()
                .addListener(SWT.Selection, _ -> scroll(list.getVerticalBar().getSelection()));
        list.addListener(SWT.MouseVerticalWheel, event -> scroll(scrolled - event.count * ROW / 3));
        list.addListener(SWT.Dispose, _ -> glyphs.close());
        speech = new SpokenFocus(list, () -> entries.isEmpty() ? ACC.CHILDID_SELF : chosen);
        pointer(uses);
        speak();
        desk.listen(this::refresh);
        refresh();
    }

    private void pointer(Uses uses) {
        list.addListener(SWT.MouseDown, event -> {
            list.setFocus();
            int row = row(event.y);
            pressed = event.button == 1 && row >= 0 && row < entries.size() ? row : -1;
            choose(row);
        });
        list.addListener(SWT.MouseMove, event -> {
            if (pressed >= 0) {
                dragging |= !list.getClientArea().contains(event.x, event.y);
                if (dragging) {
                    uses.drag().accept(entries.get(pressed), list.toDisplay(event.x, event.y));
                }
            } else if (over != row(event.y)) {
                over = row(event.y);
                list.setToolTipText(described(over).replace("&", "&&"));
                list.redraw();
            }
        });
        list.addListener(SWT.MouseUp, event -> {
            if (dragging && pressed >= 0) {
                uses.drop().accept(entries.get(pressed), list.toDisplay(event.x, event.y));
            }
            pressed = -1;
            dragging = false;
        });
        list.addListener(SWT.MouseDoubleClick, _ -> use(uses.add()));
        list.addListener(SWT.MouseExit, _ -> {
            over = -1;
            list.redraw();
        });
    }

    Composite control() {
        return pane;
    }

    void focusSearch() {
        search.setFocus();
        search.selectAll();
    }

    private void key(Event event, Uses uses) {
        switch (event.keyCode) {
            case SWT.ARROW_DOWN -> choose(chosen + 1);
            case SWT.ARROW_UP -> {
                if (chosen == 0) {
                    search.setFocus();
                } else {
                    choose(chosen - 1);
                }
            }
            case SWT.CR, SWT.KEYPAD_CR -> use(uses.add());
            default -> {}
        }
    }

    private void use(Consumer<Palette.Entry> add) {
        if (chosen >= 0 && chosen < entries.size()) {
            add.accept(entries.get(chosen));
        }
    }

    private void choose(int row) {
        if (!entries.isEmpty()) {
            chosen = Math.clamp(row, 0, entries.size() - 1);
            int top = chosen * ROW;
            int height = list.getClientArea().height;
            scroll(Math.min(top, Math.max(scrolled, top + ROW - height)));
            speech.changed();
            list.redraw();
        }
    }

    private int row(int y) {
        return Math.floorDiv(y + scrolled, ROW);
    }

    private void scroll(int wanted) {
        int most = Math.max(0, entries.size() * ROW - list.getClientArea().height);
        scrolled = Math.clamp(wanted, 0, most);
        list.getVerticalBar().setSelection(scrolled);
        list.redraw();
    }

    private void bar() {
        int height = Math.max(1, list.getClientArea().height);
        int whole = Math.max(1, entries.size() * ROW);
        list.getVerticalBar().setValues(scrolled, 0, whole, Math.min(height, whole), ROW, height);
        list.getVerticalBar().setVisible(whole > height);
        scroll(scrolled);
    }

    private void refresh() {
        List<Palette.Entry> found = desk.palette().search(search.getText());
        if (!found.equals(entries)) {
            entries = found;
            chosen = 0;
            scrolled = 0;
            bar();
            list.redraw();
        }
    }

    private void paint(Event event) {
        Theme theme = look.theme();
        Rectangle area = list.getClientArea();
        try (GcSurface surface = new GcSurface(event.gc, glyphs)) {
            surface.fillRounded(new Rect(0, 0, area.width, area.height), 0, theme.card());
            if (entries.isEmpty()) {
                String nothing = desk.palette().isKnown() ? Texts.say("palette.nothing") : Texts.say("palette.asking");
                surface.text(nothing, Face.TEXT, 13, 8, 24, theme.quiet());
            }
            for (int i = Math.max(0, row(0)); i < entries.size() && i <= row(area.height); i++) {
                row(surface, theme, i, area.width);
            }
        }
    }

    private void row(GcSurface surface, Theme theme, int index, int width) {
        Palette.Entry entry = entries.get(index);
        double y = (double) index * ROW - scrolled;
        Rect face = new Rect(1, y + 1, width - 2.0, ROW - 2.0);
        boolean focused = index == chosen && list.isFocusControl();
        if (index == over || focused) {
            surface.fillRounded(face, 8, theme.section());
        }
        if (focused) {
            surface.strokeRounded(face.grown(-1), 7, theme.signals().accent(), Stroke.of(2));
        }
        boolean port = entry.kind() == Palette.Kind.PORT;
        Theme.Accent accent = port ? theme.portAccent() : theme.accent(entry.type());
        surface.fillRounded(new Rect(10, y + 10, SIGN, SIGN), port ? SIGN / 2.0 : 8, accent.ground());
        Signs.draw(surface, entry.icon(), 17, y + 17, SIGN - 14, accent.ink());
        double left = 10 + SIGN + 10;
        double room = width - left - 10;
        surface.text(
                Face.STRONG.fit(entry.name(), 13, room),
                Face.STRONG,
                13,
                left,
                y + (entry.description().isEmpty() ? 31 : 23),
                theme.name());
        surface.text(Face.TEXT.fit(entry.description(), 11.5, room), Face.TEXT, 11.5, left, y + 39, theme.quiet());
    }

    private void speak() {
        list.getAccessible().addAccessibleListener(new AccessibleAdapter() {
            @Override
            public void getName(AccessibleEvent event) {
                speech.asked(event.childID);
                event.result = event.childID == ACC.CHILDID_SELF ? Texts.say("palette") : spoken(event.childID);
            }

            @Override
            public void getDescription(AccessibleEvent event) {
                event.result = described(event.childID);
            }
        });
        list.getAccessible().addAccessibleControlListener(new AccessibleControlAdapter() {
            @Override
            public void getChildCount(AccessibleControlEvent event) {
                event.detail = entries.size();
            }

            @Override
            public void getChildren(AccessibleControlEvent event) {
                Object[] children = new Object[entries.size()];
                for (int i = 0; i < children.length; i++) {
                    children[i] = i;
                }
                event.children = children;
            }

            @Override
            public void getRole(AccessibleControlEvent event) {
                event.detail = event.childID == ACC.CHILDID_SELF ? ACC.ROLE_LIST : ACC.ROLE_LISTITEM;
            }

            @Override
            public void getState(AccessibleControlEvent event) {
                event.detail = ACC.STATE_FOCUSABLE
                        | ACC.STATE_SELECTABLE
                        | (event.childID == chosen ? ACC.STATE_SELECTED : 0)
                        | speech.state(event.childID);
            }

            @Override
            public void getLocation(AccessibleControlEvent event) {
                Point corner = list.toDisplay(0, event.childID < 0 ? 0 : event.childID * ROW - scrolled);
                event.x = corner.x;
                event.y = corner.y;
                event.width = list.getClientArea().width;
                event.height = event.childID < 0 ? list.getClientArea().height : ROW;
            }
        });
    }

    private String spoken(int row) {
        return row >= 0 && row < entries.size() ? entries.get(row).name() : "";
    }

    private String described(int row) {
        return row >= 0 && row < entries.size() ? entries.get(row).description() : "";
    }
}
