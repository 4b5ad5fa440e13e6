// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.live;

import io.penstock.chain.Chain;
import io.penstock.chain.ChainDiff;
import io.penstock.chain.Change;
import io.penstock.chain.Node;
import io.penstock.chain.PortSpec;
import io.penstock.chain.Wire;
import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.geometry.Rect;
import io.penstock.editor.model.paint.Overlay;
import io.penstock.editor.model.paint.Overlay.Ghost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How a drawing differs from the chain that runs.
///
/// @param elements ports and nodes that are new or changed
/// @param wires wires that are new
/// @param removed names and types of what runs and is not drawn any more
/// @param changes all of it, in the order of the chain file
public record Difference(
        Map<String, Overlay.Difference> elements,
        Map<Wire, Overlay.Difference> wires,
        Map<String, String> removed,
        List<Line> changes) {
    /// None at all.
    public static final Difference NONE = new Difference(Map.of(), Map.of(), Map.of(), List.of());

    private static final double WIDTH = 176;
    private static final double HEIGHT = 56;

    public Difference {
        elements = Map.copyOf(elements);
        wires = Map.copyOf(wires);
        removed = Map.copyOf(removed);
        changes = List.copyOf(changes);
    }

    /// One change.
    ///
    /// @param element the port or node where it is to be seen; of a wire, the one at which it begins
    /// @param text what is changed, such as `~ fw: rules: + allow udp port 53`
    public record Line(String element, String text) {}

    /// What has to be deployed to come from one to the other.
    public static Difference between(Chain running, Chain drawn) {
        Map<String, Overlay.Difference> elements = new HashMap<>();
        Map<Wire, Overlay.Difference> wires = new HashMap<>();
        Map<String, String> removed = new HashMap<>();
        List<Line> lines = new ArrayList<>();
        for (Change change : ChainDiff.between(running, drawn)) {
            lines.add(new Line(element(change), change.text()));
            switch (change) {
                case Change.Renamed _ -> {}
                case Change.PortAdded(PortSpec port) -> elements.put(port.id(), Overlay.Difference.ADDED);
                case Change.NodeAdded(Node node) -> elements.put(node.id(), Overlay.Difference.ADDED);
                case Change.PortChanged changed -> elements.putIfAbsent(changed.port(), Overlay.Difference.CHANGED);
                case Change.PropertyChanged changed -> elements.putIfAbsent(changed.node(), Overlay.Difference.CHANGED);
                case Change.PortRemoved(PortSpec port) -> removed.put(port.id(), port.driver());
                case Change.NodeRemoved(Node node) -> removed.put(node.id(), node.type());
                case Change.WireAdded(Wire wire) -> wires.put(wire, Overlay.Difference.ADDED);
                case Change.WireRemoved _ -> {}
            }
        }
        return new Difference(elements, wires, removed, lines);
    }

    private static String element(Change change) {
        return switch (change) {
            case Change.Renamed _ -> "";
            case Change.PortAdded(PortSpec port) -> port.id();
            case Change.NodeAdded(Node node) -> node.id();
            case Change.PortChanged changed -> changed.port();
            case Change.PropertyChanged changed -> changed.node();
            case Change.PortRemoved(PortSpec port) -> port.id();
            case Change.NodeRemoved(Node node) -> node.id();
            case Change.WireAdded(Wire wire) -> wire.from().element();
            case Change.WireRemoved(Wire wire) -> wire.from().element();
        };
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /// What is gone, where it stood; what has no known place is left to the text.
    public List<Ghost> ghosts(Map<String, Point> places) {
        List<Ghost> ghosts = new ArrayList<>();
        removed.forEach((id, type) -> {
            Point place = places.get(id);
            if (place != null) {
                ghosts.add(new Ghost(id, type, new Rect(place.x(), place.y(), WIDTH, HEIGHT)));
            }
        });
        return ghosts;
    }
}
