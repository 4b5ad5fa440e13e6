// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.port;

import io.penstock.api.Syntax;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Opens ports of one kind; registered as a service.
public interface PortDriver {
    /// The word in a chain's `driver:` and before the colon of `--port NAME=DRIVER:...`.
    String name();

    /// What ports of this kind are, in one sentence.
    default String description() {
        return "";
    }

    /// The options that a port of this kind takes, in the order in which they stand in a one-line specification.
    List<Option> options();

    /// Turns the part behind the colon of `--port NAME=DRIVER:REST` into options.
    ///
    /// @throws PortRefused when the text has no meaning here
    Map<String, Object> parse(String rest) throws PortRefused;

    /// Opens a port.
    ///
    /// @param request what is asked for
    /// @throws PortRefused with one line that says what is wrong and how to mend it
    Port open(Request request) throws PortRefused;

    /// One option of a port.
    ///
    /// @param name its key in the chain file
    /// @param required whether it must be there
    /// @param description one line
    /// @param syntax how its text is written
    record Option(String name, boolean required, String description, Syntax.Kind syntax) {
        /// An option of any text.
        public Option(String name, boolean required, String description) {
            this(name, required, description, Syntax.Kind.PLAIN);
        }
    }

    /// What a chain asks of a driver.
    ///
    /// @param port the port's name in the chain
    /// @param options the port's keys in the chain file, without `driver`
    /// @param base the folder that relative file names start from
    record Request(String port, Map<String, Object> options, Path base) {
        public Request {
            options = Map.copyOf(options);
        }
    }
}
