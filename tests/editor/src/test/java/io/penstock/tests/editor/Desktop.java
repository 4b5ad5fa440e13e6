// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.editor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A display in memory with a window manager, a message bus and assistive technology; nothing of the machine's own
/// desktop is touched.
final class Desktop implements AutoCloseable {
    private static final long SECONDS = 60;
    private static final int TRIES = 4;
    private static final long PATIENCE_SECONDS = 20;

    /// What has to be there, and the package that brings it.
    private static final Map<String, String> NEEDS = new LinkedHashMap<>(Map.of(
            "/usr/bin/Xvfb", "xvfb",
            "/usr/bin/openbox", "openbox",
            "/usr/bin/xdotool", "xdotool",
            "/usr/bin/dbus-daemon", "dbus-daemon",
            "/usr/bin/import", "imagemagick",
            "/usr/libexec/at-spi-bus-launcher", "at-spi2-core",
            "/usr/lib/python3/dist-packages/gi/__init__.py", "python3-gi"));

    private final Path folder;
    private final Deque<Process> processes = new ArrayDeque<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Thread cleaner = new Thread(this::end);

    private Desktop(Path folder) {
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(cleaner);
    }

    /// Starts one; the test is skipped where the machine lacks what that needs.
    ///
    /// @param folder for logs and state
    /// @param size such as `1600x1000`
    static Desktop start(Path folder, String size) throws IOException {
        List<String> missing = NEEDS.entrySet().stream()
                .filter(need -> !Files.exists(Path.of(need.getKey())))
                .map(Map.Entry::getValue)
                .sorted()
                .toList();
        assumeTrue(missing.isEmpty(), "a display in memory needs " + String.join(", ", missing));
        assumeTrue(hasLibrary("libgtk-3.so.0"), "the window needs libgtk-3-0");
        assumeTrue(hasLibrary("girepository-1.0/Atspi-2.0.typelib"), "needs gir1.2-atspi-2.0");
        Desktop desktop = new Desktop(folder);
        try {
            desktop.begin(size);
            return desktop;
        } catch (IOException | RuntimeException | AssertionError e) {
            desktop.close();
            throw e;
        }
    }

    private static boolean hasLibrary(String name) throws IOException {
        try (Stream<Path> machines = Files.list(Path.of("/usr/lib"))) {
            return machines.anyMatch(machine -> Files.exists(machine.resolve(name)));
        }
    }

    private void begin(String size) throws IOException {
        Process display = run("Xvfb", "Xvfb", "-displayfd", "1", "-screen", "0", size + "x24", "-nolisten", "tcp");
        environment.put("DISPLAY", ":" + firstLine(display));
        Process bus = run("dbus", "dbus-daemon", "--session", "--nofork", "--print-address=1");
        environment.put("DBUS_SESSION_BUS_ADDRESS", firstLine(bus));
        environment.put("GDK_BACKEND", "x11");
        environment.put("NO_AT_BRIDGE", "0");
        environment.put(
                "XDG_RUNTIME_DIR",
                Files.createDirectories(folder.resolve("run")).toString());
        startWindowManager();
    }

    /// What asks for the active window before there is one who knows it is refused. One that says nothing within
    /// [#PATIENCE_SECONDS] is started again: on a loaded machine it was once seen never to begin.
    private void startWindowManager() throws IOException {
        StringBuilder tries = new StringBuilder();
        try {
            for (int one = 0; one < TRIES; one++) {
                Process manager = run("openbox", "openbox", "--sm-disable");
                long end = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000;
                while (System.nanoTime() < end) {
                    if (run("commands", "xdotool", "get_desktop").waitFor() == 0) {
                        return;
                    }
                    Thread.sleep(50);
                }
                tries.append(manager.isAlive() ? " alive" : " ended with " + manager.exitValue());
                manager.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        throw new AssertionError("no window manager:" + tries + "; openbox: " + log("openbox") + "; asked: "
                + log("commands") + "; display: " + log("Xvfb"));
    }

    /// What a process prints first.
    static String firstLine(Process process) throws IOException {
        String line = process.inputReader().readLine();
        assertThat(line).as("first line of " + process.info()).isNotNull();
        return line;
    }

    /// Starts a process on this display; its error stream goes into a log.
    Process run(String log, String... words) throws IOException {
        return run(log, Map.of(), words);
    }

    /// The same with more in its environment.
    Process run(String log, Map<String, String> more, String... words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(log + ".log").toFile()));
        builder.environment().putAll(environment);
        builder.environment().putAll(more);
        Process process = builder.start();
        processes.push(process);
        return process;
    }

    /// Runs a short command to its end and returns what it prints.
    String tell(String... words) {
        try {
            Process process = run("commands", words);
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
            processes.remove(process);
            assertThat(ended && process.exitValue() == 0)
                    .as(() -> String.join(" ", words) + ": " + said + log("commands"))
                    .isTrue();
            return said;
        } catch (IOException e) {
            throw new AssertionError(String.join(" ", words), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /// What a process has complained about.
    String log(String name) {
        try {
            Path log = folder.resolve(name + ".log");
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            return e.toString();
        }
    }

    /// Keeps what is on the screen as a PNG.
    Path screenshot(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        tell("import", "-window", "root", file.toAbsolutePath().toString());
        return file;
    }

    @Override
    public void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(cleaner);
    }

    private void end() {
        for (Process process : new ArrayList<>(processes)) {
            process.destroy();
            try {
                if (!process.waitFor(2, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        processes.clear();
    }
}
