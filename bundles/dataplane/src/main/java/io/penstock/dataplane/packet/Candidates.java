// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.packet;

import io.penstock.api.Side;
import io.penstock.api.layer.Field;
import io.penstock.api.match.Match;
import io.penstock.api.match.Match.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which of many matches may hold for a packet, without a look at each: the matches are grouped by which bits of which
/// fields they ask for, and each group is a hash table (tuple space search, Srinivasan, Suri and Varghese).
///
/// Only what a match needs in any case is used, so that no match that holds is left out; whether a candidate holds
/// remains to be asked. Used by one thread; a search allocates nothing.
public final class Candidates {
    private static final int NONE = -1;
    private static final int[] NO_PLACES = {};

    /// A match is kept under so many combinations of values at most; one of more is not told apart by what makes them.
    private static final int MOST_ALTERNATIVES = 64;

    /// So many groups at most, or lengths of prefixes are rounded down, which makes fewer.
    private static final int MOST_GROUPS = 96;

    private static final int[] GRAINS = {1, 4, 8, 16};
    private static final int WORD = 64;
    private static final int WIDEST_RANGE = 32;

    /// What a part of a match looks at: 64 bits of a field, whether there is a header, or the side.
    private record Source(String header, String field, int word) implements Comparable<Source> {
        static final Source SIDE = new Source("", "", 0);

        @Override
        public int compareTo(Source other) {
            int order = header.compareTo(other.header);
            order = order == 0 ? field.compareTo(other.field) : order;
            return order == 0 ? Integer.compare(word, other.word) : order;
        }
    }

    /// Bits that have to have these values.
    private record Bits(long mask, long value) {}

    /// Reads a source out of a packet: the side where it has no header, whether there is one where it has no field.
    private record Probe(String header, int word, Condition.@Nullable Ends ends) {}

    private final Headers headers;
    private final Probe[] probes;
    private final long[] values;
    private final boolean[] present;
    private final Group[] groups;
    private final int[][] hits;
    private final int[] cursors;
    private int hitCount;

    /// Matches that ask for the same bits.
    private static final class Group {
        private final int[] probes;
        private final long[] masks;
        private final long[] hashes;
        private final int[][] places;

        Group(List<Integer> probes, List<Long> masks, Map<Long, List<Integer>> entries) {
            this.probes = probes.stream().mapToInt(Integer::intValue).toArray();
            this.masks = masks.stream().mapToLong(Long::longValue).toArray();
            int size = Integer.highestOneBit(Math.max(2, 2 * entries.size() - 1)) << 1;
            hashes = new long[size];
            places = new int[size][];
            entries.forEach((hash, matches) -> {
                int at = slot(hash);
                while (places[at] != null) {
                    at = at + 1 & size - 1;
                }
                hashes[at] = hash;
                places[at] = matches.stream()
                        .mapToInt(Integer::intValue)
                        .sorted()
                        .distinct()
                        .toArray();
            });
        }

        private int slot(long hash) {
            return (int) (hash ^ hash >>> 32) & hashes.length - 1;
        }
    }

    /// @param matches in their order, which is that of the candidates
    public Candidates(List<Match> matches, Headers headers) {
        this.headers = headers;
        List<Set<Map<Source, Bits>>> alternatives = List.of();
        for (int i = 0; i < GRAINS.length; i++) {
            int grain = GRAINS[i];
            alternatives = matches.stream().map(match -> needs(match, grain)).toList();
            long kinds = alternatives.stream()
                    .flatMap(Set::stream)
                    .map(Candidates::kind)
                    .distinct()
                    .count();
            if (kinds <= MOST_GROUPS) {
                break;
            }
        }
        Map<Source, Integer> numbers = new LinkedHashMap<>();
        alternatives.stream()
                .flatMap(Set::stream)
                .flatMap(one -> one.keySet().stream())
                .forEach(source -> numbers.putIfAbsent(source, numbers.size()));
        probes = numbers.keySet().stream().map(this::probe).toArray(Probe[]::new);
        values = new long[probes.length];
        present = new boolean[probes.length];
        groups = group(alternatives, numbers);
        hits = new int[groups.length][];
        cursors = new int[groups.length];
    }

    private static Map<Source, Long> kind(Map<Source, Bits> one) {
        Map<Source, Long> kind = new TreeMap<>();
        one.forEach((source, bits) -> kind.put(source, bits.mask()));
        return kind;
    }

    private static Group[] group(List<Set<Map<Source, Bits>>> alternatives, Map<Source, Integer> numbers) {
        Map<Map<Source, Long>, Map<Long, List<Integer>>> groups = new LinkedHashMap<>();
        for (int i = 0; i < alternatives.size(); i++) {
            for (Map<Source, Bits> one : alternatives.get(i)) {
                long hash = 0;
                for (Bits bits : one.values()) {
                    hash = mix(hash, bits.value());
                }
                groups.computeIfAbsent(kind(one), kind -> new HashMap<>())
                        .computeIfAbsent(hash, unseen -> new ArrayList<>())
                        .add(i);
            }
        }
        return groups.entrySet().stream()
                .map(group -> new Group(
                        group.getKey().keySet().stream()
                                .map(source -> numbers.getOrDefault(source, 0))
                                .toList(),
                        List.copyOf(group.getKey().values()),
                        group.getValue()))
                .toArray(Group[]::new);
    }

    private static long mix(long hash, long value) {
        long mixed = (hash ^ value) * 0x9E37_79B9_7F4A_7C15L;
        return (mixed ^ mixed >>> 29) * 0x94D0_49BB_1331_11EBL;
    }

    private Probe probe(Source source) {
        return new Probe(
                source.header(),
                source.word(),
                headers.named(source.header())
                        .filter(header -> header.fields().containsKey(source.field()))
                        .map(header -> Condition.Ends.of(header, source.field()))
                        .orElse(null));
    }

    // ---- what a match needs in any case

    /// Of each way in which the match can hold, bits that it needs; an empty set for a match that never holds.
    private Set<Map<Source, Bits>> needs(Match match, int grain) {
        return switch (match) {
            case Match.And and -> all(and.parts(), grain);
            case Match.Or or -> any(or.parts(), grain);
            case Match.Has has -> one(new Source(has.header(), "", 0), new Bits(0, 0));
            case Match.Octets octets -> one(new Source(octets.header(), "", 0), new Bits(0, 0));
            case Match.From from -> one(Source.SIDE, new Bits(-1, number(from.side())));
            case Match.Compare leaf -> compared(leaf);
            case Match.Range leaf -> between(leaf, grain);
            case Match.Prefix leaf -> begins(leaf, grain);
            case Match.Any any -> unknown();
            case Match.Not not -> unknown();
            case Match.Selects selects -> unknown();
            case Match.Length length -> unknown();
        };
    }

    private static long number(Side side) {
        return side == Side.CLIENT ? 0 : 1;
    }

    private static Set<Map<Source, Bits>> unknown() {
        return Set.of(new TreeMap<>());
    }

    private static Set<Map<Source, Bits>> one(Source source, Bits bits) {
        return Set.of(new TreeMap<>(Map.of(source, bits)));
    }

    private Set<Map<Source, Bits>> all(List<Match> parts, int grain) {
        Set<Map<Source, Bits>> product = unknown();
        for (Match part : parts) {
            Set<Map<Source, Bits>> needs = needs(part, grain);
            if (product.size() * needs.size() <= MOST_ALTERNATIVES) {
                Set<Map<Source, Bits>> longer = new LinkedHashSet<>();
                for (Map<Source, Bits> left : product) {
                    for (Map<Source, Bits> right : needs) {
                        Map<Source, Bits> both = new TreeMap<>(right);
                        both.putAll(left);
                        longer.add(both);
                    }
                }
                product = longer;
            }
        }
        return product;
    }

    private Set<Map<Source, Bits>> any(List<Match> parts, int grain) {
        Set<Map<Source, Bits>> union = new LinkedHashSet<>();
        parts.forEach(part -> union.addAll(needs(part, grain)));
        return union.size() > MOST_ALTERNATIVES || union.contains(Map.of()) ? unknown() : union;
    }

    private boolean isKnown(String header, String field) {
        return headers.named(header)
                .filter(one -> one.fields().containsKey(field))
                .isPresent();
    }

    private int width(String header, String field) {
        return headers.named(header).orElseThrow().field(field).width();
    }

    private Set<Map<Source, Bits>> compared(Match.Compare leaf) {
        if (!isKnown(leaf.header(), leaf.field())) {
            return Set.of();
        }
        return leaf.op() == Op.EQ
                ? one(new Source(leaf.header(), leaf.field(), 0), new Bits(leaf.mask(), leaf.value()))
                : one(new Source(leaf.header(), "", 0), new Bits(0, 0));
    }

    /// A range as the prefixes that make it up.
    private Set<Map<Source, Bits>> between(Match.Range leaf, int grain) {
        if (!isKnown(leaf.header(), leaf.field())) {
            return Set.of();
        }
        int width = width(leaf.header(), leaf.field());
        if (width > WIDEST_RANGE || leaf.from() < 0 || leaf.to() < 0) {
            return one(new Source(leaf.header(), "", 0), new Bits(0, 0));
        }
        long end = Math.min(leaf.to(), (1L << width) - 1);
        Set<Map<Source, Bits>> prefixes = new LinkedHashSet<>();
        for (long at = leaf.from(); at <= end; ) {
            int free = Math.min(at == 0 ? width : Long.numberOfTrailingZeros(at), width);
            while (at + (1L << free) - 1 > end) {
                free--;
            }
            prefixes.addAll(prefix(leaf.header(), leaf.field(), at, width - free, grain));
            at += 1L << free;
        }
        return prefixes;
    }

    private Set<Map<Source, Bits>> prefix(String header, String field, long value, int bits, int grain) {
        int kept = bits - bits % grain;
        int width = width(header, field);
        if (kept == 0) {
            return one(new Source(header, "", 0), new Bits(0, 0));
        }
        long mask = first(kept) >>> WORD - width;
        return one(new Source(header, field, 0), new Bits(mask, value & mask));
    }

    private Set<Map<Source, Bits>> begins(Match.Prefix leaf, int grain) {
        if (!isKnown(leaf.header(), leaf.field())) {
            return Set.of();
        }
        int width = width(leaf.header(), leaf.field());
        if (width <= WORD) {
            return prefix(leaf.header(), leaf.field(), leaf.high() >>> WORD - width, leaf.bits(), grain);
        }
        Map<Source, Bits> both = new TreeMap<>();
        both.put(new Source(leaf.header(), "", 0), new Bits(0, 0));
        int kept = leaf.bits() - leaf.bits() % grain;
        if (kept > 0) {
            both.put(word(leaf, 0), new Bits(first(Math.min(kept, WORD)), leaf.high() & first(Math.min(kept, WORD))));
        }
        if (kept > WORD) {
            both.put(word(leaf, 1), new Bits(first(kept - WORD), leaf.low() & first(kept - WORD)));
        }
        return Set.of(both);
    }

    private static Source word(Match.Prefix leaf, int word) {
        return new Source(leaf.header(), leaf.field(), word);
    }

    private static long first(int bits) {
        return bits == 0 ? 0 : -1L << WORD - bits;
    }

    // ---- a search

    /// Looks at a packet; [#next] then tells the matches that may hold.
    ///
    /// @param turned whether it is asked of the packet that goes the other way
    public void look(Frame frame, boolean turned) {
        for (int i = 0; i < probes.length; i++) {
            read(i, frame, turned);
        }
        hitCount = 0;
        for (Group group : groups) {
            int[] places = find(group);
            if (places.length > 0) {
                hits[hitCount] = places;
                cursors[hitCount++] = 0;
            }
        }
    }

    private void read(int number, Frame frame, boolean turned) {
        Probe probe = probes[number];
        if (probe.header().isEmpty()) {
            Side side = turned ? frame.from().opposite() : frame.from();
            present[number] = true;
            values[number] = number(side);
            return;
        }
        int index = frame.find(probe.header());
        present[number] = index >= 0;
        values[number] = index < 0 || probe.ends() == null
                ? 0
                : read(frame, index, probe.ends().of(turned), probe);
    }

    private static long read(Frame frame, int index, Field field, Probe probe) {
        int start = frame.start(index);
        return field.width() <= WORD
                ? frame.read(field, start)
                : frame.u64(start + field.octet() + probe.word() * Long.BYTES);
    }

    private int[] find(Group group) {
        long hash = 0;
        for (int i = 0; i < group.probes.length; i++) {
            int probe = group.probes[i];
            if (!present[probe]) {
                return NO_PLACES;
            }
            hash = mix(hash, values[probe] & group.masks[i]);
        }
        for (int at = group.slot(hash); group.places[at] != null; at = at + 1 & group.places.length - 1) {
            if (group.hashes[at] == hash) {
                return group.places[at];
            }
        }
        return NO_PLACES;
    }

    /// The next match that may hold, the first ones first; -1 where there is none any more.
    public int next() {
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < hitCount; i++) {
            if (cursors[i] < hits[i].length) {
                least = Math.min(least, hits[i][cursors[i]]);
            }
        }
        if (least == Integer.MAX_VALUE) {
            return NONE;
        }
        for (int i = 0; i < hitCount; i++) {
            if (cursors[i] < hits[i].length && hits[i][cursors[i]] == least) {
                cursors[i]++;
            }
        }
        return least;
    }

    /// How many groups of matches are looked at for each packet.
    public int groups() {
        return groups.length;
    }
}
