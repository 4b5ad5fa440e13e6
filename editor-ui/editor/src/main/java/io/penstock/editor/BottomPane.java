// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

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

/// What is known of the chain, one thing at a time: problems, the way of a packet, the plan, what a deployment would
/// change.
final class BottomPane {
    private static final int PROBLEMS = 0;
    private static final int WHY = 1;
    private static final int PLAN = 2;
    private static final int CHANGES = 3;

    private final Composite pane;
    private final Composite stack;
    private final StackLayout layout = new StackLayout();
    private final List<FlatButton> tabs = new ArrayList<>();
    private final List<Control> pages = new ArrayList<>();
    private final ProblemsPane problems;
    private final WhyPane why;
    private final PlanPane plan;
    private final ChangesPane changes;
    private final Desk desk;
    private String counted = "";
    private String differing = "";

    BottomPane(Composite parent, Desk desk, Look look, Running running, Consumer<String> jump, CanvasPane canvas) {
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
        GridLayout columns = new GridLayout(4, false);
        columns.marginHeight = 0;
        columns.marginWidth = 0;
        heads.setLayout(columns);
        stack = new Composite(pane, SWT.NONE);
        look.panel(stack);
        stack.setLayout(layout);
        stack.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        problems = new ProblemsPane(stack, desk, look, problem -> jump.accept(problem.node()));
        why = new WhyPane(stack, desk, look, canvas);
        plan = new PlanPane(stack, desk, look, canvas);
        changes = new ChangesPane(stack, look, running, jump);
        page(heads, look, "problems", problems.control());
        page(heads, look, "why.tab", why.control());
        page(heads, look, "plan.tab", plan.control());
        page(heads, look, "changes.tab", changes.control());
        show(PROBLEMS);
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
        if (index == PLAN) {
            plan.refresh();
        }
        changes.refresh();
        stack.layout();
    }

    private void count() {
        String problem = counted("problems", "problems.count", desk.problems().size());
        String change = counted("changes.tab", "changes.count", changes.count());
        if (!problem.equals(counted) || !change.equals(differing)) {
            counted = problem;
            differing = change;
            tabs.get(PROBLEMS).say(problem, problem);
            tabs.get(CHANGES).say(change, change);
            pane.layout(true, true);
        }
        changes.refresh();
        if (plan.control().equals(layout.topControl)) {
            plan.refresh();
        }
    }

    private static String counted(String none, String some, int count) {
        return count == 0 ? Texts.say(none) : Texts.say(some, count);
    }

    void focus() {
        if (layout.topControl != null) {
            layout.topControl.setFocus();
        }
    }

    void why() {
        show(WHY);
        why.focus();
    }

    /// Asks for one packet.
    void why(String packet) {
        show(WHY);
        why.ask(packet);
    }

    void plan() {
        show(PLAN);
        plan.control().setFocus();
    }

    void changes() {
        show(CHANGES);
        changes.control().setFocus();
    }
}
