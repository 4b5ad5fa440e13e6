// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.edit;

import io.penstock.api.Refused;
import io.penstock.chain.Chain;
import io.penstock.chain.End;
import io.penstock.chain.Wire;
import io.penstock.editor.model.geometry.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Commands as a person in a hurry would give them, the same for the same seed; some are refused.
public final class RandomEdits {
    private static final List<String> TYPES = List.of("firewall", "counter", "classifier", "nat");

    private final Random random;
    private int number;

    public RandomEdits(long seed) {
        random = new Random(seed);
    }

    /// Carries one out, unless it is refused.
    public void perform(Editing editing) {
        try {
            editing.perform(next(editing.drawing()));
        } catch (Refused refused) {
            number++;
        }
    }

    private Edit next(Drawing drawing) {
        Chain chain = drawing.chain();
        List<String> nodes = new ArrayList<>(chain.nodes().keySet());
        List<String> all = new ArrayList<>(chain.ports().keySet());
        all.addAll(nodes);
        if (all.size() < 3) {
            return add(drawing);
        }
        return switch (random.nextInt(14)) {
            case 0, 1 -> add(drawing);
            case 2, 3, 4 -> Edits.connect(new Wire(end(chain, one(all)), End.of(one(all))));
            case 5 -> Edits.move(List.of(one(all), one(all)), random.nextInt(200) - 100, random.nextInt(50));
            case 6 -> Edits.rename(one(all), one(all) + number++ % 7);
            case 7 -> Edits.remove(new Selection(Set.of(one(all)), Set.of()));
            case 8 -> chain.wires().isEmpty() ? add(drawing) : Edits.disconnect(one(chain.wires()));
            case 9 ->
                chain.wires().isEmpty()
                        ? add(drawing)
                        : Edits.addNode(
                                Edits.freeName(drawing, "mid"), one(TYPES), Map.of(), place(), one(chain.wires()), "");
            case 10 -> Edits.set(one(all), "rules", List.of("allow udp port " + random.nextInt(100), "deny"));
            case 11 -> Edits.set(one(all), one(List.of("observe", "match", "limit")), value());
            case 12 -> Edits.unset(one(all), one(List.of("observe", "match", "rules", "branches")));
            default -> Edits.set(one(all), "branches", branches());
        };
    }

    private Edit add(Drawing drawing) {
        String type = one(TYPES);
        return random.nextInt(5) == 0
                ? Edits.addPort(Edits.freeName(drawing, "port"), "pcap", Map.of("in", "a b.pcap"), place())
                : Edits.addNode(Edits.freeName(drawing, type), type, Map.of(), place());
    }

    private End end(Chain chain, String id) {
        Object branches =
                chain.node(id).map(node -> node.properties().get("branches")).orElse(Map.of());
        return branches instanceof Map<?, ?> map && !map.isEmpty()
                ? new End(id, String.valueOf(map.keySet().iterator().next()))
                : End.of(id);
    }

    private Map<String, Object> branches() {
        Map<String, Object> branches = new LinkedHashMap<>();
        branches.put("b" + random.nextInt(5), "tcp port 80");
        branches.put("rest", "");
        return branches;
    }

    private Object value() {
        return switch (random.nextInt(4)) {
            case 0 -> true;
            case 1 -> (long) random.nextInt(1000);
            case 2 -> 1.5;
            default -> "tcp port " + random.nextInt(10) + " # \"quoted\": yes";
        };
    }

    private Point place() {
        return new Point(random.nextInt(2000), random.nextInt(900));
    }

    private <T> T one(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
