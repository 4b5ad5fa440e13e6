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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Says a chain in the words of a picture. It knows no function: all follows from the shape of the properties.
///
/// A property that maps names to values gives the outputs where wires start at its names.
public final class ChainScene {
    private final Chain chain;
    private final Kinds kinds;
    private final Set<String> fed = new HashSet<>();
    private final Map<String, Set<String>> used = new HashMap<>();

    private ChainScene(Chain chain, Kinds kinds) {
        this.chain = chain;
        this.kinds = kinds;
        for (Wire wire : chain.wires()) {
            fed.add(wire.to().element());
            used.computeIfAbsent(wire.from().element(), _ -> new LinkedHashSet<>())
                    .add(wire.from().connector());
        }
    }

    /// The scene of a valid chain.
    public static Scene of(Chain chain) {
        return of(chain, Kinds.UNKNOWN);
    }

    /// The scene of a chain that need not be finished.
    public static Scene of(Chain chain, Kinds kinds) {
        return new ChainScene(chain, kinds).scene();
    }

    private Scene scene() {
        List<Element> elements = new ArrayList<>();
        chain.ports().values().forEach(port -> elements.add(element(port)));
        chain.nodes().values().forEach(node -> elements.add(element(node)));
        List<Link> links = chain.wires().stream().map(Link::of).toList();
        return new Scene(chain.name(), elements, links);
    }

    private Element element(PortSpec port) {
        boolean server = fed.contains(port.id());
        boolean client = used.containsKey(port.id());
        List<Line> lines = new ArrayList<>();
        port.options().forEach((name, value) -> lines.add(new Line(name, inWords(value))));
        return new Element(
                port.id(),
                server ? Kind.SERVER_PORT : client ? Kind.CLIENT_PORT : Kind.PORT,
                port.driver(),
                Icon.PORT,
                lines,
                List.of(),
                server || !client,
                server && !client ? List.of() : List.of(new Output("", "")));
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
        return new Element(
                node.id(),
                Kind.FUNCTION,
                type,
                kinds.icon(node).orElseGet(() -> icon(node, branches)),
                lines,
                marks(node),
                true,
                outputs);
    }

    private static String named(List<Output> outputs) {
        return outputs.getFirst().connector();
    }

    private static Set<String> names(Map<?, ?> map) {
        Set<String> names = new LinkedHashSet<>();
        map.keySet().forEach(key -> names.add(String.valueOf(key)));
        return names;
    }

    /// Those that the function has, and those at which wires start although it has them not.
    private List<Output> outputs(Node node) {
        Set<String> left = new LinkedHashSet<>(used.getOrDefault(node.id(), Set.of()));
        List<String> known = kinds.outputs(node);
        List<Output> outputs = new ArrayList<>();
        if (known.isEmpty()) {
            guessed(node, left).ifPresent(map -> map.forEach((name, match) -> outputs.add(output(name, match))));
        } else {
            Map<?, ?> values = named(node, known);
            known.forEach(name -> outputs.add(
                    output(name, Optional.<Object>ofNullable(values.get(name)).orElse(""))));
        }
        outputs.forEach(output -> left.remove(output.connector()));
        left.forEach(name -> outputs.add(new Output(name, "")));
        return outputs.isEmpty() ? List.of(new Output("", "")) : outputs;
    }

    private static Output output(Object name, Object match) {
        return new Output(String.valueOf(name), "".equals(match) ? "" : inWords(match));
    }

    /// The property that has all these names, if one has.
    private static Map<?, ?> named(Node node, List<String> names) {
        for (Object value : node.properties().values()) {
            if (value instanceof Map<?, ?> map && names(map).containsAll(names)) {
                return map;
            }
        }
        return Map.of();
    }

    /// The property that has names at which wires start.
    private static Optional<Map<?, ?>> guessed(Node node, Set<String> starts) {
        for (Object value : node.properties().values()) {
            if (value instanceof Map<?, ?> map && names(map).stream().anyMatch(starts::contains)) {
                return Optional.of(map);
            }
        }
        return Optional.empty();
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

    private List<Mark> marks(Node node) {
        List<Mark> marks = new ArrayList<>();
        if (kinds.isMissing(node)) {
            marks.add(new Mark(Icon.ALERT, "not installed"));
        }
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
