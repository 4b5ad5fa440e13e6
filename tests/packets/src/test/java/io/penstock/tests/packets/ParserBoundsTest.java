// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Side;
import io.penstock.dataplane.packet.Frame;
import io.penstock.dataplane.packet.Keys;
import io.penstock.dataplane.packet.Parser;
import io.penstock.testkit.Packets;
import io.penstock.testkit.Script;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ParserBoundsTest {
    private static final int MUTATIONS = 100_000;

    private static final List<String> SEEDS = List.of(
            Guard.UDP,
            Guard.TCP + " flags 0x10 \"GET / HTTP/1.1\"",
            Guard.UDP6,
            Guard.TCP6 + " \"hello\"",
            "vlan 5 vlan 6 " + Guard.UDP,
            "arp spa 10.0.0.1 tpa 10.0.0.2",
            "icmp 10.0.0.1 > 192.0.2.7 id 7 \"ping\"",
            "icmp 192.0.2.1 > 10.0.0.1 type 3 code 1 hex " + quoted(),
            "icmp6 fd10::1 > fd20::7 id 7 \"ping\"",
            "ip 10.0.0.1 > 192.0.2.7 protocol 17 flags 1 size 24",
            "ip6 fd10::1 > fd20::7 next 0 hex 3c000104000000003b00010400000000",
            "ip6 fd10::1 > fd20::7 next 44 hex 110000010000000714e90035000800000000000000000000");

    private static String quoted() {
        byte[] inner = Packets.packet(Guard.UDP);
        return HexFormat.of().formatHex(inner, Bytes.ETHER, inner.length);
    }

    private static byte[] mutated(Random random) {
        byte[] octets = Packets.packet(SEEDS.get(random.nextInt(SEEDS.size())));
        for (int i = random.nextInt(6); i > 0; i--) {
            int at = random.nextInt(octets.length);
            octets[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : octets[at] ^ 1 << random.nextInt(8));
        }
        return random.nextInt(3) == 0 ? Arrays.copyOf(octets, random.nextInt(octets.length + 8)) : octets;
    }

    @Test
    void shouldNeverReadOutsideAFrame() {
        Random random = new Random(7);
        Parser parser = new Parser(Packets.headers());
        Keys keys = new Keys(Packets.headers(), parser);
        Frame frame = new Frame();
        MemorySegment key = Arena.ofAuto().allocate(Keys.BYTES, 8);
        int fine = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] octets = mutated(random);
            // The segment is exactly as long as the frame: one octet further would throw.
            MemorySegment exact = MemorySegment.ofArray(octets);
            int onWire = octets.length + (random.nextInt(4) == 0 ? random.nextInt(200) : 0);
            frame.wrap(exact, 0, octets.length, onWire);
            String fault = parser.parse(frame, random.nextInt(10) == 0 ? 101 : 1);
            assertThat(fault).matches("[a-z0-9-]*");
            int kind = fault.isEmpty() ? keys.kindOf(frame) : -1;
            if (kind >= 0) {
                fine++;
                keys.belonging(frame, kind);
                keys.fill(frame, kind, key);
                keys.fillQuoted(frame, kind, key);
                keys.describe(frame);
            }
        }
        assertThat(fine).isBetween(MUTATIONS / 10, MUTATIONS);
    }

    @Test
    void shouldCarryMutatedFramesThroughAChainWithoutFailure() {
        Random random = new Random(8);
        try (Script script =
                Guard.rules("deny udp port 54, \"deny ip6[6] = 44\", deny net 10.9.0.0/16, \"deny tcp[13] = 0\"")) {
            for (int i = 0; i < MUTATIONS / 5; i++) {
                byte[] octets = mutated(random);
                script.send(random.nextInt(4) == 0 ? Side.SERVER : Side.CLIENT, octets);
            }
            assertThat(script.report().nodes()).allMatch(node -> node.failures() == 0);
            assertThat(script.report().in()).isEqualTo(MUTATIONS / 5);
        }
    }
}
