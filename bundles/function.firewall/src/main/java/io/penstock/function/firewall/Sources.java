// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.firewall;

import io.penstock.api.Packet;
import io.penstock.api.Verdict;
import io.penstock.api.layer.Header;
import io.penstock.api.match.Match;
import io.penstock.api.match.MatchParser;
import io.penstock.layer.ip.Ip;
import io.penstock.layer.ip.Ip6;
import io.penstock.layer.tcp.Tcp;
import io.penstock.layer.udp.Udp;

/// Sources that no honest packet of a session has (RFC 1812 section 5.3.7, RFC 4291 sections 2.5 and 2.7).
final class Sources {
    /// Groups, broadcast, loopback and no address at all, but for a DHCP client that has none yet (RFC 2131).
    static final Match MARTIAN = MatchParser.parse("ip src net 224.0.0.0/4 or ip src host 255.255.255.255"
            + " or ip src net 127.0.0.0/8 or ip6 src net ff00::/8 or ip6 src host ::1 or ip6 src host ::"
            + " or (ip src host 0.0.0.0"
            + " and not (ip dst host 255.255.255.255 and udp src port 68 and udp dst port 67))");

    static final Verdict LAND = Verdict.drop("land").because("the source is the destination, its address and its port");
    static final Verdict FROM_DESTINATION =
            Verdict.drop("martian-source").because("the source is the address that the packet goes to");
    static final Verdict FROM_MARTIAN =
            Verdict.drop("martian-source").because("the source is a group, broadcast, loopback or no address");

    private static final int IP_SOURCE = 12;
    private static final int IP6_SOURCE = 8;

    private Sources() {}

    /// What becomes of a packet that claims to come from where it goes to: from the same port too, as in a LAND
    /// attack, or from another one. [Verdict#PASS] for all others.
    static Verdict fromDestination(Packet packet) {
        if (!repeats(packet, Ip.IP, IP_SOURCE, 4) && !repeats(packet, Ip6.IP6, IP6_SOURCE, 16)) {
            return Verdict.PASS;
        }
        return samePort(packet, Tcp.TCP) && samePort(packet, Udp.UDP) ? LAND : FROM_DESTINATION;
    }

    /// Whether the ports are the same, as far as there are any.
    private static boolean samePort(Packet packet, Header header) {
        int at = packet.at(header);
        return at < 0 || packet.u16(at) == packet.u16(at + 2);
    }

    private static boolean repeats(Packet packet, Header header, int offset, int octets) {
        int at = packet.at(header);
        if (at < 0) {
            return false;
        }
        for (int i = at + offset; i < at + offset + octets; i += 4) {
            if (packet.u32(i) != packet.u32(i + octets)) {
                return false;
            }
        }
        return true;
    }
}
