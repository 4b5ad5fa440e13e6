// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports.capture;

import static io.penstock.ports.capture.CaptureBytes.all;
import static io.penstock.ports.capture.CaptureBytes.little;
import static io.penstock.ports.capture.CaptureBytes.octets;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ports.capture.CaptureBytes.Option;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/// Whatever a file holds, a reader delivers whole frames, stops, and says why in one line.
class HostileCaptureTest {
    private static final int FLIPS = 20_000;

    private static final List<byte[]> CAPTURES = List.of(
            little().pcap(0xa1b2c3d4, 65535, 1)
                    .record(1, 1, 4, octets("abcd"))
                    .record(2, 2, 60, octets("efghi"))
                    .record(3, 3, 0, octets(""))
                    .bytes(),
            CaptureBytes.inOrder(ByteOrder.BIG_ENDIAN)
                    .pcap(0xa1b2cd34, 0, 1)
                    .raw(1, 2, 3, 3, 5, 6)
                    .raw(octets("xyz"))
                    .bytes(),
            little().section()
                    .face(1, 0, Option.name("eth0"), Option.resolution(9), Option.offset(5, ByteOrder.LITTLE_ENDIAN))
                    .enhanced(0, 1, 4, octets("abcd"), new Option(1, octets("why")))
                    .block(5, b -> b.putInt(0).putLong(1))
                    .simple(3, octets("abc"))
                    .obsolete(0, 2, 9, octets("def"))
                    .section()
                    .face(113, 4)
                    .enhanced(0, 1, 4, octets("abcd"))
                    .bytes());

    @Test
    void shouldDeliverFramesBeforeEveryPossibleCut() throws Exception {
        for (byte[] capture : CAPTURES) {
            List<Frame> whole = all(CaptureBytes.reader(capture));
            for (int length = 0; length < capture.length; length++) {
                checkCut(Arrays.copyOf(capture, length), whole);
            }
        }
    }

    private static void checkCut(byte[] cut, List<Frame> whole) {
        try (CaptureReader reader = CaptureBytes.reader(cut)) {
            List<Frame> frames = all(reader);
            assertThat(frames).isEqualTo(whole.subList(0, frames.size()));
            assertThat(reader.truncated()).isEqualTo(reader.trouble().isEmpty() ? 0 : 1);
            assertThat(reader.corrupt()).isZero();
            if (!reader.trouble().isEmpty()) {
                assertThat(reader.trouble()).contains("ends at byte " + cut.length + " in the middle of");
            }
        } catch (CaptureRefused e) {
            assertThat(cut.length).isLessThan(28);
            assertThat(e.getMessage()).contains("; ").doesNotContain("\n");
        }
    }

    @Test
    void shouldDeliverFramesBeforeEveryPossibleCutOfGzip() throws Exception {
        byte[] capture = CAPTURES.getFirst();
        byte[] packed = CaptureBytes.zip(capture);
        List<Frame> whole = all(CaptureBytes.reader(capture));
        for (int length = 0; length < packed.length; length++) {
            try (CaptureReader reader = CaptureBytes.reader(Arrays.copyOf(packed, length))) {
                List<Frame> frames = all(reader);
                assertThat(frames).isEqualTo(whole.subList(0, frames.size()));
            } catch (CaptureRefused e) {
                assertThat(e.getMessage()).contains("; ").doesNotContain("\n");
            }
        }
    }

    @Test
    void shouldNeitherFailNorLoopOnFlippedBits() {
        Random random = new Random(20_260_101);
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int i = 0; i < FLIPS; i++) {
                byte[] capture = CAPTURES.get(i % CAPTURES.size()).clone();
                for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                    capture[random.nextInt(capture.length)] ^= (byte) (1 << random.nextInt(8));
                }
                readAsFarAsItGoes(i % 7 == 0 ? CaptureBytes.zip(capture) : capture);
            }
        });
    }

    @Test
    void shouldNeitherFailNorLoopOnNoiseBehindGoodStart() {
        Random random = new Random(7);
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int i = 0; i < FLIPS / 4; i++) {
                byte[] start = CAPTURES.get(i % CAPTURES.size());
                byte[] capture = new byte[start.length + random.nextInt(400)];
                random.nextBytes(capture);
                int keep = 24 + random.nextInt(start.length - 24);
                System.arraycopy(start, 0, capture, 0, keep);
                readAsFarAsItGoes(capture);
            }
        });
    }

    @Test
    void shouldNeitherFailNorLoopOnDamagedGzip() {
        Random random = new Random(11);
        byte[] packed = CaptureBytes.zip(CAPTURES.getLast());
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int i = 0; i < FLIPS / 4; i++) {
                byte[] capture = packed.clone();
                capture[2 + random.nextInt(capture.length - 2)] ^= (byte) (1 << random.nextInt(8));
                readAsFarAsItGoes(capture);
            }
        });
    }

    /// Long enough to need many refills, so that frames lie across them.
    @Test
    void shouldReadAcrossRefillsOfTheWindow() throws Exception {
        Random random = new Random(3);
        CaptureBytes capture = little().pcap(0xa1b2c3d4, 0, 1);
        long total = 0;
        int count = 0;
        while (total < 6_000_000) {
            byte[] frame = new byte[random.nextInt(20) == 0 ? random.nextInt(200_000) : random.nextInt(2_000)];
            Arrays.fill(frame, (byte) count);
            capture.record(count++, 0, frame.length, frame);
            total += frame.length + 16;
        }
        CaptureReader reader = capture.reader();
        for (int i = 0; i < count; i++) {
            assertThat(reader.next()).isTrue();
            byte expected = (byte) i;
            for (byte octet : reader.frame().bytes()) {
                if (octet != expected) {
                    throw new AssertionError("frame " + i + " holds bytes of another");
                }
            }
        }
        assertThat(reader.next()).isFalse();
    }

    private static void readAsFarAsItGoes(byte[] capture) {
        try (CaptureReader reader = CaptureBytes.reader(capture)) {
            while (reader.next()) {
                assertThat(reader.frame().length()).isBetween(0, CaptureReader.MAX_FRAME);
                assertThat(reader.frame().bytes()).hasSize(reader.frame().length());
                assertThat(reader.frame().stamp()).isBetween(Stamps.FIRST, Stamps.LAST);
            }
            assertThat(reader.trouble()).doesNotContain("\n");
            assertThat(reader.truncated() + reader.corrupt())
                    .isEqualTo(reader.trouble().isEmpty() ? 0 : 1);
        } catch (CaptureRefused e) {
            assertThat(e.getMessage()).contains("; ").doesNotContain("\n");
        }
    }
}
