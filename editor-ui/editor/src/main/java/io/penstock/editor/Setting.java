// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.api.Syntax;
import io.penstock.api.control.DriverInfo;
import io.penstock.api.control.FunctionInfo.Kind;
import io.penstock.api.control.FunctionInfo.Property;
import java.util.List;
import java.util.regex.Pattern;

/// One thing that a form sets.
///
/// @param property what is known of it
/// @param shape how its values are put together
/// @param isOfPlatform whether the platform, not the function, does what it says
record Setting(Property property, Shape shape, boolean isOfPlatform) {
    /// What a port or node may be called.
    static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    private static final String NAME_KEY = "";

    /// How values are put together.
    enum Shape {
        ONE,
        LIST,
        /// Names of outputs, each with a value.
        OUTPUTS
    }

    /// The name of the element itself.
    static Setting ofName() {
        Property property = new Property(
                NAME_KEY, Texts.say("form.name"), "", Kind.TEXT, false, true, List.of(), "", "", List.of());
        return new Setting(property, Shape.ONE, false);
    }

    static Setting of(Property property, String outputs) {
        Shape shape = property.id().equals(outputs) ? Shape.OUTPUTS : property.many() ? Shape.LIST : Shape.ONE;
        return new Setting(property, shape, false);
    }

    static Setting of(DriverInfo.Option option) {
        Property property = new Property(
                option.name(),
                option.name(),
                option.description(),
                Kind.TEXT,
                false,
                option.required(),
                List.of(),
                "",
                "",
                List.of(),
                option.syntax(),
                List.of());
        return new Setting(property, Shape.ONE, false);
    }

    /// A key that belongs to the platform.
    static Setting platform(
            String key, Kind kind, Syntax.Kind syntax, boolean many, List<String> options, String usual) {
        Property property = new Property(
                key,
                Texts.say("form." + key),
                Texts.say("form." + key + ".hint"),
                kind,
                many,
                false,
                usual.isEmpty() ? List.of() : List.of(usual),
                "",
                "",
                options,
                syntax,
                List.of());
        return new Setting(property, many ? Shape.LIST : Shape.ONE, true);
    }

    boolean isName() {
        return key().equals(NAME_KEY);
    }

    String key() {
        return property.id();
    }

    String name() {
        return property.name().isEmpty() ? property.id() : property.name();
    }

    String description() {
        return property.description();
    }

    boolean isRequired() {
        return property.required() && property.defaults().isEmpty() && !isName();
    }
}
