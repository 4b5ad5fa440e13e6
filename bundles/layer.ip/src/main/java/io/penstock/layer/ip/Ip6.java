// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.ip;

import io.penstock.api.Packet;
import io.penstock.api.layer.Field.Format;
import io.penstock.api.layer.Header;
import io.penstock.api.layer.Header.Role;
import io.penstock.api.layer.Header.Unlike;
import io.penstock.api.layer.Layer;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/// IPv6 (RFC 8200) and the extension headers that can be walked through. The walk is bounded by the parser.
@Component
public final class Ip6 implements Layer {
    /// The fixed header.
    public static final Header IP6 = Header.named("ip6")
            .octets(40)
            .field("version", 0, 4)
            .field("class", 4, 8)
            .field("flow", 12, 20, Format.HEX)
            .field("length", 32, 16)
            .field("next", 48, 8)
            .field("hop", 56, 8)
            .field("src", 64, 128, Format.IPV6)
            .field("dst", 192, 128, Format.IPV6)
            .initially("version", 6)
            .initially("hop", 64)
            .follows("ethertype", 0x86dd)
            .follows("ipversion", 6)
            .follows("linktype", 229)
            .follows("quoted", 6)
            .extent("length", 1, 40)
            .check("ip6-version", new Unlike(0, 1, 0xf0, 0x60))
            .check("ip6-jumbogram", (packet, at, end) -> packet.u16(at + 4) == 0 && packet.u8(at + 6) == 0)
            .pseudo("src", "dst")
            .pair("src", "dst", Role.ADDRESS)
            .session(Ip.KIND)
            .next("next", "ipproto")
            .build();

    /// Hop-by-hop options (section 4.3): only directly behind the fixed header.
    public static final Header HOP_BY_HOP = extension("ip6-hop", 8, 0)
            .check("ip6-hop-by-hop-place", (packet, at, end) -> at != packet.at(IP6) + 40)
            .check("ip6-options", Ip6::optionsBroken)
            .build();

    /// A routing header (section 4.4); type 0 is forbidden (RFC 5095).
    public static final Header ROUTING = extension("ip6-route", 8, 43)
            .field("type", 16, 8)
            .check("ip6-routing-type-0", (packet, at, end) -> packet.u8(at + 2) == 0)
            .build();

    /// A fragment header (section 4.5). One with offset 0 and no more to come is a whole packet (RFC 6946).
    public static final Header FRAGMENT = Header.named("ip6-fragment")
            .octets(8)
            .field("next", 0, 8)
            .field("offset", 16, 13)
            .field("more", 31, 1)
            .field("id", 32, 32, Format.HEX)
            .follows("ipproto", 44)
            .check("fragment-past-end", (packet, at, end) -> offset(packet, at) + end - at - 8 > 65_535)
            .check("tiny-fragment", Ip6::tinyFragment)
            .opaqueWhen(new Unlike(2, 2, 0xfff8, 0))
            .partialWhen(new Unlike(2, 2, 0xfff9, 0))
            .fragments("id", "offset", "more")
            .next("next", "ipproto")
            .transparent()
            .build();

    /// Destination options (section 4.6).
    public static final Header DESTINATION = extension("ip6-dest", 8, 60)
            .check("ip6-options", Ip6::optionsBroken)
            .build();

    /// A mobility header (RFC 6275 section 6.1); usually the last one.
    public static final Header MOBILITY = extension("ip6-mobility", 8, 135).build();

    /// An authentication header (RFC 4302), over IPv4 too; counted in units of four octets.
    public static final Header AUTHENTICATION = Header.named("ah")
            .octets(12)
            .field("next", 0, 8)
            .field("units", 8, 8)
            .follows("ipproto", 51)
            .length("units", 4, 8)
            .next("next", "ipproto")
            .transparent()
            .build();

    private static final int TCP = 6;

    @Override
    public List<Header> headers() {
        return List.of(IP6, HOP_BY_HOP, ROUTING, FRAGMENT, DESTINATION, MOBILITY, AUTHENTICATION);
    }

    private static Header.Builder extension(String name, int octets, int number) {
        return Header.named(name)
                .octets(octets)
                .field("next", 0, 8)
                .field("units", 8, 8)
                .follows("ipproto", number)
                .length("units", 8, 8)
                .next("next", "ipproto")
                .transparent();
    }

    private static int offset(Packet packet, int at) {
        return packet.u16(at + 2) & 0xfff8;
    }

    /// A first fragment has to hold the headers that a filter reads (RFC 7112).
    private static boolean tinyFragment(Packet packet, int at, int end) {
        boolean more = (packet.u8(at + 3) & 1) != 0;
        return more && offset(packet, at) == 0 && end - at - 8 < (packet.u8(at) == TCP ? 20 : 8);
    }

    /// Section 4.2: options of one octet (Pad1), else type, length and data, all within the header.
    private static boolean optionsBroken(Packet packet, int at, int end) {
        int to = at + 8 + packet.u8(at + 1) * 8;
        int option = at + 2;
        while (option < to) {
            if (packet.u8(option) == 0) {
                option++;
            } else if (option + 1 >= to) {
                return true;
            } else {
                option += 2 + packet.u8(option + 1);
            }
        }
        return option != to;
    }
}
