// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.fuzz;

import java.util.Arrays;
import java.util.HexFormat;

/// Ethernet, tags, IPv4, IPv6 with its extensions, TCP and UDP, read as their documents say and in no hurry: shares no
/// line with the parser that it is compared with.
final class SlowDecoder {
    /// What was found; addresses in hexadecimal, -1 and "" where there is none.
    record Found(String from, String to, int protocol, int fromPort, int toPort, int payload, int payloadEnd) {}

    private final byte[] octets;
    private String from = "";
    private String to = "";
    private int protocol = -1;
    private int fromPort = -1;
    private int toPort = -1;
    private int at;
    private int end;

    private SlowDecoder(byte[] octets) {
        this.octets = octets;
        end = octets.length;
    }

    /// Reads a frame whose lengths are sound.
    ///
    /// @throws IndexOutOfBoundsException where they are not
    static Found decode(byte[] octets) {
        SlowDecoder decoder = new SlowDecoder(octets);
        decoder.ethernet();
        return new Found(
                decoder.from, decoder.to, decoder.protocol, decoder.fromPort, decoder.toPort, decoder.at, decoder.end);
    }

    private int octet(int index) {
        return octets[index] & 255;
    }

    private int pair(int index) {
        return octet(index) * 256 + octet(index + 1);
    }

    private String hex(int index, int count) {
        return HexFormat.of().formatHex(Arrays.copyOfRange(octets, index, index + count));
    }

    /// IEEE 802.3 section 3.2 and 802.1Q section 9.
    private void ethernet() {
        int type = pair(12);
        at = 14;
        while (type == 0x8100 || type == 0x88a8 || type == 0x9100) {
            type = pair(at + 2);
            at += 4;
        }
        if (type == 0x0800) {
            ip4();
        } else if (type == 0x86dd) {
            ip6();
        }
    }

    /// RFC 791 section 3.1.
    private void ip4() {
        from = hex(at + 12, 4);
        to = hex(at + 16, 4);
        protocol = octet(at + 9);
        boolean later = (pair(at + 6) & 0x1fff) != 0;
        boolean more = (pair(at + 6) & 0x2000) != 0;
        end = at + pair(at + 2);
        at += (octet(at) & 15) * 4;
        upper(later, later || more);
    }

    /// RFC 8200 section 3.
    private void ip6() {
        from = hex(at + 8, 16);
        to = hex(at + 24, 16);
        protocol = octet(at + 6);
        end = at + 40 + pair(at + 4);
        at += 40;
        upper(false, false);
    }

    /// What an IP protocol number announces: extensions and, over either version, an authentication header.
    private void upper(boolean later, boolean part) {
        boolean hidden = later;
        boolean fragment = part;
        while (!hidden) {
            switch (protocol) {
                case 0, 43, 60, 135 -> step((octet(at + 1) + 1) * 8);
                case 51 -> step((octet(at + 1) + 2) * 4);
                case 44 -> {
                    hidden = pair(at + 2) >= 8;
                    fragment |= hidden || (octet(at + 3) & 1) != 0;
                    step(8);
                }
                default -> {
                    transport(fragment);
                    return;
                }
            }
        }
    }

    private void step(int length) {
        protocol = octet(at);
        at += length;
    }

    private void transport(boolean fragment) {
        if (protocol == 6) {
            ports();
            at += octet(at + 12) / 16 * 4;
        } else if (protocol == 17) {
            ports();
            int whole = at + pair(at + 4);
            end = fragment ? Math.min(end, whole) : whole;
            at += 8;
        }
    }

    private void ports() {
        fromPort = pair(at);
        toPort = pair(at + 2);
    }
}
