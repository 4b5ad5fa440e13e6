// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.editor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The editor, or a dataplane, in a process of its own, started by the command that a person uses.
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
        return penstock(desktop, folder, "editor", more, "edit", chain.toString());
    }

    /// Starts it without a chain.
    static Editor startEmpty(Desktop desktop, Path folder) throws IOException {
        return penstock(desktop, folder, "editor", Map.of(), "edit");
    }

    /// Starts it for a dataplane in another process.
    static Editor startOn(Desktop desktop, Path folder, Path chain, String dataplane) throws IOException {
        return penstock(desktop, folder, "editor", Map.of(), "edit", chain.toString(), "--on", dataplane);
    }

    /// Runs a chain in a process without a window.
    static Editor run(Desktop desktop, Path folder, Path chain, String name) throws IOException {
        return penstock(desktop, folder, "run", Map.of(), "run", chain.toString(), "--name", name);
    }

    private static Editor penstock(Desktop desktop, Path folder, String log, Map<String, String> more, String... words)
            throws IOException {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("PENSTOCK_BUILT", "1");
        environment.put("PENSTOCK_HOME", folder.resolve("home").toString());
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("penstock").toString()));
        command.addAll(List.of(words));
        return new Editor(desktop.run(log, environment, command.toArray(String[]::new)));
    }

    /// Halts it, as a machine does that has no time for it.
    void halt(Desktop desktop) {
        desktop.tell("kill", "-STOP", String.valueOf(process.pid()));
    }

    /// Lets it go on.
    void goOn(Desktop desktop) {
        desktop.tell("kill", "-CONT", String.valueOf(process.pid()));
    }

    /// Takes its process away at once, as a crash would.
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /// Waits until it has ended.
    void await() {
        process.onExit().join();
    }

    boolean isAlive() {
        return process.isAlive();
    }
}
