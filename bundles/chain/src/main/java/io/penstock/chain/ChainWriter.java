// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes a chain that has no text yet.
final class ChainWriter {
    private ChainWriter() {}

    /// The canonical text of a chain.
    static String write(Chain chain) {
        List<Tree.Slot> top = new ArrayList<>();
        top.add(entry(Keys.FORMAT, value(1)));
        top.add(entry(Keys.CHAIN, value(chain.name())));
        if (chain.workers() > 0) {
            top.add(entry(Keys.WORKERS, value(chain.workers())));
        }
        top.add(entry(
                Keys.PORTS,
                map(chain.ports().values().stream()
                        .map(port -> entry(port.id(), port(port)))
                        .toList())));
        top.add(entry(
                Keys.FUNCTIONS,
                map(chain.nodes().values().stream()
                        .map(node -> entry(node.id(), node(node)))
                        .toList())));
        top.add(entry(Keys.WIRES, list(paths(chain.wires()))));
        return new Canonical(new Tree.Mapping(top, false, 0, 0), List.of()).text();
    }

    /// Wires that follow one another make one path.
    private static List<String> paths(List<Wire> wires) {
        List<String> paths = new ArrayList<>();
        String open = "";
        for (Wire wire : wires) {
            if (!paths.isEmpty() && wire.from().text().equals(open)) {
                paths.add(paths.removeLast() + " -> " + wire.to().text());
            } else {
                paths.add(wire.text());
            }
            open = wire.to().text();
        }
        return paths;
    }

    static Tree port(PortSpec port) {
        List<Tree.Slot> keys = new ArrayList<>();
        keys.add(entry(Keys.DRIVER, value(port.driver())));
        port.options().forEach((key, value) -> keys.add(entry(key, value(value))));
        return map(keys);
    }

    static Tree node(Node node) {
        List<Tree.Slot> keys = new ArrayList<>();
        keys.add(entry(Keys.TYPE, value(node.type())));
        node.version().ifPresent(version -> keys.add(entry(Keys.VERSION, value(version))));
        if (!node.match().isEmpty()) {
            keys.add(entry(Keys.MATCH, value(node.match())));
        }
        if (!node.over().isEmpty()) {
            keys.add(entry(Keys.OVER, list(node.over())));
        }
        node.properties().forEach((key, value) -> keys.add(entry(key, value(value))));
        if (node.onFailure() != OnFailure.CLOSED) {
            keys.add(entry(Keys.ON_FAILURE, value(node.onFailure().text())));
        }
        if (node.onOverrun() != OnOverrun.DROP_PACKET) {
            keys.add(entry(Keys.ON_OVERRUN, value(node.onOverrun().text())));
        }
        if (node.observe()) {
            keys.add(entry(Keys.OBSERVE, value(true)));
        }
        return map(keys);
    }

    /// A value as a tree.
    static Tree value(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map(map.entrySet().stream()
                        .map(entry -> entry(String.valueOf(entry.getKey()), scalar(entry.getValue())))
                        .toList());
            case List<?> list -> list(list);
            default -> scalar(value);
        };
    }

    private static Tree.Scalar scalar(Object value) {
        boolean text = value instanceof CharSequence;
        return new Tree.Scalar(value.toString(), text ? Tree.Style.DOUBLE_QUOTED : Tree.Style.PLAIN, 0, 0);
    }

    private static Tree list(List<?> values) {
        List<Tree.Slot> items = values.stream()
                .map(value -> new Tree.Slot(Optional.empty(), scalar(value), 0))
                .toList();
        return new Tree.Sequence(items, true, 0, 0);
    }

    private static Tree map(List<Tree.Slot> entries) {
        return new Tree.Mapping(entries, true, 0, 0);
    }

    /// An entry of a map.
    static Tree.Slot entry(String key, Tree value) {
        Tree.Scalar name = new Tree.Scalar(key, Tree.Style.DOUBLE_QUOTED, 0, 0);
        return new Tree.Slot(Optional.of(name), value, 0);
    }
}
