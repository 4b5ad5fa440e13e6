// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.text;

import io.penstock.api.control.Explanation;
import java.util.ArrayList;
import java.util.List;

/// A plan in sections. Each thing names who asked for it; the end says what the same functions would do alone.
public final class ExplanationText {
    private static final int WIDTH = 104;

    private final Explanation plan;
    private final boolean colours;
    private final List<String> lines = new ArrayList<>();

    private ExplanationText(Explanation plan, boolean colours) {
        this.plan = plan;
        this.colours = colours;
    }

    public static List<String> lines(Explanation plan, boolean colours) {
        ExplanationText text = new ExplanationText(plan, colours);
        text.title();
        text.warnings();
        text.paths();
        text.classifier();
        text.layers();
        text.record();
        text.reasons();
        text.alone();
        return List.copyOf(text.lines);
    }

    /// The plan in a few lines: its paths, and what merging saves.
    public static List<String> inShort(Explanation plan, boolean colours) {
        ExplanationText text = new ExplanationText(plan, colours);
        text.title();
        text.paths();
        text.alone();
        return List.copyOf(text.lines);
    }

    private void title() {
        Explanation.Alone alone = plan.alone();
        lines.add(Ink.HEADING.on(Clean.line(plan.chain()), colours) + "  "
                + Numbers.of(alone.nodes(), "function", "functions") + ", "
                + Numbers.of(plan.paths().size(), "path", "paths") + ", session record of "
                + Numbers.of(plan.recordBytes(), "byte", "bytes"));
    }

    private void warnings() {
        for (String warning : plan.warnings()) {
            List<String> wrapped = Wrapped.lines(warning, WIDTH - 9);
            lines.add(Ink.WARNING.on("warning: ", colours) + wrapped.getFirst());
            wrapped.stream().skip(1).forEach(line -> lines.add("         " + line));
        }
    }

    private void section(String name, String what) {
        lines.add("");
        lines.add(Ink.HEADING.on(name, colours) + (what.isEmpty() ? "" : Ink.QUIET.on("  " + what, colours)));
    }

    private void paths() {
        section("Paths", "chosen once, when a session opens; the way back is the same path reversed");
        for (Explanation.Path path : plan.paths()) {
            List<String> stops = new ArrayList<>();
            stops.add(path.from());
            stops.addAll(path.nodes());
            stops.add(path.to());
            folded(String.join(" → ", stops), "  ");
            if (!path.when().isEmpty()) {
                folded("when " + path.when(), "      ");
            }
        }
    }

    private void classifier() {
        if (plan.classifier().isEmpty()) {
            section("Classifier", "nothing to decide: no function has a condition");
            return;
        }
        section("Classifier", "each condition is evaluated once, for the packet that opens a session");
        int width = plan.classifier().stream()
                .mapToInt(c -> c.match().length())
                .max()
                .orElse(0);
        for (Explanation.Condition condition : plan.classifier()) {
            String match = condition.match().isEmpty() ? "any packet" : condition.match();
            beside(match, Math.min(Math.max(width, 10), 60), String.join(", ", condition.askedBy()));
        }
    }

    private void layers() {
        section("Layers", "each at the least level that somebody asked for");
        int name = plan.layers().stream()
                .mapToInt(use -> use.layer().length())
                .max()
                .orElse(0);
        int level = plan.layers().stream()
                .mapToInt(use -> use.level().length())
                .max()
                .orElse(0);
        for (Explanation.LayerUse use : plan.layers()) {
            String head = padded(use.layer(), name) + "  " + padded(use.level(), level);
            List<String> asked = use.askedBy().isEmpty() ? List.of("") : use.askedBy();
            beside(head, name + level + 2, asked.getFirst());
            asked.stream().skip(1).forEach(more -> beside("", name + level + 2, more));
        }
    }

    private void record() {
        if (plan.record().isEmpty()) {
            return;
        }
        section("Session record", "one for both directions");
        Table table = new Table(colours, ">offset", ">bytes", "field", "asked for by");
        plan.record()
                .forEach(field -> table.row(
                        Integer.toString(field.offset()),
                        Integer.toString(field.bytes()),
                        field.name(),
                        field.owner()));
        table.lines().forEach(line -> lines.add("  " + line));
    }

    private void reasons() {
        section("Time and cores", "");
        beside("clock", 7, plan.clock());
        beside("workers", 7, plan.workers());
    }

    private void alone() {
        Explanation.Alone alone = plan.alone();
        section("Merged, and what the same functions would do alone", "");
        Table table = new Table(colours, "for each session or packet", ">here", ">alone");
        row(table, "classifications", alone.mergedClassifications(), alone.separateClassifications());
        row(table, "session look-ups", alone.mergedLookups(), alone.separateLookups());
        row(table, "protocol stacks", alone.mergedParsers(), alone.separateParsers());
        table.lines().forEach(line -> lines.add("  " + line));
    }

    private static void row(Table table, String what, int merged, int separate) {
        table.row(what, Numbers.count(merged), Numbers.count(separate));
    }

    private void folded(String text, String indent) {
        List<String> wrapped = Wrapped.lines(text, WIDTH - indent.length());
        lines.add(indent + wrapped.getFirst());
        wrapped.stream().skip(1).forEach(line -> lines.add(indent + "    " + line));
    }

    /// Two columns; both are broken between words where they do not fit.
    private void beside(String left, int width, String right) {
        List<String> lefts = Wrapped.lines(left, width);
        List<String> rights = Wrapped.lines(right, WIDTH - width - 4);
        for (int i = 0; i < Math.max(lefts.size(), rights.size()); i++) {
            String head = i < lefts.size() ? lefts.get(i) : "";
            String tail = i < rights.size() ? rights.get(i) : "";
            lines.add(("  " + padded(head, width) + "  " + tail).stripTrailing());
        }
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
