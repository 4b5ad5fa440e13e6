// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.text;

import java.util.ArrayList;
import java.util.List;

/// Aligned columns: texts to the left, numbers to the right, two spaces between.
public final class Table {
    private static final int WIDEST = 60;
    private static final String GAP = "  ";

    private final boolean colours;
    private final List<Column> columns;
    private final List<Row> rows = new ArrayList<>();

    /// @param headings of the columns; one that begins with `>` is of a column of numbers
    public Table(boolean colours, String... headings) {
        this.colours = colours;
        columns = List.of(headings).stream().map(Column::of).toList();
        rows.add(new Row(Ink.HEADING, columns.stream().map(Column::heading).toList()));
    }

    /// Adds a row; cells that are missing at its end are empty.
    public Table row(String... cells) {
        return row(Ink.PLAIN, cells);
    }

    /// Adds a row in an ink.
    public Table row(Ink ink, String... cells) {
        List<String> texts = new ArrayList<>();
        for (String cell : cells) {
            texts.add(shortened(Clean.line(cell)));
        }
        while (texts.size() < columns.size()) {
            texts.add("");
        }
        rows.add(new Row(ink, List.copyOf(texts)));
        return this;
    }

    /// The lines, the headings being the first.
    public List<String> lines() {
        int[] widths = widths();
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private int[] widths() {
        int[] widths = new int[columns.size()];
        for (Row row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(row.cells().get(i)));
            }
        }
        return widths;
    }

    private String line(Row row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = row.cells().get(i);
            String space = " ".repeat(widths[i] - width(cell));
            line.append(i == 0 ? "" : GAP).append(columns.get(i).isNumber() ? space + cell : cell + space);
        }
        return row.ink().on(line.toString().stripTrailing(), colours);
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String shortened(String text) {
        return width(text) <= WIDEST ? text : text.substring(0, text.offsetByCodePoints(0, WIDEST - 1)) + "…";
    }

    private record Column(String heading, boolean isNumber) {
        static Column of(String heading) {
            boolean number = heading.startsWith(">");
            return new Column(number ? heading.substring(1) : heading, number);
        }
    }

    private record Row(Ink ink, List<String> cells) {}
}
