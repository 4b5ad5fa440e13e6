// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.control;

import io.penstock.api.Syntax;
import java.util.List;

/// A kind of port that is installed.
///
/// @param name the word behind `driver:` in a chain
/// @param description one sentence; may be empty
/// @param options what can be set, in order
public record DriverInfo(String name, String description, List<Option> options) {
    public DriverInfo {
        options = List.copyOf(options);
    }

    /// One option of a port.
    ///
    /// @param name the key in the chain
    /// @param required whether it must be there
    /// @param description one line
    /// @param syntax how its text is written
    public record Option(String name, boolean required, String description, Syntax.Kind syntax) {}
}
