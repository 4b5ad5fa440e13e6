// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports.capture;

import static io.penstock.ports.capture.CaptureBytes.all;
import static io.penstock.ports.capture.CaptureBytes.inOrder;
import static io.penstock.ports.capture.CaptureBytes.little;
import static io.penstock.ports.capture.CaptureBytes.octets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.api.port.CaptureInterface;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureReaderTest {
    private static final List<ByteOrder> ORDERS = List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);

    @TempDir
    private Path folder;

    @Test
    void shouldReadMicrosecondsAndNanosecondsOfBothByteOrders() throws Exception {
        for (ByteOrder order : ORDERS) {
            var micro = inOrder(order).pcap(0xa1b2c3d4, 65535, 1).record(1_700_000_000, 123_456, 60, octets("abc"));
            var nano = inOrder(order).pcap(0xa1b23c4d, 0, 101).record(0xffff_ffffL, 999_999_999, 3, octets("abc"));

            assertThat(all(micro.reader()))
                    .containsExactly(new Frame(
                            "616263",
                            60,
                            1_700_000_000_123_456L,
                            1_700_000_000_123_456_000L,
                            new CaptureInterface(1, 65535, 6, 0, "")));
            assertThat(all(nano.reader()))
                    .containsExactly(new Frame(
                            "616263",
                            3,
                            4_294_967_295_999_999_999L,
                            4_294_967_295_999_999_999L,
                            new CaptureInterface(101, 0, 9, 0, "")));
        }
    }

    @Test
    void shouldReadLongerRecordHeadersOfModifiedForm() throws Exception {
        for (ByteOrder order : ORDERS) {
            var capture = inOrder(order).pcap(0xa1b2cd34, 1500, 1);
            capture.raw(7, 8, 2, 9, 1, 2)
                    .raw(octets("hi"))
                    .raw(8, 8, 1, 1, 1, 2)
                    .raw(octets("x"));

            assertThat(all(capture.reader())).extracting(Frame::hex).containsExactly("6869", "78");
        }
    }

    @Test
    void shouldTakeLengthsExchangedInOldVersions() throws Exception {
        var old = little().pcap(0xa1b2c3d4, 2, 2, 100, 1).raw(1, 0, 60, 2).raw(octets("ab"));
        var doubtful = little().pcap(0xa1b2c3d4, 2, 3, 100, 1).raw(1, 0, 60, 2).raw(octets("ab"));
        var right = little().pcap(0xa1b2c3d4, 2, 3, 100, 1).raw(1, 0, 2, 60).raw(octets("ab"));

        for (var capture : List.of(old, doubtful, right)) {
            assertThat(all(capture.reader())).singleElement().satisfies(f -> {
                assertThat(f.hex()).isEqualTo("6162");
                assertThat(f.wireLength()).isEqualTo(60);
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"0x30000001, 1", "0x04000001, 1", "0xf4000069, 105", "0x0000ffff, 65535", "0x30000084, 132"})
    void shouldMaskFrameCheckSequenceOutOfLinkType(String field, int linkType) throws Exception {
        var capture =
                little().pcap(0xa1b2c3d4, 100, Long.decode(field).intValue()).record(1, 0, 1, octets("a"));

        assertThat(all(capture.reader())).extracting(f -> f.origin().linkType()).containsExactly(linkType);
    }

    @Test
    void shouldRefuseReservedBitsOfLinkType() {
        assertThatThrownBy(() -> little().pcap(0xa1b2c3d4, 100, 0x0001_0001).reader())
                .isInstanceOf(CaptureRefused.class)
                .hasMessageContaining("link type 0x10001");
    }

    @Test
    void shouldRefuseVersionsThatNobodyWrote() {
        assertThatThrownBy(() -> little().pcap(0xa1b2c3d4, 3, 0, 100, 1).reader())
                .isInstanceOf(CaptureRefused.class)
                .hasMessageContaining("version 3.0");
    }

    @Test
    void fault23ShouldTakeEmptyCaptureAndEmptyFrameAsFine() throws Exception {
        var none = little().pcap(0xa1b2c3d4, 100, 1).reader();
        var empty =
                little().pcap(0xa1b2c3d4, 100, 1).record(1, 2, 60, new byte[0]).reader();

        assertThat(none.next()).isFalse();
        assertThat(none.trouble()).isEmpty();
        assertThat(all(empty)).extracting(Frame::hex).containsExactly("");
        assertThat(empty.trouble()).isEmpty();
        assertThat(CaptureReader.none().next()).isFalse();
    }

    @Test
    void fault22ShouldDeliverLongFramesWholeAndCountLongerOnes() throws Exception {
        byte[] longest = new byte[CaptureReader.MAX_FRAME];
        longest[longest.length - 1] = 42;
        var capture = little().pcap(0xa1b2c3d4, 0, 1)
                .record(1, 0, 9000, new byte[9000])
                .record(2, 0, longest.length, longest)
                .record(3, 0, 300_000, new byte[300_000])
                .record(4, 0, 1, octets("z"))
                .reader();

        List<Frame> frames = all(capture);

        assertThat(frames).extracting(f -> f.hex().length() / 2).containsExactly(9000, longest.length, 1);
        assertThat(frames.get(1).hex()).endsWith("002a");
        assertThat(capture.oversized()).isEqualTo(1);
        assertThat(capture.trouble()).isEmpty();
    }

    @Test
    void shouldNotBelieveLengthThatFileItselfForbids() throws Exception {
        var capture = little().pcap(0xa1b2c3d4, 65535, 1)
                .record(1, 0, 2, octets("ab"))
                .record(2, 0, 300_000, new byte[300_000])
                .reader();

        assertThat(all(capture)).hasSize(1);
        assertThat(capture.corrupt()).isEqualTo(1);
        assertThat(capture.trouble())
                .isEqualTo(
                        "test: is damaged in frame 2 at byte 42, which claims 300000 bytes where at most 65535 can be;"
                                + " the 1 frame before was read; get a sound copy if the rest is needed");
    }

    @Test
    void shouldDeliverWhatIsBeforeTheCutAndSayWhereItIs() throws Exception {
        byte[] whole = little().pcap(0xa1b2c3d4, 65535, 1)
                .record(1, 0, 2, octets("ab"))
                .record(2, 0, 2, octets("cd"))
                .bytes();
        var reader = CaptureBytes.reader(java.util.Arrays.copyOf(whole, whole.length - 1));

        assertThat(all(reader)).extracting(Frame::hex).containsExactly("6162");
        assertThat(reader.truncated()).isEqualTo(1);
        assertThat(reader.trouble())
                .isEqualTo("test: ends at byte 59 in the middle of frame 2; the 1 frame before was read;"
                        + " copy or record it again if the rest is needed");
        assertThat(reader.next()).isFalse();
    }

    @Test
    void shouldReadGzippedCapturesOfSeveralMembers() throws Exception {
        byte[] head = CaptureBytes.zip(little().pcap(0xa1b2c3d4, 100, 1).bytes());
        byte[] rest = CaptureBytes.zip(little().record(1, 0, 2, octets("ab")).bytes());
        byte[] joined = java.util.Arrays.copyOf(head, head.length + rest.length);
        System.arraycopy(rest, 0, joined, head.length, rest.length);

        assertThat(all(CaptureBytes.reader(joined))).extracting(Frame::hex).containsExactly("6162");
    }

    @Test
    void shouldUnpackUpToTheDamageInGzip() throws Exception {
        var capture = little().pcap(0xa1b2c3d4, 100, 1);
        for (int i = 0; i < 1000; i++) {
            capture.record(i, 0, 2, octets("ab"));
        }
        byte[] packed = capture.zipped();
        var cut = CaptureBytes.reader(java.util.Arrays.copyOf(packed, packed.length - 4));
        packed[packed.length - 6] ^= 1;
        var wrongSum = CaptureBytes.reader(packed);

        assertThat(all(cut)).hasSize(1000);
        assertThat(all(wrongSum)).hasSize(1000);
        assertThat(wrongSum.corrupt()).isEqualTo(1);
        assertThat(wrongSum.trouble()).startsWith("test (unpacked): cannot be unpacked past byte 18024 of its content");
    }

    @Test
    void shouldRefuseWrongFilesWithOneLine() throws Exception {
        assertRefused(new byte[0], "is empty");
        assertRefused("# a chain\nformat: 1\nchain: x\n".getBytes(StandardCharsets.UTF_8), "is text");
        assertRefused("grüße".getBytes(StandardCharsets.UTF_8), "is text");
        assertRefused(octets("PK\3\4xxxxxxxxxxxx"), "is a zip archive");
        assertRefused(octets("\177ELFxxxxxxxxxxxxx"), "is a program");
        assertRefused(new byte[] {1, 2, 3, 4, 5, 6, 7}, "begins with 01020304");
        assertRefused(new byte[] {(byte) 0xd4}, "begins with d4");
        assertRefused(new byte[] {(byte) 0x1f, (byte) 0x8b}, "cannot be read");
        assertRefused(CaptureBytes.zip(octets("hello, world")), "is text");
        assertRefused(CaptureBytes.zip(little().pcap(0xa1b2c3d4, 1, 1).zipped()), "gzip twice");
        assertRefused(java.util.Arrays.copyOf(little().pcap(0xa1b2c3d4, 1, 1).bytes(), 23), "ends at byte 23");
        assertRefused(java.util.Arrays.copyOf(little().section().bytes(), 27), "ends at byte 27");
    }

    private void assertRefused(byte[] content, String what) throws Exception {
        Path file = Files.write(folder.resolve("wrong"), content);
        assertThatThrownBy(() -> CaptureReader.open(file, "wrong"))
                .isInstanceOf(CaptureRefused.class)
                .hasMessageStartingWith("wrong")
                .hasMessageContaining(what)
                .hasMessageContaining("; ")
                .hasMessageNotContaining("\n");
    }

    @Test
    void shouldRefuseWhatIsNoRegularFile() {
        assertThatThrownBy(() -> CaptureReader.open(folder)).hasMessageContaining("is a folder");
        assertThatThrownBy(() -> CaptureReader.open(folder.resolve("none"), "none"))
                .hasMessage("none: there is no such file; check the name");
        assertThatThrownBy(() -> CaptureReader.open(Path.of("/dev/null"))).hasMessageContaining("not a regular file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\u001b[31mb"})
    void shouldNotLetFileNameForgeLines(String name) {
        assertThatThrownBy(() -> CaptureReader.open(folder.resolve("none"), name))
                .message()
                .doesNotContain("\n", "\u001b");
    }
}
