// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.scene;

import io.penstock.chain.Chain;
import io.penstock.chain.Node;
import io.penstock.chain.OnFailure;
import io.penstock.chain.OnOverrun;
import io.penstock.chain.PortSpec;
import io.penstock.chain.Wire;
import io.penstock.editor.model.scene.Element.Kind;
import io.penstock.editor.model.scene.Element.Line;
import io.penstock.editor.model.scene.Element.Mark;
import io.penstock.editor.model.scene.Element.Output;
import io.penstock.editor.model.scene.Scene.Link;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Says a chain in the words of a picture. It knows no function: all follows from the shape of the properties.
///
/// A property that maps names to values gives the outputs where wires start at its names.
public final class ChainScene {
    private final Chain chain;
    private final Set<String> fed = new HashSet<>();

    private ChainScene(Chain chain) {
        this.chain = chain;
        chain.wires().forEach(wire -> fed.add(wire.to().element()));
    }

    /// The scene of a valid chain.
    public static Scene of(Chain chain) {
        return new ChainScene(chain).scene();
    }

    private Scene scene() {
        List<Element> elements = new ArrayList<>();
        chain.ports().values().forEach(port -> elements.add(element(port)));
        chain.nodes().values().forEach(node -> elements.add(element(node)));
        List<Link> links = chain.wires().stream()
                .map(wire -> new Link(
                        wire.from().element(),
                        wire.from().connector(),
                        wire.to().element()))
                .toList();
        return new Scene(chain.name(), elements, links);
    }

    private Element element(PortSpec port) {
        boolean server = fed.contains(port.id());
        List<Line> lines = new ArrayList<>();
        port.options().forEach((name, value) -> lines.add(new Line(name, inWords(value))));
        return new Element(
                port.id(),
                server ? Kind.SERVER_PORT : Kind.CLIENT_PORT,
                port.driver(),
                Icon.PORT,
                lines,
                List.of(),
                server,
                server ? List.of() : List.of(new Output("", "")));
    }

    private Element element(Node node) {
        List<Output> outputs = outputs(node);
        boolean branches = outputs.size() > 1 || !outputs.getFirst().connector().isEmpty();
        List<Line> lines = new ArrayList<>();
        if (!node.match().isEmpty()) {
            lines.add(new Line("match", node.match()));
        }
        if (!node.over().isEmpty()) {
            lines.add(new Line("over", String.join(", ", node.over())));
        }
        node.properties().forEach((name, value) -> {
            if (!(branches && value instanceof Map<?, ?> map && names(map).contains(named(outputs)))) {
                lines.addAll(lines(name, value));
            }
        });
        String type = node.version().map(version -> node.type() + " " + version).orElse(node.type());
        return new Element(node.id(), Kind.FUNCTION, type, icon(node, branches), lines, marks(node), true, outputs);
    }

    private static String named(List<Output> outputs) {
        return outputs.getFirst().connector();
    }

    private static Set<String> names(Map<?, ?> map) {
        Set<String> names = new LinkedHashSet<>();
        map.keySet().forEach(key -> names.add(String.valueOf(key)));
        return names;
    }

    /// The names at which wires start, and their siblings in the property that has them.
    private List<Output> outputs(Node node) {
        Set<String> used = new LinkedHashSet<>();
        for (Wire wire : chain.wires()) {
            if (wire.from().element().equals(node.id())) {
                used.add(wire.from().connector());
            }
        }
        for (Object value : node.properties().values()) {
            if (value instanceof Map<?, ?> map && names(map).stream().anyMatch(used::contains)) {
                List<Output> outputs = new ArrayList<>();
                map.forEach((name, match) ->
                        outputs.add(new Output(String.valueOf(name), "".equals(match) ? "" : inWords(match))));
                used.removeAll(names(map));
                used.forEach(name -> outputs.add(new Output(name, "")));
                return outputs;
            }
        }
        return used.isEmpty()
                ? List.of(new Output("", ""))
                : used.stream().map(name -> new Output(name, "")).toList();
    }

    private static List<Line> lines(String name, Object value) {
        return switch (value) {
            case List<?> list ->
                list.stream().map(item -> new Line("", inWords(item))).toList();
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> new Line(String.valueOf(entry.getKey()), inWords(entry.getValue())))
                        .toList();
            default -> List.of(new Line(name, inWords(value)));
        };
    }

    private static String inWords(Object value) {
        if (value instanceof List<?> list) {
            return String.join(", ", list.stream().map(ChainScene::inWords).toList());
        }
        if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
            return Long.toString(number.longValue());
        }
        String text = String.valueOf(value);
        return text.isEmpty() ? "\"\"" : text.replaceAll("\\s+", " ");
    }

    private static Icon icon(Node node, boolean branches) {
        if (branches) {
            return Icon.SPLIT;
        }
        if (node.properties().isEmpty()) {
            return Icon.PULSE;
        }
        if (node.properties().values().stream().anyMatch(List.class::isInstance)) {
            return Icon.RULES;
        }
        boolean text = node.properties().values().stream().anyMatch(String.class::isInstance);
        return text ? Icon.TAG : Icon.SLIDERS;
    }

    private static List<Mark> marks(Node node) {
        List<Mark> marks = new ArrayList<>();
        if (node.observe()) {
            marks.add(new Mark(Icon.EYE, "observes"));
        }
        if (node.onFailure() == OnFailure.OPEN) {
            marks.add(new Mark(Icon.SHIELD, "fails open"));
        }
        if (node.onOverrun() != OnOverrun.DROP_PACKET) {
            marks.add(
                    new Mark(Icon.SHIELD, "overrun: " + node.onOverrun().text().replace('-', ' ')));
        }
        return marks;
    }
}
