// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.api.Syntax;
import io.penstock.api.control.FunctionInfo.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What may come next in a rule or match: the function's words, then the primitives of pcap-filter that are supported
/// here.
final class Proposals {
    private static final List<String> PRIMITIVES = List.of(
            "tcp",
            "udp",
            "icmp",
            "icmp6",
            "ip",
            "ip6",
            "arp",
            "host ",
            "net ",
            "port ",
            "portrange ",
            "src host ",
            "dst host ",
            "src net ",
            "dst net ",
            "src port ",
            "dst port ",
            "tcp port ",
            "tcp dst port ",
            "udp port ",
            "udp dst port ",
            "ether host ",
            "ip proto ",
            "vlan ",
            "less ",
            "greater ",
            "not ");
    private static final List<String> JOINS = List.of("and ", "or ");

    private Proposals() {}

    /// What completes the last word.
    ///
    /// @param before the item up to the caret
    /// @return each proposal is the whole word or words that take the last word's place
    static List<String> of(Property property, String before) {
        String last = last(before);
        String lead = before.substring(0, before.length() - last.length());
        List<String> begun = candidates(property, lead)
                .filter(word -> word.startsWith(last))
                .distinct()
                .toList();
        // Who has written a whole word is not held up by longer ones.
        return begun.stream().anyMatch(word -> word.strip().equals(last)) ? List.of() : begun;
    }

    /// The word that is being typed.
    static String last(String before) {
        int at = before.length();
        while (at > 0 && !Character.isWhitespace(before.charAt(at - 1)) && "()!".indexOf(before.charAt(at - 1)) < 0) {
            at--;
        }
        return before.substring(at);
    }

    private static Stream<String> candidates(Property property, String lead) {
        if (!property.options().isEmpty()) {
            return property.options().stream();
        }
        if (property.syntax() == Syntax.Kind.MATCH) {
            return match(lead.strip());
        }
        if (property.syntax() != Syntax.Kind.RULE) {
            return Stream.empty();
        }
        int match = FieldCheck.behindWords(property, lead);
        List<String> said = said(property, lead);
        Stream<String> words =
                property.words().stream().filter(word -> !said.contains(word)).map(word -> word + " ");
        String rest = lead.substring(match).strip();
        return lead.isBlank() ? words : rest.isEmpty() ? Stream.concat(words, match(rest)) : match(rest);
    }

    private static List<String> said(Property property, String lead) {
        List<String> said = new ArrayList<>();
        property.words().stream()
                .filter(word -> (" " + lead).contains(" " + word))
                .forEach(said::add);
        return said;
    }

    /// A primitive where one may begin, else a join as well.
    private static Stream<String> match(String said) {
        boolean begins = said.isEmpty() || said.matches("(?s).*(\\band|\\bor|\\bnot|&&|\\|\\||!|\\()");
        return begins ? PRIMITIVES.stream() : Stream.concat(JOINS.stream(), PRIMITIVES.stream());
    }
}
