// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.form;

import io.penstock.api.BadProperty;
import io.penstock.api.Syntax;
import io.penstock.api.control.FunctionInfo;
import io.penstock.api.control.FunctionInfo.Property;
import io.penstock.api.control.PropertyCheck;
import io.penstock.editor.model.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One thing that can be set.
///
/// @param property its key, name, description, bounds, options and syntax
/// @param kind how it is entered
/// @param origin who asks for it
/// @param value what the chain says; empty where it says nothing
public record Field(Property property, Kind kind, Origin origin, Optional<Object> value) {
    /// How a value is entered.
    public enum Kind {
        /// A line of text.
        TEXT,
        /// A number, perhaps with bounds.
        NUMBER,
        /// Yes or no.
        SWITCH,
        /// One of the options.
        CHOICE,
        /// A text that is not shown.
        PASSWORD,
        /// Lines of text, each a value.
        LIST,
        /// Names, each with a value; the names are those of outputs.
        NAMED
    }

    /// Who asks for a value.
    public enum Origin {
        /// The function, or the port's driver.
        OWN,
        /// The platform: `match`, `observe`, and so on.
        PLATFORM,
        /// Nobody who is known: the key stands in the chain and is kept.
        UNKNOWN
    }

    public String key() {
        return property.id();
    }

    /// Whether the chain says nothing of it.
    public boolean isUnset() {
        return value.isEmpty();
    }

    /// The lines to show: what is set, else what holds unasked.
    public List<String> texts() {
        return value.map(set -> set instanceof Map<?, ?> map ? named(map) : PropertyCheck.texts(set))
                .orElse(property.defaults());
    }

    private static List<String> named(Map<?, ?> map) {
        List<String> lines = new ArrayList<>();
        map.forEach((name, value) -> lines.add(name + "=" + value));
        return lines;
    }

    /// What was typed, as the chain keeps it; a text that is no number stays a text, and [#faults] says so.
    public Object parsed(String text) {
        return switch (property.kind()) {
            case WHOLE_NUMBER, NUMBER -> Values.number(text).orElse(text);
            case BOOLEAN -> text.equals("true") || text.equals("false") ? (Object) Boolean.valueOf(text) : text;
            case TEXT, PASSWORD -> text;
        };
    }

    /// Lines that were typed, as the chain keeps them.
    public Object parsed(List<String> lines) {
        return lines.stream().map(this::parsed).toList();
    }

    /// What is wrong with a value; empty where it is good as far as can be told here.
    public List<Fault> faults(Object given) {
        List<Fault> faults = new ArrayList<>();
        try {
            PropertyCheck.fitting(property, given);
        } catch (BadProperty bad) {
            faults.add(new Fault(bad.item(), bad.column(), bad.what(), bad.mend()));
        }
        if (property.kind() == FunctionInfo.Kind.TEXT && property.syntax() != Syntax.Kind.PLAIN) {
            List<String> texts = kind == Kind.NAMED && given instanceof Map<?, ?> map
                    ? map.values().stream().map(String::valueOf).toList()
                    : PropertyCheck.texts(given);
            for (int i = 0; i < texts.size(); i++) {
                int item = i;
                Texts.fault(property, texts.get(i))
                        .ifPresent(fault -> faults.add(new Fault(item, fault.column(), fault.what(), fault.mend())));
            }
        }
        return faults;
    }

    /// What is wrong with what is set, or that something is missing.
    public List<Fault> faults() {
        if (value.isPresent()) {
            return faults(value.get());
        }
        boolean missing = property.required() && property.defaults().isEmpty();
        return missing ? List.of(Fault.missing(property)) : List.of();
    }

    /// Something wrong with a value.
    ///
    /// @param item index into a list; 0 for a single value, -1 where the value is missing
    /// @param column where in the text, from 0
    public record Fault(int item, int column, String what, String mend) {
        static Fault missing(Property property) {
            return new Fault(-1, 0, Words.say("form.missing", property.id()), property.description());
        }
    }
}
