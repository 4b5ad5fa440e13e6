// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.bench;

import io.penstock.api.Address;
import io.penstock.api.Slice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Makes captures of many flows for ports that repeat them without end.
final class Captures {
    private static final int HEADERS = 14 + 20 + 8;

    private Captures() {}

    /// Octets of a simple mix of what the Internet carries, without check sequences: 7 to 4 to 1.
    private static final int[] IMIX = {60, 590, 60, 60, 590, 60, 1_514, 60, 590, 60, 60, 590};

    /// A capture with one UDP frame of each flow, in an order that is the same each time.
    ///
    /// @param octets of each frame without its check sequence
    static Path udp(Path folder, int flows, int octets) throws IOException {
        return write(folder.resolve("udp-" + flows + "-" + octets + ".pcap"), flows, octets);
    }

    /// A capture with one UDP frame of each of so many flows whose clients are a worker's own.
    static Path udp(Path folder, int flows, int octets, Slice slice) throws IOException {
        List<byte[]> frames = new ArrayList<>();
        for (int flow = 0; frames.size() < flows; flow++) {
            byte[] frame = frame(flow, octets);
            long source = Integer.toUnsignedLong(ByteBuffer.wrap(frame).getInt(26));
            if (slice.hasClient(new Address(Integer.SIZE, 0, source))) {
                frames.add(frame);
            }
        }
        return write(folder.resolve("udp-" + slice.worker() + "-of-" + slice.workers() + ".pcap"), frames);
    }

    /// A capture with one UDP frame of each flow, whose lengths are mixed.
    static Path imix(Path folder, int flows) throws IOException {
        return write(folder.resolve("imix-" + flows + ".pcap"), flows, IMIX);
    }

    private static Path write(Path path, int flows, int... octets) throws IOException {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < flows; i++) {
            frames.add(frame(i, octets[i % octets.length]));
        }
        return write(path, frames);
    }

    /// A capture of frames, a microsecond apart.
    static Path write(Path path, List<byte[]> frames) throws IOException {
        long size = 24 + frames.stream().mapToLong(frame -> 16 + frame.length).sum();
        ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0xa1b2c3d4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(65_535)
                .putInt(1);
        for (int i = 0; i < frames.size(); i++) {
            int length = frames.get(i).length;
            file.putInt(1_700_000_000 + i / 1_000_000)
                    .putInt(i % 1_000_000)
                    .putInt(length)
                    .putInt(length);
            file.put(frames.get(i));
        }
        return Files.write(path, file.array());
    }

    private static byte[] frame(int flow, int octets) {
        ByteBuffer frame = ByteBuffer.allocate(Math.max(octets, HEADERS));
        frame.put(new byte[] {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1}).putShort((short) 0x0800);
        int total = octets - 14;
        frame.put((byte) 0x45).put((byte) 0).putShort((short) total).putInt(0x4000);
        frame.put((byte) 64).put((byte) 17).putShort((short) 0);
        frame.putInt(0x0a00_0000 + 1 + flow / 60_000 + (flow % 1_000 << 8)).putInt(0xc000_0201);
        frame.putShort((short) (1_024 + flow % 60_000)).putShort((short) 53);
        frame.putShort((short) (total - 20)).putShort((short) 0);
        while (frame.hasRemaining()) {
            frame.put((byte) 0);
        }
        frame.putShort(24, checksum(frame, 14, 34, 0));
        return frame.array();
    }

    /// RFC 1071.
    ///
    /// @param begin what is summed besides
    static short checksum(ByteBuffer octets, int from, int to, int begin) {
        long sum = begin;
        for (int at = from; at + 1 < to; at += 2) {
            sum += octets.getShort(at) & 0xffff;
        }
        sum += (to - from) % 2 == 0 ? 0 : (octets.get(to - 1) & 0xff) << 8;
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (short) ~sum;
    }
}
