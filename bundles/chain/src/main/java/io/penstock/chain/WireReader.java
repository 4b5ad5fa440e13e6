// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads wires and checks each by itself: that it leads from something known to something else known.
final class WireReader {
    private final Source source;
    private final Complaints complaints;
    private final Map<String, PortSpec> ports;
    private final Set<String> names = new LinkedHashSet<>();
    private final Map<Wire, Integer> wires = new LinkedHashMap<>();

    WireReader(Source source, Complaints complaints, Map<String, PortSpec> ports, Map<String, Node> nodes) {
        this.source = source;
        this.complaints = complaints;
        this.ports = ports;
        names.addAll(ports.keySet());
        names.addAll(nodes.keySet());
    }

    /// The wires in the order of the text, each with the offset of its left end.
    Map<Wire, Integer> read(Tree.Slot slot) {
        if (!(slot.value() instanceof Tree.Sequence paths)) {
            complaints.error(
                    slot.value().start(), "", "`wires` is no list", "write one path a line: `- lan -> fw -> wan`");
            return wires;
        }
        if (paths.slots().isEmpty()) {
            complaints.error(slot.start(), "", "there is no wire", "wire the ports: `- lan -> wan`");
        }
        for (Tree.Slot path : paths.slots()) {
            path(path.value());
            if (wires.size() > Limits.ELEMENTS) {
                String what = "more than " + Limits.ELEMENTS + " wires";
                complaints.error(path.start(), "", what, "split the chain");
                return new LinkedHashMap<>();
            }
        }
        return wires;
    }

    private void path(Tree path) {
        if (!(path instanceof Tree.Scalar scalar) || Scalars.meaning(scalar).isEmpty()) {
            complaints.error(path.start(), "", "a wire that is no text", "write `- a -> b`");
            return;
        }
        List<WirePath.Element> elements = WirePath.elements(scalar.value());
        if (elements.size() < 2) {
            complaints.error(
                    path.start(),
                    "",
                    "`" + Quoting.shown(scalar.value()) + "` is no wire",
                    "a wire leads from one to another: `a -> b`");
            return;
        }
        List<Optional<End>> ends = new ArrayList<>();
        for (WirePath.Element element : elements) {
            ends.add(end(scalar, element, ends.size() == elements.size() - 1));
        }
        for (int i = 0; i + 1 < ends.size() && wires.size() <= Limits.ELEMENTS; i++) {
            int offset = Locator.locate(source, scalar, elements.get(i).index());
            Optional<End> to = ends.get(i + 1).map(end -> End.of(end.element()));
            ends.get(i).ifPresent(from -> to.ifPresent(end -> add(new Wire(from, end), offset)));
        }
    }

    private Optional<End> end(Tree.Scalar path, WirePath.Element element, boolean last) {
        int offset = Locator.locate(source, path, element.index());
        if (element.text().isEmpty()) {
            complaints.error(offset, "", "a wire to nowhere", "name a port or a function at both ends of each `->`");
            return Optional.empty();
        }
        String name = element.name();
        String shown = Quoting.shown(name);
        if (!names.contains(name)) {
            String mend = Nearest.to(name, names)
                    .map(near -> "did you mean `" + near + "`?")
                    .orElse("add it under `functions` or remove the wire");
            complaints.error(offset, shown, "no port or function is called `" + shown + "`", mend);
            return Optional.empty();
        }
        return connector(offset, element, last);
    }

    private Optional<End> connector(int offset, WirePath.Element element, boolean last) {
        boolean dotted = element.text().indexOf('.') >= 0;
        String shown = "`" + Quoting.shown(element.text()) + "`";
        if (!dotted) {
            return Optional.of(End.of(element.name()));
        }
        if (!Keys.PROPERTY.matcher(element.connector()).matches()) {
            complaints.error(offset, element.name(), "bad output in " + shown, "write `name.output`");
            return Optional.empty();
        }
        if (last || ports.containsKey(element.name())) {
            String what = last ? "a wire ends at the output " + shown : "a port has no outputs, but here is " + shown;
            complaints.error(offset, element.name(), what, "write `" + element.name() + "`");
            return Optional.empty();
        }
        return Optional.of(new End(element.name(), element.connector()));
    }

    private void add(Wire wire, int offset) {
        Optional<Integer> other = Optional.ofNullable(wires.putIfAbsent(wire, offset));
        other.ifPresent(first -> complaints.error(
                offset,
                wire.from().element(),
                "the wire `" + wire.text() + "` stands twice",
                "keep the one in line " + source.place(first).line()));
    }
}
