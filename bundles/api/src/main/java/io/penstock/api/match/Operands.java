// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.match;

import io.penstock.api.match.Addresses.Address;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The addresses, numbers and names that follow a qualifier.
final class Operands {
    private static final Map<String, Integer> PROTOCOL_NAMES = Map.ofEntries(
            Map.entry("icmp", 1),
            Map.entry("igmp", 2),
            Map.entry("tcp", 6),
            Map.entry("udp", 17),
            Map.entry("gre", 47),
            Map.entry("esp", 50),
            Map.entry("ah", 51),
            Map.entry("icmp6", 58),
            Map.entry("ipv6-icmp", 58),
            Map.entry("ospf", 89),
            Map.entry("pim", 103),
            Map.entry("vrrp", 112),
            Map.entry("sctp", 132));

    private final Tokens tokens;

    Operands(Tokens tokens) {
        this.tokens = tokens;
    }

    Match parse(Qualifier qualifier) {
        Token token = tokens.next();
        if (!token.isWord() || Words.isKeyword(token.text())) {
            throw new MatchSyntax(
                    token.column(), token.shown() + " stands where " + wanted(qualifier), mend(qualifier));
        }
        return switch (qualifier.type()) {
            case NONE -> throw unqualified(token);
            case HOST -> host(qualifier, token);
            case NET -> net(qualifier, token);
            case PORT -> port(qualifier, token);
            case PORTRANGE -> portrange(qualifier, token);
            case PROTO -> protocol(qualifier, token);
        };
    }

    private static String wanted(Qualifier qualifier) {
        return switch (qualifier.type()) {
            case NONE -> "a primitive should";
            case HOST -> "an address should";
            case NET -> "a network should";
            case PORT, PORTRANGE -> "a port number should";
            case PROTO -> "a protocol number should";
        };
    }

    private static String mend(Qualifier qualifier) {
        return switch (qualifier.type()) {
            case NONE -> "write what it is, such as host, net or tcp port";
            case HOST ->
                qualifier.header().equals("ether")
                        ? "write an address such as 02:00:00:00:00:01"
                        : "write an address such as 192.0.2.1 or 2001:db8::1";
            case NET -> "write a network such as 192.0.2.0/24 or 2001:db8::/32";
            case PORT -> "write a port number from 0 to 65535";
            case PORTRANGE -> "write two port numbers, such as 6000-6008";
            case PROTO ->
                qualifier.header().equals("ether")
                        ? "write a number from 0x600 to 0xffff, or \\ip, \\ip6, \\arp or \\rarp"
                        : "write a number from 0 to 255, or a name such as \\tcp";
        };
    }

    private static MatchSyntax unqualified(Token token) {
        String word = token.text();
        String lower = word.toLowerCase(java.util.Locale.ROOT);
        if (!lower.equals(word) && Words.isKeyword(lower)) {
            return new MatchSyntax(token.column(), token.shown() + " is in capitals", "write " + lower);
        }
        if (Addresses.looksLikeIpv4(word) || Addresses.ipv6(word).isPresent()) {
            return new MatchSyntax(
                    token.column(), "nothing says what " + token.shown() + " is", "write host before it");
        }
        if (Addresses.mac(word).isPresent() && !Numbers.looksLikeOne(word)) {
            return new MatchSyntax(
                    token.column(), "nothing says what " + token.shown() + " is", "write ether host before it");
        }
        if (Numbers.looksLikeOne(word)) {
            return new MatchSyntax(
                    token.column(),
                    "nothing says what the number " + token.shown() + " is",
                    "write tcp port before it");
        }
        return new MatchSyntax(
                token.column(),
                token.shown() + " is not known",
                "write a primitive such as host 192.0.2.1, tcp port 80 or icmp");
    }

    private static MatchSyntax notA(String what, Token token, Qualifier qualifier) {
        boolean name = token.text().chars().anyMatch(c -> c >= 'g' && c <= 'z');
        String why =
                name ? token.shown() + " is a name, and names are not looked up" : token.shown() + " is no " + what;
        return new MatchSyntax(token.column(), why, mend(qualifier));
    }

    private Match host(Qualifier qualifier, Token token) {
        if (tokens.peek().is("/") || tokens.peek().is("mask")) {
            throw new MatchSyntax(tokens.peek().column(), "only a net has a mask", "write net instead of host");
        }
        if (qualifier.header().equals("ether")) {
            Address mac = Addresses.mac(token.text()).orElseThrow(() -> notA("Ethernet address", token, qualifier));
            return Primitives.address(List.of("ether"), qualifier.direction(), mac.high(), 0, 48);
        }
        Address address = address(token).orElseThrow(() -> notHost(token, qualifier));
        if (address.bits() < 32) {
            throw new MatchSyntax(
                    token.column(),
                    token.shown() + " is no whole address",
                    "write four numbers, or net " + token.text());
        }
        return Primitives.address(
                headers(qualifier, token, address),
                qualifier.direction(),
                address.high(),
                address.low(),
                address.bits());
    }

    private static Optional<Address> address(Token token) {
        String word = token.text();
        return word.indexOf(':') >= 0 ? Addresses.ipv6(word) : Addresses.ipv4(word);
    }

    private static MatchSyntax notHost(Token token, Qualifier qualifier) {
        return Addresses.mac(token.text()).isPresent()
                ? new MatchSyntax(
                        token.column(), token.shown() + " is an Ethernet address", "write ether host before it")
                : notA("address", token, qualifier);
    }

    private static List<String> headers(Qualifier qualifier, Token token, Address address) {
        boolean six = address.bits() == 128;
        List<String> possible = six ? List.of("ip6") : List.of("ip", "arp");
        if (qualifier.header().isEmpty()) {
            return possible;
        }
        if (!possible.contains(qualifier.header())) {
            throw new MatchSyntax(
                    token.column(),
                    token.shown() + " is an IPv" + (six ? 6 : 4) + " address, which " + qualifier.header() + " has not",
                    "leave out " + qualifier.header());
        }
        return List.of(qualifier.header());
    }

    private Match net(Qualifier qualifier, Token token) {
        Address address = network(token, qualifier);
        List<String> headers = headers(qualifier, token, address);
        if (tokens.peek().is("mask")) {
            return masked(qualifier, token, address, headers);
        }
        int bits = address.bits();
        if (tokens.take("/")) {
            if (address.bits() == 8) {
                throw new MatchSyntax(
                        token.column(),
                        token.shown() + " alone takes no prefix length",
                        "write " + token.text() + ".0.0.0/8");
            }
            bits = prefixLength(address);
            if (!address.endsAt(bits)) {
                throw hostBits(token);
            }
        }
        return Primitives.address(headers, qualifier.direction(), address.high(), address.low(), bits);
    }

    private static MatchSyntax hostBits(Token token) {
        return new MatchSyntax(
                token.column(),
                token.shown() + " has bits set that its mask does not cover",
                "set them to 0, or lengthen the mask");
    }

    /// libpcap reads `net 0` as the address 0.0.0.0, which nobody means.
    private static Address network(Token token, Qualifier qualifier) {
        if (token.is("0")) {
            throw new MatchSyntax(
                    token.column(), "net 0 may mean all addresses or one", "write 0.0.0.0/0 or 0.0.0.0/32");
        }
        if (Addresses.mac(token.text()).isPresent() && token.text().indexOf('.') < 0) {
            throw new MatchSyntax(
                    token.column(), token.shown() + " is an Ethernet address, which has no net", "write ether host");
        }
        return address(token).orElseThrow(() -> notA("network", token, qualifier));
    }

    private int prefixLength(Address address) {
        int most = address.bits() == 128 ? 128 : 32;
        Token token = tokens.next();
        if (!token.isWord() || !Numbers.looksLikeOne(token.text()) || Numbers.parse(token) > most) {
            throw new MatchSyntax(
                    token.column(), token.shown() + " is no length of a prefix", "write a number from 0 to " + most);
        }
        return (int) Numbers.parse(token);
    }

    private Match masked(Qualifier qualifier, Token token, Address address, List<String> headers) {
        Token word = tokens.next();
        Token token2 = tokens.next();
        Optional<Address> mask = Addresses.ipv4(token2.text()).filter(m -> m.bits() > 8);
        if (address.bits() == 128) {
            throw new MatchSyntax(word.column(), "an IPv6 network has no mask", "write a prefix length, such as /64");
        }
        if (mask.isEmpty()) {
            throw new MatchSyntax(
                    token2.column(), token2.shown() + " is no mask", "write a mask such as 255.255.255.0");
        }
        long bits = mask.get().high();
        if ((address.high() & ~bits) != 0) {
            throw hostBits(token);
        }
        int length = Long.bitCount(bits);
        return Addresses.mask(length) == bits
                ? Primitives.address(headers, qualifier.direction(), address.high(), 0, length)
                : Primitives.masked(headers, qualifier.direction(), bits >>> 32, address.high() >>> 32);
    }

    private static Match port(Qualifier qualifier, Token token) {
        if (token.text().indexOf('-') > 0 && range(token.text())) {
            throw new MatchSyntax(
                    token.column(), token.shown() + " is a range of ports", "write portrange instead of port");
        }
        long port = portNumber(token, token.text(), 0, qualifier);
        return Primitives.ports(portHeaders(qualifier), qualifier.direction(), port, port);
    }

    private static boolean range(String word) {
        int dash = word.indexOf('-');
        return Numbers.looksLikeOne(word.substring(0, dash)) && Numbers.looksLikeOne(word.substring(dash + 1));
    }

    private static Match portrange(Qualifier qualifier, Token token) {
        String word = token.text();
        int dash = word.indexOf('-');
        long from = portNumber(token, dash < 0 ? word : word.substring(0, dash), 0, qualifier);
        long to = dash < 0 ? from : portNumber(token, word.substring(dash + 1), dash + 1, qualifier);
        if (from > to) {
            throw new MatchSyntax(
                    token.column(), "the range " + token.shown() + " runs backwards", "write " + to + "-" + from);
        }
        return Primitives.ports(portHeaders(qualifier), qualifier.direction(), from, to);
    }

    private static List<String> portHeaders(Qualifier qualifier) {
        return qualifier.header().isEmpty() ? List.of("tcp", "udp") : List.of(qualifier.header());
    }

    private static long portNumber(Token token, String digits, int offset, Qualifier qualifier) {
        if (!Numbers.looksLikeOne(digits)) {
            throw notA("port number", token, qualifier);
        }
        long port = Numbers.parse(new Token(Token.Kind.WORD, digits, token.column() + offset));
        if (port > 0xffff) {
            throw new MatchSyntax(
                    token.column() + offset, "there is no port " + port, "write a port number from 0 to 65535");
        }
        return port;
    }

    private static Match protocol(Qualifier qualifier, Token token) {
        return qualifier.header().equals("ether") ? etherType(qualifier, token) : ipProtocol(qualifier, token);
    }

    private static Match etherType(Qualifier qualifier, Token token) {
        return switch (token.text()) {
            case "\\ip" -> Primitives.IP;
            case "\\ip6" -> Primitives.IP6;
            case "\\arp" -> Primitives.etherType(Primitives.ARP);
            case "\\rarp" -> Primitives.etherType(Primitives.RARP);
            default -> etherTypeNumber(qualifier, token);
        };
    }

    private static Match etherTypeNumber(Qualifier qualifier, Token token) {
        if (!Numbers.looksLikeOne(token.text())) {
            throw notA("number", token, qualifier);
        }
        long number = Numbers.parse(token);
        if (number < 0x600 || number > 0xffff) {
            throw new MatchSyntax(
                    token.column(),
                    token.shown() + " is no EtherType",
                    "write a number from 0x600 to 0xffff; for 802.2 frames, read ether[14]");
        }
        return Primitives.etherType(number);
    }

    private static Match ipProtocol(Qualifier qualifier, Token token) {
        String name = token.text().startsWith("\\") ? token.text().substring(1) : token.text();
        Integer known = PROTOCOL_NAMES.get(name);
        if (known != null) {
            return Primitives.protocol(qualifier.header(), known);
        }
        if (!Numbers.looksLikeOne(token.text())) {
            throw notA("number", token, qualifier);
        }
        long number = Numbers.parse(token);
        if (number > 255) {
            throw new MatchSyntax(token.column(), "there is no protocol " + number, "write a number from 0 to 255");
        }
        return Primitives.protocol(qualifier.header(), number);
    }
}
