// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Checks a drawing as a whole, knowing nothing of its functions: directions, joins, cycles and dead ends.
public final class GraphCheck {
    private static final int CYCLES_TOLD = 10;

    private final Chain chain;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, List<Wire>> leaving = new LinkedHashMap<>();
    private final Map<String, List<Wire>> arriving = new LinkedHashMap<>();

    private GraphCheck(Chain chain) {
        this.chain = chain;
        for (Wire wire : chain.wires()) {
            leaving.computeIfAbsent(wire.from().element(), _ -> new ArrayList<>())
                    .add(wire);
            arriving.computeIfAbsent(wire.to().element(), _ -> new ArrayList<>())
                    .add(wire);
        }
    }

    /// All that is wrong; where there are errors of one kind, those that would only follow from them are left out.
    public static List<Finding> of(Chain chain) {
        GraphCheck check = new GraphCheck(chain);
        check.run();
        return List.copyOf(check.findings);
    }

    private void run() {
        directions();
        singleOutputs();
        cycles();
        if (findings.isEmpty()) {
            sides();
        }
        if (findings.isEmpty()) {
            reach();
        }
    }

    private List<Wire> from(String element) {
        return leaving.getOrDefault(element, List.of());
    }

    private List<Wire> to(String element) {
        return arriving.getOrDefault(element, List.of());
    }

    private void directions() {
        for (String port : chain.ports().keySet()) {
            if (!from(port).isEmpty() && !to(port).isEmpty()) {
                findings.add(new Finding.TwoWays(
                        port, to(port).getFirst(), from(port).getFirst()));
            }
        }
    }

    private void singleOutputs() {
        Map<End, Wire> first = new HashMap<>();
        for (Wire wire : chain.wires()) {
            Wire other = first.putIfAbsent(wire.from(), wire);
            if (other != null) {
                findings.add(new Finding.SecondWire(wire, other));
            }
        }
    }

    /// A walk over all nodes with a stack of its own: a chain may be longer than a thread's stack is deep.
    private void cycles() {
        Set<String> done = new HashSet<>();
        int told = 0;
        for (String start : chain.nodes().keySet()) {
            if (told < CYCLES_TOLD && !done.contains(start)) {
                told += cyclesFrom(start, done, CYCLES_TOLD - told);
            }
        }
    }

    private int cyclesFrom(String start, Set<String> done, int most) {
        Map<String, Integer> onPath = new HashMap<>();
        List<String> path = new ArrayList<>();
        Deque<Iterator<Wire>> open = new ArrayDeque<>();
        enter(start, path, onPath, open);
        int told = 0;
        while (!open.isEmpty()) {
            if (!open.getLast().hasNext()) {
                open.removeLast();
                String left = path.removeLast();
                onPath.remove(left);
                done.add(left);
                continue;
            }
            Wire wire = open.getLast().next();
            String next = wire.to().element();
            if (onPath.containsKey(next)) {
                if (told++ < most) {
                    findings.add(new Finding.Cycle(path.subList(onPath.get(next), path.size()), wire));
                }
            } else if (!done.contains(next)) {
                enter(next, path, onPath, open);
            }
        }
        return told;
    }

    private void enter(String element, List<String> path, Map<String, Integer> onPath, Deque<Iterator<Wire>> open) {
        onPath.put(element, path.size());
        path.add(element);
        // A cycle through a port is a wrong direction, which is told elsewhere.
        List<Wire> next = chain.ports().containsKey(element) ? List.of() : from(element);
        open.addLast(next.iterator());
    }

    private void sides() {
        boolean lacksClient = chain.clientPorts().isEmpty();
        if (lacksClient || chain.serverPorts().isEmpty()) {
            findings.add(new Finding.NoSide(lacksClient));
        }
    }

    private void reach() {
        Set<String> reached =
                spread(chain.clientPorts(), this::from, wire -> wire.to().element());
        Set<String> leadsOut =
                spread(chain.serverPorts(), this::to, wire -> wire.from().element());
        for (String node : chain.nodes().keySet()) {
            if (!reached.contains(node)) {
                findings.add(new Finding.Unreached(node));
            } else if (!leadsOut.contains(node)) {
                findings.add(new Finding.DeadEnd(node));
            }
        }
        for (String port : chain.ports().keySet()) {
            if (from(port).isEmpty() && to(port).isEmpty()) {
                findings.add(new Finding.Unwired(port));
            }
        }
    }

    private static Set<String> spread(
            List<PortSpec> starts, Function<String, List<Wire>> wires, Function<Wire, String> across) {
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>();
        starts.stream().map(PortSpec::id).forEach(open::add);
        while (!open.isEmpty()) {
            String element = open.removeFirst();
            if (seen.add(element)) {
                wires.apply(element).stream().map(across).forEach(open::addLast);
            }
        }
        return seen;
    }
}
