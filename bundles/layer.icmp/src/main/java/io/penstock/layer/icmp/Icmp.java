// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.icmp;

import io.penstock.api.layer.Belonging;
import io.penstock.api.layer.Checksum;
import io.penstock.api.layer.Field.Format;
import io.penstock.api.layer.Header;
import io.penstock.api.layer.Header.Role;
import io.penstock.api.layer.Layer;
import io.penstock.api.layer.SessionKind;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/// ICMP (RFC 792) and ICMPv6 (RFC 4443). Queries are sessions by their identifier, errors belong to the
/// session that they quote, and what keeps a link together (neighbour discovery, RFC 4861; listener
/// discovery, RFC 3810) belongs to none.
@Component
public final class Icmp implements Layer {
    /// A minute, as RFC 5508 REQ-2 asks of what translates queries.
    private static final SessionKind KIND = SessionKind.idle("icmp", 60_000);

    /// ICMP for IPv4.
    public static final Header ICMP = message("icmp", 1)
            .checksum(new Checksum("checksum", Checksum.Covers.PAYLOAD, false, false))
            .initially("type", 8)
            .belongs((packet, at) -> switch (packet.u8(at)) {
                case 3, 4, 5, 11, 12 -> Belonging.QUOTED;
                case 9, 10 -> Belonging.NONE;
                default -> Belonging.KEYED;
            })
            .build();

    /// ICMP for IPv6.
    public static final Header ICMP6 = message("icmp6", 58)
            .checksum(new Checksum("checksum", Checksum.Covers.PAYLOAD, true, false))
            .initially("type", 128)
            .belongs((packet, at) -> switch (packet.u8(at)) {
                case 1, 2, 3, 4 -> Belonging.QUOTED;
                case 130, 131, 132, 133, 134, 135, 136, 137, 143, 151, 152, 153 -> Belonging.NONE;
                default -> Belonging.KEYED;
            })
            .build();

    @Override
    public List<Header> headers() {
        return List.of(ICMP, ICMP6);
    }

    private static Header.Builder message(String name, int number) {
        return Header.named(name)
                .octets(8)
                .field("type", 0, 8)
                .field("code", 8, 8)
                .field("checksum", 16, 16, Format.HEX)
                .field("id", 32, 16)
                .field("sequence", 48, 16)
                .follows("ipproto", number)
                .pair("id", "id", Role.IDENTIFIER)
                .session(KIND)
                .quoteAt(8);
    }
}
