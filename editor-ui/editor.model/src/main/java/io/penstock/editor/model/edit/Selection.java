// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.edit;

import io.penstock.chain.Chain;
import io.penstock.chain.Wire;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What is selected.
///
/// @param elements names of ports and nodes, in the order in which they were chosen
/// @param wires the wires
public record Selection(Set<String> elements, Set<Wire> wires) {
    public static final Selection NONE = new Selection(Set.of(), Set.of());

    public Selection {
        elements = Collections.unmodifiableSet(new LinkedHashSet<>(elements));
        wires = Collections.unmodifiableSet(new LinkedHashSet<>(wires));
    }

    public static Selection of(String... elements) {
        return new Selection(new LinkedHashSet<>(List.of(elements)), Set.of());
    }

    public static Selection of(Wire wire) {
        return new Selection(Set.of(), Set.of(wire));
    }

    /// All that a chain has.
    public static Selection all(Chain chain) {
        Set<String> elements = new LinkedHashSet<>(chain.ports().keySet());
        elements.addAll(chain.nodes().keySet());
        return new Selection(elements, new LinkedHashSet<>(chain.wires()));
    }

    public boolean isEmpty() {
        return elements.isEmpty() && wires.isEmpty();
    }

    public boolean has(String element) {
        return elements.contains(element);
    }

    public boolean has(Wire wire) {
        return wires.contains(wire);
    }

    /// With an element added, or taken out where it was in.
    public Selection toggled(String element) {
        Set<String> changed = new LinkedHashSet<>(elements);
        if (!changed.remove(element)) {
            changed.add(element);
        }
        return new Selection(changed, wires);
    }

    /// With a wire added, or taken out where it was in.
    public Selection toggled(Wire wire) {
        Set<Wire> changed = new LinkedHashSet<>(wires);
        if (!changed.remove(wire)) {
            changed.add(wire);
        }
        return new Selection(elements, changed);
    }

    /// With all of another selection.
    public Selection plus(Selection other) {
        Set<String> allElements = new LinkedHashSet<>(elements);
        allElements.addAll(other.elements);
        Set<Wire> allWires = new LinkedHashSet<>(wires);
        allWires.addAll(other.wires);
        return new Selection(allElements, allWires);
    }

    /// What of it a chain has.
    public Selection within(Chain chain) {
        Set<String> stillThere = new LinkedHashSet<>(elements);
        stillThere.removeIf(
                id -> !chain.ports().containsKey(id) && !chain.nodes().containsKey(id));
        Set<Wire> stillWired = new LinkedHashSet<>(wires);
        stillWired.retainAll(Set.copyOf(chain.wires()));
        return new Selection(stillThere, stillWired);
    }
}
