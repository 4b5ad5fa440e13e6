// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.form;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Values as a chain file writes them, and as a person enters them.
final class Values {
    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]{0,17})\\.[0-9]{1,18}");
    private static final double MOST_EXACT = 1e15;

    private Values() {}

    static Optional<Object> number(String text) {
        String stripped = text.strip();
        if (WHOLE.matcher(stripped).matches()) {
            return Optional.of(Long.parseLong(stripped));
        }
        return DECIMAL.matcher(stripped).matches() ? Optional.of(Double.parseDouble(stripped)) : Optional.empty();
    }

    static Optional<Object> truth(String text) {
        String stripped = text.strip();
        return stripped.equals("true") || stripped.equals("false")
                ? Optional.of(Boolean.valueOf(stripped))
                : Optional.empty();
    }

    /// A value whose kind nobody knows, as a chain file would mean it.
    static Object plain(String text) {
        return number(text).or(() -> truth(text)).orElse(text);
    }

    /// A value as it is entered.
    static String text(Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(Values::text).collect(Collectors.joining("\n"));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> (entry.getKey() + ": " + text(entry.getValue())).stripTrailing())
                        .collect(Collectors.joining("\n"));
            case Double number
            when number == Math.rint(number) && Math.abs(number) < MOST_EXACT -> Long.toString(number.longValue());
            default -> String.valueOf(value);
        };
    }

    /// The lines that say something.
    static Stream<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty());
    }

    /// Names and values, one of each on a line with a colon between them.
    static Map<String, Object> named(String text) {
        Map<String, Object> named = new LinkedHashMap<>();
        lines(text).forEach(line -> {
            int colon = line.indexOf(':');
            String name = colon < 0 ? line : line.substring(0, colon).strip();
            named.putIfAbsent(name, colon < 0 ? "" : line.substring(colon + 1).strip());
        });
        return named;
    }
}
