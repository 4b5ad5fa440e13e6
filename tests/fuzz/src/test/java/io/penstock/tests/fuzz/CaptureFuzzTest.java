// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.penstock.api.port.CaptureInterface;
import io.penstock.ports.capture.CaptureReader;
import io.penstock.ports.capture.CaptureRefused;
import io.penstock.ports.capture.CaptureWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Any octets are a capture, the beginning of one, or refused; what was read is written and read again the same.
class CaptureFuzzTest {
    /// Packed zeros grow a thousandfold; so many frames tell enough.
    private static final int MOST_FRAMES = 2_000;

    private record Shot(String hex, int wireLength, long ticks, CaptureInterface origin) {}

    @FuzzTest
    void shouldReadBackWhatItWrites(byte[] data) throws CaptureRefused {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        List<Shot> first = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.of(new ByteArrayInputStream(data), "fuzz");
                CaptureWriter writer = CaptureWriter.to(written, "fuzz")) {
            while (first.size() < MOST_FRAMES && reader.next()) {
                assertThat(reader.frame().length()).isBetween(0, CaptureReader.MAX_FRAME);
                first.add(shot(reader));
                assertThat(writer.write(reader.frame())).isTrue();
            }
            assertThat(reader.trouble()).doesNotContain("\n");
        } catch (CaptureRefused refused) {
            assertThat(first).isEmpty();
            assertThat(refused.getMessage()).isNotBlank().doesNotContain("\n");
            return;
        }
        assertThat(all(written.toByteArray())).isEqualTo(first);
    }

    private static List<Shot> all(byte[] capture) throws CaptureRefused {
        List<Shot> shots = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.of(new ByteArrayInputStream(capture), "written")) {
            while (reader.next()) {
                shots.add(shot(reader));
            }
            assertThat(reader.trouble()).isEmpty();
        }
        return shots;
    }

    private static Shot shot(CaptureReader reader) {
        return new Shot(
                HexFormat.of().formatHex(reader.frame().bytes()),
                reader.frame().wireLength(),
                reader.frame().ticks(),
                reader.frame().origin());
    }
}
