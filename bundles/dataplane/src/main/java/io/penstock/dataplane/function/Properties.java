// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.function;

import io.penstock.api.BadProperty;
import io.penstock.api.control.FunctionInfo;
import io.penstock.api.control.FunctionInfo.Property;
import io.penstock.chain.Node;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A node's properties held against what its function's Metatype says, and made ready for the function.
public final class Properties {
    private Properties() {}

    /// Turns the properties of a node into those of a configuration: lists and maps become arrays of text
    /// (`name=value`).
    ///
    /// @throws BadProperty for the first value that does not fit
    public static Map<String, Object> of(Node node, FunctionInfo info) throws BadProperty {
        Map<String, Object> ready = new HashMap<>();
        for (Map.Entry<String, Object> given : node.properties().entrySet()) {
            Property property = info.properties().stream()
                    .filter(one -> one.id().equals(given.getKey()))
                    .findFirst()
                    .orElseThrow(() -> unknown(given.getKey(), info));
            ready.put(property.id(), value(property, given.getValue()));
        }
        for (Property property : info.properties()) {
            if (property.required() && property.defaults().isEmpty() && !ready.containsKey(property.id())) {
                throw new BadProperty(
                        property.id(), -1, 0, info.type() + " needs `" + property.id() + "`", hint(property));
            }
        }
        return ready;
    }

    private static String hint(Property property) {
        return property.description().isEmpty() ? "add it to the node" : "add it: " + property.description();
    }

    private static BadProperty unknown(String name, FunctionInfo info) {
        List<String> known = info.properties().stream().map(Property::id).toList();
        return new BadProperty(
                name,
                -1,
                0,
                info.type() + " has no property `" + name + "`",
                known.isEmpty() ? "remove it; this function has none" : "it has " + String.join(", ", known));
    }

    private static Object value(Property property, Object given) {
        List<String> texts = new ArrayList<>();
        switch (given) {
            case List<?> list -> list.forEach(item -> texts.add(String.valueOf(item)));
            case Map<?, ?> map -> map.forEach((name, item) -> texts.add(name + "=" + item));
            default -> texts.add(String.valueOf(given));
        }
        boolean collection = given instanceof List || given instanceof Map;
        if (collection && !property.many()) {
            throw new BadProperty(
                    property.id(), 0, 0, "`" + property.id() + "` is one value", "write it without a list");
        }
        for (int i = 0; i < texts.size(); i++) {
            check(property, i, texts.get(i));
        }
        return property.many() ? texts.toArray(String[]::new) : texts.getFirst();
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
