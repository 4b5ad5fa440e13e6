// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.match;

import java.util.List;

/// Tells which words may come next in a match, for whoever writes one.
public final class MatchCompletion {
    private static final List<String> CANDIDATES = List.of(
            "tcp",
            "udp",
            "icmp",
            "icmp6",
            "ip",
            "ip6",
            "arp",
            "ether",
            "vlan",
            "src",
            "dst",
            "host",
            "net",
            "port",
            "portrange",
            "proto",
            "and",
            "or",
            "not",
            "broadcast",
            "multicast",
            "less",
            "greater",
            "sctp",
            "igmp",
            "esp",
            "ah",
            "rarp",
            "pim",
            "vrrp",
            "len");

    private MatchCompletion() {}

    /// The words that may follow a text, those that are used most first; none where the text is wrong before its end,
    /// or where a number or an address has to follow.
    ///
    /// @param before whole words; may be empty
    public static List<String> after(String before) {
        String text = before.isBlank() || before.endsWith(" ") || before.endsWith("(") ? before : before + " ";
        return CANDIDATES.stream()
                // Alone, `tcp src` would mean a host, which TCP has not.
                .filter(word -> isBeginning(text + word) || isBeginning(text + word + " port 1"))
                .toList();
    }

    /// Whether a text is a match, or becomes one when something is written behind it.
    public static boolean isBeginning(String text) {
        long open = text.chars().filter(c -> c == '(').count()
                - text.chars().filter(c -> c == ')').count();
        try {
            MatchParser.parse(text + ")".repeat(Math.clamp(open, 0, text.length())));
            return true;
        } catch (MatchSyntax wrong) {
            return wrong.column() >= text.length();
        }
    }
}
