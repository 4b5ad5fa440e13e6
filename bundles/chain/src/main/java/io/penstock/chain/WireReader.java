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
    private final Set<String> faulty;
    private final Set<String> names = new LinkedHashSet<>();
    private final Map<Wire, Integer> wires = new LinkedHashMap<>();

    WireReader(Source source, Complaints complaints, ChainReader.Result elements, Set<String> faulty) {
        this.source = source;
        this.complaints = complaints;
        this.ports = elements.ports();
        this.faulty = faulty;
        names.addAll(elements.ports().keySet());
        names.addAll(elements.nodes().keySet());
    }

    /// The wires in the order of the text, each with the offset of its left end.
    Map<Wire, Integer> read(Tree.Slot slot) {
        if (!(slot.value() instanceof Tree.Sequence paths)) {
            complaints.error(
                    slot.value().start(), "", "`wires` is no list", "write one path a line: `- lan -> fw -> wan`");
            return wires;
        }
        if (paths.slots().isEmpty()) {
            complaints.absent(slot.start(), "there is no wire", "wire the ports: `- lan -> wan`");
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
        if (elements.size() > Limits.ELEMENTS) {
            complaints.error(
                    path.start(), "", "a path of more than " + Limits.ELEMENTS + " elements", "split the chain");
            return;
        }
        int[] indexes = elements.stream().mapToInt(WirePath.Element::index).toArray();
        int[] offsets = Locator.locateAll(source, scalar, indexes);
        List<Optional<End>> ends = new ArrayList<>();
        for (int i = 0; i < offsets.length; i++) {
            ends.add(end(offsets[i], elements.get(i), i == offsets.length - 1));
        }
        for (int i = 0; i + 1 < offsets.length; i++) {
            int offset = offsets[i];
            Optional<End> to = ends.get(i + 1).map(end -> End.of(end.element()));
            ends.get(i).ifPresent(from -> to.ifPresent(end -> add(new Wire(from, end), offset)));
        }
    }

    private Optional<End> end(int offset, WirePath.Element element, boolean last) {
        if (element.text().isEmpty()) {
            complaints.error(offset, "", "a wire to nowhere", "name a port or a function at both ends of each `->`");
            return Optional.empty();
        }
        if (faulty.contains(element.name())) {
            return Optional.empty();
        }
        if (!names.contains(element.name())) {
            String shown = Quoting.shown(element.name());
            complaints.gap(
                    offset, shown, "no port or function is called `" + shown + "`", () -> suggestion(element.name()));
            return Optional.empty();
        }
        return connector(offset, element, last);
    }

    private String suggestion(String name) {
        return Nearest.to(name, names)
                .map(near -> "did you mean `" + near + "`?")
                .orElse("add it under `functions` or remove the wire");
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
