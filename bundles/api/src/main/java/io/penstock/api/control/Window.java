// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.control;

import io.penstock.api.Refused;
import java.nio.file.Path;
import java.util.Optional;

/// The window in which chains are drawn; registered as a service where there is a toolkit for windows.
public interface Window {
    /// Shows a chain until the person closes the window.
    ///
    /// @throws Refused when no window can be opened here; the problem says what is missing
    void show(Request request) throws Refused;

    /// What the window begins with.
    ///
    /// @param file the chain; one that is not there yet is begun; empty for one without a name
    /// @param state the folder for journals and backups
    /// @param dataplane whom the window talks to
    record Request(Optional<Path> file, Path state, Dataplane dataplane) {}

    /// A dataplane, in this process or in another one.
    interface Dataplane {
        /// Its name, for the person.
        String name();

        /// The way to it; a lost one is sought again. May block.
        ///
        /// @throws Refused when it cannot be reached now
        Control control() throws Refused;
    }
}
