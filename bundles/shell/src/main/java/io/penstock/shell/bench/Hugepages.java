// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Hugepages for the time of a bench, where this process may reserve them; both sides of a comparison use them, or
/// neither does.
final class Hugepages implements AutoCloseable {
    private static final Path COUNT = Path.of("/proc/sys/vm/nr_hugepages");
    private static final int WANTED = 640;

    private final int before;
    private final boolean taken;

    private Hugepages(int before, boolean taken) {
        this.before = before;
        this.taken = taken;
    }

    static Hugepages take() {
        try {
            int before = Integer.parseInt(Files.readString(COUNT).strip());
            if (before < WANTED && Files.isWritable(COUNT)) {
                Files.writeString(COUNT, String.valueOf(WANTED));
            }
            return new Hugepages(
                    before, Integer.parseInt(Files.readString(COUNT).strip()) >= WANTED);
        } catch (IOException | NumberFormatException none) {
            return new Hugepages(0, false);
        }
    }

    boolean taken() {
        return taken;
    }

    /// Gives back what was reserved; pages that this process's EAL keeps go when it ends.
    @Override
    public void close() {
        try {
            if (taken && Files.isWritable(COUNT)) {
                Files.writeString(COUNT, String.valueOf(before));
            }
        } catch (IOException kept) {
            System.getLogger(Hugepages.class.getName()).log(System.Logger.Level.DEBUG, "hugepages stay reserved", kept);
        }
    }
}
