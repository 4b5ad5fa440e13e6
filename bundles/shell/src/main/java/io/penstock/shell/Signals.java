// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell;

import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/// Signals of the process: an interrupt is handed on, and a second one ends the process at once.
///
/// The class behind it is in `jdk.unsupported`; by reflection no import of `sun.misc` stands in the manifest. Where it
/// is missing, an interrupt ends the process as it always did.
public final class Signals {
    /// 128 and the number of SIGINT.
    private static final int INTERRUPTED = 130;

    private Signals() {}

    /// From now on, SIGINT, SIGTERM and SIGHUP are interrupts.
    public static void handTo(Interrupts interrupts) {
        for (String name : new String[] {"INT", "TERM", "HUP"}) {
            handle(name, () -> {
                if (!interrupts.fire()) {
                    Runtime.getRuntime().halt(INTERRUPTED);
                }
            });
        }
    }

    private static void handle(String name, Runnable action) {
        try {
            ClassLoader loader = ClassLoader.getSystemClassLoader();
            Class<?> signal = loader.loadClass("sun.misc.Signal");
            Class<?> handler = loader.loadClass("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(loader, new Class<?>[] {handler}, (self, method, arguments) -> {
                return answer(method.getName(), action);
            });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // The virtual machine keeps this signal for itself (-Xrs), or is not OpenJDK's.
            return;
        }
    }

    private static @Nullable Object answer(String method, Runnable action) {
        return switch (method) {
            case "handle" -> {
                action.run();
                yield null;
            }
            case "hashCode" -> System.identityHashCode(action);
            case "equals" -> false;
            default -> "signal handler";
        };
    }
}
