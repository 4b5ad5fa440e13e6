// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.api.port.Burst;
import io.penstock.api.port.CaptureInterface;
import io.penstock.api.port.Port;
import io.penstock.api.port.PortDriver;
import io.penstock.api.port.PortRefused;
import io.penstock.ports.capture.CaptureReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryPortTest {
    private final MemoryDriver driver = new MemoryDriver();
    private final Burst burst = new Burst();

    @AfterEach
    void forget() {
        MemoryPorts.forget("lan");
        MemoryPorts.forget("other");
    }

    @Test
    void shouldDeliverInjectedFramesByStampAndGiveBackWhatWasSent() throws Exception {
        MemoryPort memory = MemoryPorts.named("lan");
        CaptureInterface origin = new CaptureInterface(101, 100, 6, 0, "wan");
        memory.inject(new byte[] {1, 2, 3}, 1_000);
        memory.inject(new byte[] {4}, 2_000, 60, origin);
        try (Port port = open(Map.of())) {
            assertThat(memory.isOpen()).isTrue();
            assertThat(port.stamped()).isTrue();
            assertThat(port.nextStamp()).isEqualTo(1_000);
            assertThat(port.receive(burst, 1_500)).isEqualTo(1);
            assertThat(port.send(burst)).isEqualTo(1);
            assertThat(port.receive(burst, 2_000)).isEqualTo(1);
            assertThat(port.send(burst)).isEqualTo(1);
            assertThat(port.nextStamp()).isEqualTo(Port.NOTHING_YET);
            memory.end();
            assertThat(port.nextStamp()).isEqualTo(Port.ENDED);
            assertThatThrownBy(() -> memory.inject(new byte[1], 0)).isInstanceOf(IllegalStateException.class);
        }

        assertThat(memory.isOpen()).isFalse();
        assertThat(MemoryPorts.find("lan")).isEmpty();
        assertThat(memory.drain())
                .containsExactly(
                        new MemoryFrame(new byte[] {1, 2, 3}, 1_000, 1_000, 3, CaptureInterface.ETHERNET),
                        new MemoryFrame(new byte[] {4}, 2_000, 2, 60, origin));
        assertThat(memory.drain()).isEmpty();
    }

    @Test
    void shouldDeliverAtOnceWhenLive() throws Exception {
        try (Port port = open(Map.of("name", "other", "clock", "live"))) {
            MemoryPort memory = MemoryPorts.find("other").orElseThrow();
            assertThat(port.stamped()).isFalse();
            assertThat(port.receive(burst, 0)).isZero();
            memory.inject(new byte[60], 5_000);
            assertThat(port.receive(burst, 0)).isEqualTo(1);
            assertThat(burst.stamp[0]).isEqualTo(5_000);
        }
    }

    @Test
    void shouldDeliverManyFramesInBurstsThatFit() throws Exception {
        MemoryPort memory = MemoryPorts.named("lan");
        for (int i = 0; i < 20; i++) {
            memory.inject(new byte[CaptureReader.MAX_FRAME], i);
        }
        for (int i = 0; i < 200; i++) {
            memory.inject(new byte[60], 100);
        }
        memory.end();
        int frames = 0;
        try (Port port = open(Map.of())) {
            while (port.nextStamp() != Port.ENDED) {
                frames += port.receive(burst, Port.ENDED);
            }
        }
        assertThat(frames).isEqualTo(220);
    }

    @Test
    void shouldTakeNoMoreThanItHasRoomFor() throws Exception {
        MemoryPort memory = MemoryPorts.named("lan");
        byte[] longest = new byte[CaptureReader.MAX_FRAME];
        int room = (int) (MemoryPort.MOST_BYTES / longest.length);
        try (Port port = open(Map.of())) {
            memory.inject(longest, 0);
            port.receive(burst, 0);
            for (int i = 0; i < room; i++) {
                assertThat(port.send(burst)).isEqualTo(1);
            }
            assertThat(port.send(burst)).isZero();
            assertThat(port.counters()).containsExactly(Map.entry("full-queue", 1L));
            assertThat(memory.drain()).hasSize(room);
            assertThat(port.send(burst)).isEqualTo(1);
        }
        assertThatThrownBy(() -> memory.inject(new byte[longest.length + 1], 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseSecondPortOfOneName() throws Exception {
        try (Port port = open(Map.of())) {
            assertThat(port.trouble()).isEmpty();
            assertThatThrownBy(() -> open(Map.of()))
                    .isInstanceOf(PortRefused.class)
                    .hasMessage("port lan: memory port lan is open already; give it another 'name'");
        }
        open(Map.of()).close();
        assertThatThrownBy(() -> open(Map.of("clock", "sundial")))
                .hasMessage("port lan: unknown clock 'sundial'; write stamped or live");
    }

    @Test
    void shouldParseOneLineForm() throws Exception {
        assertThat(driver.parse("a,live")).isEqualTo(Map.of("name", "a", "clock", "live"));
        assertThat(driver.parse("")).isEmpty();
        assertThat(driver.parse(",live")).isEqualTo(Map.of("clock", "live"));
        assertThatThrownBy(() -> driver.parse("a,b,c")).isInstanceOf(PortRefused.class);
        assertThat(driver.options()).extracting(PortDriver.Option::name).isEqualTo(List.of("name", "clock"));
    }

    private Port open(Map<String, Object> options) throws PortRefused {
        return driver.open(new PortDriver.Request("lan", options, Path.of("")));
    }
}
