// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.match;

import io.penstock.api.Side;
import java.util.List;

/// A condition on headers, as a tree that names layers and fields but knows none of them.
///
/// [MatchParser] makes it from pcap-filter(7) text. Header and field names are those that the layers declare, so the
/// tree can be bound to whatever layers are installed. A leaf that names a header which the packet does not carry is
/// false.
public sealed interface Match {
    /// How two unsigned numbers are compared.
    enum Op {
        EQ("="),
        NE("!="),
        LT("<"),
        LE("<="),
        GT(">"),
        GE(">=");

        private final String sign;

        Op(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }

        /// Compares `left` with `right`, both unsigned.
        public boolean test(long left, long right) {
            int order = Long.compareUnsigned(left, right);
            return switch (this) {
                case EQ -> order == 0;
                case NE -> order != 0;
                case LT -> order < 0;
                case LE -> order <= 0;
                case GT -> order > 0;
                case GE -> order >= 0;
            };
        }
    }

    /// Holds for every packet; what an empty text means.
    record Any() implements Match {}

    /// Holds where the inner one does not.
    record Not(Match inner) implements Match {}

    /// Holds where all parts hold.
    record And(List<Match> parts) implements Match {
        public And {
            parts = List.copyOf(parts);
        }
    }

    /// Holds where at least one part holds.
    record Or(List<Match> parts) implements Match {
        public Or {
            parts = List.copyOf(parts);
        }
    }

    /// Holds where the packet carries a header of this name.
    record Has(String header) implements Match {}

    /// Holds where some header of the packet says that what follows it is `number` in `space` (`ethertype`, `ipproto`),
    /// whether or not a layer for it is installed and whether or not it can be read (a later fragment, say).
    record Selects(String space, long number) implements Match {}

    /// Compares a field of at most 64 bits, masked first, with a number.
    record Compare(String header, String field, long mask, Op op, long value) implements Match {}

    /// Holds where a field lies between two numbers, both included.
    record Range(String header, String field, long from, long to) implements Match {}

    /// Holds where the first `bits` bits of a field equal those of `high:low`, which stand left-aligned in 128 bits.
    ///
    /// @param high the first 64 bits of the address; an IPv4 or MAC address stands in its top bits
    /// @param low the other 64 bits
    /// @param bits how many of them count, at most the field's width
    record Prefix(String header, String field, long high, long low, int bits) implements Match {}

    /// Compares `size` bytes at `offset` from the start of a header, masked first, with a number; false where
    /// the packet ends before.
    record Octets(String header, int offset, int size, long mask, Op op, long value) implements Match {}

    /// Compares the length of the frame on the wire, in bytes.
    record Length(Op op, int bytes) implements Match {}

    /// Holds for packets that enter the chain at this side.
    record From(Side side) implements Match {}
}
