// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.form;

import io.penstock.api.BadProperty;
import io.penstock.api.Syntax;
import io.penstock.api.control.FunctionInfo;
import io.penstock.api.control.FunctionInfo.Property;
import io.penstock.api.control.PropertyCheck;
import io.penstock.editor.model.words.Words;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

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
        UNKNOWN,
        /// The drawing: what the element is called.
        NAME
    }

    public String key() {
        return property.id();
    }

    /// Whether the chain says nothing of it.
    public boolean isUnset() {
        return value.isEmpty();
    }

    /// The same, with nothing set.
    public Field blank() {
        return new Field(property, kind, origin, Optional.empty());
    }

    /// Whether the chain has to say something of it.
    public boolean isRequired() {
        return property.required() && property.defaults().isEmpty();
    }

    /// Whether several values are entered, each on its own line.
    public boolean hasSeveral() {
        return kind == Kind.LIST || kind == Kind.NAMED;
    }

    /// What is set, as it is entered: several values one on each line, names of outputs with their value behind a
    /// colon.
    public String text() {
        return value.map(Values::text).orElse("");
    }

    /// What was entered, as the chain keeps it; empty where nothing was. A text that is no number stays a text, and
    /// [#faults] says so.
    public Optional<Object> entered(String text) {
        boolean nothing = kind == Kind.TEXT || kind == Kind.PASSWORD ? text.isEmpty() : text.isBlank();
        if (nothing) {
            return Optional.empty();
        }
        return Optional.of(
                switch (kind) {
                    case LIST -> Values.lines(text).map(this::parsed).toList();
                    case NAMED -> Values.named(text);
                    case TEXT, NUMBER, SWITCH, CHOICE, PASSWORD -> parsed(text);
                });
    }

    /// One value that was entered, as the chain keeps it.
    public Object parsed(String text) {
        if (origin == Origin.UNKNOWN) {
            return value.isPresent() && value.get() instanceof String ? text : Values.plain(text);
        }
        return switch (property.kind()) {
            case WHOLE_NUMBER, NUMBER -> Values.number(text).orElse(text);
            case BOOLEAN -> Values.truth(text).orElse(text);
            case TEXT -> isPattern() ? text.strip() : text;
            case PASSWORD -> text;
        };
    }

    private boolean isPattern() {
        return property.syntax() == Syntax.Kind.MATCH || property.syntax() == Syntax.Kind.RULE;
    }

    /// Where the match of a rule begins: behind the words of the function. 0 where there are none.
    public int matchStart(String rule) {
        return property.syntax() == Syntax.Kind.RULE ? Texts.matchStart(property.words(), rule) : 0;
    }

    /// What is wrong with a value; empty where it is good as far as can be told here.
    public List<Fault> faults(Object given) {
        boolean collection = given instanceof List || given instanceof Map;
        if (collection && !property.many()) {
            return unfit(given).stream().toList();
        }
        List<String> items = given instanceof Map<?, ?> map
                ? map.values().stream().map(String::valueOf).toList()
                : PropertyCheck.texts(given);
        return IntStream.range(0, items.size())
                .mapToObj(item -> fault(items.get(item)).map(fault -> fault.at(item)))
                .flatMap(Optional::stream)
                .toList();
    }

    /// What is wrong with one value; of a list, one item.
    public Optional<Fault> fault(String item) {
        Optional<Fault> unfit = unfit(item);
        return unfit.isPresent() || property.kind() != FunctionInfo.Kind.TEXT ? unfit : Texts.fault(property, item);
    }

    private Optional<Fault> unfit(Object given) {
        try {
            PropertyCheck.fitting(property, given);
            return Optional.empty();
        } catch (BadProperty bad) {
            return Optional.of(new Fault(bad.item(), bad.column(), bad.what(), bad.mend()));
        }
    }

    /// What is wrong with what is set, or that something is missing.
    public List<Fault> faults() {
        if (value.isPresent()) {
            return faults(value.get());
        }
        return isRequired() ? List.of(Fault.missing(property)) : List.of();
    }

    /// Something wrong with a value.
    ///
    /// @param item index into a list; 0 for a single value, -1 where the value is missing
    /// @param column where in the text, from 0
    public record Fault(int item, int column, String what, String mend) {
        static Fault missing(Property property) {
            return new Fault(-1, 0, Words.say("form.missing", property.id()), property.description());
        }

        private Fault at(int index) {
            return new Fault(index, column, what, mend);
        }

        /// What is wrong and what mends it, in one line.
        public String text() {
            return mend.isEmpty() ? what : what + "; " + mend;
        }
    }
}
