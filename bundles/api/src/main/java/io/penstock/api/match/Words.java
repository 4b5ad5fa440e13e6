// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.match;

import java.util.Set;

/// The words of pcap-filter(7) that stand for themselves, supported here or not; a name can only be another word.
final class Words {
    /// Headers that can qualify what follows.
    private static final Set<String> HEADERS = Set.of(
            "ether", "link", "ip", "ip6", "arp", "rarp", "tcp", "udp", "sctp", "icmp", "icmp6", "igmp", "esp", "ah",
            "pim", "vrrp");

    private static final Set<String> QUALIFIERS =
            Set.of("src", "dst", "host", "net", "port", "portrange", "proto", "mask", "broadcast", "multicast");

    private static final Set<String> OTHERS = Set.of("vlan", "less", "greater", "len", "length", "and", "or", "not");

    private static final Set<String> UNSUPPORTED = Set.of(
            "fddi",
            "tr",
            "wlan",
            "ppp",
            "slip",
            "igrp",
            "carp",
            "radio",
            "atalk",
            "aarp",
            "decnet",
            "lat",
            "sca",
            "moprc",
            "mopdl",
            "iso",
            "esis",
            "isis",
            "clnp",
            "stp",
            "ipx",
            "netbeui",
            "protochain",
            "gateway",
            "type",
            "subtype",
            "dir",
            "direction",
            "byte",
            "inbound",
            "outbound",
            "ifindex",
            "mpls",
            "pppoed",
            "pppoes",
            "geneve",
            "vxlan",
            "llc",
            "lane",
            "ifname",
            "on",
            "rnr",
            "rset",
            "ruleset",
            "reason",
            "action");

    private Words() {}

    static boolean isHeader(String word) {
        return HEADERS.contains(word);
    }

    static boolean isUnsupported(String word) {
        return UNSUPPORTED.contains(word);
    }

    static boolean isKeyword(String word) {
        return HEADERS.contains(word)
                || QUALIFIERS.contains(word)
                || OTHERS.contains(word)
                || UNSUPPORTED.contains(word)
                || Numbers.isNamed(word);
    }

    /// How to say what an unsupported word says, where that can be said.
    static String instead(String word) {
        return switch (word) {
            case "protochain" -> "write proto, which looks behind extension headers";
            case "inbound", "outbound" -> "use it where packets of one side arrive, or match on addresses";
            case "stp" -> "write ether dst 01:80:c2:00:00:00";
            case "mpls" -> "write ether proto 0x8847";
            case "pppoed" -> "write ether proto 0x8863";
            case "pppoes" -> "write ether proto 0x8864";
            case "geneve" -> "write udp dst port 6081";
            case "vxlan" -> "write udp dst port 4789";
            case "gateway" -> "write ether host with its address, and not host";
            case "byte" -> "write ether[offset]";
            case "carp" -> "write ip proto 112";
            default -> "leave it out";
        };
    }
}
