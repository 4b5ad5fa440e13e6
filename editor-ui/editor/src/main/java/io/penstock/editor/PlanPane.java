// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.api.control.Explanation;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeColumn;
import org.eclipse.swt.widgets.TreeItem;

/// What the resolver makes of the chain: merged classifier, record, layers and paths, each with who asked for it.
final class PlanPane {
    private final Tree tree;
    private final Desk desk;
    private String shown = "";

    PlanPane(Composite parent, Desk desk, Look look) {
        this.desk = desk;
        tree = new Tree(parent, SWT.SINGLE | SWT.FULL_SELECTION);
        look.panel(tree);
        for (int width : new int[] {360, 560, 260}) {
            new TreeColumn(tree, SWT.LEFT).setWidth(width);
        }
    }

    Tree control() {
        return tree;
    }

    void refresh() {
        var request = desk.request();
        if (!shown.equals(request.text())) {
            shown = request.text();
            desk.ask(control -> control.explain(request), this::show, refused -> {
                tree.removeAll();
                item("plan.none", refused.problems().getFirst().what(), "").setExpanded(true);
            });
        }
    }

    private void show(Explanation plan) {
        tree.removeAll();
        TreeItem paths =
                item("plan.paths", Texts.say("plan.paths.many", plan.paths().size()), "");
        plan.paths()
                .forEach(path -> under(
                        paths,
                        path.from() + " \u2192 " + String.join(" \u2192 ", path.nodes()) + " \u2192 " + path.to(),
                        path.when(),
                        ""));
        TreeItem classifier = item(
                "plan.classifier",
                Texts.say("plan.classifier.many", plan.classifier().size()),
                "");
        plan.classifier()
                .forEach(one -> under(
                        classifier,
                        one.match().isEmpty() ? Texts.say("plan.any") : one.match(),
                        String.join(", ", one.askedBy()),
                        ""));
        TreeItem layers =
                item("plan.layers", Texts.say("plan.layers.many", plan.layers().size()), "");
        plan.layers().forEach(one -> under(layers, one.layer(), String.join(", ", one.askedBy()), one.level()));
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
    }

    private static String merged(int here, int alone) {
        return Texts.say("plan.merged", here, alone);
    }

    private TreeItem item(String key, String second, String third) {
        TreeItem item = new TreeItem(tree, SWT.NONE);
        item.setText(new String[] {Texts.say(key), second, third});
        return item;
    }

    private static void under(TreeItem parent, String first, String second, String third) {
        new TreeItem(parent, SWT.NONE).setText(new String[] {first, second, third});
    }
}
