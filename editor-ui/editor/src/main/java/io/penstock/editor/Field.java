// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.api.Syntax;
import io.penstock.api.control.FunctionInfo.Kind;
import io.penstock.api.control.FunctionInfo.Property;
import java.util.Optional;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;

/// What a setting is typed or chosen with.
interface Field {
    /// What takes the keyboard.
    Control control();

    /// What stands in it, as a chain holds it; empty where the default is meant.
    Optional<Object> value();

    /// Shows a value; what is there already is left as it is typed.
    void show(Optional<Object> value);

    /// What is wrong with what stands in it.
    Optional<String> complaint();

    default void focus() {
        control().setFocus();
    }

    /// The field that suits a setting.
    ///
    /// @param typed told after each change by the person
    static Field of(Composite parent, Look look, Setting setting, Runnable typed) {
        Property property = setting.property();
        Field field;
        if (property.kind() == Kind.BOOLEAN && setting.shape() == Setting.Shape.ONE) {
            field = new CheckField(parent, look, setting, typed);
        } else if (!property.options().isEmpty() && setting.shape() == Setting.Shape.ONE) {
            field = new ChoiceField(parent, setting, typed);
        } else if (setting.shape() != Setting.Shape.ONE
                || property.syntax() == Syntax.Kind.MATCH
                || property.syntax() == Syntax.Kind.RULE) {
            field = new LinesField(parent, look, setting, typed);
        } else {
            field = new TextField(parent, setting, typed);
        }
        name(field.control(), setting.name());
        return field;
    }

    /// Tells assistive technology what a control is for.
    private static void name(Control control, String name) {
        control.getAccessible().addAccessibleListener(new AccessibleAdapter() {
            @Override
            public void getName(AccessibleEvent event) {
                event.result = name;
            }
        });
    }
}
