// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A drawing that is being worked on: a chain together with its text, which need not be finished. Each change gives
/// another draft; comments stay with what they belong to, and what is not known here stays as it is.
///
/// Safe for use by several threads.
///
/// ```java
/// Draft draft = Draft.empty("branch-edge")
///         .add(new PortSpec("lan", "pcap", Map.of("in", "lan.pcap")))
///         .add(Node.of("fw", "firewall", Map.of()))
///         .connect(new Wire(End.of("lan"), End.of("fw")));
/// Files.writeString(path, draft.text());
/// ```
public final class Draft {
    private final Optional<String> original;
    private final List<Tree.Slot> top;
    private final Section<PortSpec> ports;
    private final Section<Node> nodes;
    private final Paths paths;
    private final List<String> footer;
    private @Nullable Chain chain;
    private @Nullable Canonical canonical;
    private @Nullable String hash;

    private Draft(
            Optional<String> original,
            List<Tree.Slot> top,
            Section<PortSpec> ports,
            Section<Node> nodes,
            Paths paths,
            List<String> footer) {
        this.original = original;
        this.top = top;
        this.ports = ports;
        this.nodes = nodes;
        this.paths = paths;
        this.footer = footer;
    }

    /// A chain with nothing in it.
    ///
    /// @throws Refused when the name cannot be one
    public static Draft empty(String name) throws Refused {
        return parse("", "format: 1\nchain: " + Quoting.quoted(name) + "\n").changed();
    }

    /// Reads a document, as far as it goes.
    ///
    /// @param file its name for messages
    /// @throws Refused as [ChainDocument#unfinished] says
    public static Draft parse(String file, String text) throws Refused {
        return ChainDocument.unfinished(file, text).draft();
    }

    /// The draft of a tree that was read without errors other than gaps.
    static Draft of(String text, Tree.Mapping root, List<String> footer) {
        ChainReader reader = reader();
        List<Section.Entry<PortSpec>> ports = slots(root, Keys.PORTS).stream()
                .map(slot -> new Section.Entry<>(Canonical.port(slot), reader.port(slot)))
                .toList();
        List<Section.Entry<Node>> nodes = slots(root, Keys.FUNCTIONS).stream()
                .map(slot -> new Section.Entry<>(Canonical.node(slot), reader.node(slot)))
                .toList();
        List<Paths.Path> paths =
                slots(root, Keys.WIRES).stream().map(Paths.Path::of).toList();
        return new Draft(
                Optional.of(text), root.slots(), new Section<>(ports), new Section<>(nodes), new Paths(paths), footer);
    }

    private static List<Tree.Slot> slots(Tree.Mapping root, String section) {
        return root.slot(section).map(slot -> slot.value().children()).orElse(List.of());
    }

    private static ChainReader reader() {
        return new ChainReader(new Complaints(new Source("", "")));
    }

    /// What is drawn; wires to what there is not are left out.
    public Chain chain() {
        Chain known = chain;
        if (known == null) {
            Map<String, PortSpec> allPorts = ports.values();
            Map<String, Node> allNodes = nodes.values();
            Set<String> names = new HashSet<>(allPorts.keySet());
            names.addAll(allNodes.keySet());
            known = new Chain(name(), allPorts, allNodes, paths.wires(names), workers());
            chain = known;
        }
        return known;
    }

    private int workers() {
        return top.stream()
                .filter(slot -> slot.name().equals(Keys.WORKERS) && slot.value() instanceof Tree.Scalar)
                .map(slot -> Scalars.meaning((Tree.Scalar) slot.value()))
                .flatMap(Optional::stream)
                .filter(Long.class::isInstance)
                .mapToInt(count -> ((Long) count).intValue())
                .findFirst()
                .orElse(0);
    }

    private String name() {
        return top.stream()
                .filter(slot -> slot.name().equals(Keys.CHAIN))
                .map(slot -> slot.value() instanceof Tree.Scalar scalar ? scalar.value() : "")
                .findFirst()
                .orElse("");
    }

    /// The document: as it was read while nothing has changed, else in canonical form.
    public String text() {
        return original.orElseGet(() -> canonical().text());
    }

    /// SHA-256 of the canonical form without comments: two drafts have the same one where they mean the same, in
    /// the same order.
    public String hash() {
        String known = hash;
        if (known == null) {
            known = canonical().hash();
            hash = known;
        }
        return known;
    }

    private Canonical canonical() {
        Canonical known = canonical;
        if (known == null) {
            List<Tree.Slot> all = new ArrayList<>();
            for (Tree.Slot slot : top) {
                all.add(slot.with(
                        switch (slot.name()) {
                            case Keys.PORTS -> ports.tree();
                            case Keys.FUNCTIONS -> nodes.tree();
                            case Keys.WIRES -> wires();
                            default -> Canonical.arranged(slot);
                        }));
            }
            known = new Canonical(new Tree.Mapping(all, false, 0, 0), footer, Tree.Slot::value);
            canonical = known;
        }
        return known;
    }

    private Tree wires() {
        return new Tree.Sequence(paths.lines().stream().map(Paths.Path::slot).toList(), false, 0, 0);
    }

    /// Whether a port or node of this name is there.
    public boolean has(String id) {
        return ports.find(id).isPresent() || nodes.find(id).isPresent();
    }

    /// With a port more, behind all others.
    ///
    /// @throws Refused when the name is taken or is none, or an option cannot be written
    public Draft add(PortSpec port) throws Refused {
        checkNew(port.id());
        return with(ports.with(port.id(), port(ChainWriter.entry(port.id(), ChainWriter.port(port)))), nodes, paths);
    }

    /// With a node more, behind all others.
    ///
    /// @throws Refused when the name is taken or is none, or a property cannot be written
    public Draft add(Node node) throws Refused {
        checkNew(node.id());
        return with(ports, nodes.with(node.id(), node(ChainWriter.entry(node.id(), ChainWriter.node(node)))), paths);
    }

    /// Without some ports and nodes and all their wires.
    public Draft remove(Collection<String> ids) {
        Set<String> gone = Set.copyOf(ids);
        return with(ports.without(gone), nodes.without(gone), paths.without(gone));
    }

    /// With a port or node under another name, in its wires too.
    public Draft rename(String id, String name) throws Refused {
        if (id.equals(name)) {
            return this;
        }
        checkNew(name);
        Paths wires = paths.renamed(end -> Paths.name(end).equals(id) ? name + end.substring(id.length()) : end);
        return change(id, slot -> Rewriting.renamed(slot, name)).with(wires);
    }

    /// With another name of the chain.
    public Draft rename(String name) throws Refused {
        checkName(name);
        List<Tree.Slot> changed = top.stream()
                .map(slot -> slot.name().equals(Keys.CHAIN) ? slot.with(ChainWriter.value(name)) : slot)
                .toList();
        return new Draft(Optional.empty(), changed, ports, nodes, paths, footer);
    }

    /// With a key of a port or node set; keys of the platform are set in the same way.
    ///
    /// @param value text, number, truth value, or a list or map of these
    /// @throws Refused when it cannot be the value of this key, or nothing has this name
    public Draft set(String id, String key, Object value) throws Refused {
        return change(id, slot -> Rewriting.set(slot, key, value));
    }

    /// Without a key of a port or node.
    ///
    /// @throws Refused when it cannot go without it
    public Draft unset(String id, String key) throws Refused {
        return change(id, slot -> Rewriting.unset(slot, key));
    }

    /// With another name of one entry of a map property, in the wires that begin at it, too.
    public Draft renameOutput(String id, String property, String from, String to) throws Refused {
        Draft changed = change(id, slot -> Rewriting.renamed(slot, property, from, to));
        return changed.with(paths.renamed(end -> end.equals(id + "." + from) ? id + "." + to : end));
    }

    /// With a wire more; where it goes on from the only path that ends there, in the same line.
    ///
    /// @throws Refused when an end is missing or the wire is there
    public Draft connect(Wire wire) throws Refused {
        for (End end : List.of(wire.from(), wire.to())) {
            if (!has(end.element())) {
                throw missing(end.element());
            }
        }
        if (chain().wires().contains(wire)) {
            throw refused("the wire `" + wire.text() + "` is there already", "");
        }
        return with(paths.connect(wire));
    }

    /// Without some wires.
    public Draft disconnect(Collection<Wire> wires) {
        return with(paths.disconnect(Set.copyOf(wires)));
    }

    /// With a node in the middle of a wire.
    ///
    /// @param through where the wire goes on: the node, or one of its outputs
    public Draft insert(Wire wire, End through) {
        return with(paths.insert(wire, through.text()));
    }

    private interface SlotChange {
        Tree.Slot apply(Tree.Slot slot);
    }

    private Draft change(String id, SlotChange change) throws Refused {
        Optional<Section.Entry<PortSpec>> port = ports.find(id);
        if (port.isPresent()) {
            return with(ports.with(id, port(change.apply(port.get().slot()))), nodes, paths);
        }
        Section.Entry<Node> node = nodes.find(id).orElseThrow(() -> missing(id));
        return with(ports, nodes.with(id, node(change.apply(node.slot()))), paths);
    }

    private static Section.Entry<PortSpec> port(Tree.Slot slot) throws Refused {
        Complaints complaints = new Complaints(new Source("", ""));
        PortSpec port = new ChainReader(complaints).port(slot);
        complaints.refuseIfAny();
        return new Section.Entry<>(Canonical.port(slot), port);
    }

    private static Section.Entry<Node> node(Tree.Slot slot) throws Refused {
        Complaints complaints = new Complaints(new Source("", ""));
        Node node = new ChainReader(complaints).node(slot);
        complaints.refuseIfAny();
        return new Section.Entry<>(Canonical.node(slot), node);
    }

    private Draft with(Paths changed) {
        return with(ports, nodes, changed);
    }

    private Draft with(Section<PortSpec> otherPorts, Section<Node> otherNodes, Paths otherPaths) {
        return new Draft(Optional.empty(), withSections(), otherPorts, otherNodes, otherPaths, footer);
    }

    private Draft changed() {
        return with(ports, nodes, paths);
    }

    private List<Tree.Slot> withSections() {
        List<Tree.Slot> all = new ArrayList<>(top);
        for (String section : List.of(Keys.PORTS, Keys.FUNCTIONS, Keys.WIRES)) {
            if (top.stream().noneMatch(slot -> slot.name().equals(section))) {
                all.add(ChainWriter.entry(section, ChainWriter.value(Map.of())));
            }
        }
        return all.size() == top.size() ? top : List.copyOf(all);
    }

    private void checkNew(String id) throws Refused {
        checkName(id);
        if (has(id)) {
            throw refused("the name `" + id + "` is taken", "choose another");
        }
        if (ports.entries().size() >= Limits.ELEMENTS || nodes.entries().size() >= Limits.ELEMENTS) {
            throw refused("a chain has at most " + Limits.ELEMENTS + " ports and functions", "split the chain");
        }
    }

    private static void checkName(String id) throws Refused {
        if (!Keys.ID.matcher(id).matches()) {
            throw refused("`" + Quoting.shown(id) + "` cannot be a name", Keys.ID_RULE);
        }
    }

    private static Refused missing(String id) {
        return refused("no port or function is called `" + Quoting.shown(id) + "`", "");
    }

    private static Refused refused(String what, String mend) {
        return new Refused(Problem.error(what, mend));
    }
}
