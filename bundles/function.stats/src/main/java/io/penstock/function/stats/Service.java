// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.stats;

import io.penstock.api.Packet;
import io.penstock.layer.icmp.Icmp;
import io.penstock.layer.ip.Ip;
import io.penstock.layer.tcp.Tcp;
import io.penstock.layer.udp.Udp;

/// What a session is for: its protocol by the number that IP gives it, and the server's port, in one word.
final class Service {
    private static final int PORT_BITS = 17;
    private static final int PROTOCOL = 9;
    private static final int UNKNOWN = 256;
    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMP6 = 58;

    private Service() {}

    /// @param port the server's, [Opening#NO_PORT] for none
    static int of(Packet packet, int port) {
        int protocol = protocol(packet);
        boolean named = protocol == TCP || protocol == UDP;
        return protocol << PORT_BITS | (named ? port + 1 : 0);
    }

    private static int protocol(Packet packet) {
        if (packet.has(Tcp.TCP)) {
            return TCP;
        }
        if (packet.has(Udp.UDP)) {
            return UDP;
        }
        if (packet.has(Icmp.ICMP)) {
            return ICMP;
        }
        if (packet.has(Icmp.ICMP6)) {
            return ICMP6;
        }
        int at = packet.at(Ip.IP);
        return at < 0 ? UNKNOWN : packet.u8(at + PROTOCOL);
    }

    /// Such as `tcp 443`, `icmp`, `protocol 47` or `other`.
    static String text(long service) {
        int port = (int) service & (1 << PORT_BITS) - 1;
        int protocol = (int) service >>> PORT_BITS;
        String name = switch (protocol) {
            case ICMP -> "icmp";
            case TCP -> "tcp";
            case UDP -> "udp";
            case ICMP6 -> "icmp6";
            case UNKNOWN -> "other";
            default -> "protocol " + protocol;
        };
        return port == 0 ? name : name + " " + (port - 1);
    }
}
