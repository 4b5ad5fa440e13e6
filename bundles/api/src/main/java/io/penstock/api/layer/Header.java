// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.layer;

import io.penstock.api.Packet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The declaration of one header: its fields, its length, what leads to it and what follows, what makes it
/// invalid, and what it contributes to a session's key. Made once with [#named] and kept in a constant.
///
/// ```java
/// static final Header UDP = Header.named("udp").octets(8)
///         .field("src", 0, 16).field("dst", 16, 16).field("length", 32, 16).field("checksum", 48, 16)
///         .follows("ipproto", 17)
///         .extent("length", 1, 0)
///         .pair("src", "dst")
///         .build();
/// ```
public final class Header {
    /// A number worked out from a field: `field * times + plus`, in octets.
    public record Scaled(Field field, int times, int plus) {
        public long of(long value) {
            return value * times + plus;
        }
    }

    /// What leads to a header: a number in a space such as `ethertype`, `ipproto` or `linktype`.
    public record Entry(String space, long number) {}

    /// A condition that makes a packet invalid; the packet is dropped with this reason.
    ///
    /// @param byPolicy whether a function may ask that such packets be let through
    public record Check(String reason, Test test, boolean byPolicy) {}

    /// What has to be the case for a check to be able to hold; others need not be asked.
    public enum When {
        /// The header is longer than its least length: a check of options.
        LONGER,
        /// What follows is a part of a whole: a check of fragments.
        PARTIAL
    }

    /// Fields that change places when a packet goes the other way; the first belongs to the sender.
    public record Pair(Field from, Field to, Role role) {}

    /// What tells a fragment from others of its datagram, where [#partial()] holds.
    ///
    /// @param id the same in all fragments of a datagram
    /// @param offset where its payload stands in the datagram's, in units of eight octets
    /// @param more its lowest bit is set in all fragments but the last
    public record Fragments(Field id, Field offset, Field more) {}

    /// What a pair of fields says.
    public enum Role {
        /// The stations of one link; frames without session are sent where their receiver was seen.
        STATION,
        /// The ends of the network.
        ADDRESS,
        /// A program at such an end.
        PORT,
        /// What both directions call a query; the same field twice. Translated as a port of the opener is.
        IDENTIFIER
    }

    /// A condition on a packet.
    @FunctionalInterface
    public interface Test {
        /// @param packet readable from `at` for the header's octets
        /// @param at where the header begins
        /// @param end where what the header below carries ends on the wire
        boolean holds(Packet packet, int at, int end);
    }

    /// Holds where octets of the header, as one number, most significant first, and masked, are other than a value.
    /// Parsers read it together with the fields beside it, which costs less than any other test.
    ///
    /// @param octet the first, from the header's start
    /// @param octets how many, 1 to 8
    public record Unlike(int octet, int octets, long mask, long value) implements Test {
        @Override
        public boolean holds(Packet packet, int at, int end) {
            long number = 0;
            for (int i = 0; i < octets; i++) {
                number = number << 8 | packet.u8(at + octet + i);
            }
            return (number & mask) != value;
        }
    }

    /// To whose session a packet belongs.
    @FunctionalInterface
    public interface Belongs {
        Belonging of(Packet packet, int at);
    }

    private final String name;
    private final int octets;
    private final Map<String, Field> fields;
    private final Map<String, Long> initial;
    private final Optional<Scaled> length;
    private final Optional<Scaled> extent;
    private final List<Entry> entries;
    private final Optional<Field> next;
    private final String space;
    private final Optional<Test> opaque;
    private final Optional<Test> partial;
    private final Optional<Fragments> fragments;
    private final List<Check> checks;
    private final Map<String, When> rare;
    private final List<Checksum> checksums;
    private final List<Field> pseudo;
    private final List<Pair> pairs;
    private final List<Field> singles;
    private final Optional<SessionKind> session;
    private final Belongs belongs;
    private final int quoteAt;
    private final boolean transparent;

    private Header(Builder builder) {
        name = builder.name;
        octets = builder.octets;
        fields = Map.copyOf(builder.fields);
        initial = Map.copyOf(builder.initial);
        length = builder.length;
        extent = builder.extent;
        entries = List.copyOf(builder.entries);
        next = builder.next;
        space = builder.space;
        opaque = builder.opaque;
        partial = builder.partial;
        fragments = builder.fragments;
        checks = List.copyOf(builder.checks);
        rare = Map.copyOf(builder.rare);
        checksums = List.copyOf(builder.checksums);
        pseudo = List.copyOf(builder.pseudo);
        pairs = List.copyOf(builder.pairs);
        singles = List.copyOf(builder.singles);
        session = builder.session;
        belongs = builder.belongs;
        quoteAt = builder.quoteAt;
        transparent = builder.transparent;
    }

    private Header(Header strict, List<Check> kept) {
        name = strict.name;
        octets = strict.octets;
        fields = strict.fields;
        initial = strict.initial;
        length = strict.length;
        extent = strict.extent;
        entries = strict.entries;
        next = strict.next;
        space = strict.space;
        opaque = strict.opaque;
        partial = strict.partial;
        fragments = strict.fragments;
        checks = List.copyOf(kept);
        rare = strict.rare;
        checksums = strict.checksums;
        pseudo = strict.pseudo;
        pairs = strict.pairs;
        singles = strict.singles;
        session = strict.session;
        belongs = strict.belongs;
        quoteAt = strict.quoteAt;
        transparent = strict.transparent;
    }

    /// The same header without those checks by policy whose reason is among these.
    public Header tolerating(Collection<String> reasons) {
        List<Check> kept = checks.stream()
                .filter(check -> !check.byPolicy() || !reasons.contains(check.reason()))
                .toList();
        return kept.size() == checks.size() ? this : new Header(this, kept);
    }

    /// Begins a declaration.
    ///
    /// @param name the word for it in matches, reasons and plans: `[a-z][a-z0-9-]*`
    public static Builder named(String name) {
        return new Builder(name);
    }

    public String name() {
        return name;
    }

    /// Its least length in octets.
    public int octets() {
        return octets;
    }

    /// Its fields by name, in no order.
    public Map<String, Field> fields() {
        return fields;
    }

    /// The field of this name.
    ///
    /// @throws IllegalArgumentException when it declares none
    public Field field(String field) {
        Field found = fields.get(field);
        if (found == null) {
            throw new IllegalArgumentException(name + " has no field " + field + "; it has " + fields.keySet());
        }
        return found;
    }

    /// Values that fields have in a newly made packet, by field name.
    public Map<String, Long> initial() {
        return initial;
    }

    /// Its length where that varies.
    public Optional<Scaled> length() {
        return length;
    }

    /// How many octets it and its payload take, where it says so.
    public Optional<Scaled> extent() {
        return extent;
    }

    /// What leads to it.
    public List<Entry> entries() {
        return entries;
    }

    /// The field whose value leads to the next header.
    public Optional<Field> next() {
        return next;
    }

    /// The space in which the value of [#next()] counts; empty where nothing follows.
    public String space() {
        return space;
    }

    /// When what follows cannot be read though its number is known: a later fragment, say.
    public Optional<Test> opaque() {
        return opaque;
    }

    /// When what follows is only a part of what its checksum covers: any fragment.
    public Optional<Test> partial() {
        return partial;
    }

    /// How the fragments of a datagram are told, where packets may be fragments.
    public Optional<Fragments> fragments() {
        return fragments;
    }

    public List<Check> checks() {
        return checks;
    }

    /// When a check can hold at all; empty where it can at any time.
    public Optional<When> when(Check check) {
        return Optional.ofNullable(rare.get(check.reason()));
    }

    public List<Checksum> checksums() {
        return checksums;
    }

    /// Fields that count in the pseudo-header of what follows.
    public List<Field> pseudo() {
        return pseudo;
    }

    /// What it contributes to a session's key and what changes places on the way back.
    public List<Pair> pairs() {
        return pairs;
    }

    /// What it contributes to a session's key that is the same in both directions.
    public List<Field> singles() {
        return singles;
    }

    /// The kind of session that a packet belongs to whose innermost header with a kind this is.
    public Optional<SessionKind> session() {
        return session;
    }

    /// Whose session a packet with this header belongs to.
    public Belongs belongs() {
        return belongs;
    }

    /// Where a quoted packet begins, in octets from this header's start, in the space `quoted`; 0 where
    /// none is quoted.
    public int quoteAt() {
        return quoteAt;
    }

    /// Whether matches and people look through it: a tag, an extension.
    public boolean transparent() {
        return transparent;
    }

    @Override
    public String toString() {
        return name;
    }

    /// Collects the parts of a declaration.
    public static final class Builder {
        private final String name;
        private int octets;
        private final Map<String, Field> fields = new LinkedHashMap<>();
        private final Map<String, Long> initial = new LinkedHashMap<>();
        private Optional<Scaled> length = Optional.empty();
        private Optional<Scaled> extent = Optional.empty();
        private final List<Entry> entries = new ArrayList<>();
        private Optional<Field> next = Optional.empty();
        private String space = "";
        private Optional<Test> opaque = Optional.empty();
        private Optional<Test> partial = Optional.empty();
        private Optional<Fragments> fragments = Optional.empty();
        private final List<Check> checks = new ArrayList<>();
        private final Map<String, When> rare = new LinkedHashMap<>();
        private final List<Checksum> checksums = new ArrayList<>();
        private final List<Field> pseudo = new ArrayList<>();
        private final List<Pair> pairs = new ArrayList<>();
        private final List<Field> singles = new ArrayList<>();
        private Optional<SessionKind> session = Optional.empty();
        private Belongs belongs = (packet, at) -> Belonging.KEYED;
        private int quoteAt;
        private boolean transparent;

        private Builder(String name) {
            if (!name.matches("[a-z][a-z0-9-]*")) {
                throw new IllegalArgumentException("header name '" + name + "' is not of the form [a-z][a-z0-9-]*");
            }
            this.name = name;
        }

        /// Its least length. Fields declared afterwards lie within it.
        public Builder octets(int least) {
            octets = least;
            return this;
        }

        /// Declares a field that is written as a number.
        public Builder field(String field, int bit, int width) {
            return field(field, bit, width, Field.Format.NUMBER);
        }

        /// Declares a field.
        ///
        /// @param bit offset from the header's start, in bits
        /// @param width in bits
        public Builder field(String field, int bit, int width, Field.Format format) {
            if (bit + width > octets * 8) {
                throw new IllegalArgumentException(
                        name + "." + field + " ends past the " + octets + " octets declared");
            }
            if (fields.put(field, new Field(name, field, bit, width, format)) != null) {
                throw new IllegalArgumentException(name + "." + field + " is declared twice");
            }
            return this;
        }

        /// The value of a field in a newly made packet.
        public Builder initially(String field, long value) {
            initial.put(declared(field).name(), value);
            return this;
        }

        /// Its length is `field * times + plus` octets.
        public Builder length(String field, int times, int plus) {
            length = Optional.of(new Scaled(declared(field), times, plus));
            return this;
        }

        /// It and its payload take `field * times + plus` octets; what lies beyond is padding.
        public Builder extent(String field, int times, int plus) {
            extent = Optional.of(new Scaled(declared(field), times, plus));
            return this;
        }

        /// It follows where a header below says `number` in `inSpace`.
        public Builder follows(String inSpace, long number) {
            entries.add(new Entry(inSpace, number));
            return this;
        }

        /// The value of `field` in `inSpace` leads to the next header.
        public Builder next(String field, String inSpace) {
            next = Optional.of(declared(field));
            space = inSpace;
            return this;
        }

        /// What follows cannot be read where `test` holds.
        public Builder opaqueWhen(Test test) {
            opaque = Optional.of(test);
            return this;
        }

        /// What follows is a part of a whole where `test` holds, so that a checksum over it says nothing.
        public Builder partialWhen(Test test) {
            partial = Optional.of(test);
            return this;
        }

        /// Fragments of a datagram have the same addresses and the same `id`; see [Fragments]. They share
        /// what was decided of the first.
        public Builder fragments(String id, String offset, String more) {
            fragments = Optional.of(new Fragments(declared(id), declared(offset), declared(more)));
            return this;
        }

        /// Drops packets for which `test` holds. Checks run in order, after the lengths were found good.
        public Builder check(String reason, Test test) {
            checks.add(new Check(reason, test, false));
            return this;
        }

        /// Drops packets for which `test` holds unless a function asks that they be let through, see
        /// [io.penstock.api.NetworkFunction#tolerates()].
        public Builder policyCheck(String reason, Test test) {
            checks.add(new Check(reason, test, true));
            return this;
        }

        /// Promises that checks with these reasons can hold only then, so that they need not be asked otherwise.
        public Builder only(When when, String... reasons) {
            for (String reason : reasons) {
                if (checks.stream().noneMatch(check -> check.reason().equals(reason))) {
                    throw new IllegalArgumentException(name + " has no check " + reason);
                }
                rare.put(reason, when);
            }
            return this;
        }

        public Builder checksum(Checksum checksum) {
            declared(checksum.field());
            checksums.add(checksum);
            return this;
        }

        /// Marks fields as part of the pseudo-header of what follows.
        public Builder pseudo(String... marked) {
            for (String field : marked) {
                pseudo.add(declared(field));
            }
            return this;
        }

        /// Fields that change places when a packet goes the other way; part of a session's key, except
        /// stations.
        public Builder pair(String from, String to, Role role) {
            pairs.add(new Pair(declared(from), declared(to), role));
            return this;
        }

        /// A field of a session's key that is the same in both directions.
        public Builder single(String field) {
            singles.add(declared(field));
            return this;
        }

        /// Packets whose innermost header with a kind this is belong to sessions of this kind.
        public Builder session(SessionKind kind) {
            session = Optional.of(kind);
            return this;
        }

        public Builder belongs(Belongs rule) {
            belongs = rule;
            return this;
        }

        /// Packets that belong to the session they quote carry its first bytes from this octet on.
        public Builder quoteAt(int octet) {
            quoteAt = octet;
            return this;
        }

        /// Matches and people look through this header.
        public Builder transparent() {
            transparent = true;
            return this;
        }

        public Header build() {
            return new Header(this);
        }

        private Field declared(String field) {
            Field found = fields.get(field);
            if (found == null) {
                throw new IllegalArgumentException(name + "." + field + " is used before it is declared");
            }
            return found;
        }
    }
}
