// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.deploy;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Control;
import io.penstock.api.control.Manner;
import io.penstock.shell.Console;
import io.penstock.shell.text.UpdateText;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/// A folder into which function bundles are moved: each is put in the place of the version that runs, the way `update`
/// does it, and leaves the folder. One that is refused stays there under another name.
///
/// A file counts once it is whole and nobody has written to it for a second, so that a copy under way is never read.
public final class DeployFolder implements AutoCloseable {
    private static final long LOOK_MILLIS = 250;
    private static final int STILL = 4;

    /// A file that is still not whole by then is told of.
    private static final int LONG_STILL = 40;
    private static final long PATIENCE_SECONDS = 30;

    /// How a file was when it was looked at last, and for how many looks.
    private record Seen(long size, FileTime changed, int looks) {
        boolean isSame(Seen other) {
            return size == other.size && changed.equals(other.changed);
        }
    }

    private final Path folder;
    private final Control control;
    private final Console console;
    private final BiConsumer<String, Throwable> log;
    private final Map<Path, Seen> seen = new HashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("penstock-deploy").factory());

    private @Nullable Future<?> looking;

    private DeployFolder(Path folder, Control control, Console console, BiConsumer<String, Throwable> log) {
        this.folder = folder;
        this.control = control;
        this.console = console;
        this.log = log;
    }

    /// Begins to look into a folder, which is made where it is not there.
    ///
    /// @param console told what was done, on its error stream
    /// @param log told of failures
    /// @throws Refused when it is no folder, or cannot be written
    public static DeployFolder watch(Path folder, Control control, Console console, BiConsumer<String, Throwable> log)
            throws Refused {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new Refused(
                    Problem.error(folder + " cannot be made: " + e.getMessage(), "give another --deploy DIR"));
        }
        if (!Files.isWritable(folder)) {
            throw new Refused(Problem.error(folder + " cannot be written", "give another --deploy DIR"));
        }
        DeployFolder watched = new DeployFolder(folder, control, console, log);
        watched.looking =
                watched.clock.scheduleWithFixedDelay(watched::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        return watched;
    }

    private void look() {
        Map<Path, Seen> now = new HashMap<>();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "[!.]*.jar")) {
            for (Path jar : jars) {
                if (Files.isRegularFile(jar, LinkOption.NOFOLLOW_LINKS)) {
                    now.put(jar, looked(jar));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            log.accept("the deploy folder " + folder + " cannot be read", e);
        }
        seen.clear();
        seen.putAll(now);
        now.forEach((jar, file) -> {
            if (file.looks() >= STILL && isWhole(jar)) {
                seen.remove(jar);
                take(jar);
            } else if (file.looks() == LONG_STILL) {
                say(jar + ": is not whole yet, and nobody has written to it for 10 s; it waits for the rest");
            }
        });
    }

    private Seen looked(Path jar) throws IOException {
        Seen now = new Seen(Files.size(jar), Files.getLastModifiedTime(jar), 0);
        Seen before = seen.getOrDefault(jar, now);
        return before.isSame(now) ? new Seen(now.size(), now.changed(), before.looks() + 1) : now;
    }

    /// The list of a zip file's entries is at its end: one that was copied in part cannot be opened.
    private static boolean isWhole(Path jar) {
        try (ZipFile _ = new ZipFile(jar.toFile())) {
            return true;
        } catch (IOException part) {
            return false;
        }
    }

    private void take(Path jar) {
        try {
            UpdateText.lines(control.update(jar.toString(), Manner.USUAL)).forEach(this::say);
            Files.deleteIfExists(jar);
        } catch (Refused refused) {
            console.problems(refused.problems());
            setAside(jar);
        } catch (IOException | RuntimeException e) {
            log.accept("taking " + jar, e);
            setAside(jar);
        }
    }

    private void setAside(Path jar) {
        Path aside = jar.resolveSibling(jar.getFileName() + ".refused");
        try {
            Files.move(jar, aside, StandardCopyOption.REPLACE_EXISTING);
            say("  it is kept as " + aside);
        } catch (IOException e) {
            log.accept("moving " + jar + " aside", e);
        }
    }

    private void say(String line) {
        console.err().println(line);
        console.err().flush();
    }

    @Override
    public void close() {
        if (looking != null) {
            looking.cancel(false);
        }
        clock.shutdown();
        try {
            if (!clock.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                clock.shutdownNow();
            }
        } catch (InterruptedException e) {
            clock.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
