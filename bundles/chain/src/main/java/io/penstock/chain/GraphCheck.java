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
final class GraphCheck {
    private static final int CYCLES_TOLD = 10;
    private static final int CYCLE_SHOWN = 12;

    private final Chain chain;
    private final Map<Wire, Integer> offsets;
    private final Function<String, Integer> elementOffset;
    private final Complaints complaints;
    private final Map<String, List<Wire>> leaving = new LinkedHashMap<>();
    private final Map<String, List<Wire>> arriving = new LinkedHashMap<>();

    /// @param offsets of the wires
    /// @param elementOffset where a port or node stands
    GraphCheck(
            Chain chain, Map<Wire, Integer> offsets, Function<String, Integer> elementOffset, Complaints complaints) {
        this.chain = chain;
        this.offsets = offsets;
        this.elementOffset = elementOffset;
        this.complaints = complaints;
        for (Wire wire : chain.wires()) {
            leaving.computeIfAbsent(wire.from().element(), _ -> new ArrayList<>())
                    .add(wire);
            arriving.computeIfAbsent(wire.to().element(), _ -> new ArrayList<>())
                    .add(wire);
        }
    }

    void run() {
        directions();
        singleOutputs();
        cycles();
        if (!complaints.hasErrors()) {
            sides();
        }
        if (!complaints.hasErrors()) {
            reach();
        }
    }

    private List<Wire> from(String element) {
        return leaving.getOrDefault(element, List.of());
    }

    private List<Wire> to(String element) {
        return arriving.getOrDefault(element, List.of());
    }

    private int offset(Wire wire) {
        return offsets.getOrDefault(wire, 0);
    }

    private void directions() {
        for (String port : chain.ports().keySet()) {
            if (from(port).isEmpty() || to(port).isEmpty()) {
                continue;
            }
            Wire out = from(port).getFirst();
            Wire in = to(port).getFirst();
            Wire later = offset(out) > offset(in) ? out : in;
            complaints.error(
                    offset(later),
                    port,
                    "wires lead into port `" + port + "` and out of it: `" + in.text() + "`, `" + out.text() + "`",
                    "draw from clients to servers; the way back is the same wires reversed");
        }
    }

    private void singleOutputs() {
        Map<End, Wire> first = new HashMap<>();
        for (Wire wire : chain.wires()) {
            Wire other = first.putIfAbsent(wire.from(), wire);
            if (other != null) {
                complaints.error(
                        offset(wire),
                        wire.from().element(),
                        "a second wire at `" + wire.from().text() + "`, which leads to `"
                                + other.to().text() + "` already",
                        "put a classifier there to split traffic");
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
                    cycle(wire, path.subList(onPath.get(next), path.size()));
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

    private void cycle(Wire closing, List<String> loop) {
        List<String> shown = new ArrayList<>(loop.size() <= CYCLE_SHOWN ? loop : loop.subList(0, CYCLE_SHOWN - 2));
        if (loop.size() > CYCLE_SHOWN) {
            shown.add("... (" + (loop.size() - CYCLE_SHOWN + 1) + " more)");
            shown.add(loop.getLast());
        }
        shown.add(loop.getFirst());
        complaints.error(
                offset(closing),
                closing.from().element(),
                "a cycle: `" + String.join(" -> ", shown) + "`",
                "packets would go round for ever; remove the wire `" + closing.text() + "`");
    }

    private void sides() {
        boolean lacksClient = chain.clientPorts().isEmpty();
        if (lacksClient || chain.serverPorts().isEmpty()) {
            int at = chain.ports().keySet().stream()
                    .findFirst()
                    .map(elementOffset)
                    .orElse(0);
            String side = lacksClient ? "client" : "server";
            String mend = lacksClient ? "begin a wire at a port" : "end a wire at a port";
            complaints.error(at, "", "no " + side + " port", mend);
        }
    }

    private void reach() {
        Set<String> reached =
                spread(chain.clientPorts(), this::from, wire -> wire.to().element());
        Set<String> leadsOut =
                spread(chain.serverPorts(), this::to, wire -> wire.from().element());
        for (String node : chain.nodes().keySet()) {
            if (!reached.contains(node)) {
                String what = "no wire leads from a client port to `" + node + "`";
                complaints.warning(elementOffset.apply(node), node, what, "it will see no session of a client");
            } else if (!leadsOut.contains(node)) {
                String what = "no wire leads from `" + node + "` to a server port";
                complaints.error(elementOffset.apply(node), node, what, "wire it on, or remove it");
            }
        }
        for (String port : chain.ports().keySet()) {
            if (from(port).isEmpty() && to(port).isEmpty()) {
                String what = "port `" + port + "` has no wire";
                complaints.warning(elementOffset.apply(port), port, what, "nothing will enter or leave there");
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
