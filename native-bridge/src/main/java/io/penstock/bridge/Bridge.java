// SPDX-License-Identifier: Apache-2.0
package io.penstock.bridge;

import io.penstock.api.port.PortRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Starts DPDK once a process, when the first port is asked for.
final class Bridge {
    /// Arguments for EAL beside those that are chosen here, parted by spaces.
    private static final String EXTRA = "penstock.dpdk";

    /// Without hugepages all of DPDK's memory is taken at once, in MB.
    private static final int PLAIN_MEGABYTES = 512;

    /// Fewer free bytes of hugepages than these are left to others.
    private static final long LEAST_HUGE = 64L << 20;

    private static @Nullable ShimLibrary library;

    private Bridge() {}

    /// Loads the shim.
    ///
    /// @throws PortRefused when it cannot be
    static synchronized ShimLibrary load() throws PortRefused {
        ShimLibrary loaded = library;
        if (loaded == null) {
            loaded = ShimLibrary.load();
            library = loaded;
        }
        return loaded;
    }

    /// Where a function of the shim begins.
    static long address(String function) {
        try {
            return load().address(function);
        } catch (PortRefused refused) {
            throw new IllegalStateException(refused);
        }
    }

    /// Starts EAL, from a thread of its own because EAL binds its caller to one core.
    ///
    /// @throws PortRefused when it does not start
    static synchronized void start() throws PortRefused {
        load();
        int[] answer = {-1};
        Thread starter = Thread.ofPlatform()
                .name("penstock-dpdk")
                .daemon(true)
                .start(() -> answer[0] = Shim.ps_start(String.join("\n", arguments())));
        try {
            starter.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (answer[0] < 0) {
            throw new PortRefused(Shim.ps_message() + "; EAL's arguments were " + String.join(" ", arguments())
                    + (extra().isEmpty() ? "" : " (some from -D" + EXTRA + ")"));
        }
    }

    /// Opens a device.
    ///
    /// @param queues filled with the shim's ports, one for each queue
    /// @return 0, or a negative errno; then [Shim#ps_message] says why
    static synchronized int open(String device, Options options, long[] queues) {
        return Shim.ps_open(device, queues.length, options.descriptors(), options.mbufs(), options.mbufSize(), queues);
    }

    static synchronized void close(long port) {
        Shim.ps_close(port);
    }

    /// The queues and buffers of a device.
    ///
    /// @param descriptors of each queue
    /// @param mbufs buffers for what is received and not yet sent
    /// @param mbufSize octets of each
    record Options(int queues, int descriptors, int mbufs, int mbufSize) {}

    private static String extra() {
        return System.getProperty(EXTRA, "").strip();
    }

    /// No ports and no PCI device but those that are asked for later: an allow list with one that does not exist.
    private static List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("--no-telemetry", "-a", "0000:00:00.0"));
        arguments.add("--lcores=0@" + firstCore());
        boolean plain = freeHugeBytes() < LEAST_HUGE;
        String extra = extra();
        if (plain || extra.contains("--no-huge")) {
            // Neither files nor sockets: the same prefix may be used by several dataplanes, and a kill leaves nothing.
            arguments.add("--no-shconf");
            if (!extra.contains("--no-huge")) {
                arguments.add("--no-huge");
            }
            if (!extra.contains("-m ")) {
                arguments.addAll(List.of("-m", String.valueOf(PLAIN_MEGABYTES)));
            }
        } else {
            arguments.add("--in-memory");
        }
        if (!extra.isEmpty()) {
            arguments.addAll(List.of(extra.split("\\s+")));
        }
        return arguments;
    }

    /// The first core that this process may use.
    private static String firstCore() {
        return status("Cpus_allowed_list:")
                .map(list -> list.split("[,-]", 2)[0])
                .orElse("0");
    }

    /// Free bytes on hugepages.
    static long freeHugeBytes() {
        return line(Path.of("/proc/meminfo"), "HugePages_Free:")
                        .map(Bridge::number)
                        .orElse(0L)
                * line(Path.of("/proc/meminfo"), "Hugepagesize:")
                        .map(Bridge::number)
                        .orElse(0L)
                * 1024;
    }

    private static long number(String text) {
        return Long.parseLong(text.split(" ", 2)[0]);
    }

    /// What the kernel says of this process.
    static Optional<String> status(String key) {
        return line(Path.of("/proc/self/status"), key);
    }

    private static Optional<String> line(Path file, String key) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(key))
                    .map(line -> line.substring(key.length()).strip())
                    .findFirst();
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
