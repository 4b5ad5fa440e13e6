// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.match;

import java.util.List;
import java.util.Random;

/// Filters from a seed, made of the pools that [Packets] uses, in every form that the syntax has.
final class Filters {
    private static final List<String> HOSTS =
            List.of("10.0.0.1", "10.0.0.2", "10.1.2.3", "192.168.1.1", "224.0.0.1", "255.255.255.255", "127.0.0.1");
    private static final List<String> HOSTS6 = List.of(
            "2001:db8::1",
            "2001:db8:0:0::2",
            "2001:db8:1::1",
            "fe80::1",
            "FF02::1",
            "::1",
            "::0.0.0.1",
            "2001:DB8::0:1");
    private static final List<String> NETS = List.of(
            "10",
            "10.0",
            "10.0.0",
            "10.0.0.1",
            "10.0.0.0/8",
            "10.0.0.0/30",
            "192.168/16",
            "192.168.0.0/22",
            "0.0.0.0/0",
            "224.0.0.0/4",
            "10.0.0.0 mask 255.0.0.0",
            "10.0.0.1 mask 255.0.0.255",
            "192.168 mask 255.255");
    private static final List<String> NETS6 =
            List.of("2001:db8::/32", "2001:db8::/64", "fe80::/10", "ff00::/8", "::/0", "::1", "2001:db8::/127");
    private static final List<String> MACS = List.of(
            "02:00:00:00:00:01", "2:0:0:0:0:2", "ff-ff-ff-ff-ff-ff", "01005e000001", "3333.0000.0001", "2.0.0.0.0.1");
    private static final List<String> PORTS = List.of("0", "1", "22", "53", "80", "0x1bb", "6000", "65535", "0120");
    private static final List<String> RANGES = List.of("0-80", "53-80", "6000-6008", "1-1", "443", "0-65535", "80-443");
    private static final List<String> DIRECTIONS =
            List.of("", "", "src ", "dst ", "src or dst ", "dst or src ", "src and dst ", "dst and src ");
    private static final List<String> WORDS = List.of(
            "ip",
            "ip6",
            "arp",
            "tcp",
            "udp",
            "icmp",
            "icmp6",
            "igmp",
            "esp",
            "ah",
            "pim",
            "vrrp",
            "broadcast",
            "multicast",
            "ether broadcast",
            "ether multicast",
            "ip multicast",
            "ip6 multicast");
    private static final List<String> PROTOCOLS =
            List.of("1", "2", "6", "17", "58", "0x2f", "89", "255", "\\tcp", "\\udp", "\\icmp", "gre", "ospf");
    private static final List<String> READS = List.of(
            "ether[0] & 1",
            "ether[12:2]",
            "ether[6:4]",
            "ip[0] & 0xf",
            "ip[0]",
            "ip[0] >> 4",
            "ip[1]",
            "ip[2:2]",
            "ip[4:2]",
            "ip[6:2] & 0x1fff",
            "ip[6:2]",
            "ip[8]",
            "ip[9]",
            "ip[12:4]",
            "ip[16:4]",
            "ip[16] & 0xf0",
            "ip[20:4]",
            "ip6[6]",
            "ip6[4:2]",
            "ip6[7]",
            "ip6[24]",
            "ip6[0] >> 4",
            "ip6[8:4]",
            "tcp[tcpflags]",
            "tcp[13] & tcp-syn",
            "tcp[tcpflags] & (tcp-syn|tcp-ack)",
            "(tcp[12] & 0xf0) >> 2",
            "tcp[0:2]",
            "tcp[2:2]",
            "tcp[4:4]",
            "tcp[8:4]",
            "tcp[14:2]",
            "tcp[18:2]",
            "tcp[20]",
            "udp[0:2]",
            "udp[2:2] & 0xff",
            "udp[4:2]",
            "udp[6:2]",
            "udp[8]",
            "icmp[icmptype]",
            "icmp[icmpcode]",
            "icmp[2:2]",
            "icmp[4:4]",
            "icmp6[icmp6type]",
            "icmp6[icmp6code]",
            "icmp6[4:2]",
            "arp[0:2]",
            "arp[6:2]",
            "arp[14:4]",
            "arp[24:4]",
            "arp[4]",
            "arp[5]",
            "arp[8]");
    private static final List<String> VALUES = List.of(
            "0",
            "1",
            "2",
            "3",
            "4",
            "5",
            "6",
            "8",
            "0x10",
            "0x12",
            "17",
            "64",
            "20",
            "128",
            "255",
            "256",
            "0x800",
            "0x806",
            "443",
            "80",
            "0x0a000001",
            "0xe0000000",
            "0xffffffff",
            "1+1",
            "2*(3+5)",
            "tcp-syn",
            "icmp-echo",
            "icmp6-echo",
            "-1",
            "1<<4",
            "0xff >> 4",
            "7 & 3 | 8",
            "100 / 7");
    private static final List<String> RELATIONS = List.of("=", "==", "!=", "<", "<=", ">", ">=");

    private final Random random;

    Filters(long seed) {
        random = new Random(seed);
    }

    String next() {
        return expression(3);
    }

    private String pick(List<String> pool) {
        return pool.get(random.nextInt(pool.size()));
    }

    private String expression(int depth) {
        StringBuilder text = new StringBuilder(term(depth));
        for (int more = random.nextInt(3); more > 0; more--) {
            text.append(endsInName(text) ? spaced() : joint()).append(term(depth));
        }
        return text.toString();
    }

    private static boolean endsInName(StringBuilder text) {
        return text.indexOf("\\") >= 0;
    }

    /// A joint that a name after a backslash, which runs to the next blank, does not swallow.
    private String spaced() {
        return pick(List.of(" and ", " or "));
    }

    private String joint() {
        return pick(List.of(" and ", " or ", " && ", " || ", "&&", "||"));
    }

    private String term(int depth) {
        return switch (random.nextInt(8)) {
            case 0 -> pick(List.of("not ", "!", "! not not ")) + term(depth);
            case 1, 2 -> depth > 0 ? "(" + expression(depth - 1) + ")" : primitive();
            default -> primitive();
        };
    }

    private String primitive() {
        String direction = pick(DIRECTIONS);
        return switch (random.nextInt(16)) {
            case 0, 1 -> operands(pick(List.of("", "ip ", "arp ")) + direction + "host ", HOSTS);
            case 2 -> operands(pick(List.of("", "ip6 ")) + direction + "host ", HOSTS6);
            case 3 -> operands(pick(List.of("", "ip ", "arp ")) + direction + "net ", NETS);
            case 4 -> operands(pick(List.of("", "ip6 ")) + direction + "net ", NETS6);
            case 5 -> operands("ether " + direction + "host ", MACS);
            case 6 -> operands(pick(List.of("src ", "ip dst ", "src or dst ")), HOSTS);
            case 7, 8 -> operands(pick(List.of("", "tcp ", "udp ")) + direction + "port ", PORTS);
            case 9 -> operands(pick(List.of("", "tcp ", "udp ")) + direction + "portrange ", RANGES);
            case 10 -> operands(pick(List.of("", "ip ", "ip6 ")) + "proto ", PROTOCOLS);
            case 11 -> operands("ether proto ", List.of("\\ip", "\\ip6", "\\arp", "0x88cc", "0x800", "0x9000"));
            case 12 -> pick(List.of("len ", "length")) + pick(RELATIONS) + pick(List.of("64", "50", "74", "60+4"));
            case 13 -> pick(List.of("less ", "greater ")) + pick(List.of("64", "0x40", "90", "0"));
            case 14 -> pick(WORDS);
            default -> relation();
        };
    }

    private String relation() {
        String read = pick(READS);
        String relation = pick(RELATIONS);
        return random.nextInt(4) > 0 ? read + relation + pick(VALUES) : pick(VALUES) + " " + relation + " " + read;
    }

    /// One operand, or several in pcap's elliptic forms.
    private String operands(String qualifiers, List<String> pool) {
        return qualifiers
                + switch (random.nextInt(8)) {
                    case 0 -> pick(pool) + spaced() + pick(pool);
                    case 1 -> "(" + pick(pool) + spaced() + pick(pool) + ")";
                    case 2 -> "not " + pick(pool);
                    case 3 -> pick(pool) + spaced() + "not (" + pick(pool) + " or " + pick(pool) + ")";
                    default -> pick(pool);
                };
    }
}
