// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.penstock.api.match.Libpcap.Filter;
import io.penstock.api.match.Libpcap.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// libpcap and this project say the same of every untagged frame, but for the differences that docs/match-syntax.md
/// lists, which stand here too.
final class LibpcapOracleTest {
    private static final int GENERATED = 3_000;
    private static final int FRAMES = 1_500;
    private static final int FRAMES_OF_A_CAPTURE = 50;

    private static Optional<Libpcap> opened = Optional.empty();

    private final SlowEvaluator evaluator = new SlowEvaluator();

    @BeforeAll
    static void open() {
        try {
            opened = Optional.of(new Libpcap());
        } catch (UnsatisfiedLinkError e) {
            opened = Optional.empty();
        }
    }

    @AfterAll
    static void close() {
        opened.ifPresent(Libpcap::close);
    }

    private static Libpcap libpcap() {
        assumeTrue(opened.isPresent(), "libpcap.so.0.8 is not installed");
        return opened.orElseThrow();
    }

    private static List<String> written() throws IOException {
        try (InputStream in = LibpcapOracleTest.class.getResourceAsStream("filters.txt")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    private static List<SlowPacket> packets(long seed, int count) {
        Packets packets = new Packets(seed);
        return Stream.generate(packets::next).limit(count).map(SlowPacket::new).toList();
    }

    /// Holds the two against each other, for the text and for what the project makes of it when it writes it again.
    private void shouldAgree(String text, List<SlowPacket> packets) {
        Match match = MatchParser.parse(text);
        Filter filter = libpcap().compile(text);
        String again = Matches.text(match);
        Filter filterAgain = libpcap().compile(again);
        assertThat(MatchParser.parse(again)).as("%s -> %s", text, again).isEqualTo(match);
        for (SlowPacket packet : packets) {
            Frame frame = packet.frame();
            boolean ours = evaluator.holds(match, packet);
            if (filter.accepts(frame) != ours) {
                throw new AssertionError(
                        text + " is " + ours + " here and not in libpcap for " + hex(frame) + "\n" + match);
            }
            if (filterAgain.accepts(frame) != ours) {
                throw new AssertionError(text + " is written again as " + again + ", wrong for " + hex(frame));
            }
        }
    }

    private static String hex(Frame frame) {
        return HexFormat.of().formatHex(frame.bytes(), 0, Math.min(frame.bytes().length, 100)) + " of " + frame.wire();
    }

    @Test
    void shouldAgreeOnWrittenFilters() throws IOException {
        List<String> filters = written();
        assertThat(filters).hasSizeGreaterThan(300).doesNotHaveDuplicates();
        List<SlowPacket> packets = packets(1, FRAMES);
        filters.forEach(text -> shouldAgree(text, packets));
        assertThat(evaluator.counts().keySet())
                .contains("Not", "And", "Or", "has ip", "has ip6", "selects ethertype", "selects ipproto")
                .contains("compare tcp.src", "compare udp.dst", "compare tcp.flags", "compare icmp.type")
                .contains("compare icmp6.type", "compare arp.spa", "compare ether.dst", "compare ip.dst")
                .contains("range tcp.src", "range udp.dst", "prefix ip.src", "prefix ip6.dst", "prefix ether.src")
                .contains("prefix arp.tpa", "octets ether", "octets ip", "octets ip6", "octets tcp", "octets icmp")
                .contains("length LE", "length GE", "length EQ", "length NE", "length LT", "length GT");
        evaluator.counts().forEach((kind, counts) -> {
            assertThat(counts[1]).as(kind + " holds").isPositive();
            assertThat(counts[0]).as(kind + " does not hold").isGreaterThanOrEqualTo(kind.equals("Any") ? 0 : 1);
        });
    }

    @Test
    void shouldAgreeOnGeneratedFilters() {
        Filters filters = new Filters(2);
        List<SlowPacket> packets = packets(3, FRAMES);
        Random random = new Random(4);
        for (int i = 0; i < GENERATED; i++) {
            int from = random.nextInt(FRAMES - 100);
            shouldAgree(filters.next(), packets.subList(from, from + 100));
        }
    }

    @Test
    void shouldAgreeOnWrittenFiltersOverCapturedFrames() throws IOException {
        Path captures = Path.of(System.getProperty("penstock.root", "."), "..", "shared", "pcaps", "open");
        assumeTrue(Files.isDirectory(captures), "the open captures are not beside the project");
        List<SlowPacket> packets = captured(captures);
        assertThat(packets).hasSizeGreaterThan(1_000);
        for (String text : written()) {
            shouldAgree(text, packets);
        }
    }

    private static List<SlowPacket> captured(Path folder) throws IOException {
        List<SlowPacket> packets = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                libpcap().read(file, FRAMES_OF_A_CAPTURE).stream()
                        .map(frame -> new Frame(Packets.padded(frame.bytes()).bytes(), frame.wire()))
                        .map(SlowPacket::new)
                        .filter(LibpcapOracleTest::isReadAlike)
                        .forEach(packets::add);
            }
        }
        return packets;
    }

    /// Leaves out frames with tags, extension headers, SCTP and RARP, on which the two differ by design.
    private static boolean isReadAlike(SlowPacket packet) {
        boolean six = !packet.found("ip6").isEmpty();
        List<Long> protocols = packet.selected().stream()
                .filter(s -> s.space().equals("ipproto"))
                .map(SlowPacket.Selected::number)
                .toList();
        boolean laterFragment = protocols.size() == 2
                && protocols.getFirst() == 44
                && !packet.selected().isEmpty()
                && Stream.of("tcp", "udp", "icmp6", "icmp")
                        .allMatch(h -> packet.found(h).isEmpty());
        boolean extended = six && protocols.size() > 1 && !laterFragment;
        return packet.found("vlan").isEmpty()
                && !extended
                && !protocols.contains(132L)
                && packet.selected().stream().noneMatch(s -> s.number() == Primitives.RARP);
    }

    private boolean here(String text, Frame frame) {
        return evaluator.holds(MatchParser.parse(text), new SlowPacket(frame));
    }

    private static boolean there(String text, Frame frame) {
        return libpcap().compile(text).accepts(frame);
    }

    private void shouldDiffer(String text, Frame frame, boolean here) {
        assertThat(here(text, frame)).as("%s here", text).isEqualTo(here);
        assertThat(there(text, frame)).as("%s in libpcap", text).isEqualTo(!here);
    }

    private void shouldNotDiffer(String text, Frame frame, boolean both) {
        assertThat(here(text, frame)).as("%s here", text).isEqualTo(both);
        assertThat(there(text, frame)).as("%s in libpcap", text).isEqualTo(both);
    }

    private static final String MACS = "020000000001020000000002";
    private static final String IP_TCP =
            "4500002800000000400600000a0000010a000002" + "00501f900000000000000000500200000000" + "0000";
    private static final String IP6_ADDRESSES = "20010db800000000000000000000000120010db8000000000000000000000002";
    private static final String TCP = "00501f90000000000000000050020000" + "00000000";

    private static Frame frame(String digits) {
        return Packets.padded(HexFormat.of().parseHex(digits));
    }

    @Test
    void shouldSeeThroughTagsWhereLibpcapDoesNot() {
        Frame tagged = frame(MACS + "8100" + "2005" + "0800" + IP_TCP);
        for (String text : List.of("ip", "tcp", "tcp port 80", "host 10.0.0.1", "ip[9] = 6", "ether proto 0x800")) {
            shouldDiffer(text, tagged, true);
        }
        for (String text : List.of("vlan", "vlan 5", "vlan 5 and tcp port 80", "ether proto 0x8100")) {
            shouldNotDiffer(text, tagged, true);
        }
        shouldNotDiffer("vlan 6", tagged, false);
        shouldDiffer("tcp port 80 and vlan 5", tagged, true);
        assertThat(here("vlan 5 or udp", tagged)).isTrue();
        assertThat(here("not vlan", tagged)).isFalse();
    }

    @Test
    void shouldSayTheSameOfAPacketWithAndWithoutATag() {
        Packets packets = new Packets(5);
        Filters filters = new Filters(6);
        for (int i = 0; i < 3_000; i++) {
            String text = filters.next();
            if (text.contains("ether[") || text.contains("len") || text.contains("less") || text.contains("greater")) {
                continue;
            }
            Frame frame = packets.next();
            byte[] tagged = new byte[frame.bytes().length + 4];
            System.arraycopy(frame.bytes(), 0, tagged, 0, 12);
            System.arraycopy(new byte[] {(byte) 0x81, 0, 0x20, 5}, 0, tagged, 12, 4);
            System.arraycopy(frame.bytes(), 12, tagged, 16, frame.bytes().length - 12);
            assertThat(here(text, new Frame(tagged, frame.wire())))
                    .as("%s for %s", text, hex(frame))
                    .isEqualTo(here(text, frame));
        }
    }

    @Test
    void shouldSeeBehindExtensionHeadersWhereLibpcapDoesNot() {
        Frame options = frame(MACS + "86dd" + "60000000001c0040" + IP6_ADDRESSES + "0600000000000000" + TCP);
        shouldDiffer("tcp", options, true);
        shouldDiffer("ip6 proto 6", options, true);
        shouldDiffer("tcp port 80", options, true);
        shouldNotDiffer("ip6 proto 0", options, true);
        shouldNotDiffer("ip6[6] = 0", options, true);
        Frame first = frame(MACS + "86dd" + "60000000001c2c40" + IP6_ADDRESSES + "0600000100000007" + TCP);
        shouldNotDiffer("tcp", first, true);
        shouldDiffer("tcp port 80", first, true);
        Frame later = frame(MACS + "86dd" + "60000000001c2c40" + IP6_ADDRESSES + "0600010000000007" + TCP);
        shouldNotDiffer("tcp", later, true);
        shouldNotDiffer("tcp port 80", later, false);
    }

    @Test
    void shouldNotReadPortsOfSctpNorAddressesOfRarpUnlikeLibpcap() {
        Frame sctp = frame(MACS + "0800" + IP_TCP.replace("4006", "4084"));
        shouldNotDiffer("sctp", sctp, true);
        shouldDiffer("port 80", sctp, false);
        shouldDiffer("portrange 80-90", sctp, false);
        Frame rarp =
                frame(MACS + "8035" + "0001080006040003" + "020000000001" + "0a000001" + "020000000001" + "0a000002");
        shouldNotDiffer("rarp", rarp, true);
        shouldDiffer("host 10.0.0.1", rarp, false);
        shouldDiffer("net 10.0.0.0/8", rarp, false);
    }

    @Test
    void shouldRefuseOnlyTheReadThatRunsPastTheEndWhereLibpcapRefusesAll() {
        byte[] whole = HexFormat.of().parseHex(MACS + "0800" + IP_TCP);
        Frame unpadded = new Frame(whole, whole.length);
        shouldNotDiffer("tcp[200] = 0", unpadded, false);
        shouldDiffer("not tcp[200] = 0", unpadded, true);
        shouldDiffer("tcp[200] = 0 or ip", unpadded, true);
    }

    /// libpcap forgets which header it reads when a number stands on the left of `&`.
    @Test
    void shouldKeepTheHeaderOfAReadBehindANumberUnlikeLibpcap() {
        Frame arp = frame(MACS + "0806" + "0001080006040002" + "02".repeat(30));
        shouldDiffer("0x12 & tcp[13] = 2", arp, false);
        shouldNotDiffer("tcp[13] & 0x12 = 2", arp, false);
    }

    /// These libpcap takes for something that hardly anyone means, or drops part of what was written.
    @Test
    void shouldRefuseWhatLibpcapMisreads() {
        for (String text : List.of("net 0", "host 10.1", "host 10", "portrange 90-80", "proto 300", "host 01.2.3.4")) {
            libpcap().compile(text);
            assertThatThrownBy(() -> MatchParser.parse(text)).isInstanceOf(MatchSyntax.class);
        }
    }
}
