// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.match;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/// Numbers of at most 32 bits as C writes them (decimal, `0x` hexadecimal, `0` octal), and the names of some.
final class Numbers {
    static final long MAX = 0xffffffffL;

    /// The constants of pcap-filter(7), with the values of RFC 792, RFC 9293 and the ICMPv6 registry of RFC 4443.
    private static final Map<String, Long> NAMED = table("""
            icmptype 0 icmpcode 1
            icmp-echoreply 0 icmp-unreach 3 icmp-sourcequench 4 icmp-redirect 5 icmp-echo 8 icmp-routeradvert 9
            icmp-routersolicit 10 icmp-timxceed 11 icmp-paramprob 12 icmp-tstamp 13 icmp-tstampreply 14 icmp-ireq 15
            icmp-ireqreply 16 icmp-maskreq 17 icmp-maskreply 18
            icmp6type 0 icmp6code 1
            icmp6-destinationunreach 1 icmp6-packettoobig 2 icmp6-timeexceeded 3 icmp6-parameterproblem 4
            icmp6-echo 128 icmp6-echoreply 129 icmp6-multicastlistenerquery 130 icmp6-multicastlistenerreportv1 131
            icmp6-multicastlistenerdone 132 icmp6-routersolicit 133 icmp6-routeradvert 134 icmp6-neighborsolicit 135
            icmp6-neighboradvert 136 icmp6-redirect 137 icmp6-routerrenum 138 icmp6-nodeinformationquery 139
            icmp6-nodeinformationresponse 140 icmp6-ineighbordiscoverysolicit 141 icmp6-ineighbordiscoveryadvert 142
            icmp6-multicastlistenerreportv2 143 icmp6-homeagentdiscoveryrequest 144
            icmp6-homeagentdiscoveryreply 145 icmp6-mobileprefixsolicit 146 icmp6-mobileprefixadvert 147
            icmp6-certpathsolicit 148 icmp6-certpathadvert 149 icmp6-multicastrouteradvert 151
            icmp6-multicastroutersolicit 152 icmp6-multicastrouterterm 153
            tcpflags 13
            tcp-fin 1 tcp-syn 2 tcp-rst 4 tcp-push 8 tcp-ack 16 tcp-urg 32 tcp-ece 64 tcp-cwr 128
            """);

    private Numbers() {}

    private static Map<String, Long> table(String text) {
        String[] words = text.strip().split("\\s+", -1);
        Map<String, Long> table = new HashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            table.put(words[i], Long.valueOf(words[i + 1]));
        }
        return Map.copyOf(table);
    }

    static boolean isNamed(String word) {
        return NAMED.containsKey(word);
    }

    static OptionalLong named(String word) {
        Long value = NAMED.get(word);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /// Whether a word looks like a number, though its digits may be wrong.
    static boolean looksLikeOne(String word) {
        if (word.isEmpty() || word.charAt(0) < '0' || word.charAt(0) > '9') {
            return false;
        }
        String digits = isHex(word) ? word.substring(2) : word;
        int radix = isHex(word) ? 16 : 10;
        return !digits.isEmpty() && digits.chars().allMatch(c -> c < 0x80 && Character.digit(c, radix) >= 0);
    }

    private static boolean isHex(String word) {
        return word.startsWith("0x") || word.startsWith("0X");
    }

    /// The value of a word that looks like a number.
    static long parse(Token token) {
        String word = token.text();
        int radix = isHex(word) ? 16 : word.length() > 1 && word.startsWith("0") ? 8 : 10;
        int start = radix == 16 ? 2 : 0;
        long value = 0;
        for (int i = start; i < word.length(); i++) {
            int digit = Character.digit(word.charAt(i), radix);
            if (digit < 0) {
                throw new MatchSyntax(
                        token.column(),
                        token.shown() + " starts with 0 and so is octal, but holds an 8 or 9",
                        "leave out the leading 0");
            }
            value = value * radix + digit;
            if (value > MAX) {
                throw new MatchSyntax(
                        token.column(), token.shown() + " is too large", "write a number of at most " + MAX);
            }
        }
        return value;
    }
}
