// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.editor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The editor in a process of its own, started by the command that a person uses.
final class Editor {
    static final Path ROOT = Path.of(System.getProperty("penstock.root", "../.."))
            .toAbsolutePath()
            .normalize();

    private final Process process;

    private Editor(Process process) {
        this.process = process;
    }

    /// Starts it.
    ///
    /// @param folder where its state is kept
    /// @param more environment, such as `GDK_SCALE`
    static Editor start(Desktop desktop, Path folder, Map<String, String> more, Path chain) throws IOException {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("PENSTOCK_BUILT", "1");
        environment.put("PENSTOCK_HOME", folder.resolve("home").toString());
        return new Editor(
                desktop.run("editor", environment, ROOT.resolve("penstock").toString(), "edit", chain.toString()));
    }

    /// Takes its process away at once, as a crash would.
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    boolean isAlive() {
        return process.isAlive();
    }
}
