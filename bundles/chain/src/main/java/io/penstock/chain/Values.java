// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Copies that nobody can change and that keep their order, which `Map.copyOf` does not.
final class Values {
    private Values() {}

    static <V> Map<String, V> ordered(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /// A copy of properties with the lists and maps inside them.
    static Map<String, Object> frozen(Map<String, Object> properties) {
        Map<String, Object> copy = new LinkedHashMap<>();
        properties.forEach((key, value) -> copy.put(key, frozenValue(value)));
        return Collections.unmodifiableMap(copy);
    }

    private static Object frozenValue(Object value) {
        return switch (value) {
            case List<?> list -> List.copyOf(list);
            case Map<?, ?> map -> Collections.unmodifiableMap(new LinkedHashMap<>(map));
            default -> value;
        };
    }
}
