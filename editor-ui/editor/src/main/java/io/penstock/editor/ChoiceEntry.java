// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.editor.model.form.Field;
import java.util.List;
import java.util.Optional;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;

/// A field with few values. Where it need not be set, the first line stands for the default; a value that is none of
/// them stays as it is.
final class ChoiceEntry implements Entry {
    private final Combo combo;
    private final Field field;
    private final int lead;
    private Optional<Object> odd = Optional.empty();

    ChoiceEntry(Composite parent, Look look, Field field, Runnable typed) {
        this.field = field;
        lead = field.isRequired() ? 0 : 1;
        combo = new Combo(parent, SWT.READ_ONLY);
        look.field(combo);
        combo.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        List<String> defaults = field.property().defaults();
        if (lead > 0) {
            combo.add(defaults.isEmpty() ? "" : Texts.say("form.default", defaults.getFirst()));
        }
        field.property().options().forEach(combo::add);
        combo.select(0);
        combo.addListener(SWT.Selection, _ -> {
            odd = Optional.empty();
            typed.run();
        });
    }

    @Override
    public Control control() {
        return combo;
    }

    @Override
    public Optional<Object> value() {
        if (odd.isPresent()) {
            return odd;
        }
        int index = combo.getSelectionIndex();
        return index < lead
                ? Optional.empty()
                : Optional.of(field.property().options().get(index - lead));
    }

    @Override
    public void show(Field set) {
        int option = set.value()
                .map(value -> field.property().options().indexOf(String.valueOf(value)))
                .orElse(-1);
        odd = option < 0 ? set.value() : Optional.empty();
        int index = option < 0 ? lead - 1 : option + lead;
        if (combo.getSelectionIndex() != index) {
            combo.deselectAll();
            combo.select(index);
        }
    }

    @Override
    public Optional<String> complaint() {
        return odd.flatMap(value -> field.fault(String.valueOf(value))).map(Field.Fault::text);
    }
}
