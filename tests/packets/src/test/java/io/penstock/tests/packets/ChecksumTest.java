// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Side;
import io.penstock.api.layer.Field;
import io.penstock.api.layer.Header;
import io.penstock.dataplane.packet.Frame;
import io.penstock.dataplane.packet.Parser;
import io.penstock.testkit.Packets;
import io.penstock.testkit.Script;
import io.penstock.testkit.Talk;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChecksumTest {
    private static final int UDP_SUM = Bytes.IP_TRANSPORT + 6;
    private static final int TCP_SUM = Bytes.IP_TRANSPORT + 16;
    private static final int UDP6_SUM = Bytes.IP6_TRANSPORT + 6;
    private static final int TCP6_SUM = Bytes.IP6_TRANSPORT + 16;

    /// Fields whose change leaves the packet's shape as it is.
    private static final List<String> SETTABLE = List.of(
            "ip.dscp",
            "ip.ecn",
            "ip.id",
            "ip.ttl",
            "ip.src",
            "ip.dst",
            "ip6.class",
            "ip6.flow",
            "ip6.hop",
            "tcp.src",
            "tcp.dst",
            "tcp.sequence",
            "tcp.ack",
            "tcp.flags",
            "tcp.window",
            "tcp.urgent",
            "udp.src",
            "udp.dst",
            "icmp.type",
            "icmp.code",
            "icmp.id",
            "icmp.sequence",
            "icmp6.type",
            "icmp6.code",
            "icmp6.id");

    private static byte[] rewritten(byte[] frame) {
        try (Script script = Guard.only("new-source", NewSource.class)) {
            script.send(Side.CLIENT, frame).leavesBy("server");
            script.report();
            return script.leaving("server").getFirst();
        }
    }

    @Test
    void fault7ShouldKeepRightChecksumsRightWhenAddressAndPortChange() {
        for (String text : List.of(Guard.UDP, Guard.TCP + " \"abc\"", Guard.UDP6, Guard.TCP6 + " \"abc\"")) {
            byte[] changed = rewritten(Packets.packet(text));
            assertThat(changed).isNotEqualTo(Packets.packet(text));
            assertThat(Sums.transportHolds(changed)).describedAs(text).isTrue();
        }
        assertThat(Sums.ipHolds(rewritten(Packets.packet(Guard.UDP)))).isTrue();
    }

    @Test
    void fault7ShouldMendOnlyWhatALayerChangedInItsHeader() {
        for (String text : List.of(Guard.TCP + " \"abc\"", Guard.TCP6 + " \"abc\"")) {
            byte[] octets = Packets.packet(text);
            Frame frame = new Frame();
            frame.wrap(MemorySegment.ofArray(octets), 0, octets.length, octets.length);
            new Parser(Packets.headers()).parse(frame, 1);
            int index = frame.find("tcp");
            int start = frame.start(index);
            frame.mendHeader(index, frame.sumOf(index));
            assertThat(frame.unchanged()).isTrue();
            assertThat(octets).isEqualTo(Packets.packet(text));

            Random random = new Random(7);
            for (int round = 0; round < 1_000; round++) {
                int before = frame.sumOf(index);
                random.ints(12, 0, 256).forEach(octet -> octets[start + 4 + random.nextInt(8)] = (byte) octet);
                frame.mendHeader(index, before);
                assertThat(Sums.transportHolds(octets)).describedAs(text).isTrue();
            }
            assertThat(frame.unchanged()).isFalse();
            octets[octets.length - 1] ^= 1;
            int before = frame.sumOf(index);
            octets[start + 5] ^= 3;
            frame.mendHeader(index, before);
            assertThat(Sums.transportHolds(octets)).describedAs(text).isFalse();
        }
    }

    @Test
    void fault7ShouldNotHealWrongChecksumsByAnIncrementalUpdate() {
        for (int wrong : new int[] {1, 0x1234, 0xfffe}) {
            assertThat(Sums.transportHolds(
                            rewritten(Bytes.of(Guard.UDP).u16(UDP_SUM, wrong).done())))
                    .isFalse();
            assertThat(Sums.transportHolds(
                            rewritten(Bytes.of(Guard.TCP).u16(TCP_SUM, wrong).done())))
                    .isFalse();
            assertThat(Sums.transportHolds(
                            rewritten(Bytes.of(Guard.UDP6).u16(UDP6_SUM, wrong).done())))
                    .isFalse();
            assertThat(Sums.transportHolds(
                            rewritten(Bytes.of(Guard.TCP6).u16(TCP6_SUM, wrong).done())))
                    .isFalse();
        }
    }

    @Test
    void fault7ShouldNotHealADamagedPayload() {
        byte[] damaged = Bytes.of(Guard.UDP).u8(Bytes.IP_TRANSPORT + 8, 'Q').done();
        assertThat(Sums.transportHolds(rewritten(damaged))).isFalse();
    }

    @Test
    void fault7ShouldPassWrongTransportChecksumsWhereNobodyReadsThePayload() {
        try (Script script = Guard.allow()) {
            script.send(Side.CLIENT, Bytes.of(Guard.UDP).u16(UDP_SUM, 1).done()).passes();
            script.send(Side.CLIENT, Bytes.of(Guard.TCP).u16(TCP_SUM, 1).done()).passes();
            script.report();
        }
    }

    @Test
    void fault7ShouldDropWrongTransportChecksumsWhereAFunctionReadsThePayload() {
        try (Script script = Guard.only("payload-reader", PayloadReader.class)) {
            script.send(Side.CLIENT, Bytes.of(Guard.UDP).u16(UDP_SUM, 1).done()).drops("udp-checksum");
            script.send(Side.CLIENT, Bytes.of(Guard.TCP).u16(TCP_SUM, 1).done()).drops("tcp-checksum");
            script.send(Side.CLIENT, Bytes.of(Guard.UDP6).u16(UDP6_SUM, 1).done())
                    .drops("udp-checksum");
            script.client(Guard.UDP).passes();
            script.client(Guard.TCP).passes();
            script.client(Guard.TCP6 + " \"odd\"").passes();
            script.report();
        }
    }

    @Test
    void fault7ShouldNotPutAWrongChecksumRightOnItsWayThroughAStream() {
        try (Script script = Script.of("s: {type: starrer}", StreamsTest.Starrer.class)) {
            Talk talk = Talk.ip4(script).fromServer("a");
            String next = "tcp 192.0.2.7:80 > 10.0.0.1:40000 sequence 4294967290 ack 1001 flags 16 window 60000 \"b\"";
            script.send(Side.SERVER, Bytes.of(next).u16(TCP_SUM, 1).done()).drops("tcp-checksum");
            talk.fromServer("c").clientSees("**a**c").acknowledged();
        }
    }

    @Test
    void fault8ShouldKeepAnAbsentUdpChecksumAbsentWhenFieldsChange() {
        byte[] changed = rewritten(Bytes.of(Guard.UDP).u16(UDP_SUM, 0).done());
        assertThat(changed[UDP_SUM]).isZero();
        assertThat(changed[UDP_SUM + 1]).isZero();
    }

    @Test
    void fault8ShouldNeverMakeAUdpChecksumLookAbsent() {
        // Among all values of one field there is one that makes the sum come out as 0, which is sent as 0xffff.
        byte[] octets = Packets.packet(Guard.UDP);
        Frame frame = parsed(octets);
        Field source = Packets.headers().named("udp").orElseThrow().field("src");
        int ones = 0;
        for (int port = 0; port < 65_536; port++) {
            frame.set(source, port);
            int sum = frame.u16(UDP_SUM);
            assertThat(sum).isNotZero();
            ones += sum == 0xffff ? 1 : 0;
        }
        assertThat(ones).isPositive();
        assertThat(Sums.transportHolds(octets)).isTrue();
    }

    @Test
    void shouldAgreeWithRecomputingWhateverFieldsAreSet() {
        Random random = new Random(20_260_101);
        String[] forms = {
            "udp 10.0.0.1:5353 > 192.0.2.7:53 size %d",
            "tcp 10.0.0.1:5353 > 192.0.2.7:53 size %d",
            "icmp 10.0.0.1 > 192.0.2.7 size %d",
            "udp [fd10::1]:5353 > [fd20::7]:53 size %d",
            "tcp [fd10::1]:5353 > [fd20::7]:53 size %d",
            "icmp6 fd10::1 > fd20::7 size %d",
        };
        for (int round = 0; round < 20_000; round++) {
            byte[] octets = Packets.packet(forms[round % forms.length].formatted(random.nextInt(64)));
            Frame frame = parsed(octets);
            for (int i = random.nextInt(1, 8); i > 0; i--) {
                List<Field> fields = settable(frame);
                Field field = fields.get(random.nextInt(fields.size()));
                frame.set(field, random.nextInt(5) == 0 ? 0 : random.nextLong() & field.mask());
            }
            boolean four = (octets[Bytes.ETHER] & 0xf0) == 0x40;
            assertThat(!four || Sums.ipHolds(octets)).isTrue();
            assertThat(Sums.transportHolds(octets))
                    .describedAs(Packets.words(octets))
                    .isTrue();
        }
    }

    private static Frame parsed(byte[] octets) {
        Frame frame = new Frame();
        frame.wrap(MemorySegment.ofArray(octets), 0, octets.length, octets.length);
        assertThat(new Parser(Packets.headers()).parse(frame, 1)).isEmpty();
        return frame;
    }

    private static List<Field> settable(Frame frame) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < frame.depth(); i++) {
            Header header = frame.header(i);
            header.fields().values().stream()
                    .filter(field -> SETTABLE.contains(field.path()))
                    .filter(field -> field.width() <= 64)
                    .forEach(fields::add);
        }
        return fields;
    }
}
