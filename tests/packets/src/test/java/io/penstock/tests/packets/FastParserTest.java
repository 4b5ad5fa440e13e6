// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.layer.Belonging;
import io.penstock.api.layer.Checksum;
import io.penstock.api.port.Burst;
import io.penstock.dataplane.packet.BurstKeys;
import io.penstock.dataplane.packet.Checksums;
import io.penstock.dataplane.packet.FastParser;
import io.penstock.dataplane.packet.Frame;
import io.penstock.dataplane.packet.Keys;
import io.penstock.dataplane.packet.Parser;
import io.penstock.dataplane.session.Words;
import io.penstock.testkit.Packets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The generated parser against the one that follows the declarations step by step.
class FastParserTest {
    private static final List<String> COMMON = List.of(
            "tcp 10.0.0.1:40000 > 192.0.2.7:80 flags 0x10 \"GET\"",
            "udp 10.0.0.1:5353 > 192.0.2.7:53 \"query\"",
            "icmp 10.0.0.1 > 192.0.2.7 type 8 id 7 \"ping\"",
            "tcp [fd10::1]:40000 > [fd20::7]:80 flags 0x10 \"hello\"",
            "udp [fd10::1]:5353 > [fd20::7]:53 \"query\"",
            "vlan 7 udp 10.0.0.1:5353 > 192.0.2.7:53 \"query\"",
            "vlan 9 tcp [fd10::1]:40000 > [fd20::7]:80");

    private final Parser parser = new Parser(Packets.headers());
    private final Keys keys = new Keys(Packets.headers(), parser);
    private final Words words = Words.of(42);
    private final BurstKeys found = BurstKeys.of(words, Arena.ofAuto());
    private final FastParser fast = FastParser.of(Packets.headers(), keys, found);
    private final MemorySegment key = MemorySegment.ofArray(new long[Keys.BYTES / 8]);
    private final MemorySegment room = Arena.ofAuto().allocate(2_048, 8);
    private final Burst burst = new Burst();
    private int recognised;

    @Test
    void shouldRecogniseCommonShapes() {
        for (String form : COMMON) {
            byte[] octets = Packets.packet(form);
            assertThat(compare(octets, octets.length, 1)).describedAs(form).isTrue();
        }
    }

    @Test
    void shouldRecogniseSegmentsWithOptions() {
        byte[] octets = Packets.packet("tcp 10.0.0.1:40000 > 192.0.2.7:80 flags 0x10 \"123456789012 and data\"");
        octets[14 + 20 + 12] = (byte) 0x80;
        byte[] options = HexFormat.of().parseHex("0101080a0000000100000002");
        System.arraycopy(options, 0, octets, 14 + 20 + 20, options.length);
        assertThat(compare(octets, octets.length, 1)).isTrue();
        octets[14 + 20 + 20 + 3] = 1;
        assertThat(compare(octets, octets.length, 1))
                .describedAs("an option of length 1")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldAgreeWithDeclaredParserOnDamagedFrames(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 40_000; round++) {
            byte[] octets = Packets.packet(COMMON.get(random.nextInt(COMMON.size())));
            int damages = random.nextInt(4);
            for (int i = 0; i < damages; i++) {
                // Headers more often than payload.
                octets[random.nextInt(Math.min(octets.length, 20 + random.nextInt(60)))] ^=
                        (byte) (1 << random.nextInt(8));
            }
            if (random.nextInt(8) == 0) {
                octets = Arrays.copyOf(octets, random.nextInt(octets.length + 20));
            }
            int wire = octets.length + (random.nextInt(10) == 0 ? random.nextInt(2_000) : 0);
            compare(octets, wire, random.nextInt(20) == 0 ? 228 + random.nextInt(3) : 1);
        }
        assertThat(recognised).isBetween(8_000, 36_000);
    }

    /// @return whether the generated parser recognised the frame
    private boolean compare(byte[] octets, int wireLength, int linkType) {
        burst.memory[3] = MemorySegment.ofArray(octets);
        burst.offset[3] = 0;
        burst.length[3] = octets.length;
        burst.wireLength[3] = wireLength;
        burst.origin[3] = new io.penstock.api.port.CaptureInterface(linkType, 0, 9, 0, "");
        burst.count = 4;
        for (int i = 0; i < 3; i++) {
            burst.length[i] = 0;
            burst.wireLength[i] = 0;
        }
        fast.parse(burst);
        int shape = found.shapes()[3];
        lent(octets);
        fast.parse(burst);
        assertThat(found.shapes()[3]).isEqualTo(shape);
        if (shape == FastParser.SLOW) {
            return false;
        }
        recognised++;
        String told = HexFormat.of().formatHex(octets) + " of " + wireLength + " as " + fast.shape(shape);
        Frame slow = new Frame();
        slow.wrap(burst.memory[3], burst.offset[3], octets.length, wireLength);
        assertThat(parser.parse(slow, linkType)).describedAs(told).isEmpty();
        sums(slow, told);
        int kind = keys.kindOf(slow);
        assertThat(fast.shape(shape).kind()).describedAs(told).isEqualTo(kind);
        assertThat(keys.belonging(slow, kind)).describedAs(told).isEqualTo(Belonging.KEYED);
        assertThat(keys.fill(slow, kind, key)).isTrue();
        assertThat(found.first()[3]).describedAs(told).isEqualTo(words.first(key, 0));
        assertThat(found.second()[3]).describedAs(told).isEqualTo(words.second(key, 0));
        if (Words.wide(found.second()[3])) {
            assertThat(MemorySegment.mismatch(found.keys(), found.at(3), found.at(4), key, 0, Keys.BYTES))
                    .isEqualTo(-1);
        }
        Frame view = new Frame();
        fast.wrap(view, burst, 3, shape);
        same(view, slow, told);
        return true;
    }

    /// Has the frame lie where a driver would lend it.
    private void lent(byte[] octets) {
        MemorySegment.copy(octets, 0, room, ValueLayout.JAVA_BYTE, 0, octets.length);
        burst.memory[3] = Burst.EVERYWHERE;
        burst.offset[3] = room.address();
    }

    private static void sums(Frame frame, String told) {
        for (int i = 0; i < frame.depth(); i++) {
            for (Checksum checksum : frame.header(i).checksums()) {
                if (checksum.covers() == Checksum.Covers.HEADER) {
                    assertThat(Checksums.holds(frame, i, checksum))
                            .describedAs(told)
                            .isTrue();
                }
            }
        }
    }

    private static void same(Frame view, Frame slow, String told) {
        assertThat(view.depth()).describedAs(told).isEqualTo(slow.depth());
        for (int i = 0; i < slow.depth(); i++) {
            assertThat(view.header(i)).isEqualTo(slow.header(i));
            assertThat(view.start(i)).describedAs(told).isEqualTo(slow.start(i));
            assertThat(view.bodyOf(i)).describedAs(told).isEqualTo(slow.bodyOf(i));
            assertThat(view.endOf(i)).describedAs(told).isEqualTo(slow.endOf(i));
            assertThat(view.selected(i)).describedAs(told).isEqualTo(slow.selected(i));
        }
        assertThat(view.body()).isEqualTo(slow.body());
        assertThat(view.bodyEnd()).isEqualTo(slow.bodyEnd());
    }
}
