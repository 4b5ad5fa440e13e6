// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.firewall;

import io.penstock.api.Packet;
import io.penstock.api.Verdict;
import io.penstock.api.layer.Header;
import io.penstock.api.match.Match;
import io.penstock.api.match.MatchParser;
import io.penstock.layer.ip.Ip;
import io.penstock.layer.ip.Ip6;

/// Sources that no honest packet of a session has (RFC 1812 section 5.3.7, RFC 4291 sections 2.5 and 2.7).
final class Sources {
    /// Groups, broadcast, loopback and no address at all, but for a DHCP client that has none yet (RFC 2131).
    static final Match MARTIAN = MatchParser.parse("ip src net 224.0.0.0/4 or ip src host 255.255.255.255"
            + " or ip src net 127.0.0.0/8 or ip6 src net ff00::/8 or ip6 src host ::1 or ip6 src host ::"
            + " or (ip src host 0.0.0.0"
            + " and not (ip dst host 255.255.255.255 and udp src port 68 and udp dst port 67))");

    static final Verdict LAND = Verdict.drop("land").because("the source is the destination");
    static final Verdict FROM_MARTIAN =
            Verdict.drop("martian-source").because("the source is a group, broadcast, loopback or no address");

    private static final int IP_SOURCE = 12;
    private static final int IP6_SOURCE = 8;

    private Sources() {}

    /// Whether a packet claims to come from the address that it goes to, as in a LAND attack.
    static boolean isDestination(Packet packet) {
        return repeats(packet, Ip.IP, IP_SOURCE, 4) || repeats(packet, Ip6.IP6, IP6_SOURCE, 16);
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
