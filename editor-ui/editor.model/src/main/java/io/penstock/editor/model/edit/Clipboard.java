// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.edit;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.chain.Chain;
import io.penstock.chain.Draft;
import io.penstock.chain.End;
import io.penstock.chain.Node;
import io.penstock.chain.PortSpec;
import io.penstock.chain.Wire;
import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.words.Words;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Copies parts of a drawing as the text of a chain, so that they go from window to window, into an editor of texts and
/// back. Places stand in comments behind it.
public final class Clipboard {
    private static final String NUMBER = "(-?[0-9]{1,9}(?:\\.[0-9]{1,9})?)";
    private static final Pattern PLACE = Pattern.compile("# at ([a-z][a-z0-9-]{0,62}) " + NUMBER + " " + NUMBER);

    private Clipboard() {}

    /// What is selected, with the wires between, as text.
    ///
    /// @throws Refused when nothing that can be copied is selected
    public static String copy(Drawing drawing, Selection selection) throws Refused {
        Set<String> wanted = selection.elements();
        if (wanted.isEmpty()) {
            throw refused("clipboard.nothing");
        }
        Set<String> others = new LinkedHashSet<>(drawing.chain().ports().keySet());
        others.addAll(drawing.chain().nodes().keySet());
        others.removeAll(wanted);
        StringBuilder text = new StringBuilder(drawing.draft().remove(others).text());
        wanted.forEach(id -> {
            Point place = drawing.places().get(id);
            if (place != null) {
                text.append("# at ").append(id).append(' ');
                text.append(place.x()).append(' ').append(place.y()).append('\n');
            }
        });
        return text.toString();
    }

    /// What a paste adds.
    ///
    /// @param edit the command
    /// @param added what it adds, to be selected afterwards
    public record Paste(Edit edit, Selection added) {}

    /// Adds what a text says, under names that are free, around a place.
    ///
    /// @param at the top left corner of what is added
    /// @throws Refused when the text is no chain
    public static Paste paste(Drawing drawing, String text, Point at) throws Refused {
        Chain pasted = Draft.parse(Words.say("clipboard.name"), text).chain();
        Map<String, String> names = names(drawing, pasted);
        if (names.isEmpty()) {
            throw refused("clipboard.empty");
        }
        Map<String, Point> places = places(text, names, at);
        Edit edit = Edit.of(Words.say("edit.paste"), target -> added(target, pasted, names, places));
        return new Paste(edit, new Selection(new LinkedHashSet<>(names.values()), Set.of()));
    }

    private static Drawing added(Drawing target, Chain pasted, Map<String, String> names, Map<String, Point> places)
            throws Refused {
        Draft draft = target.draft();
        for (PortSpec port : pasted.ports().values()) {
            draft = draft.add(new PortSpec(name(names, port.id()), port.driver(), port.options()));
        }
        for (Node node : pasted.nodes().values()) {
            draft = draft.add(new Node(
                    name(names, node.id()),
                    node.type(),
                    node.version(),
                    node.match(),
                    node.over(),
                    node.onFailure(),
                    node.onOverrun(),
                    node.observe(),
                    node.properties()));
        }
        for (Wire wire : pasted.wires()) {
            End from = new End(name(names, wire.from().element()), wire.from().connector());
            draft = draft.connect(new Wire(from, End.of(name(names, wire.to().element()))));
        }
        return target.with(draft).at(places);
    }

    private static String name(Map<String, String> names, String id) {
        return names.getOrDefault(id, id);
    }

    private static Map<String, String> names(Drawing drawing, Chain pasted) {
        Map<String, String> names = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        for (String id : List.copyOf(Selection.all(pasted).elements())) {
            String name = Edits.freeName(id, word -> drawing.draft().has(word) || taken.contains(word));
            taken.add(name);
            names.put(id, name);
        }
        return names;
    }

    /// Places as they were to each other; what has none is put below each other.
    private static Map<String, Point> places(String text, Map<String, String> names, Point at) {
        Map<String, Point> found = new HashMap<>();
        Matcher place = PLACE.matcher(text);
        while (place.find()) {
            if (names.containsKey(place.group(1))) {
                found.put(
                        place.group(1),
                        new Point(Double.parseDouble(place.group(2)), Double.parseDouble(place.group(3))));
            }
        }
        double left = found.values().stream().mapToDouble(Point::x).min().orElse(0);
        double top = found.values().stream().mapToDouble(Point::y).min().orElse(0);
        Map<String, Point> places = new HashMap<>();
        double below = 0;
        for (Map.Entry<String, String> name : names.entrySet()) {
            Point was = found.get(name.getKey());
            places.put(name.getValue(), was == null ? at.plus(0, below) : at.plus(was.x() - left, was.y() - top));
            below += was == null ? 96 : 0;
        }
        return places;
    }

    private static Refused refused(String key) {
        return new Refused(Problem.error(Words.say(key), ""));
    }
}
