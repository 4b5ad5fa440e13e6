// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

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

    /// A capture with one UDP frame of each flow, whose lengths are mixed.
    static Path imix(Path folder, int flows) throws IOException {
        return write(folder.resolve("imix-" + flows + ".pcap"), flows, IMIX);
    }

    private static Path write(Path path, int flows, int... octets) throws IOException {
        long size = 24;
        for (int i = 0; i < flows; i++) {
            size += 16 + octets[i % octets.length];
        }
        ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0xa1b2c3d4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(65_535)
                .putInt(1);
        for (int i = 0; i < flows; i++) {
            int length = octets[i % octets.length];
            file.putInt(1_700_000_000).putInt(i).putInt(length).putInt(length);
            frame(file, i, length);
        }
        return Files.write(path, file.array());
    }

    private static void frame(ByteBuffer file, int flow, int octets) {
        ByteBuffer frame = ByteBuffer.allocate(octets);
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
        frame.putShort(24, checksum(frame));
        file.put(frame.array(), 0, Math.max(octets, HEADERS));
    }

    /// Of the IPv4 header (RFC 1071).
    private static short checksum(ByteBuffer frame) {
        int sum = 0;
        for (int at = 14; at < 34; at += 2) {
            sum += frame.getShort(at) & 0xffff;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (short) ~sum;
    }
}
