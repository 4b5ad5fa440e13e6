// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.match;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Frames from a seed, made of small pools of addresses and ports, so that filters from the same pools hit.
///
/// Each is padded with zeros to a length at which no filter of the tests reads past its end, since there
/// libpcap refuses the frame as a whole.
final class Packets {
    static final int PADDED = 320;
    static final List<String> MACS =
            List.of("020000000001", "020000000002", "ffffffffffff", "01005e000001", "333300000001");
    static final List<String> IPV4 =
            List.of("0a000001", "0a000002", "0a010203", "c0a80101", "c0a80201", "e0000001", "ffffffff", "7f000001");
    static final List<String> IPV6 = List.of(
            "20010db8000000000000000000000001",
            "20010db8000000000000000000000002",
            "20010db8000100000000000000000001",
            "fe800000000000000000000000000001",
            "ff020000000000000000000000000001",
            "00000000000000000000000000000001");
    static final List<Integer> PORTS = List.of(0, 1, 22, 53, 80, 443, 6000, 6008, 65535);
    private static final List<Integer> PROTOCOLS =
            List.of(1, 2, 6, 6, 6, 17, 17, 17, 47, 50, 51, 58, 89, 103, 112, 255);
    private static final List<Integer> NEXT = List.of(1, 2, 6, 6, 6, 17, 17, 17, 47, 50, 58, 58, 58, 59, 89, 103, 255);

    private final Random random;

    Packets(long seed) {
        random = new Random(seed);
    }

    /// A frame without tags and extension headers that libpcap and this project read alike.
    Libpcap.Frame next() {
        ByteBuffer frame = ByteBuffer.allocate(PADDED);
        hex(frame, pick(MACS));
        hex(frame, pick(MACS));
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> ip(frame);
            case 4, 5, 6 -> ip6(frame);
            case 7, 8 -> arp(frame);
            default -> other(frame);
        }
        noise(frame, random.nextInt(24));
        return padded(Arrays.copyOf(frame.array(), frame.position()));
    }

    static Libpcap.Frame padded(byte[] bytes) {
        return new Libpcap.Frame(Arrays.copyOf(bytes, Math.max(bytes.length, PADDED)), bytes.length);
    }

    private <T> T pick(List<T> pool) {
        return pool.get(random.nextInt(pool.size()));
    }

    private static void hex(ByteBuffer frame, String digits) {
        for (int i = 0; i < digits.length(); i += 2) {
            frame.put((byte) Integer.parseInt(digits.substring(i, i + 2), 16));
        }
    }

    private void noise(ByteBuffer frame, int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        frame.put(noise);
    }

    private void ip(ByteBuffer frame) {
        int words = random.nextBoolean() ? 5 : 5 + random.nextInt(11);
        int protocol = pick(PROTOCOLS);
        frame.putShort((short) 0x800);
        frame.put((byte) (0x40 | words)).put((byte) random.nextInt(4)).putShort((short) random.nextInt(200));
        frame.putShort((short) random.nextInt(4)).putShort((short) fragment());
        frame.put((byte) pick(List.of(1, 2, 64, 255)).intValue())
                .put((byte) protocol)
                .putShort((short) 0);
        hex(frame, pick(IPV4));
        hex(frame, pick(IPV4));
        noise(frame, 4 * (words - 5));
        transport(frame, protocol);
    }

    /// Flags and offset: mostly whole, else a first or a later fragment.
    private int fragment() {
        return switch (random.nextInt(8)) {
            case 0 -> 0x2000;
            case 1 -> 0x2000 | 1 + random.nextInt(0x1fff);
            case 2 -> 1;
            case 3 -> 0x4000;
            default -> 0;
        };
    }

    private void ip6(ByteBuffer frame) {
        boolean later = random.nextInt(8) == 0;
        int next = pick(NEXT);
        frame.putShort((short) 0x86dd).putInt(0x60000000 | random.nextInt(1 << 20));
        frame.putShort((short) random.nextInt(200))
                .put((byte) (later ? 44 : next))
                .put((byte) 64);
        hex(frame, pick(IPV6));
        hex(frame, pick(IPV6));
        if (later) {
            frame.put((byte) next)
                    .put((byte) 0)
                    .putShort((short) (1 + random.nextInt(100) << 3))
                    .putInt(7);
        }
        transport(frame, next);
    }

    private void transport(ByteBuffer frame, int protocol) {
        switch (protocol) {
            case 6 -> {
                ports(frame);
                frame.putInt(random.nextInt()).putInt(random.nextInt(3)).put((byte) 0x50);
                frame.put((byte) pick(List.of(0x02, 0x10, 0x12, 0x18, 0x11, 0x04, 0xc2, 0x29))
                        .intValue());
                frame.putShort((short) random.nextInt(3)).putShort((short) 0).putShort((short) random.nextInt(2));
            }
            case 17 -> {
                ports(frame);
                frame.putShort((short) (8 + random.nextInt(4))).putShort((short) random.nextInt(2));
            }
            case 1, 58 ->
                frame.put((byte) pick(List.of(0, 3, 8, 128, 129, 135)).intValue())
                        .put((byte) random.nextInt(3))
                        .putInt(random.nextInt());
            default -> noise(frame, 8);
        }
    }

    private void ports(ByteBuffer frame) {
        frame.putShort((short) pick(PORTS).intValue())
                .putShort((short) pick(PORTS).intValue());
    }

    private void arp(ByteBuffer frame) {
        frame.putShort((short) 0x806).putShort((short) 1).putShort((short) 0x800);
        frame.put((byte) 6).put(pick(List.of(4, 4, 4, 8)).byteValue());
        frame.putShort((short) (1 + random.nextInt(2)));
        hex(frame, pick(MACS));
        hex(frame, pick(IPV4));
        hex(frame, pick(MACS));
        hex(frame, pick(IPV4));
    }

    private void other(ByteBuffer frame) {
        frame.putShort((short)
                pick(List.of(0x88cc, 0x8863, 0x9000, 0x26, 0x5dc, 0x1234)).intValue());
        noise(frame, 20);
    }
}
