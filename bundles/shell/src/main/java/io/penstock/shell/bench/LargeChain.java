// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// A chain of 500 functions and 1,000 wires that really runs: a classifier with 166 branches, behind each another
/// classifier, a counter and a firewall. Its traffic comes over the loopback and does not end.
final class LargeChain {
    private static final int GROUPS = 166;
    private static final int COLUMNS = 9;
    private static final int WIDE = 640;
    private static final int HIGH = 250;

    private static final int FIRST_PORT = 47_000;
    private static final String PORTS = """
            format: 1
            chain: large
            ports:
              lan: {driver: dpdk, device: "net_af_packet8,iface=lo"}
              wan: {driver: dpdk, device: "net_null8,no-rx=1"}
            functions:
            """;

    private LargeChain() {}

    /// Writes the chain and where everything stands.
    static Path write(Path folder) throws IOException {
        StringBuilder functions =
                new StringBuilder("  all: {type: counter}\n  root:\n    type: classifier\n    branches:\n");
        StringBuilder wires = new StringBuilder("  - lan -> all -> root\n");
        StringBuilder places = new StringBuilder("# Where things stand in the editor.\nformat: 1\nplaces:\n");
        place(places, "lan", -1_000, 2_000);
        place(places, "all", -700, 2_000);
        place(places, "root", -420, 200);
        place(places, "wan", COLUMNS * WIDE + 100, 2_000);
        for (int i = 0; i < GROUPS; i++) {
            functions.append("      b%d: udp port %d%n".formatted(i, FIRST_PORT + i));
        }
        for (int i = 0; i < GROUPS; i++) {
            // Two groups have a wire more: that makes 1,000.
            String more = i < 2 ? "d: src port 20004, " : "";
            functions.append(
                    "  c%d: {type: classifier, branches: {a: src port 20000, b: src port 20001, %srest: \"\"}}%n"
                            .formatted(i, more));
            functions.append(
                    "  x%d: {type: counter}%n  y%d: {type: firewall, rules: [deny udp src port 20002, allow]}%n"
                            .formatted(i, i));
            wires.append("  - root.b%d -> c%d%n  - c%d.a -> x%d%n  - c%d.b -> y%d%n  - c%d.rest -> y%d%n"
                    .formatted(i, i, i, i, i, i, i, i));
            wires.append(i < 2 ? "  - c%d.d -> y%d%n".formatted(i, i) : "");
            wires.append("  - x%d -> wan%n  - y%d -> wan%n".formatted(i, i));
            int left = i % COLUMNS * WIDE;
            int top = i / COLUMNS * HIGH;
            place(places, "c" + i, left, top);
            place(places, "x" + i, left + 330, top);
            place(places, "y" + i, left + 330, top + 110);
        }
        Files.writeString(folder.resolve("large.layout.yaml"), places);
        return Files.writeString(folder.resolve("large.chain.yaml"), PORTS + functions + "wires:\n" + wires);
    }

    private static void place(StringBuilder places, String id, int x, int y) {
        places.append("  %s: [%d, %d]%n".formatted(id, x, y));
    }

    /// Sends packets over the loopback until it is closed: each hundredth of a second some more, to branches that
    /// change, so that every value does.
    static final class Traffic implements AutoCloseable {
        private static final int SOURCES = 4;

        private final List<DatagramSocket> sources = new ArrayList<>();
        private final Thread sender =
                Thread.ofPlatform().daemon().name("traffic").unstarted(this::send);

        Traffic() throws IOException {
            for (int i = 0; i < SOURCES; i++) {
                sources.add(new DatagramSocket(20_000 + i, InetAddress.getLoopbackAddress()));
            }
            sender.start();
        }

        private void send() {
            byte[] words = new byte[18];
            for (int round = 0; !Thread.currentThread().isInterrupted(); round++) {
                for (int i = 0; i < 40; i++) {
                    int branch = (round * 7 + i * i) % GROUPS;
                    send(sources.get((round + i) % SOURCES), words, FIRST_PORT + branch);
                }
                LockSupport.parkNanos(10_000_000);
            }
        }

        private static void send(DatagramSocket from, byte[] words, int port) {
            try {
                from.send(new DatagramPacket(words, words.length, InetAddress.getLoopbackAddress(), port));
            } catch (IOException nobodyListens) {
                System.getLogger(LargeChain.class.getName())
                        .log(System.Logger.Level.TRACE, "nobody listens, nobody has to", nobodyListens);
            }
        }

        @Override
        public void close() {
            sender.interrupt();
            sources.forEach(DatagramSocket::close);
        }
    }
}
