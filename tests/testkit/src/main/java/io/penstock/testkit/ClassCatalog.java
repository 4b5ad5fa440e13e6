// SPDX-License-Identifier: Apache-2.0
package io.penstock.testkit;

import io.penstock.api.BadProperty;
import io.penstock.api.NetworkFunction;
import io.penstock.api.Vnf;
import io.penstock.api.control.FunctionInfo;
import io.penstock.api.control.FunctionInfo.Kind;
import io.penstock.api.control.FunctionInfo.Property;
import io.penstock.dataplane.function.FunctionCatalog;
import io.penstock.dataplane.function.Syntaxes;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.util.converter.Converters;

/// Functions given by their classes, made by calling their constructor as declarative services would.
public final class ClassCatalog implements FunctionCatalog {
    private final Map<String, Class<? extends NetworkFunction<?>>> types = new HashMap<>();

    /// @param functions classes marked with [Vnf]
    @SafeVarargs
    public ClassCatalog(Class<? extends NetworkFunction<?>>... functions) {
        for (Class<? extends NetworkFunction<?>> function : functions) {
            types.put(vnf(function).type(), function);
        }
    }

    private static Vnf vnf(Class<?> function) {
        Vnf vnf = function.getAnnotation(Vnf.class);
        if (vnf == null) {
            throw new IllegalArgumentException(function.getName() + " is not marked with @Vnf");
        }
        return vnf;
    }

    @Override
    public List<FunctionInfo> functions() {
        return types.values().stream().map(ClassCatalog::info).toList();
    }

    private static FunctionInfo info(Class<?> function) {
        Vnf vnf = vnf(function);
        return new FunctionInfo(
                vnf.type(),
                vnf.name(),
                "",
                function.getPackageName(),
                "0.0.0",
                vnf.outputs(),
                Syntaxes.of(function).applied(properties(function)),
                List.of(vnf.tags()));
    }

    private static List<Property> properties(Class<?> function) {
        List<Property> properties = new ArrayList<>();
        Class<?> config = config(function);
        if (config != void.class) {
            for (Method method : config.getDeclaredMethods()) {
                boolean required = method.getDefaultValue() == null;
                Class<?> type = method.getReturnType();
                Class<?> item = type.isArray() ? type.getComponentType() : type;
                properties.add(new Property(
                        method.getName(),
                        method.getName(),
                        "",
                        kind(item),
                        type.isArray(),
                        required,
                        List.of(),
                        "",
                        "",
                        List.of()));
            }
        }
        return properties;
    }

    private static Kind kind(Class<?> type) {
        if (type == boolean.class) {
            return Kind.BOOLEAN;
        }
        if (type == double.class || type == float.class) {
            return Kind.NUMBER;
        }
        return type.isPrimitive() ? Kind.WHOLE_NUMBER : Kind.TEXT;
    }

    private static Class<?> config(Class<?> function) {
        Class<?>[] parameters = function.getConstructors()[0].getParameterTypes();
        return Arrays.stream(parameters).filter(Class::isAnnotation).findFirst().orElse(void.class);
    }

    @Override
    public boolean isSame(FunctionInfo info, Instance instance) {
        return instance.function().getClass().equals(types.get(info.type()));
    }

    @Override
    public Instance configure(FunctionInfo info, Map<String, Object> properties) throws BadProperty {
        Class<? extends NetworkFunction<?>> type = java.util.Objects.requireNonNull(types.get(info.type()));
        NetworkFunction<?> function = make(type, properties);
        return new Instance() {
            @Override
            public NetworkFunction<?> function() {
                return function;
            }

            @Override
            public void close() {}
        };
    }

    private static NetworkFunction<?> make(Class<?> type, Map<String, Object> properties) throws BadProperty {
        Constructor<?> constructor = type.getConstructors()[0];
        Class<?> config = config(type);
        Object[] arguments = config == void.class
                ? new Object[0]
                : new Object[] {
                    Converters.standardConverter().convert(properties).to(config)
                };
        try {
            return (NetworkFunction<?>) constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof BadProperty bad) {
                throw bad;
            }
            throw new IllegalStateException("it did not start: " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("it cannot be made: " + e, e);
        }
    }
}
