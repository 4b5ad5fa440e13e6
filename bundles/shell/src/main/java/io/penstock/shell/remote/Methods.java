// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Control;
import io.penstock.shell.json.Json;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The methods of `Control` by name: the only things that a request can reach.
final class Methods {
    private static final Map<String, Method> BY_NAME = Arrays.stream(Control.class.getMethods())
            .collect(Collectors.toMap(
                    Method::getName,
                    method -> method,
                    (one, other) -> {
                        throw new IllegalStateException("two methods are called " + one.getName());
                    },
                    TreeMap::new));

    private Methods() {}

    /// Calls a method with arguments as JSON.
    ///
    /// @throws Refused when there is no such method, when the arguments do not fit, or by the method
    /// @throws InvocationTargetException when the method fails
    static Object call(Control control, String name, JsonNode arguments) throws Refused, InvocationTargetException {
        Method method = BY_NAME.get(name);
        if (method == null) {
            throw bad("there is no method of that name", "one of " + String.join(", ", BY_NAME.keySet()) + ", end");
        }
        try {
            return method.invoke(control, values(method, arguments));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Refused refused) {
                throw refused;
            }
            throw e;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object[] values(Method method, JsonNode arguments) throws Refused {
        Type[] types = method.getGenericParameterTypes();
        if (!arguments.isArray() || arguments.size() != types.length) {
            throw bad("\"" + method.getName() + "\" takes " + types.length + " arguments", "give \"args\" as a list");
        }
        Object[] values = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            try {
                values[i] = Json.value(arguments.get(i), types[i]);
            } catch (Json.BadJson e) {
                throw bad(
                        "argument " + (i + 1) + " of \"" + method.getName() + "\" does not fit: " + e.why(),
                        "give a " + types[i].getTypeName().replaceAll("[A-Za-z.]*[.$]", ""));
            }
        }
        return values;
    }

    private static Refused bad(String what, String mend) {
        return new Refused(Problem.error("request: " + what, mend));
    }
}
