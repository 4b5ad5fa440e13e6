// SPDX-License-Identifier: Apache-2.0
package io.penstock.resolver;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.layer.Header;
import io.penstock.api.layer.Level;
import io.penstock.api.match.Match;
import io.penstock.api.match.Matches;
import io.penstock.api.stream.Protocol;
import io.penstock.chain.Chain;
import io.penstock.chain.PortSpec;
import io.penstock.chain.Wire;
import io.penstock.resolver.Plan.Cut;
import io.penstock.resolver.Plan.LayerUse;
import io.penstock.resolver.Plan.MergedCondition;
import io.penstock.resolver.Plan.PathStep;
import io.penstock.resolver.Plan.PlacedField;
import io.penstock.resolver.Plan.PlannedNode;
import io.penstock.resolver.Plan.PlannedPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Merges what the wired functions declare into one plan. Pure: the same input gives the same plan.
public final class Resolver {
    /// So many paths a chain may have; more means branches behind branches without end.
    public static final int MAX_PATHS = 1_024;

    /// So many nodes a path may have.
    public static final int MAX_PATH_NODES = 64;

    /// So many octets the fields of one path may take.
    public static final int MAX_SCRATCH = 4_096;

    private final Chain chain;
    private final Map<String, Wired> wired;
    private final Map<Place, Integer> conditionIndex = new LinkedHashMap<>();
    private final List<MergedCondition> conditions = new ArrayList<>();
    private final List<PlannedPath> paths = new ArrayList<>();

    private final Collection<Header> headers;

    /// By the name of a protocol inside streams, what carries it.
    private final Map<String, String> under = new LinkedHashMap<>();

    private final Writing writing;

    /// A match where the packet is the same to it.
    private record Place(Match match, Cut cut) {}

    private Resolver(Chain chain, List<Wired> nodes, Collection<Header> headers, Collection<Protocol> protocols) {
        this.chain = chain;
        this.headers = headers;
        protocols.forEach(protocol -> under.put(protocol.name(), protocol.under()));
        writing = new Writing(chain, nodes, headers);
        wired = nodes.stream()
                .collect(Collectors.toMap(
                        one -> one.node().id(), one -> one, (first, second) -> first, LinkedHashMap::new));
    }

    /// Makes the plan of a chain.
    ///
    /// @param nodes every node of the chain with what its function declares
    /// @param headers what the installed layers declare
    /// @param protocols those inside streams
    /// @throws Refused when the chain cannot work, with every reason found
    public static Plan resolve(
            Chain chain, List<Wired> nodes, Collection<Header> headers, Collection<Protocol> protocols) throws Refused {
        return new Resolver(chain, nodes, headers, protocols).resolve();
    }

    private Plan resolve() throws Refused {
        List<PlannedNode> planned = new ArrayList<>();
        for (Wired node : ordered()) {
            planned.add(plan(node));
        }
        for (PortSpec client : chain.clientPorts()) {
            for (Wire wire : leaving(client.id(), "")) {
                walk(client.id(), wire.to().element(), new ArrayList<>());
            }
        }
        Map<String, LayerUse> layers = layers();
        List<String> warnings = new ArrayList<>();
        wired.values()
                .forEach(node -> node.warnings()
                        .forEach(warning -> warnings.add(node.node().id() + ": " + warning)));
        Reach reach = new Reach(planned, paths, headers, writing);
        warnings.addAll(new Doubts(chain, planned, paths, reach, new Possibility(headers)).find());
        int scratch = paths.stream().mapToInt(PlannedPath::bytes).max().orElse(0);
        List<String> tolerated = wired.values().stream()
                .flatMap(node -> node.tolerates().stream())
                .distinct()
                .toList();
        return new Plan(
                chain.name(),
                planned,
                List.copyOf(conditions),
                List.copyOf(paths),
                scratch,
                layers,
                tolerated,
                warnings);
    }

    /// The nodes from the client side to the server side; the chain has no cycle.
    private List<Wired> ordered() {
        List<Wired> order = new ArrayList<>();
        Map<String, Integer> depth = new TreeMap<>();
        wired.keySet().forEach(id -> depth.put(id, depth(id, depth)));
        wired.values().stream()
                .sorted(Comparator.comparingInt(
                        node -> depth.getOrDefault(node.node().id(), 0)))
                .forEach(order::add);
        return order;
    }

    private int depth(String id, Map<String, Integer> known) {
        Integer found = known.get(id);
        if (found != null) {
            return found;
        }
        int most = 0;
        for (Wire wire : chain.wires()) {
            if (wire.to().element().equals(id) && wired.containsKey(wire.from().element())) {
                most = Math.max(most, 1 + depth(wire.from().element(), known));
            }
        }
        known.put(id, most);
        return most;
    }

    private PlannedNode plan(Wired node) {
        String id = node.node().id();
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < node.matches().size(); i++) {
            indexes.add(condition(id, node.matches().get(i), asker(node, i)));
        }
        int narrowed = condition(id, node.narrowed(), node.narrowed() instanceof Match.Any ? "" : id + " match");
        List<String> next = node.outputs().stream()
                .map(output -> leaving(id, output).stream()
                        .findFirst()
                        .map(wire -> wire.to().element())
                        .orElse(""))
                .toList();
        return new PlannedNode(node, indexes, narrowed, next);
    }

    /// How a match of a node is called, such as `fw rule 2`.
    static String asker(Wired node, int index) {
        boolean named =
                node.outputs().size() == node.matches().size() && node.outputs().size() > 1;
        return named
                ? node.node().id() + "." + node.outputs().get(index)
                : node.node().id() + " rule " + (index + 1);
    }

    private int condition(String node, Match match, String asker) {
        Match normal = Matches.normalise(Fault.is(Fault.SIDELESS) ? sideless(match) : match);
        Cut cut = Fault.is(Fault.UNCUT) ? new Cut(List.of(), List.of()) : writing.before(node, normal);
        int index = conditionIndex.computeIfAbsent(new Place(normal, cut), unseen -> {
            conditions.add(new MergedCondition(normal, new ArrayList<>(), cut));
            return conditions.size() - 1;
        });
        if (!asker.isEmpty()) {
            conditions.get(index).askedBy().add(asker);
        }
        return index;
    }

    private static Match sideless(Match match) {
        return match instanceof Match.And and
                ? new Match.And(and.parts().stream()
                        .filter(part -> !(part instanceof Match.From))
                        .toList())
                : match;
    }

    private List<Wire> leaving(String element, String output) {
        boolean only =
                !wired.containsKey(element) || wired.get(element).outputs().size() == 1;
        return chain.wires().stream()
                .filter(wire -> wire.from().element().equals(element))
                .filter(wire -> only || wire.from().connector().equals(output))
                .toList();
    }

    private void walk(String client, String element, List<PathStep> steps) throws Refused {
        Wired node = wired.get(element);
        if (node == null) {
            add(client, element, steps);
            return;
        }
        if (steps.size() == MAX_PATH_NODES) {
            throw new Refused(Problem.error(
                    "chain " + chain.name() + " has a path of more than " + MAX_PATH_NODES + " nodes",
                    "split it into two chains"));
        }
        for (int i = 0; i < node.outputs().size(); i++) {
            String output = node.outputs().get(i);
            for (Wire wire : leaving(element, output)) {
                List<PathStep> longer = new ArrayList<>(steps);
                int taken = Fault.is(Fault.CROSSED) && i < 2 && node.outputs().size() > 1 ? 1 - i : i;
                longer.add(new PathStep(element, taken, node.outputs().size() == 1 ? "" : output));
                walk(client, wire.to().element(), longer);
            }
        }
    }

    private void add(String client, String server, List<PathStep> steps) throws Refused {
        if (paths.size() == MAX_PATHS) {
            throw new Refused(Problem.error(
                    "chain " + chain.name() + " has more than " + MAX_PATHS + " paths",
                    "join branches before the next classifier"));
        }
        List<PlacedField> placed = new ArrayList<>();
        int bytes = place(steps, placed);
        if (bytes > MAX_SCRATCH) {
            throw new Refused(Problem.error(
                    "the functions from " + client + " to " + server + " keep " + bytes
                            + " bytes for each session, more than " + MAX_SCRATCH,
                    "use fewer functions on one path"));
        }
        paths.add(new PlannedPath(client, server, List.copyOf(steps), List.copyOf(placed), bytes));
    }

    /// Widest fields first, so that none is torn apart and no octet is lost between them.
    private int place(List<PathStep> steps, List<PlacedField> placed) {
        record Open(String node, FieldSpec spec) {}
        List<Open> open = new ArrayList<>();
        for (PathStep step : steps) {
            Wired node = wired.get(step.node());
            if (node != null) {
                node.fields().forEach(spec -> open.add(new Open(step.node(), spec)));
            }
        }
        open.sort(Comparator.comparingInt(one -> -one.spec().alignment()));
        int offset = 0;
        for (Open one : open) {
            placed.add(new PlacedField(one.node(), one.spec(), Fault.is(Fault.OVERLAID) ? 0 : offset));
            offset += one.spec().bytes();
        }
        return offset + 7 & ~7;
    }

    private Map<String, LayerUse> layers() throws Refused {
        List<String> installed = headers.stream().map(Header::name).toList();
        Map<String, LayerUse> uses = new LinkedHashMap<>();
        List<Problem> missing = new ArrayList<>();
        for (Wired node : wired.values()) {
            String id = node.node().id();
            for (Match match : node.matches()) {
                Matches.headers(match).forEach(header -> ask(uses, header, Level.OFF, id + " matches on it"));
            }
            Matches.headers(node.narrowed()).forEach(header -> ask(uses, header, Level.OFF, id + " is narrowed by it"));
            for (String write : node.writes()) {
                String header = write.substring(0, Math.max(0, write.indexOf('.')));
                ask(uses, header, Level.OFF, id + " writes " + write);
            }
            for (Wired.Need need : node.needs()) {
                ask(uses, need.layer(), need.level(), id + " reads " + need.type());
                String below = need.layer();
                while (under.containsKey(below)) {
                    String carried = below;
                    below = under.getOrDefault(below, "");
                    ask(
                            uses,
                            below,
                            need.level(),
                            id + " reads " + need.type() + ", and " + below + " carries " + carried);
                }
                if (!installed.contains(below)) {
                    missing.add(Problem.error(
                            "node " + id + " reads " + need.type() + ", but the layer " + below + " is not installed",
                            "install its bundle"));
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new Refused(missing);
        }
        return uses;
    }

    private static void ask(Map<String, LayerUse> uses, String layer, Level level, String reason) {
        LayerUse before = uses.get(layer);
        List<String> askedBy = new ArrayList<>(before == null ? List.of() : before.askedBy());
        String line = reason + (level == Level.OFF ? "" : " (" + level.name().toLowerCase(java.util.Locale.ROOT) + ")");
        if (!askedBy.contains(line)) {
            askedBy.add(line);
        }
        Level greatest = before == null || before.level().compareTo(level) < 0 ? level : before.level();
        uses.put(layer, new LayerUse(greatest, List.copyOf(askedBy)));
    }
}
