// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import io.penstock.testkit.Packets;
import java.util.Arrays;
import java.util.HexFormat;

/// Crafted frames: a good packet from text, then edits of single octets. Offsets count from the frame's start.
final class Bytes {
    static final int ETHER = 14;
    static final int IP_TRANSPORT = ETHER + 20;
    static final int IP6_TRANSPORT = ETHER + 40;

    private byte[] octets;

    private Bytes(byte[] octets) {
        this.octets = octets;
    }

    static Bytes of(String packet) {
        return new Bytes(Packets.packet(packet));
    }

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }

    Bytes u8(int at, int value) {
        octets[at] = (byte) value;
        return this;
    }

    Bytes u16(int at, int value) {
        return u8(at, value >>> 8).u8(at + 1, value);
    }

    Bytes put(int at, String hex) {
        byte[] source = hex(hex);
        System.arraycopy(source, 0, octets, at, source.length);
        return this;
    }

    Bytes insert(int at, String hex) {
        byte[] source = hex(hex);
        byte[] longer = new byte[octets.length + source.length];
        System.arraycopy(octets, 0, longer, 0, at);
        System.arraycopy(source, 0, longer, at, source.length);
        System.arraycopy(octets, at, longer, at + source.length, octets.length - at);
        octets = longer;
        return this;
    }

    Bytes length(int length) {
        octets = Arrays.copyOf(octets, length);
        return this;
    }

    /// Puts the IPv4 header's checksum right again, plainly after RFC 1071.
    Bytes sealIp() {
        u16(ETHER + 10, 0);
        int size = (octets[ETHER] & 15) * 4;
        return u16(ETHER + 10, ~Sums.of(octets, ETHER, size, 0) & 0xffff);
    }

    byte[] done() {
        return octets;
    }
}
