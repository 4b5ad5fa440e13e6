// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports.capture;

import static io.penstock.ports.capture.CaptureBytes.all;
import static io.penstock.ports.capture.CaptureBytes.inOrder;
import static io.penstock.ports.capture.CaptureBytes.little;
import static io.penstock.ports.capture.CaptureBytes.octets;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.port.CaptureInterface;
import io.penstock.ports.capture.CaptureBytes.Option;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class PcapngReaderTest {
    @Test
    void shouldReadAllKindsOfPacketBlocksInBothByteOrders() throws Exception {
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            CaptureReader reader = inOrder(order)
                    .section()
                    .face(1, 4, Option.name("eth0"))
                    .face(113, 0, Option.resolution(9))
                    .enhanced(1, 1_700_000_000_123_456_789L, 99, octets("abcde"))
                    .obsolete(0, 5_000_000_001L, 3, octets("xyz"))
                    .simple(60, octets("wxyz"))
                    .simple(2, octets("no"))
                    .reader();
            CaptureInterface eth = new CaptureInterface(1, 4, 6, 0, "eth0");
            CaptureInterface cooked = new CaptureInterface(113, 0, 9, 0, "");

            assertThat(all(reader))
                    .containsExactly(
                            new Frame("6162636465", 99, 1_700_000_000_123_456_789L, 1_700_000_000_123_456_789L, cooked),
                            new Frame("78797a", 3, 5_000_000_001L, 5_000_000_001_000L, eth),
                            new Frame("7778797a", 60, 0, 0, eth),
                            new Frame("6e6f", 2, 0, 0, eth));
            assertThat(reader.trouble()).isEmpty();
            assertThat(reader.unstamped()).isEqualTo(2);
        }
    }

    @Test
    void shouldReadSeveralSectionsWithInterfacesOfTheirOwn() throws Exception {
        CaptureReader reader = little().section()
                .face(1, 0)
                .enhanced(0, 1, 1, octets("a"))
                .switchTo(ByteOrder.BIG_ENDIAN)
                .section()
                .face(101, 0)
                .enhanced(0, 2, 1, octets("b"))
                .section()
                .enhanced(0, 3, 1, octets("c"))
                .reader();

        assertThat(all(reader)).extracting(f -> f.origin().linkType()).containsExactly(1, 101);
        assertThat(reader.trouble())
                .contains("block 8 after frame 2")
                .contains("names interface 0 of 0")
                .contains("the 2 frames before");
    }

    @Test
    void shouldKeepTicksFinerThanNanosecondsAndOffsets() throws Exception {
        CaptureReader reader = little().section()
                .face(1, 0, Option.resolution(12), Option.offset(1_000, ByteOrder.LITTLE_ENDIAN))
                .face(1, 0, Option.resolution(0x80 | 20))
                .face(1, 0, Option.offset(-10, ByteOrder.LITTLE_ENDIAN))
                .enhanced(0, 1_234_567_890_123_456_789L, 1, octets("a"))
                .enhanced(1, 3L << 19, 1, octets("b"))
                .enhanced(2, 5_000_000, 1, octets("c"))
                .enhanced(0, -1, 1, octets("d"))
                .reader();

        List<Frame> frames = all(reader);

        assertThat(frames)
                .extracting(Frame::ticks)
                .containsExactly(1_234_567_890_123_456_789L, 3L << 19, 5_000_000L, -1L);
        assertThat(frames)
                .extracting(Frame::stamp)
                .containsExactly(
                        1_000_000_000_000L + 1_234_567_890_123_456L,
                        1_500_000_000L,
                        -5_000_000_000L,
                        18_446_744_073_709_551L + 1_000_000_000_000L);
    }

    @Test
    void shouldKeepStampsOffTheEndsOfTime() throws Exception {
        CaptureReader reader = little().section()
                .face(1, 0)
                .face(1, 0, Option.resolution(0), Option.offset(Long.MIN_VALUE, ByteOrder.LITTLE_ENDIAN))
                .enhanced(0, -1, 1, octets("a"))
                .enhanced(1, 0, 1, octets("b"))
                .reader();

        assertThat(all(reader)).extracting(Frame::stamp).containsExactly(Stamps.LAST, Stamps.FIRST);
    }

    @Test
    void shouldStepOverBlocksAndOptionsThatItDoesNotKnow() throws Exception {
        byte[] big = new byte[600_000];
        CaptureReader reader = little().section()
                .block(0x0bad, b -> b.putInt(1).putInt(2))
                .face(1, 0, new Option(3, octets("a description")), new Option(0x7fff, new byte[65_000]))
                .block(4, b -> b.put(new byte[20]))
                .block(5, b -> b.put(new byte[12]))
                .block(10, b -> b.put(big))
                .block(0x8000_0001, _ -> {})
                .enhanced(0, 1, 1, octets("a"), new Option(1, octets("comment!")))
                .reader();

        assertThat(all(reader)).extracting(Frame::hex).containsExactly("61");
        assertThat(reader.trouble()).isEmpty();
    }

    @Test
    void shouldDeliverFrameWithMoreOptionsThanFitTheWindow() throws Exception {
        Option[] options = new Option[20];
        java.util.Arrays.fill(options, new Option(1, new byte[60_000]));
        CaptureReader reader = little().section()
                .face(1, 0)
                .enhanced(0, 1, 1, octets("a"), options)
                .enhanced(0, 2, 1, octets("b"))
                .reader();

        assertThat(all(reader)).extracting(Frame::hex).containsExactly("61", "62");
        assertThat(reader.trouble()).isEmpty();
    }

    @Test
    void fault22ShouldCountFrameThatIsTooLong() throws Exception {
        CaptureReader reader = little().section()
                .face(1, 0)
                .enhanced(0, 1, 1, new byte[CaptureReader.MAX_FRAME + 1])
                .enhanced(0, 1, 1, new byte[CaptureReader.MAX_FRAME])
                .enhanced(0, 1, 1, new byte[1_000_000])
                .enhanced(0, 2, 1, octets("b"))
                .reader();

        assertThat(all(reader)).extracting(f -> f.hex().length() / 2).containsExactly(CaptureReader.MAX_FRAME, 1);
        assertThat(reader.oversized()).isEqualTo(2);
        assertThat(reader.trouble()).isEmpty();
    }

    @Test
    void shouldDeliverNothingOfBlockWhoseLengthsDisagree() throws Exception {
        byte[] capture = little().section()
                .face(1, 0)
                .enhanced(0, 1, 1, octets("a"))
                .enhanced(0, 1, 1, octets("b"))
                .bytes();
        capture[capture.length - 4] ^= 4;
        CaptureReader reader = CaptureBytes.reader(capture);

        assertThat(all(reader)).hasSize(1);
        assertThat(reader.trouble())
                .isEqualTo("test: is damaged in block 4 after frame 1 at byte 84, which gives two lengths, 36 and 32;"
                        + " the 1 frame before was read; get a sound copy if the rest is needed");
    }

    @Test
    void shouldNotFollowLengthsThatCannotBe() throws Exception {
        for (int length : new int[] {0, 4, 11, 33, 28, 0xffff_ffff}) {
            CaptureReader reader = little().section()
                    .face(1, 0)
                    .raw(6, length, 0, 0, 0, 0, 0, 0)
                    .reader();

            assertThat(all(reader)).isEmpty();
            assertThat(reader.corrupt()).as("length %d", length).isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseMoreCapturedBytesThanTheBlockHolds() throws Exception {
        CaptureReader reader = little().section()
                .face(1, 0)
                .block(6, b -> b.putInt(0).putLong(0).putInt(5).putInt(5).putInt(0))
                .reader();

        assertThat(all(reader)).isEmpty();
        assertThat(reader.trouble()).contains("claims 5 captured bytes in a block of 36");
    }

    @Test
    void shouldBoundInterfacesOfSection() throws Exception {
        CaptureBytes capture = little().section();
        for (int i = 0; i < 65_537; i++) {
            capture.face(1, i);
        }

        CaptureReader reader = capture.reader();

        assertThat(all(reader)).isEmpty();
        assertThat(reader.trouble()).contains("one interface more than the 65536");
    }

    @Test
    void shouldNotReadOptionsPastTheirBlock() throws Exception {
        for (byte[] options : List.of(new byte[] {9, 0, 8, 0}, new byte[] {9, 0, 2, 0, 1, 1, 0, 0})) {
            CaptureReader reader = little().section()
                    .block(1, b -> b.putInt(1).putInt(0).put(options))
                    .reader();

            assertThat(reader.next()).isFalse();
            assertThat(reader.trouble()).contains("has option 9 of");
        }
    }
}
