// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.ethernet;

import io.penstock.api.layer.Field.Format;
import io.penstock.api.layer.Header;
import io.penstock.api.layer.Header.Role;
import io.penstock.api.layer.Layer;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/// Ethernet II frames (IEEE 802.3 section 3.1) and VLAN tags (IEEE 802.1Q section 9), nested as deep as the parser
/// goes.
///
/// A frame whose type is below 0x600 carries a length instead (LLC); nothing follows it that a layer could read.
@Component
public final class Ethernet implements Layer {
    /// The frame's header.
    public static final Header ETHER = Header.named("ether")
            .octets(14)
            .field("dst", 0, 48, Format.MAC)
            .field("src", 48, 48, Format.MAC)
            .field("type", 96, 16, Format.HEX)
            .initially("dst", 0x02_00_00_00_00_02L)
            .initially("src", 0x02_00_00_00_00_01L)
            .follows("linktype", 1)
            .pair("src", "dst", Role.STATION)
            .next("type", "ethertype")
            .build();

    /// A customer's or provider's tag; its identifier is part of a session's key.
    public static final Header VLAN = Header.named("vlan")
            .octets(4)
            .field("pcp", 0, 3)
            .field("dei", 3, 1)
            .field("vid", 4, 12)
            .field("type", 16, 16, Format.HEX)
            .follows("ethertype", 0x8100)
            .follows("ethertype", 0x88a8)
            .follows("ethertype", 0x9100)
            .single("vid")
            .next("type", "ethertype")
            .transparent()
            .build();

    @Override
    public List<Header> headers() {
        return List.of(ETHER, VLAN);
    }
}
