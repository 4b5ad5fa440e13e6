// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.port.CaptureInterface;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is written is read again the same, whatever it is.
class RandomCaptureTest {
    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldReadBackWhatWasWritten(int seed) throws Exception {
        Random random = new Random(seed);
        List<CaptureInterface> origins = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(5); i++) {
            origins.add(origin(random));
        }
        List<Frame> expected = new ArrayList<>();
        CaptureBytes source = CaptureBytes.little().section();
        origins.forEach(o -> source.face(
                o.linkType(),
                (int) o.snapLength(),
                CaptureBytes.Option.resolution(o.resolution()),
                CaptureBytes.Option.offset(o.offsetSeconds(), java.nio.ByteOrder.LITTLE_ENDIAN),
                CaptureBytes.Option.name(o.name())));
        for (int i = random.nextInt(300); i > 0; i--) {
            int face = random.nextInt(origins.size());
            byte[] frame = new byte[random.nextInt(40) == 0 ? random.nextInt(20_000) : random.nextInt(100)];
            random.nextBytes(frame);
            int wire = random.nextBoolean() ? frame.length : random.nextInt();
            long ticks = random.nextLong() >>> random.nextInt(64);
            source.enhanced(face, ticks, wire, frame);
            CaptureInterface origin = origins.get(face);
            expected.add(new Frame(HexFormat.of().formatHex(frame), wire, ticks, Stamps.of(origin, ticks), origin));
        }

        byte[] written = copy(source.bytes());

        assertThat(CaptureBytes.all(CaptureBytes.reader(written))).isEqualTo(expected);
        assertThat(copy(written)).as("a copy of the copy").isEqualTo(written);
    }

    private static byte[] copy(byte[] capture) throws CaptureRefused {
        var out = new ByteArrayOutputStream();
        try (CaptureReader reader = CaptureBytes.reader(capture);
                CaptureWriter writer = CaptureWriter.to(out, "copy")) {
            while (reader.next()) {
                assertThat(writer.write(reader.frame())).isTrue();
            }
            assertThat(reader.trouble()).isEmpty();
        }
        return out.toByteArray();
    }

    private static CaptureInterface origin(Random random) {
        String name = random.nextBoolean() ? "" : "eth" + random.nextInt(100);
        int resolution = random.nextInt(3) == 0 ? random.nextInt(256) : 6 + random.nextInt(4);
        long offset = random.nextInt(3) == 0 ? random.nextInt() : 0;
        return new CaptureInterface(random.nextInt(65536), random.nextInt() & 0xffff_ffffL, resolution, offset, name);
    }
}
