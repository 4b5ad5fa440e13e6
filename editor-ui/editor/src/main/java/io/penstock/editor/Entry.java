// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.api.Syntax;
import io.penstock.editor.model.form.Field;
import java.util.Optional;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.internal.Converter;
import org.eclipse.swt.internal.accessibility.gtk.ATK;
import org.eclipse.swt.internal.gtk.OS;
import org.eclipse.swt.internal.gtk3.GTK3;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;

/// What a field of a form is typed or chosen with.
interface Entry {
    /// What takes the keyboard.
    Control control();

    /// What stands in it, as a chain holds it; empty where the default is meant.
    Optional<Object> value();

    /// Shows what is set; what is there already is left as it is typed.
    void show(Field set);

    /// What is wrong with what stands in it.
    Optional<String> complaint();

    default void focus() {
        control().setFocus();
    }

    /// The entry that suits a field.
    ///
    /// @param typed told after each change by the person
    static Entry of(Composite parent, Look look, Field field, Runnable typed) {
        Entry entry = switch (field.kind()) {
            case SWITCH -> new CheckEntry(parent, look, field, typed);
            case CHOICE -> new ChoiceEntry(parent, look, field, typed);
            case LIST, NAMED -> new LinesEntry(parent, look, field, typed);
            case TEXT ->
                isPattern(field)
                        ? new LinesEntry(parent, look, field, typed)
                        : new TextEntry(parent, look, field, typed);
            case NUMBER, PASSWORD -> new TextEntry(parent, look, field, typed);
        };
        name(entry.control(), title(field));
        return entry;
    }

    private static boolean isPattern(Field field) {
        Syntax.Kind syntax = field.property().syntax();
        return syntax == Syntax.Kind.MATCH || syntax == Syntax.Kind.RULE;
    }

    /// What a field is called.
    static String title(Field field) {
        return field.property().name().isEmpty()
                ? field.key()
                : field.property().name();
    }

    /// Tells assistive technology what a control is for. The toolkit does not ask listeners for the names of
    /// controls that GTK has itself, so these get theirs directly.
    static void name(Control control, String name) {
        OS.g_object_set(
                GTK3.gtk_widget_get_accessible(control.handle),
                ATK.accessible_name,
                Converter.wcsToMbcs(name, true),
                0);
        control.getAccessible().addAccessibleListener(new AccessibleAdapter() {
            @Override
            public void getName(AccessibleEvent event) {
                event.result = name;
            }
        });
    }
}
