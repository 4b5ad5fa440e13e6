// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableItem;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeItem;

/// Gives each column of a table the room that its longest text takes, so that what is said last is not out of sight.
final class Columns {
    private static final int LEAST = 60;
    private static final int GAP = 28;

    /// How far a line of a tree stands to the right of the one above it.
    private static final int INDENT = 24;

    /// More lines than anybody reads are not measured.
    private static final int MOST_LINES = 500;

    private Columns() {}

    static void fit(Table table) {
        GC gc = new GC(table);
        int lines = Math.min(MOST_LINES, table.getItemCount());
        for (int column = 0; column < table.getColumnCount(); column++) {
            int widest = LEAST;
            for (int line = 0; line < lines; line++) {
                TableItem item = table.getItem(line);
                widest = Math.max(widest, gc.textExtent(item.getText(column)).x + GAP);
            }
            table.getColumn(column).setWidth(widest);
        }
        gc.dispose();
    }

    static void fit(Tree tree) {
        GC gc = new GC(tree);
        for (int column = 0; column < tree.getColumnCount(); column++) {
            tree.getColumn(column).setWidth(widest(gc, tree.getItems(), column, INDENT));
        }
        gc.dispose();
    }

    private static int widest(GC gc, TreeItem[] items, int column, int indent) {
        int widest = LEAST;
        for (int line = 0; line < Math.min(MOST_LINES, items.length); line++) {
            int before = column == 0 ? indent : 0;
            int own = before + gc.textExtent(items[line].getText(column)).x + GAP;
            widest = Math.max(widest, Math.max(own, widest(gc, items[line].getItems(), column, indent + INDENT)));
        }
        return widest;
    }
}
