// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.function;

import io.penstock.api.BadProperty;
import io.penstock.api.Syntax;
import io.penstock.api.control.FunctionInfo;
import io.penstock.api.control.FunctionInfo.Property;
import io.penstock.api.control.PropertyCheck;
import io.penstock.chain.Node;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A node's properties held against what its function's Metatype says, and made ready for the function.
public final class Properties {
    private Properties() {}

    /// Turns the properties of a node into those of a configuration: lists and maps become arrays of text
    /// (`name=value`), names of files full paths.
    ///
    /// @param folder where files are whose names are no full paths
    /// @throws BadProperty for the first value that does not fit
    public static Map<String, Object> of(Node node, FunctionInfo info, Path folder) throws BadProperty {
        Map<String, Object> ready = new HashMap<>();
        for (Map.Entry<String, Object> given : node.properties().entrySet()) {
            Property property = info.properties().stream()
                    .filter(one -> one.id().equals(given.getKey()))
                    .findFirst()
                    .orElseThrow(() -> unknown(given.getKey(), info));
            ready.put(property.id(), value(property, given.getValue(), folder));
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

    private static String full(Property property, String name, Path folder) {
        try {
            return folder.resolve(name).normalize().toString();
        } catch (InvalidPathException none) {
            throw new BadProperty(property.id(), 0, 0, "'" + name + "' is no name of a file", "name a file");
        }
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

    private static Object value(Property property, Object given, Path folder) {
        List<String> texts = PropertyCheck.fitting(property, given);
        if (property.syntax() == Syntax.Kind.FILE) {
            texts = texts.stream().map(name -> full(property, name, folder)).toList();
        }
        return property.many() ? texts.toArray(String[]::new) : texts.getFirst();
    }
}
