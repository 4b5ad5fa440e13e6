// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.penstock.api.port.Burst;
import io.penstock.api.port.CaptureInterface;
import io.penstock.api.port.Port;
import io.penstock.api.port.PortDriver;
import io.penstock.ports.capture.CaptureWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllocationTest {
    private static final int FRAMES = 400_000;
    private static final int WARM_UP = 100_000;

    @TempDir
    private Path folder;

    @Test
    void shouldAllocateNothingPerFrame() throws Exception {
        CaptureInterface lan = new CaptureInterface(1, 65535, 6, 0, "lan");
        CaptureInterface wan = new CaptureInterface(1, 65535, 9, 0, "wan");
        try (CaptureWriter writer = CaptureWriter.create(folder.resolve("in.pcapng"))) {
            byte[] frame = new byte[200];
            for (int i = 0; i < FRAMES; i++) {
                writer.write(frame, 1514, i * 1_000L, i % 3 == 0 ? wan : lan);
            }
        }
        Burst burst = new Burst();
        try (Port port = new PcapDriver()
                .open(new PortDriver.Request("lan", Map.of("in", "in.pcapng", "out", "out.pcapng"), folder))) {
            forward(port, burst, WARM_UP);
            long before = allocated();
            int frames = forward(port, burst, FRAMES);
            long bytes = allocated() - before;

            assertThat(frames).isGreaterThan(FRAMES / 2);
            assertThat((double) bytes / frames)
                    .as("%d bytes for %d frames", bytes, frames)
                    .isLessThan(0.5);
        }
        assertThat(folder.resolve("out.pcapng")).hasSameBinaryContentAs(folder.resolve("in.pcapng"));
    }

    private static int forward(Port port, Burst burst, int most) {
        int frames = 0;
        while (frames < most && port.nextStamp() != Port.ENDED) {
            frames += port.receive(burst, port.nextStamp() + 50_000);
            port.send(burst);
        }
        return frames;
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
