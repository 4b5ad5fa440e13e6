// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell;

import io.penstock.shell.remote.Sockets;
import java.nio.file.Path;
import java.util.Map;

/// The folder in which Penstock keeps its state.
public record Home(Path folder) {

    /// `$PENSTOCK_HOME`, else `/var/lib/penstock` for root and `~/.local/state/penstock` for others.
    public static Home of(Map<String, String> environment) {
        String set = environment.getOrDefault("PENSTOCK_HOME", "");
        if (!set.isEmpty()) {
            return new Home(Path.of(set).toAbsolutePath().normalize());
        }
        if ("root".equals(System.getProperty("user.name"))) {
            return new Home(Path.of("/var/lib/penstock"));
        }
        return new Home(Path.of(System.getProperty("user.home", "/"), ".local", "state", "penstock"));
    }

    /// Function bundles that a person installed.
    public Path bundles() {
        return folder.resolve("bundles");
    }

    public Sockets sockets() {
        return new Sockets(folder.resolve("run"));
    }

    public Path log() {
        return folder.resolve("log").resolve("penstock.log");
    }

    /// What the demo reads and writes.
    public Path demo() {
        return folder.resolve("demo");
    }
}
