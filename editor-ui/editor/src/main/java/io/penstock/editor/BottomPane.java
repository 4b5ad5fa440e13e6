// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.api.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StackLayout;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;

/// What is known of the chain, one thing at a time: problems, the way of a packet, the plan.
final class BottomPane {
    private final Composite pane;
    private final Composite stack;
    private final StackLayout layout = new StackLayout();
    private final List<FlatButton> tabs = new ArrayList<>();
    private final List<Control> pages = new ArrayList<>();
    private final ProblemsPane problems;
    private final WhyPane why;
    private final PlanPane plan;
    private final Desk desk;
    private String counted = "";

    BottomPane(Composite parent, Desk desk, Look look, Consumer<Problem> jump, CanvasPane canvas) {
        this.desk = desk;
        pane = new Composite(parent, SWT.NONE);
        look.panel(pane);
        GridLayout rows = new GridLayout();
        rows.marginHeight = 4;
        rows.marginWidth = 8;
        rows.verticalSpacing = 4;
        pane.setLayout(rows);
        Composite heads = new Composite(pane, SWT.NONE);
        look.panel(heads);
        GridLayout columns = new GridLayout(3, false);
        columns.marginHeight = 0;
        columns.marginWidth = 0;
        heads.setLayout(columns);
        stack = new Composite(pane, SWT.NONE);
        look.panel(stack);
        stack.setLayout(layout);
        stack.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        problems = new ProblemsPane(stack, desk, look, jump);
        why = new WhyPane(stack, desk, look, canvas);
        plan = new PlanPane(stack, desk, look, canvas);
        page(heads, look, "problems", problems.control());
        page(heads, look, "why.tab", why.control());
        page(heads, look, "plan.tab", plan.control());
        show(0);
        desk.listen(this::count);
    }

    private void page(Composite heads, Look look, String key, Control page) {
        int index = pages.size();
        pages.add(page);
        tabs.add(new FlatButton(
                heads, look, Optional.empty(), Texts.say(key), Texts.say(key), false, () -> show(index)));
    }

    private void show(int index) {
        layout.topControl = pages.get(index);
        for (int i = 0; i < tabs.size(); i++) {
            tabs.get(i).choose(i == index);
        }
        if (index == 2) {
            plan.refresh();
        }
        stack.layout();
    }

    private void count() {
        int count = desk.problems().size();
        String word = count == 0 ? Texts.say("problems") : Texts.say("problems.count", count);
        if (!word.equals(counted)) {
            counted = word;
            tabs.getFirst().say(word, word);
            pane.layout(true, true);
        }
        if (plan.control().equals(layout.topControl)) {
            plan.refresh();
        }
    }

    void focus() {
        if (layout.topControl != null) {
            layout.topControl.setFocus();
        }
    }

    void why() {
        show(1);
        why.focus();
    }

    /// Asks for one packet.
    void why(String packet) {
        show(1);
        why.ask(packet);
    }

    void plan() {
        show(2);
        plan.control().setFocus();
    }
}
