// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.bench;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// The threads of processes as the kernel sees them: on which core they run, and how long they have run.
final class Cores {
    private static final Path TASKS = Path.of("/proc/self/task");
    private static final long PATIENCE_NANOS = 2_000_000_000L;

    private Cores() {}

    /// The kernel's number of a thread of this process, which may have been started a moment ago. The kernel keeps 15
    /// letters of a name.
    static long thread(String name) throws IOException {
        String cut = name.substring(0, Math.min(15, name.length()));
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < deadline) {
            Optional<Long> found = named(cut);
            if (found.isPresent()) {
                return found.get();
            }
            LockSupport.parkNanos(PATIENCE_NANOS / 1_000);
        }
        throw new IOException("no thread is called " + cut);
    }

    private static Optional<Long> named(String cut) throws IOException {
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                if (called(task, cut)) {
                    return Optional.of(Long.parseLong(task.getFileName().toString()));
                }
            }
        }
        return Optional.empty();
    }

    /// A thread that ended meanwhile has no name any more.
    private static boolean called(Path task, String name) {
        try {
            return Files.readString(task.resolve("comm")).strip().equals(name);
        } catch (IOException ended) {
            return false;
        }
    }

    /// The kernel's numbers of so many threads of one name, as [#thread] finds one.
    static List<Long> threads(String name, int count) throws IOException {
        String cut = name.substring(0, Math.min(15, name.length()));
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < deadline) {
            List<Long> found = new ArrayList<>();
            try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
                for (Path task : tasks) {
                    if (called(task, cut)) {
                        found.add(Long.parseLong(task.getFileName().toString()));
                    }
                }
            }
            if (found.size() == count) {
                return found;
            }
            LockSupport.parkNanos(PATIENCE_NANOS / 1_000);
        }
        throw new IOException("there are not " + count + " threads called " + cut);
    }

    /// Binds one thread to a core.
    static void bind(long thread, int core) throws Refused {
        try {
            Process taskset = new ProcessBuilder("taskset", "-cp", String.valueOf(core), String.valueOf(thread))
                    .redirectErrorStream(true)
                    .start();
            taskset.getInputStream().readAllBytes();
            if (taskset.waitFor() != 0) {
                throw new IOException("taskset ended with " + taskset.exitValue());
            }
        } catch (IOException e) {
            throw new Refused(Problem.error("a thread cannot be bound to a core: " + e.getMessage(), ""));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// How long a thread has run, in nanoseconds.
    static long ranNanos(Path task) throws IOException {
        return Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ", 2)[0]);
    }

    /// The longest-running thread of another process.
    static Path busiest(long pid) throws IOException {
        Path best = Path.of("/proc", String.valueOf(pid), "task", String.valueOf(pid));
        long most = -1;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc", String.valueOf(pid), "task"))) {
            for (Path task : tasks) {
                long ran = ranNanos(task);
                if (ran > most) {
                    most = ran;
                    best = task;
                }
            }
        }
        return best;
    }
}
