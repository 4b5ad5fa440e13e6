// SPDX-License-Identifier: Apache-2.0
package io.penstock.resolver;

import io.penstock.api.Side;
import io.penstock.api.layer.Header;
import io.penstock.api.match.Match;
import io.penstock.chain.Chain;
import io.penstock.resolver.Plan.PathStep;
import io.penstock.resolver.Plan.PlannedNode;
import io.penstock.resolver.Plan.PlannedPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Which packets can open a session at which node, as far as branches and declared headers tell. That none can is
/// certain.
public final class Reach {
    private final List<PlannedPath> paths;
    private final Collection<Header> headers;
    private final Writing writing;
    private final Possibility possibility;
    private final Map<String, PlannedNode> nodes = new HashMap<>();

    public Reach(Chain chain, Plan plan, Collection<Header> headers) {
        this(
                plan.nodes(),
                plan.paths(),
                headers,
                new Writing(chain, plan.nodes().stream().map(PlannedNode::wired).toList(), headers));
    }

    Reach(List<PlannedNode> planned, List<PlannedPath> paths, Collection<Header> headers, Writing writing) {
        this.paths = paths;
        this.headers = headers;
        this.writing = writing;
        possibility = new Possibility(headers);
        planned.forEach(node -> nodes.put(node.id(), node));
    }

    /// Whether some packet for which all of these hold at a node can open a session there.
    public boolean possible(PlannedNode node, List<Match> wanted) {
        return paths.stream().anyMatch(path -> possible(path, node, wanted));
    }

    private boolean possible(PlannedPath path, PlannedNode node, List<Match> wanted) {
        boolean on = path.steps().stream().anyMatch(step -> step.node().equals(node.id()));
        return on && (possible(path, node, Side.CLIENT, wanted) || possible(path, node, Side.SERVER, wanted));
    }

    private boolean possible(PlannedPath path, PlannedNode node, Side from, List<Match> wanted) {
        List<Match> all = new ArrayList<>(wanted);
        all.add(new Match.From(from));
        boolean before = true;
        for (PathStep step : path.steps()) {
            PlannedNode other = Optional.ofNullable(nodes.get(step.node())).orElseThrow();
            before &= !other.id().equals(node.id());
            // From the server side all branches are chosen at once, by the packet turned round as it came.
            if (branches(other) && (from == Side.SERVER || before)) {
                for (Match asked : first(other.wired().matches(), step.output())) {
                    add(asked, other, node, from, all);
                }
            }
        }
        return possibility.of(all);
    }

    private void add(Match asked, PlannedNode branch, PlannedNode node, Side from, List<Match> all) {
        if (from == Side.SERVER) {
            all.add(known(
                    turned(asked),
                    part -> writing.before(node.id(), part).ahead().isEmpty()));
        } else {
            all.add(known(
                    asked,
                    part -> writing.before(branch.id(), part)
                            .behind()
                            .equals(writing.before(node.id(), part).behind())));
        }
    }

    /// What still holds at a node where a match held before something may have been written.
    ///
    /// @param unchanged whether a match reads nothing of what may have been written
    private static Match known(Match match, Predicate<Match> unchanged) {
        return unchanged.test(match) ? match : weaker(match, true, unchanged);
    }

    /// A match that holds wherever another one does, or does not, and that reads no more than is unchanged: nobody
    /// writes which headers a packet has.
    private static Match weaker(Match match, boolean holds, Predicate<Match> unchanged) {
        return switch (match) {
            case Match.And and -> weaker(and.parts(), holds, holds, unchanged);
            case Match.Or or -> weaker(or.parts(), !holds, holds, unchanged);
            case Match.Not not -> weaker(not.inner(), !holds, unchanged);
            default -> {
                if (unchanged.test(match)) {
                    yield holds ? match : new Match.Not(match);
                }
                yield holds ? header(match) : new Match.Any();
            }
        };
    }

    private static Match weaker(List<Match> parts, boolean all, boolean holds, Predicate<Match> unchanged) {
        List<Match> known =
                parts.stream().map(part -> weaker(part, holds, unchanged)).toList();
        return all ? new Match.And(known) : new Match.Or(known);
    }

    /// That the header is there which a leaf reads.
    private static Match header(Match leaf) {
        return switch (leaf) {
            case Match.Compare compare -> new Match.Has(compare.header());
            case Match.Range range -> new Match.Has(range.header());
            case Match.Prefix prefix -> new Match.Has(prefix.header());
            case Match.Octets octets -> new Match.Has(octets.header());
            default -> new Match.Any();
        };
    }

    /// Whether a node sends each session that it sees to the output whose match holds first.
    static boolean branches(PlannedNode node) {
        int outputs = node.wired().outputs().size();
        return outputs > 1
                && outputs == node.wired().matches().size()
                && node.wired().narrowed() instanceof Match.Any;
    }

    /// That the match at an index is the first that holds.
    public static List<Match> first(List<Match> matches, int index) {
        List<Match> wanted = new ArrayList<>(none(matches.subList(0, index)));
        wanted.add(matches.get(index));
        return wanted;
    }

    /// That no match holds.
    public static List<Match> none(List<Match> matches) {
        return matches.stream().<Match>map(Match.Not::new).toList();
    }

    /// What the same asks of a packet that goes the other way.
    public Match turned(Match match) {
        return switch (match) {
            case Match.And and ->
                new Match.And(and.parts().stream().map(this::turned).toList());
            case Match.Or or ->
                new Match.Or(or.parts().stream().map(this::turned).toList());
            case Match.Not not -> new Match.Not(turned(not.inner()));
            case Match.From leaf -> new Match.From(leaf.side().opposite());
            case Match.Compare leaf ->
                new Match.Compare(
                        leaf.header(), other(leaf.header(), leaf.field()), leaf.mask(), leaf.op(), leaf.value());
            case Match.Range leaf ->
                new Match.Range(leaf.header(), other(leaf.header(), leaf.field()), leaf.from(), leaf.to());
            case Match.Prefix leaf ->
                new Match.Prefix(
                        leaf.header(), other(leaf.header(), leaf.field()), leaf.high(), leaf.low(), leaf.bits());
            default -> match;
        };
    }

    private String other(String header, String field) {
        for (Header one : headers) {
            for (Header.Pair pair : one.name().equals(header) ? one.pairs() : List.<Header.Pair>of()) {
                if (pair.from().name().equals(field)) {
                    return pair.to().name();
                }
                if (pair.to().name().equals(field)) {
                    return pair.from().name();
                }
            }
        }
        return field;
    }
}
