// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.api.Problem;
import io.penstock.editor.model.edit.Drawing;
import io.penstock.editor.model.edit.Edit;
import io.penstock.editor.model.problem.Trouble;
import io.penstock.editor.model.problem.Troubles;
import io.penstock.editor.model.words.Words;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableColumn;
import org.eclipse.swt.widgets.TableItem;

/// What is wrong with the chain, found while it is drawn. Enter leads to the place; the menu of a line has what mends
/// it, and Ctrl+Enter does the first of that.
final class ProblemsPane {
    private final Table table;
    private final Desk desk;
    private final Consumer<Problem> jump;
    private final Menu menu;
    private List<Problem> shown = List.of();
    private boolean empty;

    /// @param jump leads to the element that a problem is about
    ProblemsPane(Composite parent, Desk desk, Look look, Consumer<Problem> jump) {
        this.desk = desk;
        this.jump = jump;
        table = new Table(parent, SWT.SINGLE | SWT.FULL_SELECTION);
        look.panel(table);
        table.setHeaderVisible(false);
        for (int width : new int[] {90, 110, 390, 260, 380}) {
            new TableColumn(table, SWT.LEFT).setWidth(width);
        }
        table.addListener(SWT.DefaultSelection, _ -> chosen().ifPresent(jump));
        table.addListener(SWT.Selection, _ -> chosen().ifPresent(jump));
        table.addListener(SWT.KeyDown, this::key);
        menu = new Menu(table);
        menu.addListener(SWT.Show, _ -> fill());
        table.setMenu(menu);
        desk.listen(this::refresh);
        refresh();
    }

    private Optional<Problem> chosen() {
        int index = table.getSelectionIndex();
        return index >= 0 && index < shown.size() ? Optional.of(shown.get(index)) : Optional.empty();
    }

    private void key(Event event) {
        boolean enter = event.keyCode == SWT.CR || event.keyCode == SWT.KEYPAD_CR;
        if (enter && (event.stateMask & SWT.MOD1) != 0) {
            event.doit = false;
            chosen().flatMap(problem -> fixes(troubles(), problem).stream().findFirst())
                    .ifPresent(desk::perform);
        }
    }

    private void fill() {
        for (MenuItem old : menu.getItems()) {
            old.dispose();
        }
        chosen().ifPresent(problem -> {
            fixes(troubles(), problem).forEach(fix -> item(fix.name(), () -> desk.perform(fix)));
            item(Words.say("problem.show"), () -> jump.accept(problem));
        });
    }

    private void item(String words, Runnable action) {
        MenuItem item = new MenuItem(menu, SWT.PUSH);
        item.setText(words.replace("&", "&&"));
        item.addListener(SWT.Selection, _ -> action.run());
    }

    /// What is wrong, with what mends it.
    private Troubles troubles() {
        Drawing drawing = desk.editing().drawing();
        return Troubles.of(drawing, desk.palette()).with(desk.problems(), drawing, desk.palette());
    }

    private static List<Edit> fixes(Troubles troubles, Problem problem) {
        return troubles.of(problem.node()).stream()
                .filter(trouble -> trouble.what().equals(problem.what()))
                .findFirst()
                .map(Trouble::fixes)
                .orElse(List.of());
    }

    Table control() {
        return table;
    }

    private void refresh() {
        if (shown.equals(desk.problems()) && empty == shown.isEmpty()) {
            return;
        }
        shown = desk.problems();
        empty = shown.isEmpty();
        Troubles troubles = troubles();
        table.setRedraw(false);
        table.removeAll();
        for (Problem problem : shown) {
            boolean error = problem.severity() == Problem.Severity.ERROR;
            new TableItem(table, SWT.NONE).setText(new String[] {
                (error ? "\u2716 " : "\u25B2 ") + Texts.say(error ? "error" : "warning"),
                problem.node(),
                problem.what(),
                fixes(troubles, problem).stream()
                        .findFirst()
                        .map(fix -> Words.say("problem.fix", fix.name()))
                        .orElse(""),
                problem.mend()
            });
        }
        if (empty) {
            new TableItem(table, SWT.NONE).setText(Texts.say("problems.none"));
        }
        Columns.fit(table);
        table.setRedraw(true);
    }
}
