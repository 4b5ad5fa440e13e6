// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the values of ports and nodes.
final class ValueReader {
    private static final int LONGEST_KEY = 100;

    private final Complaints complaints;

    ValueReader(Complaints complaints) {
        this.complaints = complaints;
    }

    /// A text that may not be empty; "" after a complaint. `1.0` is text here, with or without quotes.
    String text(Tree.Slot slot, String element) {
        String text = emptyText(slot, element);
        if (text.isEmpty() && slot.value() instanceof Tree.Scalar scalar && scalar.style() != Tree.Style.PLAIN) {
            complaints.error(scalar.start(), element, named(slot) + " is empty", "write a value");
        }
        return text;
    }

    /// A text that may be empty if it is written so.
    String emptyText(Tree.Slot slot, String element) {
        if (!(slot.value() instanceof Tree.Scalar scalar)) {
            wrong(slot, element, "is no text", "write a single value");
            return "";
        }
        if (isNothing(scalar)) {
            nothing(slot, element);
            return "";
        }
        checkCharacters(scalar, element);
        return scalar.value();
    }

    List<String> texts(Tree.Slot slot, String element) {
        if (!(slot.value() instanceof Tree.Sequence sequence)) {
            return List.of(text(slot, element));
        }
        return sequence.slots().stream().map(item -> text(item, element)).toList();
    }

    boolean truth(Tree.Slot slot, String element) {
        Optional<Object> value =
                slot.value() instanceof Tree.Scalar scalar ? Scalars.meaning(scalar) : Optional.empty();
        if (value.isPresent() && value.get() instanceof Boolean truth) {
            return truth;
        }
        wrong(slot, element, "is neither true nor false", "write `" + slot.name() + ": true` or leave it out");
        return false;
    }

    /// A port's option: a scalar or a list of scalars.
    Optional<Object> option(Tree.Slot slot, String element) {
        if (slot.value() instanceof Tree.Mapping) {
            wrong(slot, element, "is a map", "an option is a single value or a list");
            return Optional.empty();
        }
        return property(slot, element);
    }

    /// A function's property: a scalar, a list of scalars, or a map of scalars.
    Optional<Object> property(Tree.Slot slot, String element) {
        if (!Keys.PROPERTY.matcher(slot.name()).matches()) {
            complaints.error(
                    slot.start(),
                    element,
                    "bad key `" + Quoting.shown(slot.name()) + "`",
                    "use a letter, then letters, digits, `-`, `_` and `.`");
            return Optional.empty();
        }
        return switch (slot.value()) {
            case Tree.Scalar scalar -> scalar(slot, scalar, element);
            case Tree.Sequence sequence -> Optional.of(list(sequence, element));
            case Tree.Mapping mapping -> Optional.of(map(mapping, element));
        };
    }

    private List<Object> list(Tree.Sequence sequence, String element) {
        List<Object> list = new ArrayList<>();
        for (Tree.Slot item : sequence.slots()) {
            inner(item, element, "an item").ifPresent(list::add);
        }
        return list;
    }

    private Map<String, Object> map(Tree.Mapping mapping, String element) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Tree.Slot entry : mapping.slots()) {
            if (!isKey(entry.name())) {
                String shown = Quoting.shown(entry.name());
                complaints.error(entry.start(), element, "bad key `" + shown + "`", "use 1 to 100 visible characters");
            }
            inner(entry, element, "a value").ifPresent(value -> map.put(entry.name(), value));
        }
        return map;
    }

    private static boolean isKey(String key) {
        return !key.isBlank() && key.length() <= LONGEST_KEY && Quoting.isClean(key);
    }

    private Optional<Object> inner(Tree.Slot slot, String element, String kind) {
        if (slot.value() instanceof Tree.Scalar scalar) {
            return scalar(slot, scalar, element);
        }
        complaints.error(
                slot.value().start(),
                element,
                kind + " that is a list or a map",
                "write a single value; quote it if it is text");
        return Optional.empty();
    }

    private Optional<Object> scalar(Tree.Slot slot, Tree.Scalar scalar, String element) {
        Optional<Object> value = Scalars.meaning(scalar);
        if (value.isPresent()) {
            checkCharacters(scalar, element);
        } else if (isNothing(scalar)) {
            nothing(slot, element);
        } else {
            wrong(slot, element, "is a number out of range", "quote it if it is text");
        }
        return value;
    }

    private static boolean isNothing(Tree.Scalar scalar) {
        String text = scalar.value();
        boolean number = !text.isEmpty() && (Character.isDigit(text.charAt(0)) || text.charAt(0) == '-');
        return !number && Scalars.meaning(scalar).isEmpty();
    }

    private void nothing(Tree.Slot slot, String element) {
        wrong(slot, element, "has no value", "write one, or `\"\"` for an empty text");
    }

    /// Escapes could smuggle in what the text itself may not have.
    private void checkCharacters(Tree.Scalar scalar, String element) {
        scalar.value().codePoints().filter(TextGate::isForbidden).findFirst().ifPresent(point -> {
            String what = String.format("the character U+%04X in a value", point);
            complaints.error(scalar.start(), element, what, "use characters that can be seen");
        });
    }

    private void wrong(Tree.Slot slot, String element, String what, String mend) {
        complaints.error(slot.value().start(), element, named(slot) + " " + what, mend);
    }

    private static String named(Tree.Slot slot) {
        return slot.key().isPresent() ? "`" + Quoting.shown(slot.name()) + "`" : "an item";
    }
}
