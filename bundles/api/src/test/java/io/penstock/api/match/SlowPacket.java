// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.match;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The headers of a frame, decoded slowly and plainly, as the layers declare them; what the tree is tried on.
final class SlowPacket {
    /// A header, where it starts, in octets from the frame's start.
    record Found(String header, int start) {}

    /// What some header says of what follows it.
    record Selected(String space, long number) {}

    /// A field's place in its header, in bits.
    record Bits(int offset, int width) {}

    private static final int CHAIN = 30;
    private static final Set<Integer> TAGS = Set.of(0x8100, 0x88a8, 0x9100);
    private static final Map<String, Integer> LEAST =
            Map.of("ether", 14, "vlan", 4, "arp", 8, "ip", 20, "ip6", 40, "tcp", 20, "udp", 8, "icmp", 4, "icmp6", 4);
    private static final Map<String, Bits> FIELDS = fields();

    private final Libpcap.Frame frame;
    private final byte[] bytes;
    private final List<Found> found = new ArrayList<>();
    private final List<Selected> selected = new ArrayList<>();

    SlowPacket(Libpcap.Frame frame) {
        bytes = frame.bytes();
        this.frame = frame;
        ether();
    }

    private static Map<String, Bits> fields() {
        Map<String, Bits> fields = new HashMap<>();
        run(fields, "ether", "dst", 48, "src", 48, "type", 16);
        run(fields, "vlan", "pcp", 3, "dei", 1, "vid", 12, "type", 16);
        run(
                fields, "arp", "htype", 16, "ptype", 16, "hlen", 8, "plen", 8, "oper", 16, "sha", 48, "spa", 32, "tha",
                48, "tpa", 32);
        run(
                fields,
                "ip",
                "version",
                4,
                "ihl",
                4,
                "dscp",
                6,
                "ecn",
                2,
                "length",
                16,
                "id",
                16,
                "flags",
                3,
                "fragment",
                13,
                "ttl",
                8,
                "protocol",
                8,
                "checksum",
                16,
                "src",
                32,
                "dst",
                32);
        run(
                fields, "ip6", "version", 4, "class", 8, "flow", 20, "length", 16, "next", 8, "hop", 8, "src", 128,
                "dst", 128);
        run(fields, "icmp", "type", 8, "code", 8, "checksum", 16, "id", 16, "sequence", 16);
        run(fields, "icmp6", "type", 8, "code", 8, "checksum", 16, "id", 16, "sequence", 16);
        run(fields, "udp", "src", 16, "dst", 16, "length", 16, "checksum", 16);
        run(
                fields,
                "tcp",
                "src",
                16,
                "dst",
                16,
                "sequence",
                32,
                "ack",
                32,
                "offset",
                4,
                "reserved",
                4,
                "flags",
                8,
                "window",
                16,
                "checksum",
                16,
                "urgent",
                16);
        return Map.copyOf(fields);
    }

    /// Fields that follow each other: a name and a width in bits by turns.
    private static void run(Map<String, Bits> fields, String header, Object... namesAndWidths) {
        int at = 0;
        for (int i = 0; i < namesAndWidths.length; i += 2) {
            int width = (int) namesAndWidths[i + 1];
            fields.put(header + "." + namesAndWidths[i], new Bits(at, width));
            at += width;
        }
    }

    Libpcap.Frame frame() {
        return frame;
    }

    int wire() {
        return frame.wire();
    }

    List<Selected> selected() {
        return selected;
    }

    List<Found> found(String header) {
        return found.stream().filter(f -> f.header().equals(header)).toList();
    }

    /// At most 64 bits from bit `offset` of the frame; nothing where they run past its end.
    OptionalLong bits(int offset, int width) {
        if ((offset + width + 7) / 8 > bytes.length) {
            return OptionalLong.empty();
        }
        long value = 0;
        for (int i = offset; i < offset + width; i++) {
            value = value << 1 | (bytes[i / 8] >> (7 - i % 8) & 1);
        }
        return OptionalLong.of(value);
    }

    static Bits field(String header, String field) {
        return Optional.ofNullable(FIELDS.get(header + "." + field))
                .orElseThrow(() -> new AssertionError("no field " + header + "." + field));
    }

    private int number(int start, int size) {
        int value = 0;
        for (int i = start; i < start + size; i++) {
            value = value << 8 | (i < bytes.length ? bytes[i] & 0xff : 0);
        }
        return value;
    }

    private boolean add(String header, int start) {
        boolean whole = start + LEAST.getOrDefault(header, 0) <= bytes.length;
        if (whole) {
            found.add(new Found(header, start));
        }
        return whole;
    }

    private void ether() {
        if (add("ether", 0)) {
            typed(number(12, 2), 14);
        }
    }

    private void typed(int type, int start) {
        if (type < 0x600) {
            return;
        }
        selected.add(new Selected("ethertype", type));
        if (TAGS.contains(type) && add("vlan", start)) {
            typed(number(start + 2, 2), start + 4);
        } else if (type == 0x800 && add("ip", start)) {
            ip(start);
        } else if (type == 0x86dd && add("ip6", start)) {
            ip6(number(start + 6, 1), start + 40, 0);
        } else if (type == 0x806) {
            add("arp", start);
        }
    }

    private void ip(int start) {
        int protocol = number(start + 9, 1);
        selected.add(new Selected("ipproto", protocol));
        if ((number(start + 6, 2) & 0x1fff) == 0) {
            transport(protocol, start + 4 * (number(start, 1) & 0xf));
        }
    }

    private void ip6(int next, int start, int steps) {
        selected.add(new Selected("ipproto", next));
        if (steps == CHAIN) {
            return;
        }
        switch (next) {
            case 0, 43, 60 -> ip6(number(start, 1), start + 8 * (number(start + 1, 1) + 1), steps + 1);
            case 51 -> ip6(number(start, 1), start + 4 * (number(start + 1, 1) + 2), steps + 1);
            case 44 -> {
                boolean later = number(start + 2, 2) >> 3 != 0;
                ip6(number(start, 1), start + 8, later ? CHAIN : steps + 1);
            }
            default -> transport(next, start);
        }
    }

    private void transport(int protocol, int start) {
        switch (protocol) {
            case 1 -> add("icmp", start);
            case 6 -> add("tcp", start);
            case 17 -> add("udp", start);
            case 58 -> add("icmp6", start);
            default -> {}
        }
    }
}
