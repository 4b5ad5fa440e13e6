// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.match;

import io.penstock.api.match.Match.Compare;
import io.penstock.api.match.Match.Has;
import io.penstock.api.match.Match.Octets;
import io.penstock.api.match.Match.Op;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads of the form `header[offset:size]`, and the declared fields that lie exactly where such a read goes.
///
/// A read that is a whole field becomes a comparison of that field: it then shares its evaluation with other matches on
/// the field, and is seen when a function may write it. As in libpcap, reads of `tcp`, `udp` and `icmp` are of IPv4
/// packets alone, and reads of `icmp6` of IPv6.
final class Accessors {
    /// A declared field as bytes: `size` of them at `offset` in the header.
    record Place(String header, String field, int offset, int size) {}

    private static final Map<String, String> HEADERS =
            Map.of("ether", "", "ip", "", "ip6", "", "arp", "", "tcp", "ip", "udp", "ip", "icmp", "ip", "icmp6", "ip6");

    private static final List<Place> PLACES = List.of(
            // RFC 826
            new Place("arp", "htype", 0, 2),
            new Place("arp", "ptype", 2, 2),
            new Place("arp", "hlen", 4, 1),
            new Place("arp", "plen", 5, 1),
            new Place("arp", "oper", 6, 2),
            new Place("arp", "spa", 14, 4),
            new Place("arp", "tpa", 24, 4),
            // RFC 791 section 3.1
            new Place("ip", "length", 2, 2),
            new Place("ip", "id", 4, 2),
            new Place("ip", "ttl", 8, 1),
            new Place("ip", "protocol", 9, 1),
            new Place("ip", "checksum", 10, 2),
            new Place("ip", "src", 12, 4),
            new Place("ip", "dst", 16, 4),
            // RFC 8200 section 3
            new Place("ip6", "length", 4, 2),
            new Place("ip6", "next", 6, 1),
            new Place("ip6", "hop", 7, 1),
            // RFC 792, RFC 4443 section 2.1
            new Place("icmp", "type", 0, 1),
            new Place("icmp", "code", 1, 1),
            new Place("icmp", "checksum", 2, 2),
            new Place("icmp6", "type", 0, 1),
            new Place("icmp6", "code", 1, 1),
            new Place("icmp6", "checksum", 2, 2),
            // RFC 768
            new Place("udp", "src", 0, 2),
            new Place("udp", "dst", 2, 2),
            new Place("udp", "length", 4, 2),
            new Place("udp", "checksum", 6, 2),
            // RFC 9293 section 3.1
            new Place("tcp", "src", 0, 2),
            new Place("tcp", "dst", 2, 2),
            new Place("tcp", "sequence", 4, 4),
            new Place("tcp", "ack", 8, 4),
            new Place("tcp", "flags", 13, 1),
            new Place("tcp", "window", 14, 2),
            new Place("tcp", "checksum", 16, 2),
            new Place("tcp", "urgent", 18, 2));

    private Accessors() {}

    static boolean canRead(String header) {
        return HEADERS.containsKey(header);
    }

    static long full(int size) {
        return -1L >>> (64 - 8 * size);
    }

    /// A comparison of bytes of a header; `mask` lies within `size` bytes.
    ///
    /// A number that `size` bytes cannot hold leaves only whether the bytes are there.
    static Match compare(String header, int offset, int size, long mask, Op op, long value) {
        if (value > full(size)) {
            Op always = switch (op) {
                case EQ, GT, GE -> Op.GT;
                case NE, LT, LE -> Op.LE;
            };
            return leaf(header, offset, size, mask, always, full(size));
        }
        return leaf(header, offset, size, mask, op, value);
    }

    private static Match leaf(String header, int offset, int size, long mask, Op op, long value) {
        long kept = mask == full(size) ? -1L : mask;
        Match leaf = PLACES.stream()
                .filter(place -> place.header().equals(header) && place.offset() == offset && place.size() == size)
                .findFirst()
                .<Match>map(place -> new Compare(header, place.field(), kept, op, value))
                .orElseGet(() -> new Octets(header, offset, size, kept, op, value));
        return guarded(header, leaf);
    }

    private static Match guarded(String header, Match leaf) {
        String below = HEADERS.getOrDefault(header, "");
        return below.isEmpty() ? leaf : Normal.and(List.of(new Has(below), leaf));
    }

    static Optional<Place> place(String header, String field) {
        return PLACES.stream()
                .filter(place -> place.header().equals(header) && place.field().equals(field))
                .findFirst();
    }
}
