// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

/// The Internet checksum, written plainly from RFC 1071, to compare with.
final class Sums {
    private Sums() {}

    /// The folded ones' complement sum of some octets.
    static int of(byte[] octets, int at, int length, long begin) {
        long sum = begin;
        for (int i = 0; i < length; i++) {
            int octet = octets[at + i] & 0xff;
            sum += i % 2 == 0 ? (long) octet << 8 : octet;
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) sum;
    }

    /// Whether the IPv4 header's checksum is right.
    static boolean ipHolds(byte[] frame) {
        return of(frame, Bytes.ETHER, (frame[Bytes.ETHER] & 15) * 4, 0) == 0xffff;
    }

    /// Whether the checksum of the transport that follows an IP header without options or extensions is right.
    static boolean transportHolds(byte[] frame) {
        boolean four = (frame[Bytes.ETHER] & 0xf0) == 0x40;
        int start = four ? Bytes.IP_TRANSPORT : Bytes.IP6_TRANSPORT;
        int protocol = frame[Bytes.ETHER + (four ? 9 : 6)] & 0xff;
        if (four && protocol == 1) {
            return of(frame, start, frame.length - start, 0) == 0xffff;
        }
        int addresses = Bytes.ETHER + (four ? 12 : 8);
        long pseudo = of(frame, addresses, four ? 8 : 32, protocol + (long) (frame.length - start));
        return of(frame, start, frame.length - start, pseudo) == 0xffff;
    }
}
