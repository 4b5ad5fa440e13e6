// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell;

import io.penstock.api.Refused;
import io.penstock.shell.remote.RemoteControl;
import java.nio.file.Path;
import java.util.Optional;

/// All that a verb works with.
///
/// @param folder the caller's working folder
/// @param root the project's folder, where the examples are
/// @param on the dataplane that the verbs mean where they name none; empty for the only one
public record Setting(
        Console console,
        Home home,
        Path folder,
        Path root,
        Services services,
        Interrupts interrupts,
        TraceLog log,
        Optional<String> on) {

    /// This setting with verbs that mean one dataplane.
    public Setting on(Optional<String> name) {
        return new Setting(console, home, folder, root, services, interrupts, log, name);
    }

    /// This setting with another place to write to.
    public Setting on(Console other) {
        return new Setting(other, home, folder, root, services, interrupts, log, on);
    }

    /// The dataplanes of this user.
    public Dataplanes dataplanes() {
        return new Dataplanes(home.sockets());
    }

    /// Connects to a dataplane.
    ///
    /// @param name its name; empty for the only one that runs
    public RemoteControl connect(Optional<String> name) throws Refused {
        return dataplanes().connect(name.or(() -> on));
    }
}
