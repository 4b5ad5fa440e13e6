// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.editor.model.form.Field;
import java.util.Optional;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;

/// A field that is on or off.
final class CheckEntry implements Entry {
    private final Button box;
    private final boolean usual;

    CheckEntry(Composite parent, Look look, Field field, Runnable typed) {
        box = new Button(parent, SWT.CHECK);
        look.panel(box);
        box.setText(Texts.say("form.on"));
        box.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        box.addListener(SWT.Selection, _ -> typed.run());
        usual = field.property().defaults().contains("true");
    }

    @Override
    public Control control() {
        return box;
    }

    @Override
    public Optional<Object> value() {
        return box.getSelection() == usual ? Optional.empty() : Optional.of(box.getSelection());
    }

    @Override
    public void show(Field set) {
        box.setSelection(set.value()
                .map(value -> Boolean.parseBoolean(String.valueOf(value)))
                .orElse(usual));
    }

    @Override
    public Optional<String> complaint() {
        return Optional.empty();
    }
}
