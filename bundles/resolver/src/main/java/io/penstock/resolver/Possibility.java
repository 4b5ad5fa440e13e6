// SPDX-License-Identifier: Apache-2.0
package io.penstock.resolver;

import io.penstock.api.Side;
import io.penstock.api.layer.Field;
import io.penstock.api.layer.Header;
import io.penstock.api.match.Match;
import io.penstock.api.match.Match.Op;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether some packet can satisfy several matches at once, as far as the declared headers tell. That none can is
/// certain; that one can is not.
public final class Possibility {
    /// So many ways through the trees are looked at; where there are more, all is taken for possible.
    private static final int MOST_STEPS = 4_096;

    /// So many steps are taken for all questions together; then all is taken for possible.
    private static final int MOST_IN_ALL = 200_000;

    private static final String UNKNOWN = "#";

    private final Map<String, Header> headers = new HashMap<>();
    private final Map<String, Set<String>> leadsTo = new HashMap<>();
    private int steps;
    private int spent;

    public Possibility(Collection<Header> declared) {
        declared.forEach(header -> headers.put(header.name(), header));
        declared.forEach(header -> leadsTo.put(header.name(), reachable(header)));
    }

    /// The headers that can follow one, at any distance.
    private Set<String> reachable(Header from) {
        Set<String> found = new HashSet<>();
        Deque<Header> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            String space = open.remove().space();
            for (Header next : headers.values()) {
                boolean follows = next.entries().stream()
                        .anyMatch(entry -> !space.isEmpty() && entry.space().equals(space));
                if (follows && found.add(next.name())) {
                    open.add(next);
                }
            }
            if (!space.isEmpty()) {
                found.add(space + UNKNOWN);
            }
        }
        return found;
    }

    /// Whether all of these can hold for one packet.
    public boolean of(List<Match> wanted) {
        steps = 0;
        Deque<Literal> open = new ArrayDeque<>();
        wanted.forEach(match -> open.add(new Literal(match, true)));
        return search(open, new Facts());
    }

    private record Literal(Match match, boolean holds) {}

    /// What is known of a packet on one way through the trees.
    private static final class Facts {
        /// Headers, and numbers without one, of which some header says that they follow.
        private final Set<String> announced = new HashSet<>();
        private final Set<String> there = new HashSet<>();
        private final Set<String> absent = new HashSet<>();
        private final Set<Header.Entry> said = new HashSet<>();
        private final Set<Header.Entry> unsaid = new HashSet<>();
        private final Set<Side> sides = new HashSet<>();
        private final Map<String, Span> spans = new HashMap<>();

        Facts copy() {
            Facts copy = new Facts();
            copy.announced.addAll(announced);
            copy.there.addAll(there);
            copy.absent.addAll(absent);
            copy.said.addAll(said);
            copy.unsaid.addAll(unsaid);
            copy.sides.addAll(sides);
            copy.spans.putAll(spans);
            return copy;
        }
    }

    /// The values that a field may have: from the first to the last, without some spans.
    private record Span(BigInteger first, BigInteger last, List<Span> without) {
        static Span of(BigInteger first, BigInteger last) {
            return new Span(first, last, List.of());
        }

        static Span of(long first, long last) {
            return of(unsigned(first), unsigned(last));
        }

        boolean isEmpty() {
            BigInteger value = first;
            for (int i = 0; i <= without.size(); i++) {
                for (Span hole : without) {
                    if (hole.first.compareTo(value) <= 0 && value.compareTo(hole.last) <= 0) {
                        value = hole.last.add(BigInteger.ONE);
                    }
                }
            }
            return value.compareTo(last) > 0;
        }

        Span and(Span other) {
            List<Span> holes = new ArrayList<>(without);
            holes.addAll(other.without);
            return new Span(first.max(other.first), last.min(other.last), holes);
        }

        Span not(Span whole) {
            return new Span(whole.first, whole.last, List.of(this));
        }
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }

    private boolean search(Deque<Literal> open, Facts facts) {
        if (++steps > MOST_STEPS || ++spent > MOST_IN_ALL) {
            return true;
        }
        if (open.isEmpty()) {
            return true;
        }
        Deque<Literal> rest = new ArrayDeque<>(open);
        Literal next = rest.remove();
        boolean holds = next.holds();
        return switch (next.match()) {
            case Match.Any any -> holds && search(rest, facts);
            case Match.Not not -> push(rest, List.of(not.inner()), !holds, facts);
            case Match.And and when holds -> push(rest, and.parts(), true, facts);
            case Match.And and -> either(rest, and.parts(), false, facts);
            case Match.Or or when !holds -> push(rest, or.parts(), false, facts);
            case Match.Or or -> either(rest, or.parts(), true, facts);
            case Match.From from -> {
                Facts more = facts.copy();
                more.sides.add(holds ? from.side() : from.side().opposite());
                yield more.sides.size() == 1 && search(rest, more);
            }
            case Match.Has has -> {
                Facts more = facts.copy();
                yield (holds ? present(has.header(), more) : absent(has.header(), more)) && search(rest, more);
            }
            case Match.Selects says -> {
                Facts more = facts.copy();
                yield (holds ? says(says, more) : saysNot(says, more)) && search(rest, more);
            }
            case Match.Length length -> {
                Facts more = facts.copy();
                Span whole = Span.of(0, Integer.MAX_VALUE);
                yield value("length", span(sign(length.op(), holds), length.bytes(), whole), whole, more)
                        && search(rest, more);
            }
            default -> field(next, rest, facts);
        };
    }

    private boolean push(Deque<Literal> rest, List<Match> parts, boolean holds, Facts facts) {
        Deque<Literal> more = new ArrayDeque<>(rest);
        for (Match part : parts) {
            // What is decided at once comes before what forks.
            if (part instanceof Match.And || part instanceof Match.Or || part instanceof Match.Not) {
                more.addLast(new Literal(part, holds));
            } else {
                more.addFirst(new Literal(part, holds));
            }
        }
        return search(more, facts);
    }

    private boolean either(Deque<Literal> rest, List<Match> parts, boolean holds, Facts facts) {
        for (Match part : parts) {
            if (push(rest, List.of(part), holds, facts)) {
                return true;
            }
        }
        return false;
    }

    // ---- headers

    private boolean present(String name, Facts facts) {
        Header header = headers.get(name);
        if (header == null || facts.absent.contains(name)) {
            return false;
        }
        facts.there.add(name);
        return !facts.unsaid.containsAll(header.entries()) && announced(name, facts);
    }

    private static boolean absent(String name, Facts facts) {
        facts.absent.add(name);
        return !facts.there.contains(name);
    }

    /// Two headers of which neither can lead to the other exclude each other.
    private boolean announced(String token, Facts facts) {
        facts.announced.add(token);
        return facts.announced.stream()
                .allMatch(other -> other.equals(token) || leads(other, token) || leads(token, other));
    }

    private boolean leads(String from, String to) {
        Set<String> reached = leadsTo.getOrDefault(from, Set.of());
        int unknown = to.indexOf(UNKNOWN);
        return reached.contains(unknown < 0 ? to : to.substring(0, unknown + 1));
    }

    private boolean says(Match.Selects says, Facts facts) {
        Header.Entry entry = new Header.Entry(says.space(), says.number());
        facts.said.add(entry);
        String token = headers.values().stream()
                .filter(header -> header.entries().contains(entry))
                .map(Header::name)
                .findFirst()
                .orElse(says.space() + UNKNOWN + says.number());
        return !facts.unsaid.contains(entry) && announced(token, facts);
    }

    private boolean saysNot(Match.Selects says, Facts facts) {
        Header.Entry entry = new Header.Entry(says.space(), says.number());
        facts.unsaid.add(entry);
        return !facts.said.contains(entry)
                && facts.there.stream()
                        .map(headers::get)
                        .noneMatch(header -> header != null
                                && !header.entries().isEmpty()
                                && facts.unsaid.containsAll(header.entries()));
    }

    // ---- fields

    private record Asked(String header, String field, Optional<Span> span) {}

    private boolean field(Literal literal, Deque<Literal> rest, Facts facts) {
        Asked asked = asked(literal);
        Facts without = facts.copy();
        if (!literal.holds() && absent(asked.header(), without) && search(rest, without)) {
            return true;
        }
        Facts there = facts.copy();
        if (!present(asked.header(), there)) {
            return false;
        }
        Optional<Span> whole = whole(asked.header(), asked.field());
        if (whole.isPresent() && asked.span().isPresent()) {
            String path = asked.header() + "." + asked.field();
            return value(path, asked.span().get(), whole.get(), there) && search(rest, there);
        }
        return search(rest, there);
    }

    /// The field that a leaf reads, and which values the literal leaves it; no span where that cannot be told.
    private Asked asked(Literal literal) {
        boolean holds = literal.holds();
        return switch (literal.match()) {
            case Match.Compare leaf ->
                new Asked(
                        leaf.header(),
                        leaf.field(),
                        whole(leaf.header(), leaf.field())
                                .filter(whole -> covers(leaf.mask(), leaf.header(), leaf.field()))
                                .map(whole -> span(sign(leaf.op(), holds), leaf.value(), whole)));
            case Match.Range leaf -> {
                Span span = Span.of(leaf.from(), leaf.to());
                yield new Asked(
                        leaf.header(),
                        leaf.field(),
                        whole(leaf.header(), leaf.field()).map(whole -> holds ? span : span.not(whole)));
            }
            case Match.Prefix leaf ->
                new Asked(
                        leaf.header(),
                        leaf.field(),
                        whole(leaf.header(), leaf.field()).map(whole -> {
                            Span span = prefix(leaf, whole.last().bitLength());
                            return holds ? span : span.not(whole);
                        }));
            case Match.Octets leaf -> new Asked(leaf.header(), "", Optional.empty());
            default -> throw new IllegalStateException(literal.match() + " reads no field");
        };
    }

    private static Op sign(Op op, boolean holds) {
        if (holds) {
            return op;
        }
        return switch (op) {
            case EQ -> Op.NE;
            case NE -> Op.EQ;
            case LT -> Op.GE;
            case LE -> Op.GT;
            case GT -> Op.LE;
            case GE -> Op.LT;
        };
    }

    private static boolean value(String field, Span span, Span whole, Facts facts) {
        Span now = facts.spans.getOrDefault(field, whole).and(span);
        facts.spans.put(field, now);
        return !now.isEmpty();
    }

    private Optional<Field> declared(String header, String field) {
        return Optional.ofNullable(headers.get(header)).map(one -> one.fields().get(field));
    }

    private Optional<Span> whole(String header, String field) {
        return declared(header, field)
                .map(one -> Span.of(
                        BigInteger.ZERO, BigInteger.ONE.shiftLeft(one.width()).subtract(BigInteger.ONE)));
    }

    private boolean covers(long mask, String header, String field) {
        return declared(header, field)
                .filter(one -> one.width() <= 64 && (mask & one.mask()) == one.mask())
                .isPresent();
    }

    private static Span span(Op op, long value, Span whole) {
        BigInteger number = unsigned(value);
        return switch (op) {
            case EQ -> Span.of(number, number);
            case NE -> Span.of(number, number).not(whole);
            case LT -> Span.of(BigInteger.ZERO, number.subtract(BigInteger.ONE));
            case LE -> Span.of(BigInteger.ZERO, number);
            case GT -> Span.of(number.add(BigInteger.ONE), whole.last());
            case GE -> Span.of(number, whole.last());
        };
    }

    private static Span prefix(Match.Prefix prefix, int width) {
        BigInteger address =
                unsigned(prefix.high()).shiftLeft(64).or(unsigned(prefix.low())).shiftRight(128 - width);
        int free = width - prefix.bits();
        BigInteger first = address.shiftRight(free).shiftLeft(free);
        return Span.of(first, first.add(BigInteger.ONE.shiftLeft(free)).subtract(BigInteger.ONE));
    }
}
