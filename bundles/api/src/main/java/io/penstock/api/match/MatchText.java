// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.match;

import io.penstock.api.match.Accessors.Place;
import io.penstock.api.match.Match.And;
import io.penstock.api.match.Match.Any;
import io.penstock.api.match.Match.Compare;
import io.penstock.api.match.Match.From;
import io.penstock.api.match.Match.Has;
import io.penstock.api.match.Match.Length;
import io.penstock.api.match.Match.Not;
import io.penstock.api.match.Match.Octets;
import io.penstock.api.match.Match.Op;
import io.penstock.api.match.Match.Or;
import io.penstock.api.match.Match.Prefix;
import io.penstock.api.match.Match.Range;
import io.penstock.api.match.Match.Selects;
import io.penstock.api.match.Primitives.Direction;
import io.penstock.api.match.Primitives.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Writes a normal tree in pcap-filter(7) syntax, with the primitives that a person would have written.
///
/// Neighbouring parts that some primitive gives are written as that primitive; what is left is written leaf by leaf.
final class MatchText {
    /// Most parts that one primitive gives: `host` has source and destination in IP and ARP.
    private static final int WIDEST = 4;

    /// A primitive's words and its tree.
    private record Idiom(String text, Match match) {}

    private MatchText() {}

    static String of(Match match) {
        return match instanceof Any ? "" : String.join(" ", phrase(match));
    }

    /// The match as one text or, where it is a list, as several with their joints between.
    private static List<String> phrase(Match match) {
        Optional<String> idiom = idiom(match);
        if (idiom.isPresent()) {
            return List.of(idiom.get());
        }
        return switch (match) {
            case And and -> joined(and.parts(), "and", And::new);
            case Or or -> joined(or.parts(), "or", Or::new);
            default -> List.of(leaf(match));
        };
    }

    private static List<String> joined(List<Match> parts, String joint, Function<List<Match>, Match> list) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < parts.size()) {
            int width = Math.min(WIDEST, parts.size() - at);
            Optional<String> text = Optional.empty();
            for (; width > 1 && text.isEmpty(); width--) {
                text = idiom(list.apply(parts.subList(at, at + width)));
            }
            at += text.isPresent() ? width + 1 : 1;
            if (!words.isEmpty()) {
                words.add(joint);
            }
            words.add(text.isPresent() ? text.get() : atom(parts.get(at - 1)));
        }
        return words;
    }

    private static String atom(Match match) {
        List<String> phrase = phrase(match);
        String text = String.join(" ", phrase);
        return phrase.size() > 1 ? "(" + text + ")" : text;
    }

    private static String leaf(Match match) {
        return switch (match) {
            case Any any -> "len >= 0";
            case Not not -> not.inner() instanceof Any ? "len < 0" : "not " + atom(not.inner());
            case Has has -> has.header();
            case Selects selects -> selects(selects);
            case Compare compare -> compare(compare);
            case Range range -> range(range);
            case Prefix prefix -> prefix(prefix);
            case Octets o ->
                relation(o.header() + "[" + o.offset() + size(o.size()) + "]", o.mask(), o.op(), o.value());
            case Length length -> "len " + length.op().sign() + " " + length.bytes();
            case From from -> "from " + from.side().name().toLowerCase(Locale.ROOT);
            case And and -> atom(and);
            case Or or -> atom(or);
        };
    }

    private static String selects(Selects selects) {
        if (selects.space().equals("ipproto")) {
            return "proto " + selects.number();
        }
        if (!selects.space().equals("ethertype")) {
            return selects.space() + " " + selects.number();
        }
        if (selects.number() == Primitives.ARP) {
            return "arp";
        }
        return selects.number() == Primitives.RARP ? "rarp" : String.format("ether proto 0x%04x", selects.number());
    }

    private static String compare(Compare compare) {
        if (compare.equals(Primitives.ETHER_MULTICAST)) {
            return "ether multicast";
        }
        if (compare.equals(Primitives.IP_MULTICAST)) {
            return "ip multicast";
        }
        boolean equality = compare.op() == Op.EQ && compare.mask() == -1L;
        if (equality && compare.header().equals("vlan") && compare.field().equals("vid")) {
            return "vlan " + compare.value();
        }
        if (equality && isPort(compare.header(), compare.field())) {
            return compare.header() + " " + compare.field() + " port " + compare.value();
        }
        String value = Accessors.place(compare.header(), compare.field())
                .map(MatchText::accessor)
                .orElse(compare.header() + "." + compare.field());
        return relation(value, compare.mask(), compare.op(), compare.value());
    }

    private static boolean isPort(String header, String field) {
        return (header.equals("tcp") || header.equals("udp")) && (field.equals("src") || field.equals("dst"));
    }

    private static String accessor(Place place) {
        return place.header() + "[" + place.offset() + size(place.size()) + "]";
    }

    private static String size(int size) {
        return size == 1 ? "" : ":" + size;
    }

    private static String relation(String value, long mask, Op op, long number) {
        String masked = mask == -1L ? value : value + " & 0x" + Long.toHexString(mask);
        String right = mask == -1L ? Long.toUnsignedString(number) : "0x" + Long.toHexString(number);
        return masked + " " + op.sign() + " " + right;
    }

    private static String range(Range range) {
        String numbers = Long.toUnsignedString(range.from()) + "-" + Long.toUnsignedString(range.to());
        return isPort(range.header(), range.field())
                ? range.header() + " " + range.field() + " portrange " + numbers
                : range.header() + "." + range.field() + " in " + numbers;
    }

    private static String prefix(Prefix prefix) {
        String end = switch (prefix.field()) {
            case "src", "spa" -> "src";
            case "dst", "tpa" -> "dst";
            default -> prefix.field();
        };
        return prefix.header() + " " + end + " " + place(prefix);
    }

    /// `host A` or `net A/N`, as the prefix is long.
    private static String place(Prefix prefix) {
        int width = switch (prefix.header()) {
            case "ether" -> 48;
            case "ip6" -> 128;
            default -> 32;
        };
        String address = switch (width) {
            case 48 -> Addresses.macText(prefix.high());
            case 128 -> Addresses.ipv6Text(prefix.high(), prefix.low());
            default -> Addresses.ipv4Text(prefix.high());
        };
        return prefix.bits() == width ? "host " + address : "net " + address + "/" + prefix.bits();
    }

    /// The words of a primitive whose whole tree this is.
    private static Optional<String> idiom(Match match) {
        Stream<Idiom> candidates = switch (match) {
            case And(List<Match> parts) when parts.getLast() instanceof Selects selects -> protocols(selects);
            case And(List<Match> parts)
            when parts.size() == 2 && parts.getFirst() instanceof Has -> reads(parts.getLast());
            case And(List<Match> parts) -> ends(parts.getFirst());
            case Or(List<Match> parts) -> ends(parts.getFirst());
            case Prefix prefix
            when prefix.equals(Primitives.ETHER_BROADCAST) -> Stream.of(new Idiom("ether broadcast", match));
            case Prefix prefix
            when prefix.equals(Primitives.IP6_MULTICAST) -> Stream.of(new Idiom("ip6 multicast", match));
            default -> Stream.empty();
        };
        return candidates
                .filter(idiom -> idiom.match().equals(match))
                .map(Idiom::text)
                .findFirst();
    }

    private static Stream<Idiom> protocols(Selects selects) {
        if (!selects.space().equals("ipproto")) {
            return Stream.empty();
        }
        long number = selects.number();
        Stream<Idiom> named = Primitives.protocols().entrySet().stream()
                .filter(entry -> entry.getValue().number() == number)
                .map(entry -> named(entry.getKey(), entry.getValue()));
        Stream<Idiom> numbered = Stream.of("", "ip", "ip6")
                .map(below -> new Idiom(
                        (below.isEmpty() ? "" : below + " ") + "proto " + number, Primitives.protocol(below, number)));
        return Stream.concat(named, numbered);
    }

    private static Idiom named(String name, Protocol protocol) {
        return new Idiom(name, Primitives.protocol(protocol.below(), protocol.number()));
    }

    /// A read of a header with the guard that its text implies. A port's equality has words of its own without a guard,
    /// so there the guard has to be written.
    private static Stream<Idiom> reads(Match leaf) {
        return switch (leaf) {
            case Compare c when isPort(c.header(), c.field()) && c.op() == Op.EQ && c.mask() == -1L -> Stream.empty();
            case Compare c ->
                Accessors.place(c.header(), c.field()).stream()
                        .map(p -> Accessors.compare(p.header(), p.offset(), p.size(), c.mask(), c.op(), c.value()))
                        .map(whole -> new Idiom(leaf(leaf), whole));
            case Octets o ->
                Stream.of(new Idiom(
                        leaf(leaf), Accessors.compare(o.header(), o.offset(), o.size(), o.mask(), o.op(), o.value())));
            default -> Stream.empty();
        };
    }

    /// Primitives about the ends of a packet that begin with this leaf.
    private static Stream<Idiom> ends(Match first) {
        return switch (first) {
            case And(List<Match> parts) -> leafEnds(parts.getFirst());
            default -> leafEnds(first);
        };
    }

    private static Stream<Idiom> leafEnds(Match leaf) {
        return switch (leaf) {
            case Prefix p
            when known(p) ->
                directed(
                        addressHeaders(p),
                        direction -> header -> new Idiom(
                                header.word() + direction.prefix() + place(p),
                                Primitives.address(header.names(), direction, p.high(), p.low(), p.bits())));
            case Compare c
            when isPort(c.header(), c.field()) && c.op() == Op.EQ && c.mask() == -1L ->
                portEnds(c.header(), "port " + c.value(), c.value(), c.value());
            case Range r
            when isPort(r.header(), r.field()) ->
                portEnds(r.header(), "portrange " + r.from() + "-" + r.to(), r.from(), r.to());
            default -> Stream.empty();
        };
    }

    private static boolean known(Prefix prefix) {
        return switch (prefix.header()) {
            case "ether" -> prefix.bits() == 48;
            case "ip", "ip6", "arp" -> true;
            default -> false;
        };
    }

    /// A qualifier's word with a blank after it, or nothing, and the headers that it means.
    private record Over(String word, List<String> names) {}

    private static List<Over> addressHeaders(Prefix prefix) {
        return switch (prefix.header()) {
            case "ip" -> List.of(new Over("", List.of("ip", "arp")), new Over("ip ", List.of("ip")));
            case "ip6" -> List.of(new Over("", List.of("ip6")));
            default -> List.of(new Over(prefix.header() + " ", List.of(prefix.header())));
        };
    }

    private static Stream<Idiom> portEnds(String header, String words, long from, long to) {
        List<Over> headers = List.of(new Over("", List.of("tcp", "udp")), new Over(header + " ", List.of(header)));
        return directed(
                headers,
                direction -> over -> new Idiom(
                        over.word() + direction.prefix() + words, Primitives.ports(over.names(), direction, from, to)));
    }

    private static Stream<Idiom> directed(List<Over> headers, Function<Direction, Function<Over, Idiom>> idiom) {
        return Stream.of(Direction.values())
                .flatMap(direction -> headers.stream().map(idiom.apply(direction)));
    }
}
