// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports;

import io.penstock.api.port.Port;
import io.penstock.api.port.PortDriver;
import io.penstock.api.port.PortRefused;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/// Opens ports in memory for tests: `memory:[NAME][,stamped|live]`, reached through [MemoryPorts].
@Component(service = PortDriver.class)
public final class MemoryDriver implements PortDriver {
    private static final String STAMPED = "stamped";
    private static final String LIVE = "live";

    private static final List<Option> OPTIONS = List.of(
            new Option("name", false, "the name in MemoryPorts, else the port's"),
            new Option("clock", false, "stamped: the frames' stamps are the clock (so unless set); live: real time"));

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String description() {
        return "Takes packets from a program and gives them to it";
    }

    @Override
    public List<Option> options() {
        return OPTIONS;
    }

    @Override
    public Map<String, Object> parse(String rest) throws PortRefused {
        String[] parts = rest.split(",", -1);
        if (parts.length > 2) {
            throw new PortRefused("'memory:" + rest + "' says more than NAME,CLOCK; write memory:NAME,live");
        }
        Map<String, Object> options = new LinkedHashMap<>();
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].isBlank()) {
                options.put(OPTIONS.get(i).name(), parts[i].strip());
            }
        }
        return options;
    }

    @Override
    public Port open(Request request) throws PortRefused {
        Refusals.checkOptions(request, OPTIONS);
        boolean stamped = isStamped(request);
        MemoryPort memory = port(request);
        return memory.open(stamped, () -> MemoryPorts.forget(memory))
                .orElseThrow(() -> Refusals.refused(
                        request.port(), "memory port " + memory.name() + " is open already; give it another 'name'"));
    }

    private static MemoryPort port(Request request) throws PortRefused {
        try {
            return MemoryPorts.named(Refusals.text(request, "name").orElse(request.port()));
        } catch (IllegalStateException e) {
            throw Refusals.refused(request.port(), String.valueOf(e.getMessage()));
        }
    }

    private static boolean isStamped(Request request) throws PortRefused {
        String clock = Refusals.text(request, "clock").orElse(STAMPED);
        return switch (clock) {
            case STAMPED -> true;
            case LIVE -> false;
            default ->
                throw Refusals.refused(
                        request.port(), "unknown clock '" + clock + "'; write " + STAMPED + " or " + LIVE);
        };
    }
}
