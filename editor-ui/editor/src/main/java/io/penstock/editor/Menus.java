// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.editor.model.edit.Edits;
import io.penstock.editor.model.edit.Selection;
import io.penstock.editor.model.geometry.Rect;
import io.penstock.editor.model.paint.Card;
import io.penstock.editor.model.view.Align;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.eclipse.swt.widgets.Shell;

/// Every command with its key, in the menu bar and on the canvas.
final class Menus {
    private final Workbench bench;
    private final Files files;
    private final Clips clips;

    Menus(Shell shell, Workbench bench) {
        this.bench = bench;
        files = new Files(bench);
        clips = new Clips(bench);
        Menu bar = new Menu(shell, SWT.BAR);
        shell.setMenuBar(bar);
        file(menu(bar, "menu.file"));
        edit(menu(bar, "menu.edit"));
        view(menu(bar, "menu.view"));
        chain(menu(bar, "menu.chain"));
        Menu context = new Menu(bench.canvas().control());
        edit(context);
        new MenuItem(context, SWT.SEPARATOR);
        chain(context);
        bench.canvas().control().setMenu(context);
    }

    private static Menu menu(Menu bar, String key) {
        MenuItem item = new MenuItem(bar, SWT.CASCADE);
        item.setText(Texts.say(key));
        Menu menu = new Menu(item);
        item.setMenu(menu);
        return menu;
    }

    private static MenuItem item(Menu menu, String key, int accelerator, Runnable action) {
        MenuItem item = new MenuItem(menu, SWT.PUSH);
        item.setText(Texts.say(key));
        if (accelerator != 0 && (menu.getStyle() & SWT.POP_UP) == 0) {
            item.setAccelerator(accelerator);
        }
        item.addListener(SWT.Selection, _ -> action.run());
        return item;
    }

    private void file(Menu menu) {
        item(menu, "save", SWT.MOD1 | 'S', files::save);
        item(menu, "save.as", SWT.MOD1 | SWT.MOD2 | 'S', files::saveAs);
        new MenuItem(menu, SWT.SEPARATOR);
        item(menu, "close", SWT.MOD1 | 'Q', bench.shell()::close);
    }

    private void edit(Menu menu) {
        MenuItem undo = item(menu, "undo", SWT.MOD1 | 'Z', bench.desk().editing()::undo);
        MenuItem redo =
                item(menu, "redo", SWT.MOD1 | SWT.MOD2 | 'Z', bench.desk().editing()::redo);
        new MenuItem(menu, SWT.SEPARATOR);
        item(menu, "cut", SWT.MOD1 | 'X', clips::cut);
        item(menu, "copy", SWT.MOD1 | 'C', clips::copy);
        item(menu, "paste", SWT.MOD1 | 'V', clips::paste);
        item(menu, "duplicate", SWT.MOD1 | 'D', clips::duplicate);
        item(menu, "delete", SWT.DEL, this::delete);
        item(menu, "select.all", SWT.MOD1 | 'A', this::selectAll);
        new MenuItem(menu, SWT.SEPARATOR);
        item(menu, "rename", SWT.F2, bench::rename);
        item(menu, "find", SWT.MOD1 | 'F', bench.find()::open);
        item(menu, "find.next", SWT.F3, bench.find()::next);
        item(menu, "find.previous", SWT.MOD2 | SWT.F3, bench.find()::previous);
        align(menu);
        menu.addListener(SWT.Show, _ -> {
            bench.desk().editing().undoName().ifPresentOrElse(name -> named(undo, "undo.what", name), () -> off(undo));
            bench.desk().editing().redoName().ifPresentOrElse(name -> named(redo, "redo.what", name), () -> off(redo));
        });
        menu.addListener(SWT.Hide, _ -> {
            undo.setEnabled(true);
            redo.setEnabled(true);
        });
    }

    private static void named(MenuItem item, String key, String name) {
        item.setEnabled(true);
        item.setText(Texts.say(key, name));
    }

    private static void off(MenuItem item) {
        item.setEnabled(false);
    }

    void delete() {
        Selection selection = bench.desk().editing().selection();
        if (!Typing.delete(bench.shell().getDisplay().getFocusControl()) && !selection.isEmpty()) {
            bench.desk().perform(Edits.remove(selection));
        }
    }

    private void selectAll() {
        if (!Typing.selectAll(bench.shell().getDisplay().getFocusControl())) {
            bench.desk()
                    .editing()
                    .select(Selection.all(bench.desk().editing().drawing().chain()));
        }
    }

    private void align(Menu menu) {
        MenuItem item = new MenuItem(menu, SWT.CASCADE);
        item.setText(Texts.say("align"));
        Menu ways = new Menu(item);
        item.setMenu(ways);
        for (Align way : Align.values()) {
            MenuItem one = new MenuItem(ways, SWT.PUSH);
            one.setText(Texts.say("align." + way.name().toLowerCase(java.util.Locale.ROOT)));
            one.addListener(SWT.Selection, _ -> align(way));
        }
    }

    private void align(Align way) {
        Map<String, Rect> areas = new HashMap<>();
        for (String id : bench.desk().editing().selection().elements()) {
            bench.canvas().picture().card(id).map(Card::area).ifPresent(area -> areas.put(id, area));
        }
        String name = Texts.say("align." + way.name().toLowerCase(java.util.Locale.ROOT));
        bench.desk().perform(Edits.place(name, way.of(areas)));
    }

    private void view(Menu menu) {
        item(menu, "zoom.in", SWT.MOD1 | '+', bench::zoomIn);
        item(menu, "zoom.out", SWT.MOD1 | '-', bench::zoomOut);
        item(menu, "zoom.full", SWT.MOD1 | '1', bench.canvas()::fullSize);
        item(menu, "zoom.fit", SWT.MOD1 | '0', bench.canvas()::fit);
        item(menu, "arrange", SWT.MOD1 | SWT.MOD2 | 'L', bench.canvas()::arrange);
        item(menu, "bits", SWT.MOD1 | 'B', bench.running()::toggleBits);
        item(menu, "theme", SWT.MOD1 | SWT.MOD2 | 'D', bench.look()::toggle);
        new MenuItem(menu, SWT.SEPARATOR);
        item(menu, "go.palette", SWT.MOD1 | SWT.MOD2 | 'P', bench.palette()::focusSearch);
        item(menu, "go.canvas", SWT.MOD1 | SWT.MOD2 | 'C', bench.canvas().control()::setFocus);
        item(menu, "go.form", SWT.MOD1 | SWT.MOD2 | 'F', bench.form()::focus);
        item(menu, "go.below", SWT.MOD1 | SWT.MOD2 | 'B', bench.bottom()::focus);
    }

    private void chain(Menu menu) {
        item(menu, "deploy", SWT.F5, bench.running()::deploy);
        item(menu, "stop", SWT.MOD2 | SWT.F5, bench.running()::stop);
        item(menu, "why", SWT.F6, bench.bottom()::why);
        item(menu, "plan", SWT.F7, bench.bottom()::plan);
        item(menu, "changes", SWT.F8, bench.bottom()::changes);
    }
}
