// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A drawing: ports, functions and wires, in the order in which its author wrote them.
///
/// @param name the chain's name
/// @param ports by id
/// @param nodes by id
/// @param wires in the order of the document, each from left (clients) to right (servers)
/// @param workers how many threads carry its packets; 0 where that follows from the machine
public record Chain(String name, Map<String, PortSpec> ports, Map<String, Node> nodes, List<Wire> wires, int workers) {
    public Chain {
        ports = Values.ordered(ports);
        nodes = Values.ordered(nodes);
        wires = List.copyOf(wires);
    }

    /// A chain of as many workers as follows from the machine.
    public Chain(String name, Map<String, PortSpec> ports, Map<String, Node> nodes, List<Wire> wires) {
        this(name, ports, nodes, wires, 0);
    }

    /// The port of an id, if there is one.
    public Optional<PortSpec> port(String id) {
        return Optional.ofNullable(ports.get(id));
    }

    /// The node of an id, if there is one.
    public Optional<Node> node(String id) {
        return Optional.ofNullable(nodes.get(id));
    }

    /// The ports at which clients stand: those that only have wires going out.
    public List<PortSpec> clientPorts() {
        return portsAmong(wire -> wire.from().element(), wire -> wire.to().element());
    }

    /// The ports at which servers stand: those that only have wires coming in.
    public List<PortSpec> serverPorts() {
        return portsAmong(wire -> wire.to().element(), wire -> wire.from().element());
    }

    private List<PortSpec> portsAmong(Function<Wire, String> having, Function<Wire, String> lacking) {
        Set<String> wanted = wires.stream().map(having).collect(Collectors.toCollection(HashSet::new));
        wires.stream().map(lacking).forEach(wanted::remove);
        return ports.values().stream()
                .filter(port -> wanted.contains(port.id()))
                .toList();
    }

    /// This chain with one port replaced, for a run that reads or sends elsewhere.
    ///
    /// @param port its id is that of the port to replace
    /// @throws Refused when the chain has no port of that id; the nearest name is suggested
    public Chain withPort(PortSpec port) throws Refused {
        if (!ports.containsKey(port.id())) {
            throw new Refused(Problem.error(
                    "chain `" + name + "` has no port `" + port.id() + "`", Nearest.hint(port.id(), ports.keySet())));
        }
        Map<String, PortSpec> replaced = new LinkedHashMap<>(ports);
        replaced.put(port.id(), port);
        return new Chain(name, replaced, nodes, wires, workers);
    }

    /// This chain with another number of workers.
    public Chain withWorkers(int count) {
        return new Chain(name, ports, nodes, wires, count);
    }
}
