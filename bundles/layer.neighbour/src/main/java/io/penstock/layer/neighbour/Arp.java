// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.neighbour;

import io.penstock.api.layer.Field.Format;
import io.penstock.api.layer.Header;
import io.penstock.api.layer.Layer;
import io.penstock.api.layer.Neighbours;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/// ARP for IPv4 over Ethernet (RFC 826), whose frames belong to no session, and how stations find each
/// other with it and with neighbour discovery (RFC 4861).
@Component
public final class Arp implements Layer {
    /// The header, which is the whole message.
    public static final Header ARP = Header.named("arp")
            .octets(28)
            .field("htype", 0, 16)
            .field("ptype", 16, 16, Format.HEX)
            .field("hlen", 32, 8)
            .field("plen", 40, 8)
            .field("oper", 48, 16)
            .field("sha", 64, 48, Format.MAC)
            .field("spa", 112, 32, Format.IPV4)
            .field("tha", 144, 48, Format.MAC)
            .field("tpa", 192, 32, Format.IPV4)
            .initially("htype", 1)
            .initially("ptype", 0x0800)
            .initially("hlen", 6)
            .initially("plen", 4)
            .initially("oper", 1)
            .follows("ethertype", 0x0806)
            .build();

    @Override
    public List<Header> headers() {
        return List.of(ARP);
    }

    @Override
    public List<Neighbours> neighbours() {
        return List.of(new AddressResolution(), new NeighbourDiscovery());
    }
}
