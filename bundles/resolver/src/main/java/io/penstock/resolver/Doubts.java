// SPDX-License-Identifier: Apache-2.0
package io.penstock.resolver;

import io.penstock.api.match.Match;
import io.penstock.api.match.Matches;
import io.penstock.chain.Chain;
import io.penstock.chain.PortSpec;
import io.penstock.resolver.Plan.PlannedNode;
import io.penstock.resolver.Plan.PlannedPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a person most likely did not mean: matches that no packet satisfies, branches that are never taken, nodes that
/// nothing comes to, packets for which there is no branch, ports to which nothing is opened.
///
/// Each is one line, `node: what`. All are certain.
final class Doubts {
    private static final int MOST_MATCHES = 200;

    private final Chain chain;
    private final List<PlannedNode> nodes;
    private final List<PlannedPath> paths;
    private final Reach reach;
    private final Possibility possibility;
    private final List<String> lines = new ArrayList<>();

    Doubts(Chain chain, List<PlannedNode> nodes, List<PlannedPath> paths, Reach reach, Possibility possibility) {
        this.chain = chain;
        this.nodes = nodes;
        this.paths = paths;
        this.reach = reach;
        this.possibility = possibility;
    }

    List<String> find() {
        for (PlannedNode node : nodes) {
            if (node.wired().matches().size() <= MOST_MATCHES && !paths.isEmpty()) {
                look(node);
            }
        }
        forgottenPorts();
        return List.copyOf(lines);
    }

    private void look(PlannedNode node) {
        Match narrowed = node.wired().narrowed();
        if (!reach.possible(node, List.of())) {
            say(node, "no packet comes to it: no branch that leads here is ever taken");
            return;
        }
        if (!possibility.of(List.of(narrowed))) {
            say(node, "its match holds for no packet: " + Matches.text(narrowed));
            return;
        }
        for (int i = 0; i < node.wired().matches().size(); i++) {
            match(node, i);
        }
        List<Match> matches = node.wired().matches();
        boolean takesAll = matches.stream().anyMatch(match -> match instanceof Match.Any);
        if (Reach.branches(node) && !takesAll && reach.possible(node, Reach.none(matches))) {
            say(node, "sessions that no branch matches are dropped; a last branch with an empty match takes them");
        }
    }

    private void match(PlannedNode node, int index) {
        Match match = node.wired().matches().get(index);
        String name = Resolver.asker(node.wired(), index).substring(node.id().length() + 1);
        String called = Reach.branches(node) ? "branch " + name : name;
        if (!possibility.of(List.of(match))) {
            say(node, called + " holds for no packet: " + Matches.text(match));
        } else if (Reach.branches(node)
                && !possibility.of(Reach.first(node.wired().matches(), index))) {
            say(node, called + " is never taken: those before it take all that it matches");
        } else if (!reach.possible(node, List.of(match, node.wired().narrowed()))) {
            say(node, called + " holds for nothing that comes here: " + Matches.text(match));
        }
    }

    /// A session that opens at the server side goes to the first client port whose way ends there.
    private void forgottenPorts() {
        List<String> clients = chain.clientPorts().stream().map(PortSpec::id).toList();
        for (PortSpec server : chain.serverPorts()) {
            Optional<String> taker = clients.stream()
                    .filter(client ->
                            paths.stream().anyMatch(path -> path.client().equals(client))
                                    && paths.stream()
                                            .filter(path -> path.client().equals(client))
                                            .allMatch(path -> path.server().equals(server.id())))
                    .findFirst();
            taker.ifPresent(first -> clients.stream()
                    .skip(clients.indexOf(first) + 1L)
                    .filter(client -> paths.stream()
                            .anyMatch(path -> path.client().equals(client)
                                    && path.server().equals(server.id())))
                    .forEach(client -> lines.add(
                            client + ": nothing that opens at " + server.id() + " comes here: its way back is " + first
                                    + "'s; give each its own chain, or open from here")));
        }
    }

    private void say(PlannedNode node, String what) {
        lines.add(node.id() + ": " + what);
    }
}
