// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.editor.model.live.Difference;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableItem;

/// What a deployment would change: the chain that runs against the one that is drawn, one change a line. A line leads
/// to its place on the canvas.
final class ChangesPane {
    private final Table table;
    private final Running running;
    private final Consumer<String> jump;
    private List<Difference.Line> shown = List.of();

    /// @param jump leads to an element by its name
    ChangesPane(Composite parent, Look look, Running running, Consumer<String> jump) {
        this.running = running;
        this.jump = jump;
        table = new Table(parent, SWT.SINGLE | SWT.FULL_SELECTION);
        look.panel(table);
        table.setFont(Fonts.code(parent.getDisplay()));
        table.addListener(SWT.Selection, _ -> follow());
        table.addListener(SWT.DefaultSelection, _ -> follow());
        fill();
    }

    Table control() {
        return table;
    }

    private void follow() {
        int index = table.getSelectionIndex();
        if (index >= 0 && index < shown.size()) {
            jump.accept(shown.get(index).element());
        }
    }

    /// How many changes there are.
    int count() {
        return running.difference()
                .map(difference -> difference.changes().size())
                .orElse(0);
    }

    void refresh() {
        List<Difference.Line> lines = lines();
        if (!lines.equals(shown)) {
            shown = lines;
            fill();
        }
    }

    private List<Difference.Line> lines() {
        return running.difference()
                .map(difference -> difference.isEmpty() ? said("changes.none") : difference.changes())
                .orElseGet(() -> said("changes.not-running"));
    }

    private static List<Difference.Line> said(String key) {
        return List.of(new Difference.Line("", Texts.say(key)));
    }

    private void fill() {
        table.setRedraw(false);
        table.removeAll();
        for (Difference.Line line : shown) {
            new TableItem(table, SWT.NONE).setText(line.text());
        }
        table.setRedraw(true);
    }
}
