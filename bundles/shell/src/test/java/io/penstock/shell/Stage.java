// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Control;
import io.penstock.api.control.Drawing;
import io.penstock.api.control.Window;
import io.penstock.api.port.NativeCalls;
import io.penstock.shell.verb.Verbs;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where verbs are tried: a dataplane in memory, a home of its own, and what was written.
public final class Stage implements Services {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final MemoryControl control = new MemoryControl();
    private final Interrupts interrupts = new Interrupts();
    private final Setting setting;

    public Stage(Path folder) {
        this(folder, Map.of());
    }

    public Stage(Path folder, Map<String, String> environment) {
        Home home = new Home(folder.resolve("home"));
        setting = new Setting(
                Console.of(out, err, environment),
                home,
                folder,
                folder.resolve("root"),
                this,
                interrupts,
                new TraceLog(home.log()),
                Optional.empty());
    }

    public int run(String... words) {
        return Verbs.execute(setting, List.of(words));
    }

    /// What was written to the one stream since the last question.
    public String out() {
        return taken(out);
    }

    /// What was written to the other.
    public String err() {
        return taken(err);
    }

    public Setting setting() {
        return setting;
    }

    public MemoryControl memory() {
        return control;
    }

    public void interrupt() {
        interrupts.fire();
    }

    public List<String> installed() {
        return control.installedFiles();
    }

    @Override
    public Control control() {
        return control;
    }

    @Override
    public Window window() throws Refused {
        throw new Refused(Problem.error("no window opens in this test", ""));
    }

    @Override
    public Drawing drawing() {
        return (file, text, format, theme, scale) ->
                (format + " " + theme + " " + scale).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public NativeCalls nativeCalls() {
        return () -> new NativeCalls.Costs(200, 20);
    }

    @Override
    public void converse(Setting of) {
        of.console().print("a conversation on " + of.on().orElse("nothing"));
    }

    private static String taken(ByteArrayOutputStream stream) {
        String text = stream.toString(StandardCharsets.UTF_8);
        stream.reset();
        return text;
    }
}
