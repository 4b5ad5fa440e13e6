// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static io.penstock.tests.packets.Bytes.ETHER;
import static io.penstock.tests.packets.Bytes.IP6_TRANSPORT;
import static io.penstock.tests.packets.Bytes.IP_TRANSPORT;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Side;
import io.penstock.api.control.Report;
import io.penstock.api.layer.Header;
import io.penstock.api.layer.Layer;
import io.penstock.dataplane.packet.Frame;
import io.penstock.dataplane.packet.Headers;
import io.penstock.dataplane.packet.Parser;
import io.penstock.function.firewall.Firewall;
import io.penstock.function.impair.Impair;
import io.penstock.testkit.Packets;
import io.penstock.testkit.Script;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PacketFaultsTest {
    private static final String FRAGMENT6 = "11 00 0001 00000007";

    private static void drops(byte[] frame, String reason) {
        try (Script script = Guard.allow()) {
            script.send(Side.CLIENT, frame).drops(reason);
            Report report = script.report();
            assertThat(report.in()).isEqualTo(1);
            assertThat(report.reasons()).containsEntry(reason, 1L).hasSize(1);
            assertThat(report.sessions().open()).isZero();
        }
    }

    private static void passes(byte[] frame) {
        try (Script script = Guard.allow()) {
            script.send(Side.CLIENT, frame).passes().leavesBy("server");
            assertThat(script.report().out()).isEqualTo(1);
        }
    }

    @Test
    void fault1ShouldDropFramesShorterThanAnEthernetHeader() {
        for (int length = 1; length < ETHER; length++) {
            drops(Bytes.of(Guard.UDP).length(length).done(), "ether-too-short");
        }
    }

    @Test
    void fault2ShouldDropWhereTheIpLengthIsBeyondTheFrame() {
        drops(Bytes.of(Guard.UDP).u16(ETHER + 2, 37).sealIp().done(), "ip-length");
        drops(Bytes.of(Guard.UDP6).u16(ETHER + 4, 17).done(), "ip6-length");
    }

    @Test
    void fault3ShouldKeepPaddingButNeverTakeItForPayload() {
        byte[] padded = Bytes.of(Guard.UDP).length(80).done();
        passes(padded);
        try (Script script = Guard.only("payload-reader", PayloadReader.class)) {
            script.send(Side.CLIENT, padded).passes();
            assertThat(script.sessions().getFirst().fields()).containsEntry("one.octets", "8");
        }
    }

    @Test
    void fault4ShouldDropHeaderLengthsUnderFiveWordsOrPastThePacket() {
        drops(Bytes.of(Guard.UDP).u8(ETHER, 0x44).done(), "ip-header-length");
        drops(Bytes.of(Guard.UDP).u8(ETHER, 0x40).done(), "ip-header-length");
        drops(Bytes.of(Guard.UDP).u8(ETHER, 0x4f).done(), "ip-header-length");
    }

    @Test
    void fault5ShouldDropVersionsThatContradictTheEtherType() {
        drops(Bytes.of(Guard.UDP).u8(ETHER, 0x65).done(), "ip-version");
        drops(Bytes.of(Guard.UDP6).u8(ETHER, 0x40).done(), "ip6-version");
    }

    @Test
    void fault6ShouldDropWrongIpChecksums() {
        drops(Bytes.of(Guard.UDP).u16(ETHER + 10, 0x1234).done(), "ip-checksum");
    }

    @Test
    void fault6ShouldNotRepairAWrongIpChecksumByAChange() {
        try (Script script = Guard.only("new-source", NewSource.class)) {
            script.send(Side.CLIENT, Bytes.of(Guard.UDP).u8(ETHER + 8, 63).done())
                    .drops("ip-checksum");
            script.report();
        }
    }

    @Test
    void fault8ShouldDropUdpLengthsThatCannotBe() {
        drops(Bytes.of(Guard.UDP).u16(IP_TRANSPORT + 4, 0).done(), "udp-length");
        drops(Bytes.of(Guard.UDP).u16(IP_TRANSPORT + 4, 7).done(), "udp-length");
        drops(Bytes.of(Guard.UDP).u16(IP_TRANSPORT + 4, 17).done(), "udp-length");
        drops(Bytes.of(Guard.UDP6).u16(IP6_TRANSPORT + 4, 17).done(), "udp-length");
    }

    @Test
    void fault8ShouldPassAnAbsentUdpChecksumAsItIs() {
        passes(Bytes.of(Guard.UDP).u16(IP_TRANSPORT + 6, 0).done());
    }

    @Test
    void fault9ShouldEndAtIpOptionsThatCountTooLittle() {
        drops(withOptions("07 00 04 00"), "ip-options");
        drops(withOptions("07 01 04 00"), "ip-options");
        drops(withOptions("01 01 01 07"), "ip-options");
        drops(withOptions("07 05 04 00"), "ip-options");
    }

    @Test
    void fault9ShouldPassSoundIpOptionsAndDropSourceRoutes() {
        passes(withOptions("94 04 00 00"));
        passes(withOptions("01 01 01 00"));
        drops(withOptions("83 04 04 00"), "ip-source-route");
        drops(withOptions("01 89 03 04"), "ip-source-route");
    }

    @Test
    void fault9ShouldPassSourceRoutesWhereThePersonSaysSo() {
        try (Script script = Script.of("fw: {type: firewall, policy: allow, sourceroutes: allow}", Firewall.class)) {
            script.send(Side.CLIENT, withOptions("83 04 04 00")).passes();
            script.send(Side.CLIENT, withOptions("01 89 03 04")).passes();
            script.send(Side.CLIENT, withOptions("83 01 04 00")).drops("ip-options");
            script.report();
        }
    }

    private static byte[] withOptions(String options) {
        Bytes bytes = Bytes.of(Guard.UDP).insert(IP_TRANSPORT, options).u8(ETHER, 0x46);
        return bytes.u16(ETHER + 2, 40).sealIp().done();
    }

    @Test
    void fault10ShouldPassTheLastHopUnchanged() {
        passes(Packets.packet(Guard.UDP + " ttl 1"));
        passes(Packets.packet(Guard.UDP6 + " hop 1"));
    }

    @Test
    void fault11ShouldDropTinyFirstFragments() {
        drops(Packets.packet("ip 10.0.0.1 > 192.0.2.7 protocol 6 flags 1 size 16"), "tiny-fragment");
        drops(Packets.packet("ip 10.0.0.1 > 192.0.2.7 protocol 6 flags 0 fragment 1 size 16"), "tiny-fragment");
        byte[] udp6 = Bytes.of("ip6 fd10::1 > fd20::7 next 44 size 4")
                .insert(IP6_TRANSPORT, FRAGMENT6)
                .u16(ETHER + 4, 12)
                .done();
        drops(udp6, "tiny-fragment");
    }

    @Test
    void fault13ShouldDropFragmentsThatReachPastTheGreatestDatagram() {
        drops(Packets.packet("ip 10.0.0.1 > 192.0.2.7 protocol 17 flags 0 fragment 8191 size 16"), "fragment-past-end");
        byte[] six = Bytes.of("ip6 fd10::1 > fd20::7 next 44 size 16")
                .insert(IP6_TRANSPORT, "11 00 fff8 00000007")
                .u16(ETHER + 4, 24)
                .done();
        drops(six, "fragment-past-end");
    }

    @Test
    void fault15ShouldNeverReadPortsFromLaterFragments() {
        try (Script script = Guard.rules("deny udp port 53, deny tcp port 80")) {
            // The payload would read as a datagram to port 53, were it the first fragment.
            byte[] later =
                    Packets.packet("ip 10.0.0.1 > 192.0.2.7 protocol 17 flags 0 fragment 100 hex 14e9003500080000");
            script.send(Side.CLIENT, later);
            script.client(Guard.UDP).drops("denied");
            byte[] six = Bytes.of("ip6 fd10::1 > fd20::7 next 44 hex 14e9003500080000")
                    .insert(IP6_TRANSPORT, "11 00 0328 00000007")
                    .u16(ETHER + 4, 16)
                    .done();
            script.send(Side.CLIENT, six);
            assertThat(script.report().held()).as("no port names their session").isEqualTo(2);
            assertThat(script.after(1_100).report().reasons()).containsEntry("fragment-without-first", 2L);
            assertThat(script.report().sessions().open()).isZero();
        }
    }

    @Test
    void fault16ShouldBoundTheWalkThroughIpv6Extensions() {
        Bytes longChain = Bytes.of("ip6 fd10::1 > fd20::7 next 60 size 8");
        for (int i = 0; i < 40; i++) {
            longChain.insert(IP6_TRANSPORT, "3c 00 01 04 00000000");
        }
        drops(longChain.u16(ETHER + 4, 8 + 40 * 8).done(), "too-many-headers");
    }

    @Test
    void fault16ShouldDropExtensionsThatAreCutShort() {
        drops(extension("3c", 60, "ff"), "ip6-dest-header-length");
        drops(Bytes.of("ip6 fd10::1 > fd20::7 next 60 size 4").done(), "ip6-dest-too-short");
        drops(Bytes.of("ip6 fd10::1 > fd20::7 next 60 hex 3b0001ff00000000").done(), "ip6-options");
    }

    private static byte[] extension(String next, int own, String units) {
        return Packets.packet("ip6 fd10::1 > fd20::7 next " + own + " hex " + next + units + "010400000000");
    }

    @Test
    void fault16ShouldPassAShortChainOfExtensions() {
        passes(Bytes.of(Guard.UDP6)
                .insert(IP6_TRANSPORT, "11 00 01 04 00000000")
                .u8(ETHER + 6, 60)
                .u16(ETHER + 4, 24)
                .done());
    }

    @Test
    void fault17ShouldDropHopByHopThatIsNotFirstAndRoutingOfTypeZero() {
        byte[] late = Bytes.of("ip6 fd10::1 > fd20::7 next 60 hex 00000104000000003b00010400000000")
                .done();
        drops(late, "ip6-hop-by-hop-place");
        drops(Packets.packet("ip6 fd10::1 > fd20::7 next 43 hex 3b00000000000000"), "ip6-routing-type-0");
        passes(Packets.packet("ip6 fd10::1 > fd20::7 next 0 hex 3b00010400000000"));
    }

    @Test
    void fault18ShouldDropJumbograms() {
        drops(Packets.packet("ip6 fd10::1 > fd20::7 next 0 length 0 hex 3b00c20400011170"), "ip6-jumbogram");
    }

    @Test
    void fault19ShouldTakeAnAtomicFragmentForAWholePacket() {
        byte[] atomic = Bytes.of(Guard.UDP6)
                .insert(IP6_TRANSPORT, "11 00 0000 00000007")
                .u8(ETHER + 6, 44)
                .u16(ETHER + 4, 24)
                .done();
        passes(atomic);
        try (Script script = Guard.rules("deny udp port 53")) {
            script.send(Side.CLIENT, atomic).drops("denied").at("fw");
        }
    }

    @Test
    void fault20ShouldReadThroughTagsAndKeepThem() {
        passes(Packets.packet("vlan 5 " + Guard.UDP));
        passes(Packets.packet("vlan 5 vlan 7 " + Guard.UDP6));
        passes(Packets.packet("vlan 0 " + Guard.TCP));
        passes(Bytes.of("vlan 5 vlan 7 " + Guard.UDP).u16(12, 0x88a8).done());
        passes(Bytes.of("vlan 0 " + Guard.UDP).u16(14, 0xe000).done());
        try (Script script = Guard.rules("deny udp port 53")) {
            script.client("vlan 5 " + Guard.UDP).drops("denied");
            script.client("vlan 5 vlan 7 " + Guard.UDP).drops("denied");
            script.client("vlan 0 " + Guard.UDP6).drops("denied");
        }
    }

    @Test
    void fault21ShouldDropTagsThatAreCutShort() {
        drops(Bytes.of("vlan 5 " + Guard.UDP).length(16).done(), "vlan-too-short");
        drops(Bytes.of("vlan 5 vlan 6 " + Guard.UDP).length(19).done(), "vlan-too-short");
    }

    @Test
    void fault22ShouldCarryNineKilobyteFramesWhole() {
        passes(Packets.packet(Guard.UDP + " size 8958"));
        passes(Packets.packet(Guard.TCP + " flags 0x10 size 8960"));
    }

    @Test
    void fault22ShouldKeepThemWholeWhereTheyWaitAndCountWhatFindsNoRoom() {
        byte[] large = Packets.packet(Guard.UDP + " size 8958");
        try (Script script = Script.of("link: {type: impair, delay: 5}", Impair.class)) {
            for (int i = 0; i < 100; i++) {
                script.send(Side.CLIENT, large);
            }
            long waiting = script.report().held();
            assertThat(script.report().reasons().values())
                    .describedAs("what finds no room is counted")
                    .containsExactly(100 - waiting);
            script.after(10);
            assertThat(script.leaving("server")).hasSize((int) waiting).allMatch(one -> Arrays.equals(one, large));
            assertThat(waiting).isPositive();
            script.report();
        }
    }

    @Test
    void fault24ShouldLetUnknownTypesAndLinkProtocolsCrossWithoutSession() {
        String[] frames = {
            "0180c200000e 020000000001 88cc 0207 04020000000001 0000",
            "0180c2000000 020000000001 0026 424203 0000",
            "020000000002 020000000001 9999 0102030405",
        };
        try (Script script = Guard.allow()) {
            for (String frame : frames) {
                script.send(Side.CLIENT, Bytes.hex(frame)).passes().leavesBy("server");
                script.send(Side.SERVER, Bytes.hex(frame.replace("0001 ", "0003 ")))
                        .passes();
            }
            script.client("arp spa 10.0.0.1 tpa 10.0.0.2").passes();
            script.client("icmp6 fe80::1 > ff02::1:ff00:7 type 135 hop 255 size 16")
                    .passes();
            script.client("icmp6 :: > ff02::16 type 143 hop 1 size 12").passes();
            assertThat(script.report().sessions().opened()).isZero();
        }
    }

    @Test
    void fault24ShouldDropLinkProtocolsThatARuleNames() {
        try (Script script = Guard.rules("deny arp, deny ether proto 0x88cc, deny icmp6")) {
            script.client("arp spa 10.0.0.1 tpa 10.0.0.2")
                    .drops("denied")
                    .at("fw")
                    .because("rule 1: deny arp");
            script.send(Side.CLIENT, Bytes.hex("0180c200000e 020000000001 88cc 0207 04020000000001 0000"))
                    .drops("denied")
                    .because("rule 2");
            script.client("icmp6 fe80::1 > ff02::1:ff00:7 type 135 hop 255 size 16")
                    .drops("denied")
                    .because("rule 3");
            script.report();
        }
    }

    @Test
    void fault24ShouldNotTakeTheWholePolicyOrANegationForANaming() {
        try (Script script = Guard.rules("deny, deny not tcp")) {
            script.client("arp spa 10.0.0.1 tpa 10.0.0.2").passes();
        }
    }

    @Test
    void fault27ShouldRefuseASuperframeWithoutLength() {
        // A sender that leaves segmentation to its card may write the total length 0.
        byte[] superframe = Bytes.of(Guard.TCP + " flags 0x10 size 20000")
                .u16(ETHER + 2, 0)
                .sealIp()
                .done();
        drops(superframe, "ip-length");
        byte[] six = Bytes.of(Guard.TCP6 + " flags 0x10 size 20000")
                .u16(ETHER + 4, 0)
                .done();
        drops(six, "tcp-too-short");
    }

    @Test
    void fault27ShouldNotReadAPayloadWhoseChecksumIsOnlyBegun() {
        passes(begun());
        try (Script script = Guard.only("payload-reader", PayloadReader.class)) {
            script.send(Side.CLIENT, begun()).drops("partial-checksum");
            script.report();
        }
    }

    @Test
    void fault27ShouldNotChangeAPacketWhoseChecksumIsOnlyBegun() {
        try (Script script = Guard.only("new-source", NewSource.class)) {
            script.send(Side.CLIENT, begun()).drops("partial-checksum");
            byte[] wrong = Bytes.of(Guard.UDP).u16(IP_TRANSPORT + 6, 0x1234).done();
            script.send(Side.CLIENT, wrong).leavesBy("server");
            assertThat(script.report().reasons()).containsOnly(Map.entry("partial-checksum", 1L));
        }
    }

    /// A checksum over the pseudo-header alone, not complemented, as a sender leaves it to its card.
    private static byte[] begun() {
        byte[] whole = Bytes.of(Guard.UDP).done();
        int pseudo = Sums.of(whole, ETHER + 12, 8, 17 + 16);
        return Bytes.of(Guard.UDP).u16(IP_TRANSPORT + 6, pseudo).done();
    }

    @Test
    void fault28ShouldLimitTheDepthOfTags() {
        drops(Packets.packet("vlan 1 ".repeat(7) + Guard.UDP), "too-many-headers");
        Bytes deep = Bytes.of(Guard.UDP);
        for (int i = 0; i < 30; i++) {
            deep.insert(12, "8100 0001");
        }
        drops(deep.done(), "too-many-headers");
        passes(Packets.packet("vlan 1 ".repeat(6) + Guard.UDP));
    }

    @Test
    void fault28ShouldNotFollowATunnelInsideATunnel() {
        try (Script script = Guard.rules("deny udp")) {
            Bytes inner = Bytes.of(Guard.UDP);
            String within = java.util.HexFormat.of().formatHex(inner.done(), ETHER, inner.done().length);
            script.client("ip 10.0.0.1 > 192.0.2.7 protocol 4 hex " + within).passes();
            script.client("ip 10.0.0.1 > 192.0.2.7 protocol 41 hex " + within).passes();
        }
    }

    @Test
    void fault28ShouldLimitTheDepthOfTunnelsThatALayerReads() {
        Header tunnel = Header.named("tunnel")
                .octets(4)
                .field("next", 0, 8)
                .follows("ipproto", 200)
                .next("next", "ipproto")
                .build();
        List<Layer> layers = new ArrayList<>(Packets.LAYERS);
        layers.add(() -> List.of(tunnel));
        Parser parser = new Parser(new Headers(layers));
        assertThat(parse(parser, nested(14))).isEmpty();
        assertThat(parse(parser, nested(15))).isEqualTo("too-many-headers");
        assertThat(parse(parser, nested(300))).isEqualTo("too-many-headers");
    }

    private static byte[] nested(int tunnels) {
        String inside = "c8000000".repeat(tunnels - 1) + "3b000000" + "00".repeat(8);
        return Packets.packet("ip 10.0.0.1 > 192.0.2.7 protocol 200 hex " + inside);
    }

    private static String parse(Parser parser, byte[] octets) {
        Frame frame = new Frame();
        frame.wrap(MemorySegment.ofArray(octets), 0, octets.length, octets.length);
        return parser.parse(frame, 1);
    }

    @Test
    void fault29ShouldDropPacketsFromTheirOwnDestination() {
        dropsAtOpening("tcp 192.0.2.7:80 > 192.0.2.7:80", "land");
        dropsAtOpening("icmp 192.0.2.7 > 192.0.2.7 type 8", "land");
        dropsAtOpening("udp 192.0.2.7:5353 > 192.0.2.7:53", "martian-source");
        dropsAtOpening("tcp [fd20::7]:80 > [fd20::7]:80", "land");
        dropsAtOpening("tcp [fd20::7]:80 > [fd20::7]:81", "martian-source");
        passes(Packets.packet("tcp 192.0.2.7:80 > 192.0.2.8:80"));
    }

    @Test
    void fault29ShouldDropSourcesThatNobodyCanAnswer() {
        for (String source : new String[] {"224.0.0.5", "239.1.2.3", "255.255.255.255", "127.0.0.1", "0.0.0.0"}) {
            dropsAtOpening("udp " + source + ":5353 > 192.0.2.7:53", "martian-source");
        }
        for (String source : new String[] {"ff02::1", "::1", "::"}) {
            dropsAtOpening("udp [" + source + "]:5353 > [fd20::7]:53", "martian-source");
        }
    }

    @Test
    void fault29ShouldDropThemEvenWhereARuleAllowsAll() {
        try (Script script = Guard.rules("allow from any")) {
            script.client("udp 224.0.0.5:5353 > 192.0.2.7:53")
                    .drops("martian-source")
                    .at("fw");
            script.server("udp 127.0.0.1:5353 > 192.0.2.7:53")
                    .drops("martian-source")
                    .at("fw");
        }
    }

    @Test
    void fault29ShouldLeaveDhcpDiscoveryToTheRules() {
        String discover = "udp 0.0.0.0:68 > 255.255.255.255:67 size 300";
        passes(Packets.packet(discover));
        try (Script script = Guard.rules("deny udp port 67")) {
            script.client(discover).drops("denied").because("rule 1: deny udp port 67");
            script.client("udp 0.0.0.0:68 > 255.255.255.255:69").drops("martian-source");
        }
    }

    @Test
    void fault29ShouldAllowThemWhereThePersonSaysSo() {
        try (Script script = Script.of("fw: {type: firewall, policy: allow, impossible: allow}", Firewall.class)) {
            script.client("udp 127.0.0.1:5353 > 127.0.0.1:53").passes();
        }
    }

    private static void dropsAtOpening(String packet, String reason) {
        try (Script script = Guard.allow()) {
            script.client(packet).drops(reason).at("fw").because("the source is");
            assertThat(script.report().sessions().open()).isZero();
        }
    }
}
