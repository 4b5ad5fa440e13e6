// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model;

import io.penstock.chain.Chain;
import io.penstock.chain.End;
import io.penstock.chain.Node;
import io.penstock.chain.OnFailure;
import io.penstock.chain.OnOverrun;
import io.penstock.chain.PortSpec;
import io.penstock.chain.Wire;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Chains to draw.
public final class Chains {
    private Chains() {}

    /// Two ports and nothing between.
    public static Chain wire() {
        return chain("wire", List.of(capture("client"), capture("server")), List.of(), "client -> server");
    }

    /// A firewall and a counter.
    public static Chain office() {
        return chain(
                "office-edge",
                List.of(capture("client"), capture("server")),
                List.of(
                        Node.of("fw", "firewall", Map.of("rules", List.of("allow udp port 53", "allow icmp", "deny"))),
                        Node.of("count", "counter", Map.of())),
                "client -> fw -> count -> server");
    }

    /// Branches that part and join.
    public static Chain branches() {
        Map<String, Object> cases = properties("web", "tcp port 80 or tcp port 443", "dns", "udp port 53", "rest", "");
        return chain(
                "branch-edge",
                List.of(capture("lan"), new PortSpec("wan", "dpdk", Map.of("device", "net_af_packet0,iface=eth1"))),
                List.of(
                        Node.of("cls", "classifier", Map.of("branches", cases)),
                        Node.of("ids", "ids", Map.of("rules", List.of("file:local.rules"))),
                        Node.of("fw", "firewall", Map.of("rules", List.of("allow udp port 53", "deny"))),
                        Node.of("nat", "nat", Map.of("address", "198.51.100.1"))),
                "lan -> cls",
                "cls.web -> ids -> fw",
                "cls.rest -> fw",
                "fw -> nat -> wan");
    }

    /// Every mark, more settings than have room.
    public static Chain marked() {
        Node firewall = new Node(
                "fw",
                "firewall",
                Optional.of("1.2"),
                "tcp",
                List.of(),
                OnFailure.OPEN,
                OnOverrun.DROP_FLOW,
                true,
                Map.of("rules", List.of("allow tcp port 80", "allow tcp port 22", "c", "d", "e", "f", "deny")));
        Node impair = Node.of("bad", "impair", properties("loss", 1.5, "delay", 20L, "seed", 42.0));
        return chain(
                "marked",
                List.of(new PortSpec("client", "memory", Map.of()), new PortSpec("server", "memory", Map.of())),
                List.of(firewall, impair),
                "client -> fw -> bad -> server");
    }

    /// Names that are too long, and characters that mean something to XML, to terminals and to bidirectional text.
    public static Chain hostile() {
        String evil = "\"&'</svg><script>\u0007\u202eevil \ud83d\ude00 \ud800 日本 Ünïcode\n\nЖ]]>";
        String port = "a".repeat(80);
        String branch = "c".repeat(70);
        Map<String, Object> cases = properties("n".repeat(60), "m".repeat(900), "<b>", evil);
        return new Chain(
                evil.repeat(20),
                ported(List.of(
                        new PortSpec(port, "d".repeat(80), Map.of("k".repeat(60), "v".repeat(900))),
                        new PortSpec("b", evil, Map.of(evil, evil)))),
                noded(List.of(
                        Node.of(branch, "t".repeat(90), Map.of("branches", cases)),
                        Node.of("p", evil, properties("x".repeat(90), evil, "list", List.of(evil, "y".repeat(400)))))),
                List.of(
                        new Wire(End.of(port), End.of(branch)),
                        new Wire(new End(branch, "<b>"), End.of("b")),
                        new Wire(new End(branch, "n".repeat(60)), End.of("p")),
                        new Wire(End.of("p"), End.of("b"))));
    }

    /// About thirty nodes: five branches of unlike length, a second client port and a second server port.
    public static Chain campus() {
        List<String> names = List.of("web", "dns", "mail", "voice", "rest");
        List<String> types = List.of("firewall", "nat", "ids", "counter", "wordfilter", "ratelimit", "balancer");
        int[] lengths = {6, 2, 5, 3, 4};
        Map<String, Object> cases = new LinkedHashMap<>();
        names.forEach(name -> cases.put(name, name.equals("rest") ? "" : "tcp port " + name.length()));
        List<Node> nodes = new ArrayList<>();
        List<String> wires = new ArrayList<>(List.of("lan -> split", "guest -> limit -> split"));
        nodes.add(Node.of("split", "classifier", Map.of("branches", cases)));
        nodes.add(Node.of("limit", "ratelimit", properties("rate", 100L, "burst", 20L)));
        for (int branch = 0; branch < lengths.length; branch++) {
            StringBuilder wire = new StringBuilder("split." + names.get(branch));
            for (int i = 0; i < lengths[branch]; i++) {
                String type = types.get((branch * 3 + i) % types.size());
                String id = names.get(branch) + "-" + i;
                nodes.add(Node.of(id, type, i % 2 == 0 ? Map.of("rules", List.of("allow", "deny")) : Map.of()));
                wire.append(" -> ").append(id);
            }
            wires.add(wire + " -> " + (branch < 3 ? "join" : "nat"));
        }
        nodes.add(Node.of("join", "counter", Map.of()));
        nodes.add(Node.of("nat", "nat", Map.of("address", "198.51.100.1")));
        wires.add("join -> nat -> wan");
        wires.add("web-1 -> backup");
        List<PortSpec> ports = List.of(capture("lan"), capture("guest"), capture("wan"), capture("backup"));
        return chain("campus-core", ports, nodes, wires.toArray(String[]::new));
    }

    /// All of them.
    public static List<Chain> all() {
        return List.of(wire(), office(), branches(), marked(), hostile(), campus());
    }

    /// Properties in the order given.
    public static Map<String, Object> properties(Object... namesAndValues) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return properties;
    }

    /// A chain whose wires are written as in a chain file.
    public static Chain chain(String name, List<PortSpec> ports, List<Node> nodes, String... lines) {
        List<Wire> wires = new ArrayList<>();
        for (String line : lines) {
            List<String> ends = List.of(line.split(" -> ", -1));
            for (int i = 0; i + 1 < ends.size(); i++) {
                wires.add(new Wire(end(ends.get(i)), end(ends.get(i + 1))));
            }
        }
        return new Chain(name, ported(ports), noded(nodes), wires);
    }

    private static End end(String text) {
        int dot = text.indexOf('.');
        return dot < 0 ? End.of(text) : new End(text.substring(0, dot), text.substring(dot + 1));
    }

    private static PortSpec capture(String id) {
        return new PortSpec(id, "pcap", properties("in", "office.pcapng", "out", "out/office-" + id + ".pcapng"));
    }

    private static Map<String, PortSpec> ported(List<PortSpec> ports) {
        Map<String, PortSpec> byId = new LinkedHashMap<>();
        ports.forEach(port -> byId.put(port.id(), port));
        return byId;
    }

    private static Map<String, Node> noded(List<Node> nodes) {
        Map<String, Node> byId = new LinkedHashMap<>();
        nodes.forEach(node -> byId.put(node.id(), node));
        return byId;
    }
}
