// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Side;
import io.penstock.api.port.CaptureInterface;
import io.penstock.function.counter.Counter;
import io.penstock.function.nat.Nat;
import io.penstock.testkit.Packets;
import io.penstock.testkit.Script;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many clients behind one address.
class NatLoadTest {
    private static final int SESSIONS = 60_000;
    private static final int CLIENTS = 1_000;
    private static final String CHAIN = """
            format: 1
            chain: nat
            ports:
              client: {driver: end}
              server: {driver: end}
            functions:
              nat: {type: nat, address: 198.51.100.1}
              count: {type: counter}
            wires:
              - client -> nat -> count -> server
            """;
    private static final int IP_SOURCE = 26;
    private static final int PORT_SOURCE = 34;

    @Test
    void shouldCarrySixtyThousandSessionsOfAThousandClientsBothWays(@TempDir Path folder) throws Exception {
        Tshark.assumeInstalled();
        List<Shot> left = new ArrayList<>();
        BitSet ports = new BitSet();
        try (Script script = Script.chain(CHAIN, SESSIONS, Nat.class, Counter.class)) {
            for (int i = 0; i < SESSIONS; i++) {
                byte[] out = Packets.packet(packet(i));
                script.send(Side.CLIENT, out).leavesBy("server");
                byte[] there = script.leaving("server").getLast();
                ports.set(u16(there, PORT_SOURCE));
                left.add(shot(there));
                script.send(Side.SERVER, turned(there)).leavesBy("client");
                byte[] back = script.leaving("client").getLast();
                assertThat(back).isEqualTo(turned(out));
                left.add(shot(back));
            }
            assertThat(ports.cardinality())
                    .as("each session has a port of its own")
                    .isEqualTo(SESSIONS);
            assertThat(script.report().sessions().open()).isEqualTo(SESSIONS);
            assertThat(script.report().dropped()).isZero();
        }
        assertThat(Tshark.status(left, folder.resolve("left.pcapng"))).containsOnly("1,,1");
    }

    private static String packet(int session) {
        int client = session % CLIENTS;
        return "udp 10.1." + client / 250 + "." + (1 + client % 250) + ":" + (40_000 + session / CLIENTS)
                + " > 192.0.2.7:53 hex " + Integer.toHexString(0x1000_0000 + session);
    }

    /// The same packet from its receiver to its sender; no checksum notices that words changed places.
    private static byte[] turned(byte[] packet) {
        byte[] turned = packet.clone();
        System.arraycopy(packet, IP_SOURCE, turned, IP_SOURCE + 4, 4);
        System.arraycopy(packet, IP_SOURCE + 4, turned, IP_SOURCE, 4);
        System.arraycopy(packet, PORT_SOURCE, turned, PORT_SOURCE + 2, 2);
        System.arraycopy(packet, PORT_SOURCE + 2, turned, PORT_SOURCE, 2);
        return turned;
    }

    private static int u16(byte[] packet, int at) {
        return (packet[at] & 0xff) << 8 | packet[at + 1] & 0xff;
    }

    private static Shot shot(byte[] frame) {
        return new Shot(HexFormat.of().formatHex(frame), frame.length, 0, 0, CaptureInterface.ETHERNET);
    }
}
