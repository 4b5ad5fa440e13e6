// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell;

import io.penstock.api.Refused;
import io.penstock.api.control.Control;
import io.penstock.api.control.Drawing;
import java.nio.file.Path;
import java.util.List;

/// What the verbs need of the framework around them.
public interface Services {
    /// The dataplane of this process.
    ///
    /// @throws Refused when it has not come up; the problem names the bundle that is missing
    Control control() throws Refused;

    /// @throws Refused when no bundle can draw
    Drawing drawing() throws Refused;

    /// Puts a bundle into the framework and into the folder of installed bundles.
    ///
    /// @return what was installed, one line each
    /// @throws Refused when it cannot run here; then nothing has changed
    List<String> install(Path jar) throws Refused;

    /// Takes an installed bundle away.
    ///
    /// @return what was removed, in one line
    String remove(String name) throws Refused;

    /// Reads lines from a person until they leave.
    void converse(Setting setting) throws Refused;
}
