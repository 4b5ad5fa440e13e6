// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports.capture;

import static io.penstock.ports.capture.CaptureBytes.all;
import static io.penstock.ports.capture.CaptureBytes.octets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.api.port.CaptureInterface;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureWriterTest {
    private static final CaptureInterface FINE = new CaptureInterface(276, 1500, 12, -3, "wan0");

    @TempDir
    private Path folder;

    @Test
    void shouldWriteWhatTheFormatAsksFor() throws Exception {
        var out = new ByteArrayOutputStream();
        try (CaptureWriter writer = CaptureWriter.to(out, "test")) {
            writer.write(octets("abcde"), 60, 7, CaptureInterface.ETHERNET);
        }
        byte[] expected = CaptureBytes.little()
                .section()
                .face(1, 0, CaptureBytes.Option.resolution(9))
                .enhanced(0, 7, 60, octets("abcde"))
                .bytes();

        assertThat(out.toByteArray()).isEqualTo(expected);
    }

    @Test
    void shouldDescribeEachInterfaceOnceWhenItsFirstFrameComes() throws Exception {
        var out = new ByteArrayOutputStream();
        try (CaptureWriter writer = CaptureWriter.to(out, "test")) {
            for (int i = 0; i < 6; i++) {
                // An equal interface is the same one, whoever made the record.
                writer.write(
                        octets("x"), 1, 1_000, i % 2 == 0 ? FINE : new CaptureInterface(1, 0, 6, 0, "lan" + i % 4));
            }
            writer.write(octets("x"), 1, 1_000, new CaptureInterface(276, 1500, 12, -3, "wan0"));
        }
        byte[] written = out.toByteArray();

        List<Frame> frames = all(CaptureBytes.reader(written));
        assertThat(frames).extracting(Frame::origin).startsWith(FINE, new CaptureInterface(1, 0, 6, 0, "lan1"));
        assertThat(frames.stream().map(Frame::origin).distinct()).hasSize(3);
        assertThat(blocks(written)).containsExactly(0x0a0d0d0a, 1, 6, 1, 6, 6, 1, 6, 6, 6, 6);
    }

    private static List<Integer> blocks(byte[] pcapng) {
        var numbers = java.nio.ByteBuffer.wrap(pcapng).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        return Stream.iterate(0, at -> at < pcapng.length, at -> at + numbers.getInt(at + 4))
                .map(numbers::getInt)
                .toList();
    }

    @Test
    void fault23ShouldDescribeAnInterfaceEvenInEmptyCapture() throws Exception {
        var plain = new ByteArrayOutputStream();
        CaptureWriter.to(plain, "test").close();
        var described = new ByteArrayOutputStream();
        try (CaptureWriter writer = CaptureWriter.to(described, "test")) {
            writer.describe(FINE);
            writer.describe(FINE);
        }

        assertThat(blocks(plain.toByteArray())).containsExactly(0x0a0d0d0a, 1);
        assertThat(blocks(described.toByteArray())).containsExactly(0x0a0d0d0a, 1);
        CaptureReader reader = CaptureBytes.reader(described.toByteArray());
        assertThat(reader.next()).isFalse();
        assertThat(reader.described()).isEqualTo(FINE);
    }

    @Test
    void shouldWriteTicksExactlyUnlessTheFrameMovedInTime() throws Exception {
        long ticks = 1_234_567_890_123_456_789L;
        long stamp = FINE.nanos(ticks);
        var out = new ByteArrayOutputStream();
        try (Arena arena = Arena.ofConfined();
                CaptureWriter writer = CaptureWriter.to(out, "test")) {
            MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_BYTE, octets("..frame.."));
            writer.write(memory, 2, 5, 60, stamp, ticks, FINE);
            writer.write(memory, 2, 5, 60, stamp + 1, ticks, FINE);
        }

        List<Frame> frames = all(CaptureBytes.reader(out.toByteArray()));
        assertThat(frames).extracting(Frame::ticks).containsExactly(ticks, ticks / 1000 * 1000 + 1000);
        assertThat(frames).extracting(Frame::stamp).containsExactly(stamp, stamp + 1);
        assertThat(frames).extracting(Frame::hex).containsOnly("6672616d65");
    }

    @Test
    void shouldKeepTicksOfStampsThatWereBroughtIntoRange() throws Exception {
        CaptureInterface seconds = new CaptureInterface(1, 0, 0, 0, "");
        var out = new ByteArrayOutputStream();
        try (CaptureWriter writer = CaptureWriter.to(out, "test")) {
            writer.write(MemorySegment.NULL, 0, 0, 0, Stamps.LAST, -1, seconds);
        }

        assertThat(all(CaptureBytes.reader(out.toByteArray())))
                .extracting(Frame::ticks)
                .containsExactly(-1L);
    }

    @Test
    void shouldBeginSectionWhenOneHasAsManyInterfacesAsItMay() throws Exception {
        var out = new ByteArrayOutputStream();
        int count = Interfaces.MOST + 10;
        try (CaptureWriter writer = CaptureWriter.to(out, "test")) {
            for (int i = 0; i < count; i++) {
                writer.write(octets("x"), 1, 0, new CaptureInterface(1, i, 6, 0, ""));
            }
        }

        CaptureReader reader = CaptureBytes.reader(out.toByteArray());
        assertThat(all(reader))
                .hasSize(count)
                .last()
                .extracting(f -> f.origin().snapLength())
                .isEqualTo(count - 1L);
        assertThat(reader.trouble()).isEmpty();
    }

    @Test
    void shouldAppearWholeAtItsNameAndNotBefore() throws Exception {
        Path file = folder.resolve("new/folders/out.pcapng");

        CaptureWriter writer = CaptureWriter.create(file);
        for (int i = 0; i < 100; i++) {
            writer.write(new byte[9000], 9000, i, FINE);
        }
        assertThat(file).doesNotExist();
        writer.close();
        writer.close();

        assertThat(all(CaptureReader.open(file))).hasSize(100);
        assertThat(filesIn(folder.resolve("new/folders"))).containsExactly("out.pcapng");
    }

    @Test
    void shouldLeaveWhatWasThereWhenAbandoned() throws Exception {
        Path file = Files.writeString(folder.resolve("out.pcapng"), "old");

        CaptureWriter writer = CaptureWriter.create(file);
        writer.write(octets("x"), 1, 0, FINE);
        writer.abandon();

        assertThat(file).hasContent("old");
        assertThat(filesIn(folder)).containsExactly("out.pcapng");
    }

    @Test
    void shouldFollowLinkInsteadOfReplacingIt() throws Exception {
        Path real =
                Files.writeString(Files.createDirectory(folder.resolve("real")).resolve("file"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);

        CaptureWriter.create(link).close();

        assertThat(link).isSymbolicLink();
        assertThat(CaptureReader.open(real).next()).isFalse();
    }

    @Test
    void shouldWriteSeveralFilesOfOneFolderAtOnce() throws Exception {
        CaptureWriter first = CaptureWriter.create(folder.resolve("a"));
        CaptureWriter second = CaptureWriter.create(folder.resolve("b"));
        first.write(octets("a"), 1, 0, FINE);
        second.write(octets("b"), 1, 0, FINE);
        second.close();
        first.close();

        assertThat(all(CaptureReader.open(folder.resolve("a"))))
                .extracting(Frame::hex)
                .containsExactly("61");
        assertThat(all(CaptureReader.open(folder.resolve("b"))))
                .extracting(Frame::hex)
                .containsExactly("62");
        assertThat(filesIn(folder)).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void shouldRefusePlacesWhereNoFileCanBe() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "old");

        assertThatThrownBy(() -> CaptureWriter.create(folder, "out"))
                .hasMessageContaining("out: cannot be written (it is a folder)");
        assertThatThrownBy(() -> CaptureWriter.create(Path.of("/dev/null"))).hasMessageContaining("not a regular file");
        assertThatThrownBy(() -> CaptureWriter.create(file.resolve("under"), "out"))
                .isInstanceOf(CaptureRefused.class)
                .hasMessageContaining("out: cannot be written");
    }

    @Test
    void shouldSayAtTheEndWhyNotAllCouldBeWritten() throws Exception {
        CaptureWriter writer = CaptureWriter.to(new FullDisk(), "out");
        int written = 0;
        while (writer.write(new byte[1000], 1000, 0, FINE)) {
            written++;
        }

        assertThat(written).isBetween(200, 300);
        assertThat(writer.write(octets("x"), 1, 0, FINE)).isFalse();
        assertThatThrownBy(writer::close)
                .isInstanceOf(CaptureRefused.class)
                .hasMessage("out: could not be written (No space left on device), nothing was left there;"
                        + " make room or name another folder");
    }

    private static List<String> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).toList();
        }
    }

    private static final class FullDisk extends OutputStream {
        @Override
        public void write(int octet) throws IOException {
            throw new IOException("No space left on device");
        }
    }
}
