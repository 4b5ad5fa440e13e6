// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableColumn;

/// Gives each column of a table the room that its longest text takes, so that what is said last is not out of sight.
final class Columns {
    private static final int LEAST = 60;

    private Columns() {}

    static void fit(Table table) {
        for (TableColumn column : table.getColumns()) {
            column.pack();
            column.setWidth(Math.max(LEAST, column.getWidth()));
        }
    }
}
