// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Hugepages for the time of a bench, where this process may reserve them; both sides of a comparison use them, or
/// neither does.
///
/// They are given back by a process of its own when this one lets go of it or ends, also when it is killed.
final class Hugepages implements AutoCloseable {
    private static final Path COUNT = Path.of("/proc/sys/vm/nr_hugepages");
    private static final int PAGE_MEGABYTES = 2;

    /// For all but the mbufs of a bench.
    private static final int REST = 320;

    private static final int MOST = 4_096;

    /// What DPDK of this process is started with beside what it needs.
    private static final String DPDK = "penstock.dpdk";

    /// Megabytes of ordinary pages for all but the mbufs of a bench.
    static final int ORDINARY = 512;

    /// Waits until its input ends, whatever signals the terminal sends meanwhile.
    private static final String GIVE_BACK = "trap '' INT TERM HUP; cat; echo \"$1\" >\"$2\"";

    private final boolean taken;
    private final AutoCloseable guard;

    private Hugepages(boolean taken, AutoCloseable guard) {
        this.taken = taken;
        this.guard = guard;
    }

    /// Reserves hugepages for both sides where the bench was asked for them; else has DPDK of this process use none, as
    /// [Testpmd] then does.
    ///
    /// @param megabytes of the mbufs that each side needs
    static Hugepages take(Bench.Place place, int megabytes) {
        if (!place.hugepages()) {
            if (System.getProperty(DPDK) == null) {
                System.setProperty(DPDK, "--no-huge -m " + (ORDINARY + megabytes));
            }
            return new Hugepages(false, () -> {});
        }
        // Each side keeps its own while the other runs.
        return take(COUNT, Math.min(MOST, REST + 2 * megabytes * 5 / 4 / PAGE_MEGABYTES));
    }

    /// @param count the kernel's number of reserved pages
    static Hugepages take(Path count, int wanted) {
        try {
            int before = number(count);
            if (before >= wanted || !Files.isWritable(count)) {
                return new Hugepages(before >= wanted, () -> {});
            }
            Process guard = new ProcessBuilder("sh", "-c", GIVE_BACK, "sh", String.valueOf(before), count.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Files.writeString(count, String.valueOf(wanted));
            return new Hugepages(number(count) >= wanted, () -> {
                guard.getOutputStream().close();
                guard.waitFor();
            });
        } catch (IOException | NumberFormatException none) {
            return new Hugepages(false, () -> {});
        }
    }

    /// A kernel's number, which the kernel gives to the first read only; `readString` reads one octet first.
    static int number(Path count) throws IOException {
        return Integer.parseInt(Files.readAllLines(count).getFirst().strip());
    }

    /// Megabytes on hugepages that a process uses now, by its entry in `/proc`; 0 where that cannot be told.
    static long usedMegabytes(String process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", process, "status"))) {
            return lines.filter(line -> line.startsWith("HugetlbPages:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                    .sum();
        } catch (IOException | UncheckedIOException gone) {
            return 0;
        }
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
