// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.api.Syntax;
import io.penstock.editor.model.form.Field;
import java.util.List;
import java.util.Optional;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Text;

/// A field that is one text or number; a file can be chosen too.
final class TextEntry implements Entry {
    private final Text text;
    private final Field field;

    TextEntry(Composite parent, Look look, Field field, Runnable typed) {
        this.field = field;
        boolean file = field.property().syntax() == Syntax.Kind.FILE;
        Composite place = file ? row(parent, look) : parent;
        text = new Text(place, SWT.SINGLE | SWT.BORDER | (secret() ? SWT.PASSWORD : SWT.NONE));
        look.field(text);
        text.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        List<String> defaults = field.property().defaults();
        if (!defaults.isEmpty() && !secret()) {
            text.setMessage(String.join(", ", defaults));
        }
        text.addListener(SWT.Modify, _ -> typed.run());
        if (file) {
            chooser(place);
        }
    }

    private static Composite row(Composite parent, Look look) {
        Composite row = new Composite(parent, SWT.NONE);
        look.panel(row);
        GridLayout layout = new GridLayout(2, false);
        layout.marginWidth = 0;
        layout.marginHeight = 0;
        row.setLayout(layout);
        row.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        return row;
    }

    private void chooser(Composite place) {
        Button choose = new Button(place, SWT.PUSH);
        choose.setText("…");
        choose.setToolTipText(Texts.say("form.choose"));
        choose.addListener(SWT.Selection, _ -> {
            String chosen = new FileDialog(place.getShell(), SWT.OPEN).open();
            if (chosen != null) {
                text.setText(chosen);
            }
        });
    }

    private boolean secret() {
        return field.kind() == Field.Kind.PASSWORD;
    }

    @Override
    public Control control() {
        return text;
    }

    @Override
    public void focus() {
        text.setFocus();
        text.selectAll();
    }

    @Override
    public Optional<Object> value() {
        return field.entered(text.getText());
    }

    @Override
    public void show(Field set) {
        if (!set.value().equals(value())) {
            text.setText(set.text());
        }
    }

    @Override
    public Optional<String> complaint() {
        if (text.getText().isEmpty()) {
            return field.isRequired() ? Optional.of(Texts.say("form.required")) : Optional.empty();
        }
        return field.fault(text.getText()).map(Field.Fault::text);
    }
}
