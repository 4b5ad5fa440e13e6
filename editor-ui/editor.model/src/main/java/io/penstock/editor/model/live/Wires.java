// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.live;

import io.penstock.chain.Chain;
import io.penstock.chain.Wire;
import io.penstock.editor.model.live.Rates.Flow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// Derives what flows through wires. What comes to a node has come by its wires; so where all but one of them are
/// known, the last one is known, too.
final class Wires {
    private final Map<String, Flow> elements;
    private final Map<String, List<Wire>> arriving;
    private final Map<String, List<Wire>> leaving;
    private final Map<Wire, Flow> known = new HashMap<>();

    private Wires(Chain chain, Map<String, Flow> elements) {
        this.elements = elements;
        arriving = chain.wires().stream()
                .collect(Collectors.groupingBy(wire -> wire.to().element()));
        leaving = chain.wires().stream()
                .collect(Collectors.groupingBy(wire -> wire.from().element()));
    }

    static Map<Wire, Flow> flows(Chain chain, Map<String, Flow> elements) {
        Wires wires = new Wires(chain, elements);
        int before = -1;
        while (before != wires.known.size()) {
            before = wires.known.size();
            wires.arriving.forEach((id, all) -> wires.last(id, all, 0));
            wires.leaving.forEach((id, all) -> {
                Flow flow = elements.get(id);
                boolean port = chain.ports().containsKey(id);
                if (flow != null && (port || flow.dropped() == 0)) {
                    wires.last(id, all, 0);
                }
            });
        }
        return wires.known;
    }

    /// Fills in the only wire that is not known.
    private void last(String id, List<Wire> wires, double lost) {
        Flow through = elements.get(id);
        List<Wire> open =
                wires.stream().filter(wire -> !known.containsKey(wire)).toList();
        if (through == null || open.size() != 1) {
            return;
        }
        double packets = through.packets() - lost;
        double bits = through.bits();
        for (Wire wire : wires) {
            if (known.containsKey(wire)) {
                Flow flow = Objects.requireNonNull(known.get(wire));
                packets -= flow.packets();
                bits -= flow.bits();
            }
        }
        known.put(open.getFirst(), Flow.of(packets, Math.max(0, bits)));
    }
}
