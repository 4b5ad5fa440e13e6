// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Says in one line how a value changed; of a list, only what came and went.
final class ValueChange {
    private ValueChange() {}

    static String text(String key, Optional<Object> before, Optional<Object> after) {
        String change;
        if (before.isPresent() && after.isPresent()) {
            change = between(before.get(), after.get());
        } else if (after.isPresent()) {
            change = "+ " + written(after.get());
        } else {
            change = "- " + before.map(ValueChange::written).orElse("");
        }
        return key + ": " + change;
    }

    private static String between(Object before, Object after) {
        if (before instanceof List<?> old && after instanceof List<?> young) {
            return items(old, young);
        }
        return written(before) + " -> " + written(after);
    }

    private static String items(List<?> before, List<?> after) {
        List<String> parts = new ArrayList<>();
        less(before, after).forEach(gone -> parts.add("- " + written(gone)));
        less(after, before).forEach(come -> parts.add("+ " + written(come)));
        return parts.isEmpty() ? "other order: " + written(after) : String.join(", ", parts);
    }

    private static List<?> less(List<?> from, List<?> what) {
        List<Object> left = new ArrayList<>(from);
        what.forEach(left::remove);
        return left;
    }

    private static String written(Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(ValueChange::written).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + written(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case String text -> Quoting.text(text);
            default -> value.toString();
        };
    }
}
