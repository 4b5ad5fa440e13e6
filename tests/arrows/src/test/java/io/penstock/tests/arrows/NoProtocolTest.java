// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.arrows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The dataplane and the resolver name no protocol: no EtherType, protocol number or TCP port stands in their code.
///
/// Comments and sentences for people may give examples; identifiers, numbers and words that code compares with may not.
class NoProtocolTest {
    private static final Pattern COMMENT = Pattern.compile("//[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern TOKEN = Pattern.compile(
            "\"\"\".*?\"\"\"|\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)+'|//[^\n]*|/\\*.*?\\*/|\\w+", Pattern.DOTALL);
    private static final Pattern WORDS = Pattern.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\\d+");

    private static final Set<String> PROTOCOLS = Set.of(
            "tcp",
            "udp",
            "sctp",
            "icmp",
            "igmp",
            "ip",
            "ether",
            "ethertype",
            "vlan",
            "arp",
            "http",
            "https",
            "dns",
            "tls",
            "ssl",
            "quic",
            "mpls",
            "gre",
            "syn",
            "fin",
            "rst");

    /// The notation of a packet for people puts a tag before the header that it precedes.
    private static final Set<String> KNOWN = Set.of("PacketText.java: \"vlan\"");

    /// EtherTypes in hexadecimal; decimals and protocol numbers cannot be told from other numbers.
    private static final Set<Long> NUMBERS = Set.of(0x0800L, 0x0806L, 0x86DDL, 0x8100L, 0x88A8L, 0x88CCL, 0x8847L);

    @ParameterizedTest
    @ValueSource(strings = {"dataplane", "resolver"})
    void shouldNameNoProtocol(String bundle) {
        var sources = House.files(
                House.root().resolve("bundles").resolve(bundle).resolve("src/main"),
                file -> file.toString().endsWith(".java"));
        var found = new TreeSet<String>();
        for (var source : sources) {
            protocols(House.text(source)).forEach(token -> found.add(source.getFileName() + ": " + token));
        }

        found.removeAll(KNOWN);

        assertThat(sources).isNotEmpty();
        assertThat(found).as("protocols named in the code of " + bundle).isEmpty();
    }

    @Test
    void shouldFindProtocolsInCodeOnly() {
        assertThat(protocols("// tcp\nif (isTcp) x = TCP_FLAGS; /* udp */")).containsExactly("isTcp", "TCP_FLAGS");
        assertThat(protocols("name.equals(\"vlan\"); case 0x0800, 0x86dd -> 2048;"))
                .containsExactly("\"vlan\"", "0x0800", "0x86dd");
        assertThat(protocols("fail(\"write one such as tcp 10.0.0.1\"); Port port; recipe.finish(); Kind.IPV4"))
                .isEmpty();
    }

    private static List<String> protocols(String source) {
        return TOKEN.matcher(source)
                .results()
                .map(token -> token.group())
                .filter(token -> !COMMENT.matcher(token).matches())
                .filter(NoProtocolTest::isProtocol)
                .toList();
    }

    private static boolean isProtocol(String token) {
        if (token.startsWith("\"") && token.contains(" ")) {
            return false;
        }
        return Character.isDigit(token.charAt(0))
                ? NUMBERS.contains(number(token))
                : words(token).anyMatch(PROTOCOLS::contains);
    }

    private static Stream<String> words(String token) {
        return WORDS.matcher(token).results().map(word -> word.group().toLowerCase(Locale.ROOT));
    }

    private static long number(String token) {
        var digits = token.replaceAll("[_Ll]", "").toLowerCase(Locale.ROOT);
        return digits.matches("0x[0-9a-f]{1,8}") ? Long.decode(digits) : -1;
    }
}
