// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.api.control.Explanation;
import io.penstock.editor.model.edit.Selection;
import io.penstock.editor.model.plan.PlanView;
import java.util.List;
import java.util.Set;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeColumn;
import org.eclipse.swt.widgets.TreeItem;
import org.eclipse.swt.widgets.Widget;

/// What the resolver makes of the chain: merged classifier, record, layers and paths, each with who asked for it.
final class PlanPane {
    private final Tree tree;
    private final Desk desk;
    private final CanvasPane canvas;
    private String shown = "";

    PlanPane(Composite parent, Desk desk, Look look, CanvasPane canvas) {
        this.desk = desk;
        this.canvas = canvas;
        tree = new Tree(parent, SWT.SINGLE | SWT.FULL_SELECTION);
        look.panel(tree);
        for (int column = 0; column < 3; column++) {
            new TreeColumn(tree, SWT.LEFT);
        }
        tree.addListener(SWT.Selection, event -> point(event.item));
    }

    Tree control() {
        return tree;
    }

    /// Shows on the canvas what a line is about: the way of a path, or the nodes that asked for something.
    private void point(Widget item) {
        switch (item.getData()) {
            case PlanView.Row row
            when row.trace().isPresent() ->
                canvas.show(canvas.overlay().with(row.trace().get()));
            case PlanView.Row row -> {
                canvas.show(canvas.overlay().withoutTrace());
                desk.editing().select(new Selection(row.owners(), Set.of()));
            }
            case null, default -> canvas.show(canvas.overlay().withoutTrace());
        }
    }

    void refresh() {
        var request = desk.request();
        if (!shown.equals(request.text())) {
            shown = request.text();
            desk.ask(control -> control.explain(request), this::show, refused -> {
                tree.removeAll();
                item("plan.none", refused.problems().getFirst().what(), "").setExpanded(true);
                Columns.fit(tree);
            });
        }
    }

    private void show(Explanation plan) {
        tree.setRedraw(false);
        tree.removeAll();
        PlanView view = PlanView.of(plan, desk.editing().drawing().chain());
        TreeItem paths =
                item("plan.paths", Texts.say("plan.paths.many", plan.paths().size()), "");
        rows(view, 1)
                .forEach(row -> under(paths, row.text().replace("->", "\u2192"), row.note(), "")
                        .setData(row));
        TreeItem classifier = item(
                "plan.classifier",
                Texts.say("plan.classifier.many", plan.classifier().size()),
                "");
        rows(view, 0)
                .forEach(row -> under(
                                classifier,
                                row.text().isEmpty() ? Texts.say("plan.any") : row.text(),
                                String.join(", ", row.reasons()),
                                "")
                        .setData(row));
        TreeItem layers =
                item("plan.layers", Texts.say("plan.layers.many", plan.layers().size()), "");
        rows(view, 2)
                .forEach(row -> under(layers, row.text(), String.join(", ", row.reasons()), row.note())
                        .setData(row));
        TreeItem record = item("plan.record", Texts.say("plan.record.bytes", plan.recordBytes()), "");
        plan.record()
                .forEach(one ->
                        under(record, one.name(), one.owner(), Texts.say("plan.field", one.offset(), one.bytes())));
        Explanation.Alone alone = plan.alone();
        TreeItem cost = item("plan.alone", Texts.say("plan.alone.nodes", alone.nodes()), "");
        under(
                cost,
                Texts.say("plan.classifications"),
                merged(alone.mergedClassifications(), alone.separateClassifications()),
                "");
        under(cost, Texts.say("plan.lookups"), merged(alone.mergedLookups(), alone.separateLookups()), "");
        under(cost, Texts.say("plan.parsers"), merged(alone.mergedParsers(), alone.separateParsers()), "");
        item("plan.workers", plan.workers(), "");
        item("plan.clock", plan.clock(), "");
        for (TreeItem item : tree.getItems()) {
            item.setExpanded(true);
        }
        Columns.fit(tree);
        tree.setRedraw(true);
    }

    private static String merged(int here, int alone) {
        return Texts.say("plan.merged", here, alone);
    }

    private TreeItem item(String key, String second, String third) {
        TreeItem item = new TreeItem(tree, SWT.NONE);
        item.setText(new String[] {Texts.say(key), second, third});
        return item;
    }

    private static List<PlanView.Row> rows(PlanView view, int section) {
        return view.sections().get(section).rows();
    }

    private static TreeItem under(TreeItem parent, String first, String second, String third) {
        TreeItem item = new TreeItem(parent, SWT.NONE);
        item.setText(new String[] {first, second, third});
        return item;
    }
}
