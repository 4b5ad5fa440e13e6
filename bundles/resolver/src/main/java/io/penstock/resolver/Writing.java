// SPDX-License-Identifier: Apache-2.0
package io.penstock.resolver;

import io.penstock.api.Edit;
import io.penstock.api.End;
import io.penstock.api.layer.Header;
import io.penstock.api.match.Match;
import io.penstock.chain.Chain;
import io.penstock.chain.Wire;
import io.penstock.resolver.Plan.Cut;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Which nodes may set which fields of a packet while its session opens, and so where the classifier has to be cut.
final class Writing {
    private static final String ALL = "*";

    private final Chain chain;
    private final Map<String, Set<String>> writes = new HashMap<>();
    private final Map<String, List<String>> behind = new HashMap<>();
    private final Map<String, List<String>> ahead = new HashMap<>();

    Writing(Chain chain, Collection<Wired> nodes, Collection<Header> headers) {
        this.chain = chain;
        nodes.forEach(node -> writes.put(node.node().id(), fields(node, headers)));
    }

    private static Set<String> fields(Wired node, Collection<Header> headers) {
        Set<String> fields = new HashSet<>(node.writes());
        boolean any = node.edits() != Edit.NONE && node.writes().isEmpty();
        if (any && node.translates().isEmpty()) {
            fields.add(ALL);
        }
        if (!node.translates().isEmpty() || !fields.isEmpty()) {
            headers.forEach(header ->
                    header.checksums().forEach(checksum -> fields.add(header.name() + "." + checksum.field())));
        }
        for (End end : node.translates()) {
            for (Header header : headers) {
                for (Header.Pair pair : header.pairs()) {
                    if (pair.role() != Header.Role.STATION) {
                        fields.add((end == End.SOURCE ? pair.from() : pair.to()).path());
                    }
                }
            }
        }
        return fields;
    }

    /// Where the packet that a node's match reads may have been changed.
    Cut before(String node, Match match) {
        Set<String> read = new HashSet<>();
        read(match, read);
        return new Cut(
                touching(
                        read,
                        behind.computeIfAbsent(
                                node,
                                id -> writers(
                                        id,
                                        wire -> wire.to().element(),
                                        wire -> wire.from().element()))),
                touching(
                        read,
                        ahead.computeIfAbsent(
                                node,
                                id -> writers(
                                        id,
                                        wire -> wire.from().element(),
                                        wire -> wire.to().element()))));
    }

    private List<String> touching(Set<String> read, List<String> writers) {
        return writers.stream()
                .filter(one -> touches(writes.getOrDefault(one, Set.of()), read))
                .toList();
    }

    private List<String> writers(String node, Function<Wire, String> here, Function<Wire, String> there) {
        Set<String> before = new HashSet<>();
        if (writes.values().stream().anyMatch(fields -> !fields.isEmpty())) {
            collect(node, here, there, before);
        }
        return before.stream()
                .filter(one -> !writes.getOrDefault(one, Set.of()).isEmpty())
                .sorted()
                .toList();
    }

    private void collect(String node, Function<Wire, String> here, Function<Wire, String> there, Set<String> found) {
        for (Wire wire : chain.wires()) {
            if (here.apply(wire).equals(node) && found.add(there.apply(wire))) {
                collect(there.apply(wire), here, there, found);
            }
        }
    }

    private static boolean touches(Set<String> written, Set<String> read) {
        return !written.isEmpty()
                && !read.isEmpty()
                && (written.contains(ALL)
                        || read.contains(ALL)
                        || written.stream().anyMatch(read::contains));
    }

    private static void read(Match match, Set<String> fields) {
        switch (match) {
            case Match.And and -> and.parts().forEach(part -> read(part, fields));
            case Match.Or or -> or.parts().forEach(part -> read(part, fields));
            case Match.Not not -> read(not.inner(), fields);
            case Match.Compare leaf -> fields.add(leaf.header() + "." + leaf.field());
            case Match.Range leaf -> fields.add(leaf.header() + "." + leaf.field());
            case Match.Prefix leaf -> fields.add(leaf.header() + "." + leaf.field());
            // Octets are counted from a header's start and may lie in those behind it.
            case Match.Octets leaf -> fields.add(ALL);
            case Match.Any any -> {}
            case Match.Has has -> {}
            case Match.Selects says -> {}
            case Match.Length length -> {}
            case Match.From from -> {}
        }
    }
}
