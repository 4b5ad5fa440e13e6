// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Where a test in the same process meets the memory ports of a chain, by the name that the chain gives them.
///
/// ```java
/// MemoryPort lan = MemoryPorts.named("lan");   // before or after a chain with `lan: {driver: memory}` is deployed
/// lan.inject(frame, 1_000);
/// lan.end();
/// List<MemoryFrame> sent = lan.drain();
/// ```
///
/// A port is forgotten when its chain closes it; whoever holds it may still drain it.
public final class MemoryPorts {
    /// More names than that are a mistake.
    static final int MOST = 1024;

    private static final Map<String, MemoryPort> PORTS = new ConcurrentHashMap<>();

    private MemoryPorts() {}

    /// The port of that name, made where there is none.
    ///
    /// @throws IllegalStateException when there are too many
    public static synchronized MemoryPort named(String name) {
        if (PORTS.size() >= MOST && !PORTS.containsKey(name)) {
            throw new IllegalStateException("there are " + MOST + " memory ports; forget those that are not used");
        }
        return PORTS.computeIfAbsent(name, MemoryPort::new);
    }

    /// The port of that name, if it was made.
    public static Optional<MemoryPort> find(String name) {
        return Optional.ofNullable(PORTS.get(name));
    }

    /// Forgets a port; the next one of that name is another.
    public static void forget(String name) {
        PORTS.remove(name);
    }

    static void forget(MemoryPort port) {
        PORTS.remove(port.name(), port);
    }
}
