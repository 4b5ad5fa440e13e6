// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import io.penstock.api.Packet;
import io.penstock.api.PacketFunction;
import io.penstock.api.Verdict;
import io.penstock.api.Vnf;
import io.penstock.api.layer.LayerView;
import io.penstock.api.layer.Level;

/// Notes how many octets of payload the latest packet had; it reads payloads, so their checksums have to be right.
@Vnf(
        type = "payload-reader",
        name = "Payload reader",
        over = {PayloadReader.Udp.class, PayloadReader.Tcp.class})
public final class PayloadReader implements PacketFunction<PayloadReader.Fields> {
    /// Payloads of datagrams.
    @LayerView(layer = "udp", level = Level.READ)
    public interface Udp {}

    /// Payloads of segments.
    @LayerView(layer = "tcp", level = Level.READ)
    public interface Tcp {}

    /// What it keeps.
    public interface Fields {
        int octets();

        void octets(int count);
    }

    @Override
    public Verdict onPacket(Packet packet, Fields session) {
        session.octets(packet.bodyEnd() - packet.body());
        return Verdict.PASS;
    }
}
