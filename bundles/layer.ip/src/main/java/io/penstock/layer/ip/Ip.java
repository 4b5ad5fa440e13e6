// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.ip;

import io.penstock.api.Packet;
import io.penstock.api.layer.Checksum;
import io.penstock.api.layer.Field.Format;
import io.penstock.api.layer.Header;
import io.penstock.api.layer.Header.Role;
import io.penstock.api.layer.Header.Unlike;
import io.penstock.api.layer.Header.When;
import io.penstock.api.layer.Layer;
import io.penstock.api.layer.SessionKind;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/// IPv4 (RFC 791). Packets whose transport is not read, later fragments among them, belong to one session
/// for each pair of addresses and protocol.
@Component
public final class Ip implements Layer {
    /// Sessions of packets whose transport has no kind of its own.
    public static final SessionKind KIND = SessionKind.idle("ip", 600_000);

    private static final int TCP = 6;

    /// The header with its options.
    public static final Header IP = Header.named("ip")
            .octets(20)
            .field("version", 0, 4)
            .field("ihl", 4, 4)
            .field("dscp", 8, 6)
            .field("ecn", 14, 2)
            .field("length", 16, 16)
            .field("id", 32, 16)
            .field("flags", 48, 3)
            .field("fragment", 51, 13)
            .field("ttl", 64, 8)
            .field("protocol", 72, 8)
            .field("checksum", 80, 16, Format.HEX)
            .field("src", 96, 32, Format.IPV4)
            .field("dst", 128, 32, Format.IPV4)
            .initially("version", 4)
            .initially("ihl", 5)
            .initially("ttl", 64)
            .initially("flags", 2)
            .follows("ethertype", 0x0800)
            .follows("ipversion", 4)
            .follows("linktype", 228)
            .follows("quoted", 4)
            .length("ihl", 4, 0)
            .extent("length", 1, 0)
            .check("ip-version", new Unlike(0, 1, 0xf0, 0x40))
            .check("ip-options", Ip::optionsBroken)
            .policyCheck("ip-source-route", Ip::sourceRouted)
            .check("fragment-past-end", (packet, at, end) -> fragmentOffset(packet, at) + payload(packet, at) > 65_535)
            .check("tiny-fragment", Ip::tinyFragment)
            .only(When.LONGER, "ip-options", "ip-source-route")
            .only(When.PARTIAL, "fragment-past-end", "tiny-fragment")
            .checksum(new Checksum("checksum", Checksum.Covers.HEADER, false, false))
            .pseudo("src", "dst")
            .pair("src", "dst", Role.ADDRESS)
            .session(KIND)
            .opaqueWhen(new Unlike(6, 2, 0x1fff, 0))
            .partialWhen(new Unlike(6, 2, 0x3fff, 0))
            .fragments("id", "fragment", "flags")
            .next("protocol", "ipproto")
            .build();

    /// The version that begins a packet without a link header (LINKTYPE_RAW); it takes no octets itself.
    public static final Header RAW = Header.named("raw")
            .octets(1)
            .field("version", 0, 4)
            .follows("linktype", 12)
            .follows("linktype", 14)
            .follows("linktype", 101)
            .length("version", 0, 0)
            .next("version", "ipversion")
            .transparent()
            .build();

    @Override
    public List<Header> headers() {
        return List.of(RAW, IP);
    }

    private static int headerLength(Packet packet, int at) {
        return (packet.u8(at) & 15) * 4;
    }

    private static int payload(Packet packet, int at) {
        return packet.u16(at + 2) - headerLength(packet, at);
    }

    private static int fragmentOffset(Packet packet, int at) {
        return (packet.u16(at + 6) & 0x1fff) * 8;
    }

    /// A first fragment too short for what filters have to read, or a second that would overwrite it (RFC
    /// 1858, RFC 3128).
    private static boolean tinyFragment(Packet packet, int at, int end) {
        int offset = fragmentOffset(packet, at);
        boolean tcp = packet.u8(at + 9) == TCP;
        if (offset != 0) {
            return tcp && offset < 20;
        }
        boolean more = (packet.u8(at + 6) & 0x20) != 0;
        return more && payload(packet, at) < (tcp ? 20 : 8);
    }

    /// RFC 791 section 3.1: every option but the two of one octet has a length that counts itself and
    /// stays in the header.
    private static boolean optionsBroken(Packet packet, int at, int end) {
        return walk(packet, at, -1) < 0;
    }

    /// Loose (131) and strict (137) source routes let a sender steer around filters (RFC 7126 section 4.3).
    private static boolean sourceRouted(Packet packet, int at, int end) {
        return walk(packet, at, 131) > 0 || walk(packet, at, 137) > 0;
    }

    /// @return -1 broken, 1 the option was found, 0 it was not
    private static int walk(Packet packet, int at, int wanted) {
        int to = at + headerLength(packet, at);
        int option = at + 20;
        while (option < to) {
            int kind = packet.u8(option);
            if (kind == 0) {
                return 0;
            }
            if (kind == 1) {
                option++;
                continue;
            }
            if (kind == wanted) {
                return 1;
            }
            int length = option + 1 < to ? packet.u8(option + 1) : 0;
            if (length < 2 || option + length > to) {
                return -1;
            }
            option += length;
        }
        return 0;
    }
}
