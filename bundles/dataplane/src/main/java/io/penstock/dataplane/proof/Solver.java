// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.proof;

import io.penstock.api.Side;
import io.penstock.api.layer.Field;
import io.penstock.api.layer.Header;
import io.penstock.api.match.Match;
import io.penstock.api.match.Match.Op;
import io.penstock.dataplane.packet.Headers;
import io.penstock.dataplane.packet.PacketText;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/// Makes packets for which wanted matches hold: chooses a way through each tree, gives the fields that its leaves
/// name a fitting value, and all others one that the chain speaks of or any.
final class Solver {
    private record Literal(Match leaf, boolean wanted) {}

    private static final int LONGEST = 1_400;

    private final Headers headers;
    private final Random random;
    private final List<Shape> shapes;
    private final Map<Integer, List<BigInteger>> spoken = new HashMap<>();

    /// @param headers what the layers declare
    Solver(Headers headers, Random random) {
        this.headers = headers;
        this.random = random;
        shapes = Shape.all(headers);
        for (String address : List.of("10.0.0.1", "10.0.0.2", "192.0.2.7", "fd10::1", "fd10::2", "fd20::7")) {
            speak(address);
        }
    }

    /// Makes a number or an address a likely value of fields of its width.
    void speak(String word) {
        values(word)
                .forEach((width, value) ->
                        spoken.computeIfAbsent(width, none -> new ArrayList<>()).add(value));
    }

    /// What a number or an address can be the value of, by width in bits.
    static Map<Integer, BigInteger> values(String word) {
        Map<Integer, BigInteger> values = new HashMap<>();
        try {
            if (word.matches("\\d{1,10}")) {
                BigInteger number = BigInteger.valueOf(Long.parseLong(word));
                IntStream.of(8, 16)
                        .filter(width -> number.bitLength() <= width)
                        .forEach(width -> values.put(width, number));
            } else {
                io.penstock.api.Address address = io.penstock.api.Address.parse(word);
                values.put(address.bits(), wide(address.high(), address.low()));
            }
        } catch (IllegalArgumentException none) {
            // Neither a number nor an address.
        }
        return values;
    }

    static BigInteger wide(long high, long low) {
        return new BigInteger(Long.toUnsignedString(high)).shiftLeft(64).or(new BigInteger(Long.toUnsignedString(low)));
    }

    /// A packet for which these matches hold as far as they can all hold at one place.
    ///
    /// @param side at which it comes in, unless the matches say another
    Optional<Sample> sample(List<Match> wanted, Side side) {
        List<Literal> literals = new ArrayList<>();
        wanted.forEach(match -> choose(match, true, literals));
        boolean fromServer = side == Side.SERVER;
        List<String> carried = new ArrayList<>();
        for (Literal literal : literals) {
            if (literal.leaf() instanceof Match.From from) {
                fromServer = (from.side() == Side.SERVER) == literal.wanted();
            } else if (literal.wanted()) {
                header(literal.leaf()).ifPresent(carried::add);
            }
        }
        List<Shape> fitting = shapes.stream()
                .filter(shape -> shape.carries(carried) && literals.stream().allMatch(one -> allows(shape, one)))
                .toList();
        if (fitting.isEmpty()) {
            return Optional.empty();
        }
        Shape shape = fitting.get(random.nextInt(fitting.size()));
        String text = shape.text(values(shape, literals), size(literals), headers);
        try {
            new PacketText(headers).bytes(text);
            return Optional.of(new Sample(text, fromServer));
        } catch (IllegalArgumentException tooLarge) {
            return Optional.empty();
        }
    }

    /// One of the ways in which a match can hold, or not hold.
    private void choose(Match match, boolean wanted, List<Literal> literals) {
        switch (match) {
            case Match.Any any -> {}
            case Match.Not not -> choose(not.inner(), !wanted, literals);
            case Match.And and -> choose(and.parts(), wanted, wanted, literals);
            case Match.Or or -> choose(or.parts(), !wanted, wanted, literals);
            default -> literals.add(new Literal(match, wanted));
        }
    }

    private void choose(List<Match> parts, boolean all, boolean wanted, List<Literal> literals) {
        if (all) {
            parts.forEach(part -> choose(part, wanted, literals));
        } else if (!parts.isEmpty()) {
            choose(parts.get(random.nextInt(parts.size())), wanted, literals);
        }
    }

    private static Optional<String> header(Match leaf) {
        return switch (leaf) {
            case Match.Has has -> Optional.of(has.header());
            case Match.Compare compare -> Optional.of(compare.header());
            case Match.Range range -> Optional.of(range.header());
            case Match.Prefix prefix -> Optional.of(prefix.header());
            case Match.Octets octets -> Optional.of(octets.header());
            default -> Optional.empty();
        };
    }

    /// Whether the headers alone do not speak against a leaf.
    private boolean allows(Shape shape, Literal literal) {
        if (literal.leaf() instanceof Match.Has has) {
            return shape.carries(List.of(has.header())) == literal.wanted();
        }
        if (literal.leaf() instanceof Match.Selects selects && literal.wanted()) {
            Header.Entry entry = new Header.Entry(selects.space(), selects.number());
            Optional<Header> next = headers.all().stream()
                    .filter(header -> header.entries().contains(entry))
                    .findFirst();
            return next.map(header -> shape.headers().contains(header)
                            && shape.headers()
                                    .get(shape.headers().indexOf(header) - 1)
                                    .space()
                                    .equals(selects.space()))
                    .orElseGet(() -> shape.headers().getLast().space().equals(selects.space()));
        }
        return true;
    }

    // ---- values

    private Map<Field, BigInteger> values(Shape shape, List<Literal> literals) {
        Map<Field, BigInteger> values = new HashMap<>();
        for (Header header : shape.headers()) {
            for (Header.Pair pair : header.pairs()) {
                if (pair.role() != Header.Role.STATION) {
                    values.put(pair.from(), any(pair.from()));
                    values.put(pair.to(), any(pair.to()));
                }
            }
        }
        // What must not hold first, so that what must hold stands.
        literals.stream().filter(one -> !one.wanted()).forEach(one -> set(shape, one, values));
        literals.stream().filter(Literal::wanted).forEach(one -> set(shape, one, values));
        return values;
    }

    private BigInteger any(Field field) {
        List<BigInteger> known = spoken.getOrDefault(field.width(), List.of());
        return known.isEmpty() || random.nextInt(8) == 0
                ? new BigInteger(Math.min(field.width(), 16), random)
                : known.get(random.nextInt(known.size()));
    }

    private void set(Shape shape, Literal literal, Map<Field, BigInteger> values) {
        switch (literal.leaf()) {
            case Match.Compare leaf ->
                shape.field(leaf.header(), leaf.field()).ifPresent(field -> {
                    long before =
                            values.getOrDefault(field, shape.initial(field)).longValue();
                    long mask = leaf.mask() & field.mask();
                    long part = number(leaf.op(), leaf.value(), mask, literal.wanted());
                    values.put(field, unsigned(before & ~mask | part & mask));
                });
            case Match.Range leaf ->
                shape.field(leaf.header(), leaf.field())
                        .ifPresent(field ->
                                values.put(field, unsigned(between(leaf, literal.wanted()) & field.mask())));
            case Match.Prefix leaf ->
                shape.field(leaf.header(), leaf.field())
                        .ifPresent(field -> values.put(field, beginning(field, leaf, literal.wanted())));
            case Match.Octets leaf -> octets(shape, leaf, literal.wanted(), values);
            case Match.Selects leaf
            when literal.wanted() -> {
                Header last = shape.headers().getLast();
                if (last.space().equals(leaf.space()) && last.next().isPresent()) {
                    values.put(last.next().get(), unsigned(leaf.number()));
                }
            }
            default -> {}
        }
    }

    static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }

    /// A number within a mask for which a comparison holds or not; the bounds and their neighbours are likely.
    private long number(Op op, long value, long mask, boolean wanted) {
        for (int i = 0; i < 64; i++) {
            long one = switch (random.nextInt(5)) {
                case 0 -> value;
                case 1 -> value + 1;
                case 2 -> value - 1;
                case 3 -> value + random.nextInt(64);
                default -> random.nextLong();
            };
            if (op.test(one & mask, value) == wanted) {
                return one & mask;
            }
        }
        return value;
    }

    private long between(Match.Range range, boolean wanted) {
        long span = range.to() - range.from();
        if (!wanted) {
            return random.nextBoolean() ? range.from() - 1 : range.to() + 1;
        }
        return switch (random.nextInt(3)) {
            case 0 -> range.from();
            case 1 -> range.to();
            default -> range.from() + (span <= 0 ? 0 : random.nextLong(span));
        };
    }

    private BigInteger beginning(Field field, Match.Prefix prefix, boolean wanted) {
        BigInteger whole = wide(prefix.high(), prefix.low()).shiftRight(128 - field.width());
        int free = field.width() - prefix.bits();
        BigInteger rest = switch (free == 0 ? 0 : random.nextInt(3)) {
            case 0 -> BigInteger.ZERO;
            case 1 -> BigInteger.ONE.shiftLeft(free).subtract(BigInteger.ONE);
            default -> new BigInteger(free, random);
        };
        BigInteger found = whole.shiftRight(free).shiftLeft(free).or(rest);
        return wanted || prefix.bits() == 0 ? found : found.flipBit(free + random.nextInt(prefix.bits()));
    }

    /// Octets at a place of a header are given by the fields that lie in them.
    private void octets(Shape shape, Match.Octets leaf, boolean wanted, Map<Field, BigInteger> values) {
        long full = -1L >>> 64 - 8 * leaf.size();
        long value = number(leaf.op(), leaf.value(), leaf.mask() & full, wanted);
        int first = 8 * leaf.offset();
        int last = first + 8 * leaf.size();
        shape.headers().stream()
                .filter(header -> header.name().equals(leaf.header()))
                .flatMap(header -> header.fields().values().stream())
                .filter(field -> field.bit() >= first && field.bit() + field.width() <= last)
                .forEach(field -> {
                    int shift = last - field.bit() - field.width();
                    long mask = leaf.mask() >>> shift & field.mask();
                    long before =
                            values.getOrDefault(field, shape.initial(field)).longValue();
                    values.put(field, unsigned(before & ~mask | value >>> shift & mask));
                });
    }

    private int size(List<Literal> literals) {
        for (Literal literal : literals) {
            if (literal.leaf() instanceof Match.Length leaf) {
                return Math.clamp(number(leaf.op(), leaf.bytes(), 0xffff, literal.wanted()), 0, LONGEST);
            }
        }
        return 0;
    }
}
