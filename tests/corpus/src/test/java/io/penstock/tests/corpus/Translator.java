// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.corpus;

import io.penstock.api.Edit;
import io.penstock.api.NoFields;
import io.penstock.api.Packet;
import io.penstock.api.PacketFunction;
import io.penstock.api.Side;
import io.penstock.api.Verdict;
import io.penstock.api.Vnf;
import io.penstock.api.layer.Field;
import io.penstock.api.layer.Header;
import io.penstock.layer.ip.Ip;
import io.penstock.layer.tcp.Tcp;
import io.penstock.layer.udp.Udp;

/// Gives each client another address and port, both ways: as hard on checksums as address translation is.
@Vnf(
        type = "translator",
        name = "Translator",
        edits = Edit.HEADERS,
        writes = {"ip.src", "ip.dst", "tcp.src", "tcp.dst", "udp.src", "udp.dst"})
public final class Translator implements PacketFunction<NoFields> {
    private static final long ADDRESS = 0x5a12_0c37L;
    private static final long PORT = 0x2d01L;

    @Override
    public Verdict onPacket(Packet packet, NoFields session) {
        String end = packet.from() == Side.CLIENT ? "src" : "dst";
        translate(packet, Ip.IP, end, ADDRESS);
        translate(packet, Tcp.TCP, end, PORT);
        translate(packet, Udp.UDP, end, PORT);
        return Verdict.PASS;
    }

    private static void translate(Packet packet, Header header, String end, long other) {
        if (packet.has(header)) {
            Field field = header.field(end);
            packet.set(field, packet.get(field) ^ other);
        }
    }
}
