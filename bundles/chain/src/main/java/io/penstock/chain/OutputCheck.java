// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Checks the wires of a chain against the outputs that its functions have.
final class OutputCheck {
    private final Chain chain;
    private final Map<Wire, Integer> offsets;
    private final Map<String, Tree.Slot> elements;
    private final Complaints complaints;

    OutputCheck(Chain chain, Map<Wire, Integer> offsets, Map<String, Tree.Slot> elements, Complaints complaints) {
        this.chain = chain;
        this.offsets = offsets;
        this.elements = elements;
        this.complaints = complaints;
    }

    void run(Outputs outputs) {
        Map<String, List<Wire>> leaving = new LinkedHashMap<>();
        for (Wire wire : chain.wires()) {
            leaving.computeIfAbsent(wire.from().element(), _ -> new ArrayList<>())
                    .add(wire);
        }
        for (Node node : chain.nodes().values()) {
            check(node, outputs.of(node.type(), node), leaving.getOrDefault(node.id(), List.of()));
        }
    }

    private void check(Node node, List<String> outputs, List<Wire> wires) {
        if (outputs.size() <= 1) {
            single(node, outputs.isEmpty() ? "" : outputs.getFirst(), wires);
            return;
        }
        wires.forEach(wire -> known(node, outputs, wire));
        for (String output : outputs) {
            boolean wired =
                    wires.stream().anyMatch(wire -> wire.from().connector().equals(output));
            if (!wired && !wires.isEmpty()) {
                error(node, "the output `" + node.id() + "." + output + "` leads nowhere", "wire it on, or remove it");
            }
        }
    }

    private void known(Node node, List<String> outputs, Wire wire) {
        String connector = wire.from().connector();
        if (connector.isEmpty()) {
            String what = "`" + node.id() + "` has several outputs and this wire names none";
            error(
                    wire,
                    what,
                    "begin it at `" + node.id() + "." + String.join("` or `" + node.id() + ".", outputs) + "`");
        } else if (!outputs.contains(connector)) {
            String what = "`" + node.id() + "` has no output `" + connector + "`";
            error(wire, what, Nearest.hint(connector, outputs));
        }
    }

    private void single(Node node, String name, List<Wire> wires) {
        List<Wire> good = new ArrayList<>();
        for (Wire wire : wires) {
            String connector = wire.from().connector();
            if (connector.isEmpty() || connector.equals(name)) {
                good.add(wire);
            } else {
                String what = "`" + node.id() + "` (" + node.type() + ") has no output `" + connector + "`";
                error(wire, what, "it has one; write `" + node.id() + "`");
            }
        }
        if (good.size() > 1) {
            String what = "a second wire at the single output of `" + node.id() + "`";
            error(good.getLast(), what, "put a classifier there to split traffic");
        }
    }

    private void error(Wire wire, String what, String mend) {
        complaints.error(offsets.getOrDefault(wire, 0), wire.from().element(), what, mend);
    }

    private void error(Node node, String what, String mend) {
        int offset = elements.containsKey(node.id()) ? elements.get(node.id()).start() : 0;
        complaints.error(offset, node.id(), what, mend);
    }
}
