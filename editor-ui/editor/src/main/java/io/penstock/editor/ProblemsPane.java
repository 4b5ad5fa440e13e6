// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.api.Problem;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableColumn;
import org.eclipse.swt.widgets.TableItem;

/// What is wrong with the chain, found while it is drawn; Enter leads to the place.
final class ProblemsPane {
    private final Table table;
    private final Desk desk;
    private List<Problem> shown = List.of();

    /// @param jump leads to the element that a problem is about
    ProblemsPane(Composite parent, Desk desk, Look look, Consumer<Problem> jump) {
        this.desk = desk;
        table = new Table(parent, SWT.SINGLE | SWT.FULL_SELECTION);
        look.panel(table);
        table.setHeaderVisible(false);
        column(90);
        column(120);
        column(600);
        column(400);
        table.addListener(SWT.DefaultSelection, _ -> chosen(jump));
        table.addListener(SWT.Selection, _ -> chosen(jump));
        desk.listen(this::refresh);
    }

    private void column(int width) {
        new TableColumn(table, SWT.LEFT).setWidth(width);
    }

    private void chosen(Consumer<Problem> jump) {
        int index = table.getSelectionIndex();
        if (index >= 0 && index < shown.size()) {
            jump.accept(shown.get(index));
        }
    }

    Table control() {
        return table;
    }

    private void refresh() {
        if (shown.equals(desk.problems())) {
            return;
        }
        shown = desk.problems();
        table.setRedraw(false);
        table.removeAll();
        for (Problem problem : shown) {
            boolean error = problem.severity() == Problem.Severity.ERROR;
            new TableItem(table, SWT.NONE).setText(new String[] {
                (error ? "\u2716 " : "\u25B2 ") + Texts.say(error ? "error" : "warning"),
                problem.node(),
                problem.what(),
                problem.mend()
            });
        }
        table.setRedraw(true);
    }
}
