// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import java.util.List;
import java.util.Optional;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;

/// A setting with few values. The first line stands for the default; a value that is none of them stays as it is.
final class ChoiceField implements Field {
    private final Combo combo;
    private final Setting setting;
    private Optional<Object> odd = Optional.empty();

    ChoiceField(Composite parent, Setting setting, Runnable typed) {
        this.setting = setting;
        combo = new Combo(parent, SWT.READ_ONLY);
        combo.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        List<String> defaults = setting.property().defaults();
        combo.add(defaults.isEmpty() ? "" : Texts.say("form.default", defaults.getFirst()));
        setting.property().options().forEach(combo::add);
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
        return index <= 0
                ? Optional.empty()
                : Optional.of(setting.property().options().get(index - 1));
    }

    @Override
    public void show(Optional<Object> value) {
        int index = value.map(set -> setting.property().options().indexOf(String.valueOf(set)) + 1)
                .orElse(0);
        odd = index == 0 ? value : Optional.empty();
        if (combo.getSelectionIndex() != index) {
            combo.select(index);
        }
    }

    @Override
    public Optional<String> complaint() {
        return odd.flatMap(value -> FieldCheck.of(setting.property(), String.valueOf(value)))
                .map(FieldCheck.Complaint::words);
    }
}
