// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.function;

import io.penstock.api.BadProperty;
import io.penstock.api.control.FunctionInfo;
import io.penstock.api.control.FunctionInfo.Property;
import io.penstock.api.control.PropertyCheck;
import io.penstock.chain.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
        List<String> texts = PropertyCheck.fitting(property, given);
        return property.many() ? texts.toArray(String[]::new) : texts.getFirst();
    }
}
