// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Hugepages for the time of a bench, where this process may reserve them; both sides of a comparison use them, or
/// neither does.
///
/// They are given back by a process of its own when this one lets go of it or ends, also when it is killed.
final class Hugepages implements AutoCloseable {
    private static final Path COUNT = Path.of("/proc/sys/vm/nr_hugepages");
    private static final int WANTED = 640;

    /// Waits until its input ends, whatever signals the terminal sends meanwhile.
    private static final String GIVE_BACK = "trap '' INT TERM HUP; cat; echo \"$1\" >\"$2\"";

    private final boolean taken;
    private final AutoCloseable guard;

    private Hugepages(boolean taken, AutoCloseable guard) {
        this.taken = taken;
        this.guard = guard;
    }

    static Hugepages take() {
        return take(COUNT);
    }

    /// @param count the kernel's number of reserved pages
    static Hugepages take(Path count) {
        try {
            int before = number(count);
            if (before >= WANTED || !Files.isWritable(count)) {
                return new Hugepages(before >= WANTED, () -> {});
            }
            Process guard = new ProcessBuilder("sh", "-c", GIVE_BACK, "sh", String.valueOf(before), count.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Files.writeString(count, String.valueOf(WANTED));
            return new Hugepages(number(count) >= WANTED, () -> {
                guard.getOutputStream().close();
                guard.waitFor();
            });
        } catch (IOException | NumberFormatException none) {
            return new Hugepages(false, () -> {});
        }
    }

    private static int number(Path count) throws IOException {
        return Integer.parseInt(Files.readString(count).strip());
    }

    boolean taken() {
        return taken;
    }

    /// Gives back what was reserved; pages that this process's EAL keeps go when it ends.
    @Override
    public void close() {
        try {
            guard.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception kept) {
            System.getLogger(Hugepages.class.getName()).log(System.Logger.Level.DEBUG, "hugepages stay reserved", kept);
        }
    }
}
