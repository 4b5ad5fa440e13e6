// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Tells what was changed between two drawings. Order of ports, nodes and wires does not count; order within a
/// property does.
public final class ChainDiff {
    private final List<Change> changes = new ArrayList<>();

    private ChainDiff() {}

    /// The changes that lead from one chain to the other: name, ports, nodes, wires; empty where they mean the same.
    public static List<Change> between(Chain before, Chain after) {
        ChainDiff diff = new ChainDiff();
        if (!before.name().equals(after.name())) {
            diff.changes.add(new Change.Renamed(before.name(), after.name()));
        }
        diff.ports(before.ports(), after.ports());
        diff.nodes(before.nodes(), after.nodes());
        diff.wires(before.wires(), after.wires());
        return List.copyOf(diff.changes);
    }

    private void ports(Map<String, PortSpec> before, Map<String, PortSpec> after) {
        addAll(before, after, Change.PortRemoved::new);
        addAll(after, before, Change.PortAdded::new);
        after.forEach((id, port) -> Optional.ofNullable(before.get(id))
                .ifPresent(old ->
                        values(keys(old), keys(port), (key, was, is) -> new Change.PortChanged(id, key, was, is))));
    }

    private void nodes(Map<String, Node> before, Map<String, Node> after) {
        addAll(before, after, Change.NodeRemoved::new);
        addAll(after, before, Change.NodeAdded::new);
        after.forEach((id, node) -> Optional.ofNullable(before.get(id))
                .ifPresent(old ->
                        values(keys(old), keys(node), (key, was, is) -> new Change.PropertyChanged(id, key, was, is))));
    }

    private void wires(List<Wire> before, List<Wire> after) {
        Set<Wire> old = Set.copyOf(before);
        Set<Wire> young = Set.copyOf(after);
        before.stream()
                .filter(wire -> !young.contains(wire))
                .map(Change.WireRemoved::new)
                .forEach(changes::add);
        after.stream()
                .filter(wire -> !old.contains(wire))
                .map(Change.WireAdded::new)
                .forEach(changes::add);
    }

    private <T> void addAll(Map<String, T> from, Map<String, T> without, Function<T, Change> change) {
        from.entrySet().stream()
                .filter(entry -> !without.containsKey(entry.getKey()))
                .map(entry -> change.apply(entry.getValue()))
                .forEach(changes::add);
    }

    /// Makes the record of one changed key.
    private interface KeyChange {
        Change of(String key, Optional<Object> before, Optional<Object> after);
    }

    private void values(Map<String, Object> before, Map<String, Object> after, KeyChange change) {
        Set<String> keys = new LinkedHashSet<>(before.keySet());
        keys.addAll(after.keySet());
        for (String key : keys) {
            Optional<Object> was = Optional.ofNullable(before.get(key));
            Optional<Object> is = Optional.ofNullable(after.get(key));
            if (!was.equals(is) || !order(was).equals(order(is))) {
                changes.add(change.of(key, was, is));
            }
        }
    }

    /// Maps are equal in any order, but a classifier's first branch that matches wins.
    private static List<?> order(Optional<Object> value) {
        return value.isPresent() && value.get() instanceof Map<?, ?> map ? List.copyOf(map.keySet()) : List.of();
    }

    private static Map<String, Object> keys(PortSpec port) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put(Keys.DRIVER, port.driver());
        keys.putAll(port.options());
        return keys;
    }

    private static Map<String, Object> keys(Node node) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put(Keys.TYPE, node.type());
        node.version().ifPresent(version -> keys.put(Keys.VERSION, version));
        keys.put(Keys.MATCH, node.match());
        keys.put(Keys.OVER, node.over());
        keys.putAll(node.properties());
        keys.put(Keys.ON_FAILURE, node.onFailure().text());
        keys.put(Keys.ON_OVERRUN, node.onOverrun().text());
        keys.put(Keys.OBSERVE, node.observe());
        return keys;
    }
}
