// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.proof;

import io.penstock.api.layer.Field;
import io.penstock.api.layer.Header;
import io.penstock.api.match.Match;
import io.penstock.dataplane.packet.Headers;
import io.penstock.dataplane.packet.PacketText;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// One packet of each kind that some matches can tell apart: for each row of headers, each combination of values of
/// which any two differ for some leaf.
public final class Census {
    /// Where there are more kinds, none is tried.
    private static final long MOST = 200_000;

    /// Fields of at most so many bits are looked at value by value.
    private static final int NARROW = 16;

    /// A leaf as a question to one field, and the values at which its answer may change.
    private record Test(Field field, Predicate<BigInteger> holds, List<BigInteger> borders, boolean masked) {}

    private record Choice(Field field, List<BigInteger> values) {}

    private record Kinds(Shape shape, List<Choice> choices, List<Integer> sizes) {
        long count() {
            long count = sizes.size();
            for (Choice choice : choices) {
                count = Math.min(MOST + 1, count * choice.values().size());
            }
            return count;
        }
    }

    private final Headers headers;
    private final List<Test> tests = new ArrayList<>();
    private final Set<Integer> sizes = new TreeSet<>(Set.of(0));
    private final Map<String, Set<Long>> strangers = new HashMap<>();
    private final List<Kinds> all = new ArrayList<>();
    private boolean whole = true;

    /// @param matches what the packets have to be told apart by
    /// @param named values by width that are a kind of their own, as functions may treat them so
    public Census(Collection<Match> matches, Map<Integer, ? extends Collection<BigInteger>> named, Headers headers) {
        this.headers = headers;
        matches.forEach(this::read);
        for (Shape shape : Shape.all(headers)) {
            all.add(new Kinds(shape, choices(shape, named), List.copyOf(sizes)));
        }
    }

    /// How many kinds there are; none where they are too many or cannot be told apart here.
    public long count() {
        long count = all.stream().mapToLong(Kinds::count).sum();
        return whole && count <= MOST ? count : 0;
    }

    /// Shows one packet of each kind as packet text, until one is told to be the last.
    public void show(Predicate<String> goesOn) {
        for (Kinds kinds : count() == 0 ? List.<Kinds>of() : all) {
            int[] at = new int[kinds.choices().size()];
            do {
                Map<Field, BigInteger> values = new HashMap<>();
                for (int i = 0; i < at.length; i++) {
                    Choice choice = kinds.choices().get(i);
                    values.put(choice.field(), choice.values().get(at[i]));
                }
                for (int size : kinds.sizes()) {
                    if (!goesOn.test(kinds.shape().text(new HashMap<>(values), size, headers))) {
                        return;
                    }
                }
            } while (next(at, kinds.choices()));
        }
    }

    private static boolean next(int[] at, List<Choice> choices) {
        for (int i = 0; i < at.length; i++) {
            if (++at[i] < choices.get(i).values().size()) {
                return true;
            }
            at[i] = 0;
        }
        return false;
    }

    // ---- what is asked

    private void read(Match match) {
        switch (match) {
            case Match.And and -> and.parts().forEach(this::read);
            case Match.Or or -> or.parts().forEach(this::read);
            case Match.Not not -> read(not.inner());
            case Match.Compare leaf ->
                field(leaf.header(), leaf.field())
                        .ifPresent(field -> compare(field, leaf.mask(), leaf.op(), leaf.value()));
            case Match.Octets leaf -> {
                Optional<Field> field = filled(leaf);
                whole &= field.isPresent();
                field.ifPresent(one -> compare(one, leaf.mask(), leaf.op(), leaf.value()));
            }
            case Match.Range leaf ->
                field(leaf.header(), leaf.field())
                        .ifPresent(field -> within(field, Solver.unsigned(leaf.from()), Solver.unsigned(leaf.to())));
            case Match.Prefix leaf ->
                field(leaf.header(), leaf.field()).ifPresent(field -> {
                    BigInteger address = Solver.wide(leaf.high(), leaf.low()).shiftRight(128 - field.width());
                    int free = field.width() - leaf.bits();
                    BigInteger first = address.shiftRight(free).shiftLeft(free);
                    within(
                            field,
                            first,
                            first.add(BigInteger.ONE.shiftLeft(free)).subtract(BigInteger.ONE));
                });
            case Match.Selects leaf -> {
                if (following(leaf.space(), leaf.number()).isEmpty()) {
                    strangers
                            .computeIfAbsent(leaf.space(), none -> new TreeSet<>())
                            .add(leaf.number());
                }
            }
            case Match.Length leaf -> sizes.addAll(List.of(leaf.bytes() - 1, leaf.bytes(), leaf.bytes() + 1));
            case Match.Any any -> {}
            case Match.Has has -> {}
            case Match.From from -> {}
        }
    }

    private Optional<Field> field(String header, String field) {
        return headers.named(header).map(one -> one.fields().get(field));
    }

    /// The field that fills just the octets which a leaf reads.
    private Optional<Field> filled(Match.Octets leaf) {
        return headers.named(leaf.header())
                .flatMap(header -> header.fields().values().stream()
                        .filter(field -> field.bit() == 8 * leaf.offset() && field.width() == 8 * leaf.size())
                        .findFirst());
    }

    private Optional<Header> following(String space, long number) {
        Header.Entry entry = new Header.Entry(space, number);
        return headers.all().stream()
                .filter(header -> header.entries().contains(entry))
                .findFirst();
    }

    private void compare(Field field, long mask, Match.Op op, long value) {
        boolean masked = (mask & field.mask()) != field.mask();
        whole &= !masked || field.width() <= NARROW;
        tests.add(new Test(
                field,
                one -> op.test(one.longValue() & mask, value),
                borders(Solver.unsigned(value), Solver.unsigned(value)),
                masked));
    }

    private void within(Field field, BigInteger first, BigInteger last) {
        tests.add(new Test(
                field, one -> one.compareTo(first) >= 0 && one.compareTo(last) <= 0, borders(first, last), false));
    }

    private static List<BigInteger> borders(BigInteger first, BigInteger last) {
        return List.of(first.subtract(BigInteger.ONE), first, last, last.add(BigInteger.ONE));
    }

    // ---- what answers differently

    private List<Choice> choices(Shape shape, Map<Integer, ? extends Collection<BigInteger>> named) {
        Reading sample = new Reading(new PacketText(headers).bytes(shape.sample()), headers);
        Map<Field, Choice> choices = new LinkedHashMap<>();
        for (Reading.Found found : sample.found()) {
            for (Header.Pair pair : found.header().pairs()) {
                if (pair.role() != Header.Role.STATION) {
                    for (Field end : List.of(pair.from(), pair.to())) {
                        choices.put(end, choice(end, Wording.number(sample, found, end), named));
                    }
                }
            }
            for (Field field : found.header().fields().values()) {
                boolean asked = tests.stream().anyMatch(test -> test.field().equals(field));
                if (asked && !choices.containsKey(field)) {
                    choices.put(field, choice(field, Wording.number(sample, found, field), Map.of()));
                }
            }
        }
        Header last = shape.headers().getLast();
        Set<Long> numbers = strangers.getOrDefault(last.space(), Set.of());
        last.next().filter(next -> !numbers.isEmpty()).ifPresent(next -> {
            List<BigInteger> values = new ArrayList<>(List.of(shape.initial(next)));
            numbers.forEach(number -> values.add(Solver.unsigned(number)));
            choices.put(next, new Choice(next, values));
        });
        return List.copyOf(choices.values());
    }

    private Choice choice(Field field, BigInteger ordinary, Map<Integer, ? extends Collection<BigInteger>> named) {
        List<Test> asked =
                tests.stream().filter(test -> test.field().equals(field)).toList();
        Collection<BigInteger> own = Optional.<Collection<BigInteger>>ofNullable(named.get(field.width()))
                .orElse(List.of());
        Set<BigInteger> candidates = new LinkedHashSet<>(List.of(ordinary));
        asked.forEach(test -> candidates.addAll(test.borders()));
        candidates.addAll(own);
        if (field.width() <= NARROW && asked.stream().anyMatch(Test::masked)) {
            for (long value = 0; value < 1L << field.width(); value++) {
                candidates.add(BigInteger.valueOf(value));
            }
        }
        candidates.removeIf(value -> value.signum() < 0 || value.bitLength() > field.width());
        Map<List<Object>, BigInteger> kinds = new LinkedHashMap<>();
        for (BigInteger value : candidates) {
            List<Object> answers = new ArrayList<>();
            asked.forEach(test -> answers.add(test.holds().test(value)));
            answers.add(own.contains(value) ? value : "");
            kinds.putIfAbsent(answers, value);
        }
        return new Choice(field, List.copyOf(kinds.values()));
    }
}
