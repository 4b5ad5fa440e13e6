// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import io.penstock.api.Edit;
import io.penstock.api.NoFields;
import io.penstock.api.Packet;
import io.penstock.api.PacketFunction;
import io.penstock.api.Verdict;
import io.penstock.api.Vnf;
import io.penstock.layer.ip.Ip;
import io.penstock.layer.tcp.Tcp;
import io.penstock.layer.udp.Udp;

/// Gives packets another source: an address where they have one of IPv4, else a port.
@Vnf(
        type = "new-source",
        name = "New source",
        edits = Edit.HEADERS,
        writes = {"ip.src", "tcp.src", "udp.src"})
public final class NewSource implements PacketFunction<NoFields> {
    static final int ADDRESS = 0xc6336409;
    static final int PORT = 51_515;

    @Override
    public Verdict onPacket(Packet packet, NoFields session) {
        if (packet.has(Ip.IP)) {
            packet.set(Ip.IP.field("src"), ADDRESS & 0xffff_ffffL);
        }
        if (packet.has(Tcp.TCP)) {
            packet.set(Tcp.TCP.field("src"), PORT);
        } else if (packet.has(Udp.UDP)) {
            packet.set(Udp.UDP.field("src"), PORT);
        }
        return Verdict.PASS;
    }
}
