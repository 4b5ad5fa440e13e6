// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.penstock.api.Side;
import io.penstock.api.layer.Header;
import io.penstock.api.match.MatchParser;
import io.penstock.dataplane.packet.Condition;
import io.penstock.dataplane.packet.Frame;
import io.penstock.dataplane.packet.Keys;
import io.penstock.dataplane.packet.Parser;
import io.penstock.layer.icmp.Icmp;
import io.penstock.layer.ip.Ip;
import io.penstock.layer.ip.Ip6;
import io.penstock.layer.neighbour.Arp;
import io.penstock.layer.tcp.Tcp;
import io.penstock.layer.udp.Udp;
import io.penstock.testkit.Packets;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Any octets are a frame or have a fault; what is found in a frame is what a slow decoder finds.
class FrameFuzzTest {
    private static final Parser PARSER = new Parser(Packets.headers());
    private static final Keys KEYS = new Keys(Packets.headers(), PARSER);
    private static final List<Condition> CONDITIONS = Stream.of(
                    "tcp port 80 or udp port 53",
                    "ip src net 10.0.0.0/8 and not icmp",
                    "ip6 host 2001:db8::1 or vlan 5",
                    "tcp[tcpflags] & tcp-syn != 0",
                    "ether[0] & 1 = 0 and greater 60",
                    "udp[8:4] = 1 or ip[100] > 7")
            .map(MatchParser::parse)
            .map(match -> Condition.of(match, Packets.headers()))
            .toList();

    @FuzzTest
    void shouldAgreeWithSlowDecoder(byte[] octets) {
        Frame frame = new Frame();
        frame.wrap(MemorySegment.ofArray(octets), 0, octets.length, octets.length);
        frame.came(Side.CLIENT, 0);
        String fault = PARSER.parse(frame, 1);
        assertThat(fault).matches("[a-z0-9-]*");
        if (fault.isEmpty()) {
            readsEverything(frame);
            agrees(frame, octets);
        }
    }

    private static void readsEverything(Frame frame) {
        MemorySegment key = MemorySegment.ofArray(new long[Keys.BYTES / 8]);
        int kind = KEYS.kindOf(frame);
        KEYS.belonging(frame, kind);
        if (kind >= 0) {
            KEYS.fill(frame, kind, key);
            if (frame.has(Icmp.ICMP) || frame.has(Icmp.ICMP6)) {
                KEYS.fillQuoted(frame, kind, key);
            }
        }
        assertThat(KEYS.describe(frame)).doesNotContain("\n");
        for (Condition condition : CONDITIONS) {
            condition.holds(frame, false);
            condition.holds(frame, true);
            condition.names(frame);
        }
    }

    private static void agrees(Frame frame, byte[] octets) {
        SlowDecoder.Found found = SlowDecoder.decode(octets);
        String told = HexFormat.of().formatHex(octets);
        Header network = frame.has(Ip.IP) ? Ip.IP : Ip6.IP6;
        assertThat(address(frame, network, "src", octets)).describedAs(told).isEqualTo(found.from());
        assertThat(address(frame, network, "dst", octets)).describedAs(told).isEqualTo(found.to());
        Header transport = frame.has(Tcp.TCP) ? Tcp.TCP : Udp.UDP;
        assertThat(port(frame, transport, "src")).describedAs(told).isEqualTo(found.fromPort());
        assertThat(port(frame, transport, "dst")).describedAs(told).isEqualTo(found.toPort());
        if (!frame.has(Icmp.ICMP) && !frame.has(Icmp.ICMP6) && !frame.has(Arp.ARP)) {
            assertThat(frame.body()).describedAs(told).isEqualTo(found.payload());
            assertThat(frame.bodyEnd()).describedAs(told).isEqualTo(found.payloadEnd());
        }
        assertThat(frame.bodyEnd()).describedAs(told).isBetween(frame.body(), octets.length);
    }

    private static String address(Frame frame, Header header, String field, byte[] octets) {
        if (!frame.has(header)) {
            return "";
        }
        int at = frame.at(header) + header.field(field).octet();
        return HexFormat.of()
                .formatHex(
                        Arrays.copyOfRange(octets, at, at + header.field(field).octets()));
    }

    private static int port(Frame frame, Header header, String field) {
        return frame.has(header) ? (int) frame.get(header.field(field)) : -1;
    }

    @Test
    void shouldAgreeWithSlowDecoderOnFramesOfOthers() throws IOException {
        Path folder = Path.of(System.getProperty("penstock.root", "."), "..", "shared", "pcaps", "open", "smoltcp")
                .normalize();
        assumeTrue(Files.isDirectory(folder), "the frames of others are not there: " + folder);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".bin")).toList()) {
                byte[] whole = Files.readAllBytes(file);
                for (int length = 0; length <= whole.length; length++) {
                    shouldAgreeWithSlowDecoder(Arrays.copyOf(whole, length));
                }
            }
        }
    }
}
