// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.bench;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// DPDK's own forwarder on the same devices: what every figure is compared with.
final class Testpmd {
    private static final Pattern RECEIVED = Pattern.compile("RX-packets: (\\d+)");
    private static final int WARM_PRINTS = 2;

    /// Octets before the frame in each buffer.
    private static final int HEADROOM = 128;

    private Testpmd() {}

    /// What one round of forwarding came to.
    ///
    /// @param nanosPerPacket CPU time of the forwarding thread
    /// @param packetsPerSecond by the clock on the wall
    /// @param hugeMegabytes that it used of hugepages
    record Round(double nanosPerPacket, double packetsPerSecond, long hugeMegabytes) {}

    /// Forwards for some seconds.
    ///
    /// @param mode `io` or `macswap`
    /// @param hugepages whether to use them; both sides have to
    static Round run(String mode, List<String> devices, int core, boolean hugepages, Load load, int seconds)
            throws Refused {
        return run(mode, devices, List.of(core), hugepages, load, seconds);
    }

    /// Forwards for some seconds, by a queue on each of these cores; the processor time is that of one of them.
    static Round run(String mode, List<String> devices, List<Integer> cores, boolean hugepages, Load load, int seconds)
            throws Refused {
        String lcores = IntStream.range(0, cores.size())
                .mapToObj(i -> "," + (i + 1) + "@" + cores.get(i))
                .collect(Collectors.joining());
        List<String> command = new ArrayList<>(List.of(
                "dpdk-testpmd",
                "--lcores",
                "0@0" + lcores,
                "--no-pci",
                "--no-telemetry",
                "--file-prefix",
                "penstock-bench"));
        command.addAll(
                hugepages
                        ? List.of("--in-memory")
                        : List.of(
                                "--no-huge",
                                "--no-shconf",
                                "-m",
                                String.valueOf(Hugepages.ORDINARY + load.megabytes())));
        devices.forEach(device -> command.addAll(List.of("--vdev", device)));
        command.addAll(List.of(
                "--",
                "--forward-mode=" + mode,
                "--nb-cores=" + cores.size(),
                "--rxq=" + cores.size(),
                "--txq=" + cores.size(),
                "--burst=64",
                "--rxd=1024",
                "--txd=1024",
                "--mbuf-size=" + (load.mbufSize() + HEADROOM),
                "--total-num-mbufs=" + load.mbufs(),
                "--no-flush-rx",
                "--stats-period=1",
                "--auto-start"));
        try {
            return measured(command, seconds);
        } catch (IOException e) {
            throw new Refused(
                    Problem.error("dpdk-testpmd does not run: " + e.getMessage(), "install the package dpdk"));
        }
    }

    private record Sample(long packets, long cpuNanos, long wallNanos) {}

    private static Round measured(List<String> command, int seconds) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader out = process.inputReader()) {
            Sample first = sample(out, process, WARM_PRINTS);
            Sample last = sample(out, process, seconds);
            double packets = last.packets() - (double) first.packets();
            return new Round(
                    (last.cpuNanos() - first.cpuNanos()) / packets,
                    packets * 1e9 / (last.wallNanos() - first.wallNanos()),
                    Hugepages.usedMegabytes(String.valueOf(process.pid())));
        } finally {
            process.destroy();
            await(process);
        }
    }

    private static void await(Process process) {
        try {
            if (!process.waitFor(5, java.util.concurrent.TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The counters at the `prints`th print from here: the first port is the one that receives.
    private static Sample sample(BufferedReader out, Process process, int prints) throws IOException {
        StringBuilder said = new StringBuilder();
        int left = prints;
        boolean first = false;
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.append(line.strip()).append(' ');
            first |= line.contains("NIC statistics for port 0");
            Matcher received = RECEIVED.matcher(line);
            if (first && received.find()) {
                first = false;
                left--;
                if (left == 0) {
                    long now = System.nanoTime();
                    Path thread = Cores.busiest(process.pid());
                    return new Sample(Long.parseLong(received.group(1)), Cores.ranNanos(thread), now);
                }
            }
        }
        String tail = said.substring(Math.max(0, said.length() - 300));
        throw new IOException("it ended: " + tail.strip());
    }
}
