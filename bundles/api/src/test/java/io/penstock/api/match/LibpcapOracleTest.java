// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.match;

import static org.assertj.core.api.Assertions.assertThat;
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
    private static final int GENERATED = 4_000;
    private static final int FRAMES = 1_500;

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

    private static List<Frame> frames(long seed, int count) {
        Packets packets = new Packets(seed);
        return Stream.generate(packets::next).limit(count).toList();
    }

    /// Holds the two against each other, for the text and for what the project makes of it when it writes it again.
    private void shouldAgree(String text, List<Frame> frames) {
        Match match = MatchParser.parse(text);
        Filter filter = libpcap().compile(text);
        String again = Matches.text(match);
        Filter filterAgain = libpcap().compile(again);
        assertThat(MatchParser.parse(again)).as("%s -> %s", text, again).isEqualTo(match);
        for (Frame frame : frames) {
            boolean ours = evaluator.holds(match, new SlowPacket(frame));
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
        List<Frame> frames = frames(1, FRAMES);
        filters.forEach(text -> shouldAgree(text, frames));
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
        List<Frame> frames = frames(3, FRAMES);
        Random random = new Random(4);
        for (int i = 0; i < GENERATED; i++) {
            int from = random.nextInt(FRAMES - 150);
            shouldAgree(filters.next(), frames.subList(from, from + 150));
        }
    }

    @Test
    void shouldAgreeOnWrittenFiltersOverCapturedFrames() throws IOException {
        Path captures = Path.of(System.getProperty("penstock.root", "."), "..", "shared", "pcaps", "open");
        assumeTrue(Files.isDirectory(captures), "the open captures are not beside the project");
        List<Frame> frames = captured(captures);
        assertThat(frames).hasSizeGreaterThan(1_000);
        for (String text : written()) {
            shouldAgree(text, frames);
        }
    }

    private static List<Frame> captured(Path folder) throws IOException {
        List<Frame> frames = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                libpcap().read(file, 100).stream()
                        .map(frame -> new Frame(Packets.padded(frame.bytes()).bytes(), frame.wire()))
                        .filter(LibpcapOracleTest::isReadAlike)
                        .forEach(frames::add);
            }
        }
        return frames;
    }

    /// Leaves out frames with tags, extension headers, SCTP and RARP, on which the two differ by design.
    private static boolean isReadAlike(Frame frame) {
        SlowPacket packet = new SlowPacket(frame);
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
}
