// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes a [Chain] of a tree, and complains of everything that is not as it should be.
final class ChainReader {
    private final Complaints complaints;
    private final ValueReader values;
    private final Map<String, Tree.Slot> elements = new LinkedHashMap<>();
    private final Set<String> faulty = new HashSet<>();

    ChainReader(Complaints complaints) {
        this.complaints = complaints;
        this.values = new ValueReader(complaints);
    }

    /// Ports and nodes by id: where they stand in the tree.
    Map<String, Tree.Slot> elements() {
        return elements;
    }

    /// Names of ports and nodes that were complained of, so that wires to them are no further mistakes.
    Set<String> faulty() {
        return faulty;
    }

    /// What could be read; only to be used where there were no complaints, except for further checks.
    record Result(
            String name,
            Map<String, PortSpec> ports,
            Map<String, Node> nodes,
            Optional<Tree.Slot> wires,
            int workers) {}

    Result read(Tree.Mapping root) {
        for (Tree.Slot slot : root.slots()) {
            if (!Keys.TOP.contains(slot.name())) {
                unknown(slot, "", "key", Keys.TOP);
            }
        }
        root.slot(Keys.FORMAT)
                .ifPresentOrElse(this::format, () -> missing(root, Keys.FORMAT, "begin with `format: 1`"));
        String name = root.slot(Keys.CHAIN).map(this::name).orElseGet(() -> {
            missing(root, Keys.CHAIN, "name the chain: `chain: branch-edge`");
            return "";
        });
        if (root.slot(Keys.PORTS).isEmpty()) {
            absent(root, Keys.PORTS, "a chain needs a client port and a server port");
        }
        if (root.slot(Keys.WIRES).isEmpty()) {
            absent(root, Keys.WIRES, "wire the ports: `- lan -> wan`");
        }
        Map<String, PortSpec> ports = ports(root.slot(Keys.PORTS));
        Map<String, Node> nodes = nodes(root.slot(Keys.FUNCTIONS), ports);
        return new Result(
                name,
                ports,
                nodes,
                root.slot(Keys.WIRES),
                root.slot(Keys.WORKERS).map(this::workers).orElse(0));
    }

    private int workers(Tree.Slot slot) {
        Optional<Object> value =
                slot.value() instanceof Tree.Scalar scalar ? Scalars.meaning(scalar) : Optional.empty();
        if (value.isPresent() && value.get() instanceof Long count && count >= 1 && count <= Limits.WORKERS) {
            return count.intValue();
        }
        complaints.error(
                slot.value().start(),
                "",
                "`workers` is no number of workers",
                "write a number from 1 to " + Limits.WORKERS + ", or leave it out");
        return 0;
    }

    private void missing(Tree at, String key, String mend) {
        complaints.error(at.start(), "", "the key `" + key + "` is missing", mend);
    }

    private void absent(Tree at, String key, String mend) {
        complaints.absent(at.start(), "the key `" + key + "` is missing", mend);
    }

    private void unknown(Tree.Slot slot, String element, String kind, Collection<String> known) {
        complaints.error(
                slot.start(),
                element,
                "unknown " + kind + " `" + Quoting.shown(slot.name()) + "`",
                () -> Nearest.hint(slot.name(), known));
    }

    private void format(Tree.Slot slot) {
        boolean good = slot.value() instanceof Tree.Scalar scalar
                && Scalars.meaning(scalar).filter(Long.valueOf(1)::equals).isPresent();
        if (!good) {
            String shown = slot.value() instanceof Tree.Scalar scalar ? " `" + Quoting.shown(scalar.value()) + "`" : "";
            complaints.error(
                    slot.value().start(),
                    "",
                    "unknown format" + shown,
                    "this version reads `format: 1`; a newer file needs a newer Penstock");
        }
    }

    private String name(Tree.Slot slot) {
        String name = values.text(slot, "");
        if (!name.isEmpty()) {
            checkId(name, slot.value().start(), "chain name");
        }
        return name;
    }

    private boolean checkId(String id, int offset, String kind) {
        if (Keys.ID.matcher(id).matches()) {
            return true;
        }
        complaints.error(offset, "", "bad " + kind + " `" + Quoting.shown(id) + "`", Keys.ID_RULE);
        return false;
    }

    private Map<String, PortSpec> ports(Optional<Tree.Slot> slot) {
        Map<String, PortSpec> ports = new LinkedHashMap<>();
        for (Tree.Slot port : elementsOf(slot, "port", "{driver: pcap, in: FILE}")) {
            ports.putIfAbsent(port.name(), port(port));
        }
        if (ports.isEmpty()) {
            slot.ifPresent(empty ->
                    complaints.absent(empty.start(), "there is no port", "add a client port and a server port"));
        }
        return ports;
    }

    private Map<String, Node> nodes(Optional<Tree.Slot> slot, Map<String, PortSpec> ports) {
        Map<String, Node> nodes = new LinkedHashMap<>();
        for (Tree.Slot node : elementsOf(slot, "function", "{type: counter}")) {
            if (ports.containsKey(node.name())) {
                String what = "`" + node.name() + "` is the name of a port and of a function";
                complaints.error(node.start(), node.name(), what, "rename one of them");
            }
            nodes.putIfAbsent(node.name(), node(node));
        }
        return nodes;
    }

    /// The entries of `ports` or `functions` that are maps under a good id of their own.
    private List<Tree.Slot> elementsOf(Optional<Tree.Slot> section, String kind, String example) {
        List<Tree.Slot> good = new ArrayList<>();
        for (Tree.Slot element : section.map(slot -> entries(slot, kind)).orElse(List.of())) {
            boolean isMap = element.value() instanceof Tree.Mapping;
            if (!isMap) {
                complaints.error(
                        element.value().start(),
                        element.name(),
                        kind + " `" + Quoting.shown(element.name()) + "` is no map",
                        "write `" + Quoting.shown(element.name()) + ": " + example + "`");
            }
            if (checkId(element.name(), element.start(), kind + " name") && isMap) {
                elements.putIfAbsent(element.name(), element);
                good.add(element);
            } else {
                faulty.add(element.name());
            }
        }
        return good;
    }

    private List<Tree.Slot> entries(Tree.Slot section, String kind) {
        if (section.value() instanceof Tree.Scalar scalar
                && Scalars.meaning(scalar).isEmpty()) {
            return List.of();
        }
        if (!(section.value() instanceof Tree.Mapping mapping)) {
            complaints.error(
                    section.value().start(),
                    "",
                    "`" + section.name() + "` is no map",
                    "write one " + kind + " a line: `name: {...}`");
            return List.of();
        }
        if (mapping.slots().size() > Limits.ELEMENTS) {
            String what = "more than " + Limits.ELEMENTS + " entries in `" + section.name() + "`";
            complaints.error(section.start(), "", what, "split the chain");
            return List.of();
        }
        return mapping.slots();
    }

    /// One port.
    PortSpec port(Tree.Slot slot) {
        String id = slot.name();
        String driver = "";
        Map<String, Object> options = new LinkedHashMap<>();
        for (Tree.Slot option : slot.value().children()) {
            if (option.name().equals(Keys.DRIVER)) {
                driver = values.text(option, id);
            } else {
                values.option(option, id).ifPresent(value -> options.put(option.name(), value));
            }
        }
        if (has(slot, Keys.DRIVER, "name the kind of port: `driver: pcap`") && !driver.isEmpty()) {
            checkId(driver, slot.value().start(), "driver");
        }
        return new PortSpec(id, driver, options);
    }

    private boolean has(Tree.Slot element, String key, String mend) {
        boolean there =
                element.value().children().stream().anyMatch(slot -> slot.name().equals(key));
        if (!there) {
            complaints.error(element.start(), element.name(), "`" + element.name() + "` has no `" + key + "`", mend);
        }
        return there;
    }

    /// One node.
    Node node(Tree.Slot slot) {
        NodeReader reader = new NodeReader(slot.name(), values, complaints);
        slot.value().children().forEach(reader::key);
        has(slot, Keys.TYPE, "name the function: `type: firewall`");
        return reader.node();
    }
}
