// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.api.control.FunctionInfo;
import io.penstock.chain.Node;
import io.penstock.chain.PortSpec;
import io.penstock.editor.model.edit.Edits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.ScrolledComposite;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import org.jspecify.annotations.Nullable;

/// The form of what is selected: its name and what can be set, from what its function says of itself.
final class FormPane {
    private final ScrolledComposite scroll;
    private final Desk desk;
    private final Look look;
    private Optional<String> shown = Optional.empty();
    private Map<String, Object> values = Map.of();
    private Optional<Control> first = Optional.empty();
    private Optional<Text> nameField = Optional.empty();
    private boolean writing;

    FormPane(Composite parent, Desk desk, Look look, CanvasPane canvas) {
        this.desk = desk;
        this.look = look;
        scroll = new ScrolledComposite(parent, SWT.V_SCROLL);
        scroll.setExpandHorizontal(true);
        scroll.setExpandVertical(true);
        look.panel(scroll);
        desk.listen(this::refresh);
        refresh();
        scroll.addListener(SWT.Resize, _ -> size());
        canvas.control().addListener(SWT.Dispose, _ -> shown = Optional.empty());
    }

    void edit(String id) {
        desk.editing().select(io.penstock.editor.model.edit.Selection.of(id));
        focus();
    }

    void rename(String id) {
        edit(id);
        nameField.ifPresent(field -> {
            field.setFocus();
            field.selectAll();
        });
    }

    void focus() {
        first.or(() -> nameField.map(Control.class::cast)).ifPresent(Control::setFocus);
    }

    private void refresh() {
        var elements = desk.editing().selection().elements();
        Optional<String> wanted = elements.size() == 1 ? elements.stream().findFirst() : Optional.empty();
        Map<String, Object> now = wanted.map(this::valuesOf).orElse(Map.of());
        if (!writing && (!wanted.equals(shown) || !now.equals(values))) {
            shown = wanted;
            values = now;
            build();
        }
    }

    private Map<String, Object> valuesOf(String id) {
        var chain = desk.editing().drawing().chain();
        PortSpec port = chain.ports().get(id);
        return port != null
                ? port.options()
                : chain.node(id).map(Node::properties).orElse(Map.of());
    }

    private void build() {
        if (scroll.getContent() != null) {
            scroll.getContent().dispose();
        }
        first = Optional.empty();
        nameField = Optional.empty();
        Composite form = new Composite(scroll, SWT.NONE);
        look.panel(form);
        GridLayout layout = new GridLayout();
        layout.marginWidth = 16;
        layout.marginHeight = 16;
        layout.verticalSpacing = 6;
        form.setLayout(layout);
        if (shown.isEmpty()) {
            label(form, Texts.say("form.none"));
        } else {
            fill(form, shown.get());
        }
        scroll.setContent(form);
        size();
    }

    private void size() {
        Control content = scroll.getContent();
        if (content != null) {
            int width = Math.max(1, scroll.getClientArea().width);
            scroll.setMinSize(content.computeSize(width, SWT.DEFAULT));
        }
    }

    private void fill(Composite form, String id) {
        var chain = desk.editing().drawing().chain();
        label(form, Texts.say("form.name"));
        Text name = text(form, id, SWT.BORDER);
        name.addListener(SWT.DefaultSelection, _ -> renamed(id, name.getText()));
        name.addListener(SWT.FocusOut, _ -> renamed(id, name.getText()));
        nameField = Optional.of(name);
        PortSpec port = chain.ports().get(id);
        if (port != null) {
            desk.palette()
                    .driver(port.driver())
                    .ifPresent(driver ->
                            driver.options().forEach(option -> plain(form, id, option.name(), option.description())));
            return;
        }
        chain.node(id).flatMap(desk.palette()::function).ifPresent(info -> {
            Label about = label(form, info.description());
            look.quiet(about);
            info.properties().forEach(property -> property(form, id, property));
        });
    }

    private void renamed(String id, String wanted) {
        if (!wanted.equals(id) && desk.perform(Edits.rename(id, wanted))) {
            desk.editing().select(io.penstock.editor.model.edit.Selection.of(wanted));
        }
    }

    private void plain(Composite form, String id, String key, String description) {
        label(form, key).setToolTipText(description);
        Text field = text(form, String.valueOf(values.getOrDefault(key, "")), SWT.BORDER);
        field.addListener(SWT.Modify, _ -> write(id, key, field.getText()));
        first = first.or(() -> Optional.of(field));
    }

    private void property(Composite form, String id, FunctionInfo.Property property) {
        Object value = values.get(property.id());
        if (property.kind() == FunctionInfo.Kind.BOOLEAN && !property.many()) {
            Button box = new Button(form, SWT.CHECK);
            box.setText(property.name());
            look.panel(box);
            box.setSelection(value == null ? property.defaults().contains("true") : Boolean.TRUE.equals(value));
            box.addListener(SWT.Selection, _ -> write(id, property.id(), box.getSelection()));
            first = first.or(() -> Optional.of(box));
            return;
        }
        label(form, property.name()).setToolTipText(property.description());
        Control field = property.many() ? lines(form, id, property, value) : single(form, id, property, value);
        first = first.or(() -> Optional.of(field));
    }

    private Control lines(Composite form, String id, FunctionInfo.Property property, @Nullable Object value) {
        List<String> lines = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(item -> lines.add(String.valueOf(item)));
        }
        Text field = text(form, String.join("\n", lines), SWT.BORDER | SWT.MULTI | SWT.V_SCROLL);
        ((GridData) field.getLayoutData()).heightHint = 120;
        field.addListener(
                SWT.Modify,
                _ -> write(
                        id,
                        property.id(),
                        field.getText().lines().filter(line -> !line.isBlank()).toList()));
        return field;
    }

    private Control single(Composite form, String id, FunctionInfo.Property property, @Nullable Object value) {
        String text = value == null ? String.join("", property.defaults()) : String.valueOf(value);
        if (!property.options().isEmpty()) {
            Combo combo = new Combo(form, SWT.READ_ONLY);
            combo.setItems(property.options().toArray(String[]::new));
            combo.setText(text);
            combo.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
            combo.addListener(SWT.Selection, _ -> write(id, property.id(), combo.getText()));
            return combo;
        }
        int style = SWT.BORDER | (property.kind() == FunctionInfo.Kind.PASSWORD ? SWT.PASSWORD : 0);
        Text field = text(form, text, style);
        field.addListener(SWT.Modify, _ -> write(id, property.id(), field.getText()));
        return field;
    }

    /// One run of typing in a field is one step for undo.
    private void write(String id, String key, Object value) {
        writing = true;
        try {
            boolean empty = value.equals("") || value.equals(List.of());
            desk.perform((empty ? Edits.unset(id, key) : Edits.set(id, key, value)).in("type " + id + "." + key));
            values = valuesOf(id);
        } finally {
            writing = false;
        }
    }

    private Label label(Composite form, String words) {
        Label label = new Label(form, SWT.WRAP);
        label.setText(words.replace("&", "&&"));
        look.panel(label);
        label.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        return label;
    }

    private static Text text(Composite form, String value, int style) {
        Text field = new Text(form, style);
        field.setText(value);
        field.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        return field;
    }
}
