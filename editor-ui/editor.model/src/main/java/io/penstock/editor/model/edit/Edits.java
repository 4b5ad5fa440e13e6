// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.edit;

import io.penstock.api.Refused;
import io.penstock.chain.Draft;
import io.penstock.chain.End;
import io.penstock.chain.Node;
import io.penstock.chain.PortSpec;
import io.penstock.chain.Wire;
import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.words.Words;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// The commands of the editor.
public final class Edits {
    private static final int LONGEST_NAME = 63;

    private Edits() {}

    /// A name that is free in a drawing: the word itself, or with a number behind it.
    public static String freeName(Drawing drawing, String word) {
        return freeName(word, drawing.draft()::has);
    }

    static String freeName(String word, Predicate<String> taken) {
        String base = word.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
        base = base.matches("[a-z].*") ? base : "n" + base;
        base = base.substring(0, Math.min(base.length(), LONGEST_NAME - 6));
        String name = base;
        for (int number = 2; taken.test(name); number++) {
            name = base + "-" + number;
        }
        return name;
    }

    /// Adds a node.
    ///
    /// @param id a free name
    /// @param type the function
    public static Edit addNode(String id, String type, Map<String, Object> properties, Point place) {
        return Edit.of(
                Words.say("edit.add", id),
                drawing -> drawing.with(drawing.draft().add(Node.of(id, type, properties)))
                        .at(id, place));
    }

    /// Adds a port.
    public static Edit addPort(String id, String driver, Map<String, Object> options, Point place) {
        return Edit.of(
                Words.say("edit.add", id),
                drawing -> drawing.with(drawing.draft().add(new PortSpec(id, driver, options)))
                        .at(id, place));
    }

    /// Adds a node at the end of a new wire.
    public static Edit addNode(String id, String type, Map<String, Object> properties, Point place, End from) {
        return Edit.of(
                Words.say("edit.add", id),
                both(
                        addNode(id, type, properties, place).change(),
                        connect(new Wire(from, End.of(id))).change()));
    }

    /// Adds a node into a wire.
    ///
    /// @param connector the output at which the wire goes on; empty for the only one
    public static Edit addNode(
            String id, String type, Map<String, Object> properties, Point place, Wire wire, String connector) {
        return Edit.of(
                Words.say("edit.add", id),
                both(
                        addNode(id, type, properties, place).change(),
                        insert(wire, new End(id, connector)).change()));
    }

    /// Removes what is selected; wires of ports and nodes that go, go too.
    public static Edit remove(Selection selection) {
        return Edit.of(
                removal(selection),
                drawing -> drawing.with(
                        drawing.draft().remove(selection.elements()).disconnect(selection.wires())));
    }

    private static String removal(Selection selection) {
        if (selection.elements().size() == 1) {
            return Words.say("edit.remove", selection.elements().iterator().next());
        }
        return selection.elements().isEmpty()
                ? Words.count("edit.remove.wires", selection.wires().size())
                : Words.count("edit.remove.elements", selection.elements().size());
    }

    /// Draws a wire.
    public static Edit connect(Wire wire) {
        return Edit.of(
                Words.say("edit.connect", wire.text()),
                drawing -> drawing.with(drawing.draft().connect(wire)));
    }

    /// Removes a wire.
    public static Edit disconnect(Wire wire) {
        return remove(Selection.of(wire));
    }

    /// Moves one end of a wire elsewhere.
    public static Edit reconnect(Wire before, Wire after) {
        return Edit.of(
                Words.say("edit.connect", after.text()),
                drawing ->
                        drawing.with(drawing.draft().disconnect(List.of(before)).connect(after)));
    }

    /// Puts a node that is there into a wire; wires that it has are kept.
    ///
    /// @param through where the wire goes on: the node, or one of its outputs
    public static Edit insert(Wire wire, End through) {
        return Edit.of(
                Words.say("edit.insert", through.element(), wire.text()),
                drawing -> drawing.with(drawing.draft().insert(wire, through)));
    }

    /// Gives a port or node another name, in its wires too.
    public static Edit rename(String id, String name) {
        return Edit.of(Words.say("edit.rename", id, name), drawing -> {
            Draft renamed = drawing.draft().rename(id, name);
            Map<String, Point> places = new HashMap<>(drawing.places());
            Point place = places.remove(id);
            if (place != null) {
                places.put(name, place);
            }
            return new Drawing(renamed, places);
        });
    }

    /// Gives the chain another name.
    public static Edit renameChain(String name) {
        return Edit.of(
                Words.say("edit.rename.chain", name),
                drawing -> drawing.with(drawing.draft().rename(name)));
    }

    /// Gives an output another name.
    ///
    /// @param property the map whose keys name the outputs
    public static Edit renameOutput(String id, String property, String from, String to) {
        return Edit.of(
                Words.say("edit.rename", id + "." + from, id + "." + to),
                drawing -> drawing.with(drawing.draft().renameOutput(id, property, from, to)));
    }

    /// Sets a property of a node, an option of a port, or a key of the platform such as `match` or `observe`.
    public static Edit set(String id, String key, Object value) {
        return Edit.of(
                Words.say("edit.set", id, key),
                drawing -> drawing.with(drawing.draft().set(id, key, value)));
    }

    /// Takes a property back to what it is unasked.
    public static Edit unset(String id, String key) {
        return Edit.of(
                Words.say("edit.unset", id, key),
                drawing -> drawing.with(drawing.draft().unset(id, key)));
    }

    /// Moves some ports and nodes.
    public static Edit move(Collection<String> ids, double dx, double dy) {
        Set<String> moving = new HashSet<>(ids);
        String name = moving.size() == 1
                ? Words.say("edit.move", moving.iterator().next())
                : Words.count("edit.move.elements", moving.size());
        return Edit.of(name, drawing -> {
            Map<String, Point> moved = new HashMap<>();
            drawing.places().forEach((id, place) -> {
                if (moving.contains(id)) {
                    moved.put(id, place.plus(dx, dy));
                }
            });
            return drawing.at(moved);
        });
    }

    /// Puts things where they are told to, as one step.
    ///
    /// @param name for the menu
    public static Edit place(String name, Map<String, Point> places) {
        return Edit.of(name, drawing -> {
            Map<String, Point> known = new HashMap<>(places);
            known.keySet().removeIf(id -> !drawing.draft().has(id));
            return drawing.at(known);
        });
    }

    /// Several commands as one step.
    public static Edit all(String name, List<Edit> edits) {
        return Edit.of(name, drawing -> {
            Drawing now = drawing;
            for (Edit edit : edits) {
                now = edit.change().apply(now);
            }
            return now;
        });
    }

    private static Edit.Change both(Edit.Change one, Edit.Change other) {
        return drawing -> other.apply(one.apply(drawing));
    }

    /// Carries out a command outside any history.
    public static Drawing apply(Drawing drawing, Edit edit) throws Refused {
        return edit.change().apply(drawing);
    }
}
