// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports;

import io.penstock.api.port.PortDriver;
import io.penstock.api.port.PortRefused;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What the drivers of this bundle say no to in the same words.
final class Refusals {
    private Refusals() {}

    static PortRefused refused(String port, String what) {
        return new PortRefused("port " + port + ": " + what);
    }

    /// @throws PortRefused when the chain gives an option that the driver does not have
    static void checkOptions(PortDriver.Request request, List<PortDriver.Option> known) throws PortRefused {
        TreeSet<String> unknown = new TreeSet<>(request.options().keySet());
        known.forEach(o -> unknown.remove(o.name()));
        if (!unknown.isEmpty()) {
            String names = known.stream().map(PortDriver.Option::name).collect(Collectors.joining(", "));
            throw refused(request.port(), "unknown option '" + unknown.first() + "'; its options are " + names);
        }
    }

    /// The value of an option that is a word or a name.
    ///
    /// @throws PortRefused when it is something else, or nothing
    static Optional<String> text(PortDriver.Request request, String option) throws PortRefused {
        Map<String, Object> options = request.options();
        if (!options.containsKey(option)) {
            return Optional.empty();
        }
        if (options.get(option) instanceof String text && !text.isBlank()) {
            return Optional.of(text);
        }
        throw refused(request.port(), "option '" + option + "' is no text; write it in quotes");
    }
}
