// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell;

import io.penstock.api.Refused;
import io.penstock.api.control.Control;
import io.penstock.api.control.Drawing;
import io.penstock.api.control.Window;
import io.penstock.api.port.NativeCalls;

/// What the verbs need of the framework around them.
public interface Services {
    /// The dataplane of this process.
    ///
    /// @throws Refused when it has not come up; the problem names the bundle that is missing
    Control control() throws Refused;

    /// @throws Refused when no bundle can draw
    Drawing drawing() throws Refused;

    /// @throws Refused when no bundle can open a window
    Window window() throws Refused;

    /// @throws Refused when no bundle calls native code
    NativeCalls nativeCalls() throws Refused;

    /// Reads lines from a person until they leave.
    void converse(Setting setting) throws Refused;
}
