// SPDX-License-Identifier: Apache-2.0
package io.penstock.testkit;

import io.penstock.api.layer.Layer;
import io.penstock.dataplane.packet.Frame;
import io.penstock.dataplane.packet.Headers;
import io.penstock.dataplane.packet.Keys;
import io.penstock.dataplane.packet.PacketText;
import io.penstock.dataplane.packet.Parser;
import io.penstock.layer.dns.Dns;
import io.penstock.layer.ethernet.Ethernet;
import io.penstock.layer.http.Http;
import io.penstock.layer.icmp.Icmp;
import io.penstock.layer.ip.Ip;
import io.penstock.layer.ip.Ip6;
import io.penstock.layer.neighbour.Arp;
import io.penstock.layer.tcp.Tcp;
import io.penstock.layer.udp.Udp;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Packets made from text and told in words, with the layers that the platform brings.
public final class Packets {
    /// The layers that the platform brings.
    public static final List<Layer> LAYERS = List.of(
            new Ethernet(), new Arp(), new Ip(), new Ip6(), new Icmp(), new Udp(), new Tcp(), new Http(), new Dns());

    private static final Headers HEADERS = new Headers(LAYERS);

    private Packets() {}

    /// The headers of [#LAYERS].
    public static Headers headers() {
        return HEADERS;
    }

    /// The octets of an Ethernet frame written as text, such as `tcp 10.0.0.1:40000 > 192.0.2.7:80 flags 0x10
    /// "GET"`.
    public static byte[] packet(String text) {
        return new PacketText(HEADERS).bytes(text);
    }

    /// An Ethernet frame in words, or why it is invalid.
    public static String words(byte[] octets) {
        Parser parser = new Parser(HEADERS);
        Frame frame = new Frame();
        frame.wrap(MemorySegment.ofArray(octets), 0, octets.length, octets.length);
        String fault = parser.parse(frame, 1);
        return fault.isEmpty() ? new Keys(HEADERS, parser).describe(frame) : fault;
    }

    /// Why an Ethernet frame is invalid, in kebab case; empty where it is not.
    public static String fault(byte[] octets) {
        Frame frame = new Frame();
        frame.wrap(MemorySegment.ofArray(octets), 0, octets.length, octets.length);
        return new Parser(HEADERS).parse(frame, 1);
    }
}
