// SPDX-License-Identifier: Apache-2.0
package io.penstock.resolver;

import io.penstock.api.Handle;
import io.penstock.api.NetworkFunction;
import io.penstock.api.Octets;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// One field of a function's scratchpad.
///
/// @param name the getter's name
/// @param kind how it is stored
/// @param type what the getter returns
/// @param bytes its size in the record
public record FieldSpec(String name, Kind kind, Class<?> type, int bytes) {
    /// How a field is stored.
    public enum Kind {
        PRIMITIVE,
        ENUM,
        OCTETS,
        HANDLE
    }

    /// At which multiples of octets it may stand.
    public int alignment() {
        return kind == Kind.OCTETS ? 1 : bytes;
    }

    /// The interface that a function's class names as its scratchpad.
    ///
    /// @throws IllegalArgumentException when it names none
    public static Class<?> scratchpadOf(Class<?> function) {
        for (Class<?> type = function; type != null; type = type.getSuperclass()) {
            for (Type implemented : type.getGenericInterfaces()) {
                if (implemented instanceof ParameterizedType parameterized
                        && parameterized.getRawType() instanceof Class<?> raw
                        && NetworkFunction.class.isAssignableFrom(raw)
                        && parameterized.getActualTypeArguments()[0] instanceof Class<?> scratchpad) {
                    return scratchpad;
                }
            }
        }
        throw new IllegalArgumentException(
                function.getName()
                        + " does not say what its scratchpad is; implement PacketFunction<YourFields> or SessionFunction<NoFields>");
    }

    /// The fields of a scratchpad interface, sorted by name.
    ///
    /// @throws IllegalArgumentException when a method is neither the getter nor the setter of a field
    public static List<FieldSpec> of(Class<?> scratchpad) {
        if (!scratchpad.isInterface() || !Modifier.isPublic(scratchpad.getModifiers())) {
            throw new IllegalArgumentException(scratchpad.getName() + " is not a public interface");
        }
        List<FieldSpec> fields = new ArrayList<>();
        for (Method method : scratchpad.getMethods()) {
            if (method.getReturnType() != void.class && !Modifier.isStatic(method.getModifiers())) {
                fields.add(field(method));
            }
        }
        for (Method method : scratchpad.getMethods()) {
            checkSetter(method, fields);
        }
        fields.sort(Comparator.comparing(FieldSpec::name));
        return List.copyOf(fields);
    }

    private static FieldSpec field(Method getter) {
        Class<?> type = getter.getReturnType();
        Octets octets = getter.getAnnotation(Octets.class);
        if (octets != null) {
            boolean fits = type == byte.class && Arrays.equals(getter.getParameterTypes(), new Class<?>[] {int.class});
            if (!fits || octets.value() < 1 || octets.value() > 256) {
                throw unfit(getter, "an octets field is `@Octets(1 to 256) byte name(int index)`");
            }
            return new FieldSpec(getter.getName(), Kind.OCTETS, type, octets.value());
        }
        if (getter.getParameterCount() != 0) {
            throw unfit(getter, "a getter takes nothing");
        }
        if (getter.isAnnotationPresent(Handle.class)) {
            if (type.isPrimitive() || !getter.isDefault()) {
                throw unfit(getter, "a handle is a default method that returns an object");
            }
            return new FieldSpec(getter.getName(), Kind.HANDLE, type, 4);
        }
        if (type.isEnum()) {
            return new FieldSpec(getter.getName(), Kind.ENUM, type, 1);
        }
        return new FieldSpec(getter.getName(), Kind.PRIMITIVE, type, size(getter, type));
    }

    private static int size(Method getter, Class<?> type) {
        if (type == boolean.class || type == byte.class) {
            return 1;
        }
        if (type == short.class || type == char.class) {
            return 2;
        }
        if (type == int.class || type == float.class) {
            return 4;
        }
        if (type == long.class || type == double.class) {
            return 8;
        }
        throw unfit(getter, "a field is a primitive, an enum, octets or a handle");
    }

    private static void checkSetter(Method method, List<FieldSpec> fields) {
        if (method.getReturnType() != void.class || Modifier.isStatic(method.getModifiers())) {
            return;
        }
        boolean known = fields.stream()
                .anyMatch(field -> field.name().equals(method.getName())
                        && Arrays.equals(method.getParameterTypes(), field.setterParameters()));
        if (!known) {
            throw unfit(method, "it has no getter of the same name and type");
        }
    }

    private Class<?>[] setterParameters() {
        return kind == Kind.OCTETS ? new Class<?>[] {int.class, byte.class} : new Class<?>[] {type};
    }

    private static IllegalArgumentException unfit(Method method, String why) {
        return new IllegalArgumentException(
                method.getDeclaringClass().getName() + "." + method.getName() + " is no scratchpad field: " + why);
    }
}
