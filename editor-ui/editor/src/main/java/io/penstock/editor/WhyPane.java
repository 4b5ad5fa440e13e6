// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.api.control.Why;
import io.penstock.editor.model.plan.WhyView;
import java.util.Optional;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableColumn;
import org.eclipse.swt.widgets.TableItem;
import org.eclipse.swt.widgets.Text;

/// What would become of one packet, step by step, and its way on the canvas.
final class WhyPane {
    private final Composite pane;
    private final Text packet;
    private final Table steps;
    private final Desk desk;
    private final CanvasPane canvas;

    WhyPane(Composite parent, Desk desk, Look look, CanvasPane canvas) {
        this.desk = desk;
        this.canvas = canvas;
        pane = new Composite(parent, SWT.NONE);
        look.panel(pane);
        GridLayout layout = new GridLayout();
        layout.marginHeight = 0;
        layout.marginWidth = 0;
        pane.setLayout(layout);
        packet = new Text(pane, SWT.SEARCH);
        packet.setMessage(Texts.say("why.packet"));
        look.field(packet);
        Entry.name(packet, Texts.say("why.packet"));
        packet.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        packet.addListener(SWT.DefaultSelection, _ -> ask(packet.getText()));
        steps = new Table(pane, SWT.SINGLE | SWT.FULL_SELECTION);
        look.panel(steps);
        steps.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        for (int width : new int[] {160, 620, 320}) {
            new TableColumn(steps, SWT.LEFT).setWidth(width);
        }
        steps.addListener(SWT.Selection, _ -> reveal());
    }

    Composite control() {
        return pane;
    }

    void focus() {
        packet.setFocus();
        packet.selectAll();
    }

    void ask(String asked) {
        if (!packet.getText().equals(asked)) {
            packet.setText(asked);
        }
        var request = desk.request();
        desk.ask(
                control -> control.why(request, asked.strip()),
                this::show,
                refused -> desk.say(refused.problems().getFirst().oneLine()));
    }

    private void show(Why why) {
        steps.removeAll();
        for (Why.Step step : why.steps()) {
            new TableItem(steps, SWT.NONE).setText(new String[] {step.place(), step.what(), step.verdict()});
        }
        String end = end(why);
        TableItem last = new TableItem(steps, SWT.NONE);
        last.setText(new String[] {why.node(), end, why.passed() ? "" : why.rule()});
        Columns.fit(steps);
        steps.showItem(last);
        desk.say(why.packet() + ": " + end);
        canvas.show(canvas.overlay()
                .with(WhyView.of(why, desk.editing().drawing().chain()).trace()));
    }

    private static String end(Why why) {
        if (why.passed()) {
            return Texts.say("why.passed", why.port());
        }
        return why.rule().isEmpty()
                ? Texts.say("why.dropped", why.reason())
                : Texts.say("why.dropped.by", why.reason(), why.rule());
    }

    private Optional<String> name(String place) {
        int space = place.indexOf(' ');
        return Optional.of(space < 0 ? place : place.substring(space + 1))
                .filter(id -> canvas.picture().card(id).isPresent());
    }

    private void reveal() {
        int index = steps.getSelectionIndex();
        if (index >= 0) {
            name(steps.getItem(index).getText(0)).ifPresent(canvas::reveal);
        }
    }
}
