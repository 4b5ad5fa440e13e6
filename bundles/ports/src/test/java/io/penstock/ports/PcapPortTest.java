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
import io.penstock.ports.capture.CaptureWriter;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcapPortTest {
    private static final CaptureInterface MICRO = new CaptureInterface(1, 65535, 6, 0, "");

    @TempDir
    private Path folder;

    private final PcapDriver driver = new PcapDriver();
    private final Burst burst = new Burst();

    @Test
    void shouldDeliverFramesUpToTheTimeAskedFor() throws Exception {
        capture("in.pcapng", 1_000, 2_000, 3_000);
        try (Port port = open(Map.of("in", "in.pcapng"))) {
            assertThat(port.stamped()).isTrue();
            assertThat(port.nextStamp()).isEqualTo(1_000);
            assertThat(port.receive(burst, 999)).isZero();
            assertThat(port.receive(burst, 2_000)).isEqualTo(2);
            assertThat(stamps()).containsExactly(1_000L, 2_000L);
            assertThat(port.nextStamp()).isEqualTo(3_000);
            assertThat(port.receive(burst, Port.ENDED)).isEqualTo(1);
            assertThat(burst.memory[0].get(ValueLayout.JAVA_BYTE, burst.offset[0]))
                    .isEqualTo((byte) 2);
            assertThat(burst.length[0]).isEqualTo(60);
            assertThat(burst.wireLength[0]).isEqualTo(1514);
            assertThat(burst.ticks[0]).isEqualTo(3);
            assertThat(burst.origin[0]).isEqualTo(MICRO);
            assertThat(port.nextStamp()).isEqualTo(Port.ENDED);
            assertThat(port.receive(burst, Port.ENDED)).isZero();
            assertThat(burst.count).isZero();
            assertThat(port.trouble()).isEmpty();
            assertThat(port.counters()).isEmpty();
        }
    }

    @Test
    void shouldNeverTurnTheClockBackThoughStampsDo() throws Exception {
        capture("in.pcapng", 5_000, 2_000, 6_000);
        try (Port port = open(Map.of("in", "in.pcapng"))) {
            assertThat(port.receive(burst, 4_999)).isZero();
            assertThat(port.nextStamp()).isEqualTo(5_000);
            assertThat(port.receive(burst, 5_000)).isEqualTo(2);
            assertThat(stamps()).containsExactly(5_000L, 2_000L);
            assertThat(port.nextStamp()).isEqualTo(6_000);
            assertThat(port.counters()).containsEntry("stamp-turned-back", 1L);
        }
    }

    @Test
    void shouldFillBurstsOfManyFramesAndOfLongOnes() throws Exception {
        Path in = folder.resolve("in.pcapng");
        try (CaptureWriter writer = CaptureWriter.create(in)) {
            for (int i = 0; i < 1_000; i++) {
                byte[] frame = new byte[i % 10 == 0 ? CaptureReader.MAX_FRAME : 100];
                Arrays.fill(frame, (byte) i);
                writer.write(frame, frame.length, i * 1_000L, MICRO);
            }
        }
        try (Port port = open(Map.of("in", "in.pcapng"))) {
            int received = 0;
            while (port.nextStamp() != Port.ENDED) {
                assertThat(port.receive(burst, Port.ENDED)).isPositive();
                for (int i = 0; i < burst.count; i++, received++) {
                    byte last = burst.memory[i].get(ValueLayout.JAVA_BYTE, burst.offset[i] + burst.length[i] - 1);
                    assertThat(last).isEqualTo((byte) received);
                    assertThat(burst.stamp[i]).isEqualTo(received * 1_000L);
                }
            }
            assertThat(received).isEqualTo(1_000);
        }
    }

    @Test
    void shouldKeepFramesOfBurstWhileLookingAhead() throws Exception {
        capture("in.pcapng", 1_000, 2_000);
        try (Port port = open(Map.of("in", "in.pcapng"))) {
            port.receive(burst, 1_000);
            port.nextStamp();
            assertThat(burst.memory[0].get(ValueLayout.JAVA_BYTE, burst.offset[0]))
                    .isZero();
        }
    }

    @Test
    void shouldWriteWhatItSends() throws Exception {
        capture("in.pcapng", 1_000, 2_000);
        try (Port port = open(Map.of("in", "in.pcapng", "out", "made/out.pcapng"))) {
            port.receive(burst, Port.ENDED);
            assertThat(port.send(burst)).isEqualTo(2);
            assertThat(folder.resolve("made/out.pcapng")).doesNotExist();
        }
        // The same writer made both files, so that equal frames are equal bytes.
        assertThat(folder.resolve("made/out.pcapng")).hasSameBinaryContentAs(folder.resolve("in.pcapng"));
    }

    @Test
    void shouldEndAtOnceWithoutInputAndCountWhatItLetsGoWithoutOutput() throws Exception {
        capture("in.pcapng", 1_000, 2_000);
        try (Port input = open(Map.of("in", "in.pcapng"));
                Port nothing = open(Map.of())) {
            assertThat(nothing.nextStamp()).isEqualTo(Port.ENDED);
            input.receive(burst, Port.ENDED);
            assertThat(nothing.send(burst)).isEqualTo(2);
            assertThat(nothing.counters()).containsExactly(Map.entry("discarded-frame", 2L));
            assertThat(nothing.source()).isEmpty();
        }
    }

    @Test
    void shouldDeliverWhatIsBeforeTheDamageAndSayWhatItIs() throws Exception {
        byte[] whole = Files.readAllBytes(capture("in.pcapng", 1_000, 2_000));
        Files.write(folder.resolve("in.pcapng"), Arrays.copyOf(whole, whole.length - 10));
        try (Port port = open(Map.of("in", "in.pcapng"))) {
            assertThat(port.receive(burst, Port.ENDED)).isEqualTo(1);
            assertThat(port.nextStamp()).isEqualTo(Port.ENDED);
            assertThat(port.trouble()).startsWith("in.pcapng: ends at byte").contains("the 1 frame before was read");
            assertThat(port.counters()).containsExactly(Map.entry("truncated-file", 1L));
        }
    }

    @Test
    void shouldTellItsSourceByRealPathSoThatTwoPortsCanShareIt() throws Exception {
        Path real = capture("in.pcapng", 1_000);
        Files.createSymbolicLink(folder.resolve("link.pcapng"), real);
        try (Port one = open(Map.of("in", "in.pcapng"));
                Port two = open(Map.of("in", folder.resolve("link.pcapng").toString()))) {
            assertThat(one.source()).contains(real.toRealPath().toString()).isEqualTo(two.source());
        }
    }

    @Test
    void shouldRefuseToWriteOverItsInput() throws Exception {
        Path real = capture("in.pcapng", 1_000);
        Files.createSymbolicLink(folder.resolve("link.pcapng"), real);
        Files.createLink(folder.resolve("hard.pcapng"), real);
        Files.createDirectory(folder.resolve("sub"));
        for (String out : List.of("in.pcapng", "link.pcapng", "hard.pcapng", "sub/../in.pcapng")) {
            assertThatThrownBy(() -> open(Map.of("in", "in.pcapng", "out", out)))
                    .isInstanceOf(PortRefused.class)
                    .hasMessage("port lan: 'in' and 'out' are the same file " + out + "; give 'out' another name");
        }
        assertThat(CaptureReader.open(real).next()).isTrue();
    }

    @Test
    void shouldRefuseOutputThatAnotherPortIsWriting() throws Exception {
        try (Port first = open(Map.of("out", "out.pcapng"))) {
            assertThatThrownBy(() -> open(Map.of("out", "./out.pcapng")))
                    .hasMessageContaining("is being written by port lan");
            assertThat(first.trouble()).isEmpty();
        }
        open(Map.of("out", "out.pcapng")).close();
        assertThat(folder.resolve("out.pcapng")).exists();
    }

    @Test
    void shouldRefuseWithOneLineThatNamesThePort() throws Exception {
        Files.writeString(folder.resolve("notes.txt"), "some text, and more of it");

        assertRefused(Map.of("in", "none.pcap"), "port lan: none.pcap: there is no such file; check the name");
        assertRefused(
                Map.of("in", "notes.txt"), "port lan: notes.txt: is text, not a capture; give a pcap or pcapng file");
        assertRefused(Map.of("on", "x"), "port lan: unknown option 'on'; its options are in, out");
        assertRefused(Map.of("in", 7), "port lan: option 'in' is no text; write it in quotes");
        assertRefused(Map.of("in", "a\0b"), "port lan: no file can have this name (Nul character not allowed)");
    }

    private void assertRefused(Map<String, Object> options, String line) {
        assertThatThrownBy(() -> open(options)).isInstanceOf(PortRefused.class).hasMessage(line);
    }

    @Test
    void shouldLeaveNothingBehindWhenRefused() throws Exception {
        assertThatThrownBy(() -> open(Map.of("in", "none.pcap", "out", "out.pcapng")))
                .isInstanceOf(PortRefused.class);
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void shouldParseOneLineForm() throws Exception {
        assertThat(driver.parse("a.pcap")).isEqualTo(Map.of("in", "a.pcap"));
        assertThat(driver.parse("a.pcap,b.pcapng")).isEqualTo(Map.of("in", "a.pcap", "out", "b.pcapng"));
        assertThat(driver.parse(",b.pcapng")).isEqualTo(Map.of("out", "b.pcapng"));
        assertThat(driver.parse("")).isEmpty();
        assertThatThrownBy(() -> driver.parse("a,b,c")).hasMessageContaining("names more than IN,OUT");
    }

    private Port open(Map<String, Object> options) throws PortRefused {
        return driver.open(new PortDriver.Request("lan", options, folder));
    }

    private Path capture(String name, long... stamps) throws Exception {
        Path file = folder.resolve(name);
        try (CaptureWriter writer = CaptureWriter.create(file)) {
            for (int i = 0; i < stamps.length; i++) {
                byte[] frame = new byte[60];
                frame[0] = (byte) i;
                writer.write(frame, 1514, stamps[i], MICRO);
            }
        }
        return file;
    }

    private List<Long> stamps() {
        List<Long> stamps = new ArrayList<>();
        for (int i = 0; i < burst.count; i++) {
            stamps.add(burst.stamp[i]);
        }
        return stamps;
    }
}
