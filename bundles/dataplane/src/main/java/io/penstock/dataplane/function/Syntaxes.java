// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.function;

import io.penstock.api.Syntax;
import io.penstock.api.control.FunctionInfo.Property;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;

/// How the texts of a function's properties are written, as its configuration says by [Syntax].
public final class Syntaxes {
    private final Map<String, Syntax> byProperty = new HashMap<>();

    private Syntaxes(Class<?> component) {
        for (Constructor<?> constructor : component.getConstructors()) {
            Arrays.stream(constructor.getParameterTypes())
                    .filter(Class::isAnnotation)
                    .flatMap(config -> Arrays.stream(config.getDeclaredMethods()))
                    .forEach(this::add);
        }
    }

    private Syntaxes() {}

    /// Those of a component's configuration; none where it cannot be loaded, which its use will say.
    static Syntaxes of(Bundle bundle, String component) {
        try {
            return new Syntaxes(bundle.loadClass(component));
        } catch (ClassNotFoundException | LinkageError | IllegalStateException unusable) {
            return new Syntaxes();
        }
    }

    /// Those of a component's configuration.
    public static Syntaxes of(Class<?> component) {
        return new Syntaxes(component);
    }

    private void add(Method method) {
        Syntax syntax = method.getAnnotation(Syntax.class);
        if (syntax != null) {
            byProperty.put(property(method.getName()), syntax);
        }
    }

    /// The name of a method as a key of the configuration (OSGi Compendium 8, section 112.8.2.1).
    private static String property(String method) {
        return method.replace("$_$", "-")
                .replace("__", "\u0000")
                .replace('_', '.')
                .replace('\u0000', '_')
                .replace("$", "");
    }

    /// Properties with what is said of them.
    public List<Property> applied(List<Property> properties) {
        return properties.stream().map(this::applied).toList();
    }

    private Property applied(Property p) {
        Syntax syntax = byProperty.get(p.id());
        if (syntax == null) {
            return p;
        }
        return new Property(
                p.id(),
                p.name(),
                p.description(),
                p.kind(),
                p.many(),
                p.required(),
                p.defaults(),
                p.min(),
                p.max(),
                p.options(),
                syntax.value(),
                List.of(syntax.words()));
    }
}
