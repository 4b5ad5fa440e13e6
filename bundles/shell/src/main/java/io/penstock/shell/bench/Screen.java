// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.bench;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/// A display in memory with a window manager and a pointer. What it shows is read where the display keeps it, so that
/// looking costs the display nothing.
final class Screen implements AutoCloseable {
    static final int WIDTH = 1920;
    static final int HEIGHT = 1080;

    private static final int GRID = 5;
    private static final double ALIKE = 0.99;

    private static final int COLUMNS_FIELD = 48;
    private static final int COLOURS_FIELD = 76;
    private static final int COLOUR_OCTETS = 12;

    /// What has to be there, and the Debian package that brings it.
    private static final Map<String, String> NEEDS = Map.of("Xvfb", "xvfb", "openbox", "openbox", "xdotool", "xdotool");

    private final Path folder;
    private final Deque<Process> processes = new ArrayDeque<>();
    private final String display;
    private final MappedByteBuffer memory;
    private final int start;
    private final int stride;
    private final Writer hand;

    private Screen(Path folder) throws IOException {
        this.folder = folder;
        Process server = run(
                Map.of(),
                List.of(
                        "Xvfb",
                        "-displayfd",
                        "1",
                        "-nolisten",
                        "tcp",
                        "-fbdir",
                        folder.toString(),
                        "-screen",
                        "0",
                        WIDTH + "x" + HEIGHT + "x24"));
        try {
            BufferedReader said = server.inputReader();
            display = ":" + said.readLine();
            Path file = folder.resolve("Xvfb_screen0");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                memory = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            }
            // The header of an X window dump (XWDFile.h): 32-bit fields, most significant octet first.
            start = memory.getInt(0) + COLOUR_OCTETS * memory.getInt(COLOURS_FIELD);
            stride = memory.getInt(COLUMNS_FIELD);
            memory.order(ByteOrder.LITTLE_ENDIAN);
            run(Map.of(), List.of("openbox", "--sm-disable"));
            for (int i = 0; i < 100 && await("xdotool", "get_desktop") != 0; i++) {
                EditorBench.pause(50);
            }
            hand = run(Map.of(), List.of("xdotool", "-")).outputWriter();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Starts one.
    ///
    /// @param folder an empty one for it alone
    static Screen start(Path folder) throws Refused {
        TreeSet<String> missing = new TreeSet<>();
        NEEDS.forEach((program, debian) -> {
            if (List.of("/usr/bin/", "/bin/").stream()
                    .noneMatch(place -> Files.isExecutable(Path.of(place + program)))) {
                missing.add(debian);
            }
        });
        if (!missing.isEmpty()) {
            String packages = String.join(" ", missing);
            throw new Refused(
                    Problem.error("a display in memory needs " + packages, "as root: apt-get install " + packages));
        }
        try {
            return new Screen(Files.createDirectories(folder));
        } catch (IOException e) {
            throw new Refused(Problem.error("a display in memory does not start: " + e.getMessage(), ""));
        }
    }

    /// Starts a program that shows itself here; what it says goes into a file.
    Process run(Map<String, String> environment, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("errors.log").toFile()));
        if (processes.size() > 0) {
            builder.environment().put("DISPLAY", display);
            builder.environment().remove("WAYLAND_DISPLAY");
        }
        builder.environment().putAll(environment);
        Process process = builder.start();
        processes.push(process);
        return process;
    }

    /// Lets the pointer or the keyboard do something, as `xdotool` writes it; returns at once.
    void hand(String words) throws IOException {
        hand.write(words + "\n");
        hand.flush();
    }

    /// The colour of a pixel as `0xRRGGBB`.
    int pixel(int x, int y) {
        return memory.getInt(start + y * stride + 4 * x) & 0xffffff;
    }

    /// Pixels all over the screen.
    int[] sample() {
        int[] pixels = new int[(WIDTH / GRID) * (HEIGHT / GRID)];
        int at = 0;
        for (int y = 0; y < HEIGHT / GRID; y++) {
            for (int x = 0; x < WIDTH / GRID; x++) {
                pixels[at++] = pixel(x * GRID, y * GRID);
            }
        }
        return pixels;
    }

    /// Whether it shows what it showed when the pixels were taken, but for little things such as a caret.
    boolean resembles(int[] pixels) {
        int[] now = sample();
        int same = 0;
        for (int i = 0; i < now.length; i++) {
            same += now[i] == pixels[i] ? 1 : 0;
        }
        return same >= now.length * ALIKE;
    }

    /// Waits until no window is shown.
    void awaitBlack() {
        long end = System.nanoTime() + 5_000_000_000L;
        while (Arrays.stream(sample()).anyMatch(pixel -> pixel != 0) && System.nanoTime() - end < 0) {
            EditorBench.pause(20);
        }
    }

    /// Runs a short program to its end.
    ///
    /// @return its exit code
    int await(String... command) throws IOException {
        Process process = run(Map.of(), List.of(command));
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } finally {
            processes.remove(process);
        }
    }

    /// The last lines that programs here complained with.
    String complaints() {
        try {
            List<String> lines = Files.readAllLines(folder.resolve("errors.log"));
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
        } catch (IOException unread) {
            return "";
        }
    }

    /// Ends a program and waits for it.
    static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        processes.forEach(Screen::end);
        processes.clear();
    }
}
