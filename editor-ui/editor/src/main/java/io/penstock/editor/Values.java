// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.api.control.FunctionInfo.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Values of a chain as text and back. What is no number stays a text, so that nothing typed is lost.
final class Values {
    private Values() {}

    static Object of(Kind kind, String text) {
        return switch (kind) {
            case TEXT, PASSWORD -> text;
            case BOOLEAN -> text.strip().matches("true|false") ? (Object) Boolean.valueOf(text.strip()) : text;
            case WHOLE_NUMBER -> number(text.strip(), false);
            case NUMBER -> number(text.strip(), true);
        };
    }

    private static Object number(String text, boolean fractions) {
        if (text.matches("-?\\d{1,18}")) {
            return Long.valueOf(text);
        }
        return fractions && text.matches("-?\\d{1,15}\\.\\d{1,15}") ? (Object) Double.valueOf(text) : text;
    }

    static String text(Object value) {
        return value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString(number.longValue())
                : String.valueOf(value);
    }

    /// A list with one item on each line, names of outputs with their value behind a colon.
    static String lines(Object value) {
        List<String> lines = new ArrayList<>();
        switch (value) {
            case List<?> list -> list.forEach(item -> lines.add(text(item)));
            case Map<?, ?> map -> map.forEach((name, item) -> lines.add((name + ": " + text(item)).stripTrailing()));
            default -> lines.add(text(value));
        }
        return String.join("\n", lines);
    }

    /// The items that stand on the lines of a text.
    static List<Object> list(Kind kind, String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> of(kind, line))
                .toList();
    }

    /// Names and values that stand on the lines of a text.
    static Map<String, Object> outputs(String text) {
        Map<String, Object> outputs = new LinkedHashMap<>();
        text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> {
            int colon = line.indexOf(':');
            String name = colon < 0 ? line : line.substring(0, colon).strip();
            outputs.putIfAbsent(name, colon < 0 ? "" : line.substring(colon + 1).strip());
        });
        return outputs;
    }
}
