// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.match;

import io.penstock.api.match.Match.And;
import io.penstock.api.match.Match.Any;
import io.penstock.api.match.Match.Compare;
import io.penstock.api.match.Match.Length;
import io.penstock.api.match.Match.Not;
import io.penstock.api.match.Match.Op;
import io.penstock.api.match.Match.Or;
import io.penstock.api.match.Match.Prefix;
import io.penstock.api.match.Match.Range;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The normal form of a tree, one level at a time: each method takes parts that are normal already.
final class Normal {
    static final Match ANY = new Any();
    static final Match NONE = new Not(ANY);

    private Normal() {}

    static Match of(Match match) {
        return switch (match) {
            case And and -> and(and.parts().stream().map(Normal::of).toList());
            case Or or -> or(or.parts().stream().map(Normal::of).toList());
            case Not not -> not(of(not.inner()));
            case Any any -> any;
            case Match.Has has -> has;
            case Match.Selects selects -> selects;
            case Compare compare -> compare;
            case Match.Octets octets -> octets;
            case Match.From from -> from;
            case Range range -> range(range);
            case Prefix p -> prefix(p);
            case Length length -> length(length);
        };
    }

    static Match and(List<Match> parts) {
        Set<Match> kept = new LinkedHashSet<>();
        for (Match part : parts) {
            kept.addAll(part instanceof And inner ? inner.parts() : List.of(part));
        }
        kept.remove(ANY);
        if (kept.contains(NONE)) {
            return NONE;
        }
        List<Match> all = withoutAbsorbed(kept);
        return switch (all.size()) {
            case 0 -> ANY;
            case 1 -> all.getFirst();
            default -> new And(all);
        };
    }

    static Match or(List<Match> parts) {
        Set<Match> kept = new LinkedHashSet<>();
        for (Match part : parts) {
            kept.addAll(part instanceof Or inner ? inner.parts() : List.of(part));
        }
        kept.remove(NONE);
        if (kept.contains(ANY)) {
            return ANY;
        }
        List<Match> all = withoutAbsorbed(kept);
        return switch (all.size()) {
            case 0 -> NONE;
            case 1 -> all.getFirst();
            default -> new Or(all);
        };
    }

    static Match not(Match inner) {
        return inner instanceof Not not ? not.inner() : new Not(inner);
    }

    /// `a and (a or b)` is `a`, and so is `a or (a and b)`: a part whose own parts hold one of its siblings goes.
    private static List<Match> withoutAbsorbed(Set<Match> parts) {
        List<Match> kept = new ArrayList<>();
        for (Match part : parts) {
            if (inner(part).stream().noneMatch(parts::contains)) {
                kept.add(part);
            }
        }
        return kept;
    }

    private static List<Match> inner(Match match) {
        return switch (match) {
            case And and -> and.parts();
            case Or or -> or.parts();
            default -> List.of();
        };
    }

    /// A range of one number is an equality. An empty range stays: no text gives one, and it holds for nothing.
    private static Match range(Range range) {
        return range.from() == range.to()
                ? new Compare(range.header(), range.field(), -1L, Op.EQ, range.from())
                : range;
    }

    private static Match prefix(Prefix prefix) {
        return new Prefix(
                prefix.header(),
                prefix.field(),
                prefix.high() & Addresses.mask(prefix.bits()),
                prefix.low() & Addresses.mask(prefix.bits() - 64),
                prefix.bits());
    }

    /// No frame is shorter than 0 bytes.
    private static Match length(Length length) {
        if (length.bytes() > 0) {
            return length;
        }
        return switch (length.op()) {
            case GE -> ANY;
            case LT -> NONE;
            default -> length;
        };
    }

    /// How many levels of and, or and not stand above the deepest leaf.
    static int depth(Match match) {
        return switch (match) {
            case And and ->
                1 + and.parts().stream().mapToInt(Normal::depth).max().orElse(0);
            case Or or -> 1 + or.parts().stream().mapToInt(Normal::depth).max().orElse(0);
            case Not not -> 1 + depth(not.inner());
            default -> 0;
        };
    }

    static int leaves(Match match) {
        return switch (match) {
            case And and -> and.parts().stream().mapToInt(Normal::leaves).sum();
            case Or or -> or.parts().stream().mapToInt(Normal::leaves).sum();
            case Not not -> leaves(not.inner());
            default -> 1;
        };
    }
}
