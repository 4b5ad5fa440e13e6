// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.control;

import io.penstock.api.BadProperty;
import io.penstock.api.control.FunctionInfo.Property;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Holds a value of a chain against what a function says of its property: the same for whoever runs the chain and for
/// whoever draws it.
public final class PropertyCheck {
    private PropertyCheck() {}

    /// The texts of a value, a map as `name=value`.
    public static List<String> texts(Object given) {
        List<String> texts = new ArrayList<>();
        switch (given) {
            case List<?> list -> list.forEach(item -> texts.add(String.valueOf(item)));
            case Map<?, ?> map -> map.forEach((name, item) -> texts.add(name + "=" + item));
            default -> texts.add(String.valueOf(given));
        }
        return texts;
    }

    /// The texts of a value that fits.
    ///
    /// @param given text, number, truth value, or a list or map of these
    /// @throws BadProperty for the first part that does not fit
    public static List<String> fitting(Property property, Object given) throws BadProperty {
        List<String> texts = texts(given);
        boolean collection = given instanceof List || given instanceof Map;
        if (collection && !property.many()) {
            throw new BadProperty(
                    property.id(), 0, 0, "`" + property.id() + "` is one value", "write it without a list");
        }
        for (int i = 0; i < texts.size(); i++) {
            check(property, i, texts.get(i));
        }
        return texts;
    }

    private static void check(Property property, int item, String text) {
        switch (property.kind()) {
            case WHOLE_NUMBER -> number(property, item, text, true);
            case NUMBER -> number(property, item, text, false);
            case BOOLEAN -> {
                if (!text.equals("true") && !text.equals("false")) {
                    throw new BadProperty(
                            property.id(), item, 0, "'" + text + "' is neither true nor false", "write one");
                }
            }
            case TEXT, PASSWORD -> {}
        }
        if (!property.options().isEmpty() && !property.options().contains(text)) {
            throw new BadProperty(
                    property.id(),
                    item,
                    0,
                    "'" + text + "' is not among the values",
                    "write one of " + property.options());
        }
    }

    private static void number(Property property, int item, String text, boolean whole) {
        BigDecimal value = decimal(text)
                .filter(number -> !whole || number.stripTrailingZeros().scale() <= 0)
                .orElseThrow(() -> new BadProperty(
                        property.id(),
                        item,
                        0,
                        "'" + text + "' is no " + (whole ? "whole " : "") + "number",
                        range(property)));
        boolean low =
                decimal(property.min()).filter(min -> value.compareTo(min) < 0).isPresent();
        boolean high =
                decimal(property.max()).filter(max -> value.compareTo(max) > 0).isPresent();
        if (low || high) {
            throw new BadProperty(
                    property.id(), item, 0, text + " is too " + (low ? "small" : "large"), range(property));
        }
    }

    private static Optional<BigDecimal> decimal(String text) {
        try {
            return text.isEmpty() || text.length() > 40 ? Optional.empty() : Optional.of(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String range(Property property) {
        String from = property.min().isEmpty() ? "" : " from " + property.min();
        String to = property.max().isEmpty() ? "" : " to " + property.max();
        return "write a number" + from + to;
    }
}
