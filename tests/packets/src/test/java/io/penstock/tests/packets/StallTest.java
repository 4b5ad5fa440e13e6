// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.NoFields;
import io.penstock.api.Packet;
import io.penstock.api.PacketFunction;
import io.penstock.api.Verdict;
import io.penstock.api.Vnf;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.dataplane.Assembly;
import io.penstock.dataplane.Platform;
import io.penstock.dataplane.program.Gate;
import io.penstock.dataplane.program.Program;
import io.penstock.dataplane.program.Worker;
import io.penstock.function.wordfilter.WordFilter;
import io.penstock.ports.MemoryDriver;
import io.penstock.ports.MemoryFrame;
import io.penstock.ports.MemoryPort;
import io.penstock.ports.MemoryPorts;
import io.penstock.testkit.ClassCatalog;
import io.penstock.testkit.Packets;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A worker that was kept from its work for longer than bytes may be held.
class StallTest {
    private static final CountDownLatch STALLED = new CountDownLatch(1);
    private static final CountDownLatch GO_ON = new CountDownLatch(1);

    /// Waits at a datagram.
    @Vnf(type = "stall", name = "Stall")
    public static final class Stall implements PacketFunction<NoFields> {
        @Override
        public Verdict onPacket(Packet packet, NoFields session) {
            STALLED.countDown();
            try {
                assertThat(GO_ON.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Verdict.PASS;
        }
    }

    @Test
    void shouldReadWhatCameMeanwhileBeforeHeldBytesAreOverdue() throws Exception {
        String chain = """
                format: 1
                chain: stalled
                ports:
                  client: {driver: memory, name: stall-client, clock: live}
                  server: {driver: memory, name: stall-server, clock: live}
                functions:
                  s: {type: stall, match: udp}
                  w: {type: wordfilter, words: [evil]}
                wires:
                  - client -> s -> w -> server
                """;
        Platform platform = new Platform(
                new ClassCatalog(Stall.class, WordFilter.class), Packets.LAYERS, List.of(new MemoryDriver()));
        MemoryPort client = MemoryPorts.named("stall-client");
        MemoryPort server = MemoryPorts.named("stall-server");
        try (Assembly assembly = new Assembly(platform, new ChainRequest("stalled.chain.yaml", chain, Map.of()))) {
            List<Gate> gates = assembly.openPorts();
            try (Program program = assembly.program(gates, 64, 42)) {
                Worker worker = new Worker(program);
                Thread thread = Thread.ofPlatform().start(worker);
                inject(client, "10.0.0.1:40000 > 192.0.2.7:80 sequence 1000 flags 2");
                leaves(server);
                inject(server, "192.0.2.7:80 > 10.0.0.1:40000 sequence 5000 ack 1001 flags 18");
                leaves(client);
                inject(client, "10.0.0.1:40000 > 192.0.2.7:80 sequence 1001 ack 5001 flags 16 \"an ev\"");
                assertThat(until(server, "an ")).isEqualTo("an ");
                client.inject(Packets.packet("udp 10.0.0.1:7 > 192.0.2.7:7"), 0);
                assertThat(STALLED.await(30, TimeUnit.SECONDS)).isTrue();
                inject(client, "10.0.0.1:40000 > 192.0.2.7:80 sequence 1006 ack 5001 flags 16 \"il x\"");
                Thread.sleep(2_500); // more than bytes may be held
                GO_ON.countDown();

                assertThat(until(server, "*** x")).startsWith("*** x");
                worker.stop();
                thread.join(30_000);
                assertThat(worker.failure()).isEmpty();
            } finally {
                for (Gate gate : gates) {
                    gate.port().close();
                }
            }
        }
    }

    private static void inject(MemoryPort port, String segment) {
        port.inject(Packets.packet("tcp " + segment + " window 60000"), 0);
    }

    private static void leaves(MemoryPort port) throws InterruptedException {
        for (int looks = 0; looks < 3_000 && port.sent() == 0; looks++) {
            Thread.sleep(10);
        }
        assertThat(port.drain()).hasSize(1);
    }

    /// The octets of connections that leave, until they are as many as expected, or nothing came for a while.
    private static String until(MemoryPort port, String expected) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        for (int looks = 0; looks < 3_000 && text.length() < expected.length(); looks++) {
            Thread.sleep(10);
            for (MemoryFrame frame : port.drain()) {
                byte[] octets = frame.bytes();
                int header = octets[23] == 6 ? 34 + (octets[46] >> 4 & 15) * 4 : octets.length;
                if (octets.length > header) {
                    text.append(new String(octets, header, octets.length - header, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return text.toString();
    }
}
