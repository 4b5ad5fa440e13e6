// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.packet;

import io.penstock.api.Side;
import io.penstock.api.layer.Field;
import io.penstock.api.layer.Header;
import io.penstock.api.match.Match;
import io.penstock.api.match.Match.Op;
import java.util.List;
import java.util.Optional;

/// A match bound to the headers of the installed layers.
///
/// `turned` asks what would hold for the packet that goes the other way: both fields of a pair, and the sides,
/// change places. `naming` asks whether the match names the packet: a part that holds only because something else
/// is absent does not.
public sealed interface Condition {
    /// Whether the match holds.
    boolean holds(Frame frame, boolean turned);

    /// Whether the match holds and names the packet by something that it carries.
    boolean names(Frame frame);

    /// Binds a match. A header or field that no layer declares makes its leaf false.
    static Condition of(Match match, Headers headers) {
        return switch (match) {
            case Match.Any any -> new Always();
            case Match.Not not -> new Not(of(not.inner(), headers));
            case Match.And and ->
                new All(and.parts().stream().map(part -> of(part, headers)).toList());
            case Match.Or or ->
                new AnyOf(or.parts().stream().map(part -> of(part, headers)).toList());
            case Match.Has has -> new Has(has.header());
            case Match.Selects selects -> new Selects(selects.space(), selects.number());
            case Match.Compare leaf ->
                bind(leaf.header(), leaf.field(), headers)
                        .<Condition>map(ends -> new Compare(ends, leaf.mask(), leaf.op(), leaf.value()))
                        .orElseGet(Never::new);
            case Match.Range leaf ->
                bind(leaf.header(), leaf.field(), headers)
                        .<Condition>map(ends -> new Range(ends, leaf.from(), leaf.to()))
                        .orElseGet(Never::new);
            case Match.Prefix leaf ->
                bind(leaf.header(), leaf.field(), headers)
                        .<Condition>map(ends -> new Prefix(ends, leaf.high(), leaf.low(), leaf.bits()))
                        .orElseGet(Never::new);
            case Match.Octets leaf -> new Octets(leaf);
            case Match.Length leaf -> new Length(leaf.op(), leaf.bytes());
            case Match.From leaf -> new From(leaf.side());
        };
    }

    private static Optional<Ends> bind(String name, String fieldName, Headers headers) {
        return headers.named(name)
                .filter(header -> header.fields().containsKey(fieldName))
                .map(header -> Ends.of(header, fieldName));
    }

    /// A field, and the one that stands in its place in a packet that goes the other way.
    record Ends(Field field, Field turned) {
        static Ends of(Header header, String name) {
            Field field = header.field(name);
            for (Header.Pair pair : header.pairs()) {
                if (pair.from().equals(field)) {
                    return new Ends(field, pair.to());
                }
                if (pair.to().equals(field)) {
                    return new Ends(field, pair.from());
                }
            }
            return new Ends(field, field);
        }

        Field of(boolean turn) {
            return turn ? turned : field;
        }
    }

    /// Holds always.
    record Always() implements Condition {
        @Override
        public boolean holds(Frame frame, boolean turned) {
            return true;
        }

        @Override
        public boolean names(Frame frame) {
            return false;
        }
    }

    /// Holds never: no installed layer knows what it asks for.
    record Never() implements Condition {
        @Override
        public boolean holds(Frame frame, boolean turned) {
            return false;
        }

        @Override
        public boolean names(Frame frame) {
            return false;
        }
    }

    /// Holds where the inner one does not.
    record Not(Condition inner) implements Condition {
        @Override
        public boolean holds(Frame frame, boolean turned) {
            return !inner.holds(frame, turned);
        }

        @Override
        public boolean names(Frame frame) {
            return false;
        }
    }

    /// Holds where all parts hold.
    record All(List<Condition> parts) implements Condition {
        @Override
        public boolean holds(Frame frame, boolean turned) {
            for (int i = 0; i < parts.size(); i++) {
                if (!parts.get(i).holds(frame, turned)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public boolean names(Frame frame) {
            boolean named = false;
            for (int i = 0; i < parts.size(); i++) {
                named |= parts.get(i).names(frame);
            }
            return named && holds(frame, false);
        }
    }

    /// Holds where at least one part holds.
    record AnyOf(List<Condition> parts) implements Condition {
        @Override
        public boolean holds(Frame frame, boolean turned) {
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i).holds(frame, turned)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public boolean names(Frame frame) {
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i).names(frame)) {
                    return true;
                }
            }
            return false;
        }
    }

    /// A part that looks at one thing of the packet.
    sealed interface Leaf extends Condition {
        @Override
        default boolean names(Frame frame) {
            return holds(frame, false);
        }
    }

    /// The packet carries this header.
    record Has(String header) implements Leaf {
        @Override
        public boolean holds(Frame frame, boolean turned) {
            return frame.find(header) >= 0;
        }
    }

    /// Some header says that this number follows.
    record Selects(String space, long number) implements Leaf {
        @Override
        public boolean holds(Frame frame, boolean turned) {
            for (int i = 0; i < frame.depth(); i++) {
                if (frame.selected(i) == number && frame.header(i).space().equals(space)) {
                    return true;
                }
            }
            return false;
        }
    }

    /// A field compared with a number.
    record Compare(Ends ends, long mask, Op op, long value) implements Leaf {
        @Override
        public boolean holds(Frame frame, boolean turned) {
            Field field = ends.of(turned);
            int index = frame.find(field.header());
            return index >= 0 && op.test(frame.read(field, frame.start(index)) & mask, value);
        }
    }

    /// A field between two numbers.
    record Range(Ends ends, long from, long to) implements Leaf {
        @Override
        public boolean holds(Frame frame, boolean turned) {
            Field field = ends.of(turned);
            int index = frame.find(field.header());
            if (index < 0) {
                return false;
            }
            long value = frame.read(field, frame.start(index));
            return Long.compareUnsigned(value, from) >= 0 && Long.compareUnsigned(value, to) <= 0;
        }
    }

    /// The first bits of a field.
    record Prefix(Ends ends, long high, long low, int bits) implements Leaf {
        @Override
        public boolean holds(Frame frame, boolean turned) {
            Field field = ends.of(turned);
            int index = frame.find(field.header());
            if (index < 0) {
                return false;
            }
            int start = frame.start(index);
            if (field.width() <= 64) {
                return same(frame.read(field, start) << (64 - field.width()), high, bits);
            }
            int at = start + field.octet();
            return same(frame.u64(at), high, Math.min(bits, 64))
                    && (bits <= 64 || same(frame.u64(at + 8), low, bits - 64));
        }

        private static boolean same(long left, long right, int bits) {
            return bits == 0 || (left ^ right) >>> (64 - bits) == 0;
        }
    }

    /// Octets at a place of a header.
    record Octets(Match.Octets leaf) implements Leaf {
        @Override
        public boolean holds(Frame frame, boolean turned) {
            int index = frame.find(leaf.header());
            if (index < 0) {
                return false;
            }
            long at = (long) frame.start(index) + leaf.offset();
            if (at + leaf.size() > frame.length()) {
                return false;
            }
            long value = 0;
            for (int i = 0; i < leaf.size(); i++) {
                value = value << 8 | frame.u8((int) at + i);
            }
            return leaf.op().test(value & leaf.mask(), leaf.value());
        }
    }

    /// The frame's length on the wire.
    record Length(Op op, int bytes) implements Leaf {
        @Override
        public boolean holds(Frame frame, boolean turned) {
            return op.test(frame.wireLength(), bytes);
        }

        @Override
        public boolean names(Frame frame) {
            return false;
        }
    }

    /// The side at which the packet came in.
    record From(Side side) implements Leaf {
        @Override
        public boolean holds(Frame frame, boolean turned) {
            return (turned ? frame.from().opposite() : frame.from()) == side;
        }

        @Override
        public boolean names(Frame frame) {
            return false;
        }
    }
}
