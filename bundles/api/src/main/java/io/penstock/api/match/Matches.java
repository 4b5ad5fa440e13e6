// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.match;

import io.penstock.api.match.Match.And;
import io.penstock.api.match.Match.Compare;
import io.penstock.api.match.Match.Has;
import io.penstock.api.match.Match.Not;
import io.penstock.api.match.Match.Octets;
import io.penstock.api.match.Match.Or;
import io.penstock.api.match.Match.Prefix;
import io.penstock.api.match.Match.Range;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/// What can be asked of a [Match] without a packet.
public final class Matches {
    private Matches() {}

    /// The same condition in normal form: no `And` directly in an `And` nor `Or` in an `Or`, none of less than two
    /// parts, no part twice or made superfluous by a sibling, no double `Not`, and [Match.Any] only alone or
    /// negated (what holds for no packet). Parts keep their order.
    public static Match normalise(Match match) {
        return Normal.of(match);
    }

    /// The match in pcap-filter(7) syntax, in one line.
    ///
    /// For a tree that [MatchParser] made, parsing the text gives the tree again, unless the text is longer
    /// than the parser takes. Leaves that no text can give (a layer's own fields, [Match.From]) are written for
    /// people to read.
    public static String text(Match match) {
        return MatchText.of(Normal.of(match));
    }

    /// The names of all headers that the match reads or asks for, in order of appearance.
    public static Set<String> headers(Match match) {
        Set<String> names = new LinkedHashSet<>();
        collect(match, names);
        return Collections.unmodifiableSet(names);
    }

    private static void collect(Match match, Set<String> names) {
        switch (match) {
            case And and -> and.parts().forEach(part -> collect(part, names));
            case Or or -> or.parts().forEach(part -> collect(part, names));
            case Not not -> collect(not.inner(), names);
            case Has has -> names.add(has.header());
            case Compare compare -> names.add(compare.header());
            case Range range -> names.add(range.header());
            case Prefix prefix -> names.add(prefix.header());
            case Octets octets -> names.add(octets.header());
            case Match.Any any -> {}
            case Match.Selects selects -> {}
            case Match.Length length -> {}
            case Match.From from -> {}
        }
    }
}
