// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.match;

import io.penstock.api.match.Match.Compare;
import io.penstock.api.match.Match.Has;
import io.penstock.api.match.Match.Op;
import io.penstock.api.match.Match.Or;
import io.penstock.api.match.Match.Prefix;
import io.penstock.api.match.Match.Range;
import io.penstock.api.match.Match.Selects;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/// The trees of the primitives. The parser makes them from words, and the printer finds the words again by making them.
final class Primitives {
    /// Which of the two ends of a packet a primitive is about.
    enum Direction {
        EITHER("", ""),
        SRC("src", "src "),
        DST("dst", "dst "),
        BOTH("src and dst", "src and dst ");

        private final String words;
        private final String prefix;

        Direction(String words, String prefix) {
            this.words = words;
            this.prefix = prefix;
        }

        String words() {
            return words;
        }

        /// The words with a blank after them, or nothing.
        String prefix() {
            return prefix;
        }
    }

    static final Match IP = new Has("ip");
    static final Match IP6 = new Has("ip6");
    static final Match EITHER_IP = new Or(List.of(IP, IP6));
    static final Match ETHER_MULTICAST = new Compare("ether", "dst", 0x010000000000L, Op.NE, 0);
    static final Match ETHER_BROADCAST = new Prefix("ether", "dst", 0xffffffffffff0000L, 0, 48);
    /// libpcap asks for no more than a first octet of at least 224, so 240/4 and 255.255.255.255 count.
    static final Match IP_MULTICAST = new Compare("ip", "dst", -1L, Op.GE, 0xe0000000L);

    static final Match IP6_MULTICAST = new Prefix("ip6", "dst", 0xff00000000000000L, 0, 8);
    static final int ARP = 0x806;
    static final int RARP = 0x8035;

    /// Protocols that are a primitive by themselves: over which IP, and their number.
    record Protocol(String below, int number) {}

    private static final Map<String, Protocol> PROTOCOLS = Map.ofEntries(
            Map.entry("tcp", new Protocol("", 6)),
            Map.entry("udp", new Protocol("", 17)),
            Map.entry("sctp", new Protocol("", 132)),
            Map.entry("esp", new Protocol("", 50)),
            Map.entry("ah", new Protocol("", 51)),
            Map.entry("pim", new Protocol("", 103)),
            Map.entry("icmp", new Protocol("ip", 1)),
            Map.entry("igmp", new Protocol("ip", 2)),
            Map.entry("vrrp", new Protocol("ip", 112)),
            Map.entry("icmp6", new Protocol("ip6", 58)));

    private Primitives() {}

    static Map<String, Protocol> protocols() {
        return PROTOCOLS;
    }

    /// What `below proto number` means, where `below` is `ip`, `ip6` or empty for both.
    static Match protocol(String below, long number) {
        Match guard = below.isEmpty() ? EITHER_IP : new Has(below);
        return Normal.and(List.of(guard, new Selects("ipproto", number)));
    }

    static Match etherType(long number) {
        return new Selects("ethertype", number);
    }

    /// The `direction` of the prefix among the addresses of each header.
    static Match address(List<String> headers, Direction direction, long high, long low, int bits) {
        return ends(
                headers,
                direction,
                (header, end) -> Normal.of(new Prefix(header, addressField(header, end), high, low, bits)));
    }

    /// The same for an IPv4 mask with holes, which is no prefix.
    static Match masked(List<String> headers, Direction direction, long mask, long value) {
        return ends(
                headers,
                direction,
                (header, end) -> new Compare(header, addressField(header, end), mask, Op.EQ, value));
    }

    private static String addressField(String header, String end) {
        if (!header.equals("arp")) {
            return end;
        }
        return end.equals("src") ? "spa" : "tpa";
    }

    static Match ports(List<String> headers, Direction direction, long from, long to) {
        return ends(headers, direction, (header, end) -> Normal.of(new Range(header, end, from, to)));
    }

    private static Match ends(List<String> headers, Direction direction, BiFunction<String, String, Match> leaf) {
        List<Match> parts = new ArrayList<>();
        for (String header : headers) {
            Match source = leaf.apply(header, "src");
            Match destination = leaf.apply(header, "dst");
            parts.add(
                    switch (direction) {
                        case SRC -> source;
                        case DST -> destination;
                        case EITHER -> Normal.or(List.of(source, destination));
                        case BOTH -> Normal.and(List.of(source, destination));
                    });
        }
        return Normal.or(parts);
    }
}
