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
/// @param lines the same as text, one change a line
public record Difference(
        Map<String, Overlay.Difference> elements,
        Map<Wire, Overlay.Difference> wires,
        Map<String, String> removed,
        List<String> lines) {
    private static final double WIDTH = 176;
    private static final double HEIGHT = 56;

    public Difference {
        elements = Map.copyOf(elements);
        wires = Map.copyOf(wires);
        removed = Map.copyOf(removed);
        lines = List.copyOf(lines);
    }

    /// What has to be deployed to come from one to the other.
    public static Difference between(Chain running, Chain drawn) {
        Map<String, Overlay.Difference> elements = new HashMap<>();
        Map<Wire, Overlay.Difference> wires = new HashMap<>();
        Map<String, String> removed = new HashMap<>();
        List<String> lines = new ArrayList<>();
        for (Change change : ChainDiff.between(running, drawn)) {
            lines.add(change.text());
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

    public boolean isEmpty() {
        return lines.isEmpty();
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
