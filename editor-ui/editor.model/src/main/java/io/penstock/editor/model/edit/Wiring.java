// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.edit;

import io.penstock.chain.Chain;
import io.penstock.chain.End;
import io.penstock.chain.Finding;
import io.penstock.chain.Wire;
import io.penstock.editor.model.palette.Palette;
import io.penstock.editor.model.words.Words;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which wires may be drawn in a chain. Types never refuse a wire: layers are the resolver's job.
public final class Wiring {
    private final Chain chain;
    private final Palette palette;
    private final Map<String, List<Wire>> leaving = new HashMap<>();
    private final Map<End, Wire> starting = new HashMap<>();
    private final Set<String> fed = new HashSet<>();

    /// @param palette knows which functions are installed and which outputs they have
    public Wiring(Chain chain, Palette palette) {
        this.chain = chain;
        this.palette = palette;
        for (Wire wire : chain.wires()) {
            leaving.computeIfAbsent(wire.from().element(), _ -> new ArrayList<>())
                    .add(wire);
            starting.putIfAbsent(wire.from(), wire);
            fed.add(wire.to().element());
        }
    }

    /// The answer to whether a wire may be drawn.
    public sealed interface Answer {
        /// It may.
        record Accepted(Wire wire) implements Answer {}

        /// It may not.
        ///
        /// @param why in one sentence, without a full stop
        record Refused(String why) implements Answer {}

        default boolean accepted() {
            return this instanceof Accepted;
        }
    }

    /// Whether a wire may be drawn from an output to a port or node.
    public Answer may(End from, String to) {
        Optional<String> why = start(from).or(() -> end(from, to)).or(() -> cycle(from.element(), to));
        return why.isPresent() ? new Answer.Refused(why.get()) : new Answer.Accepted(new Wire(from, End.of(to)));
    }

    /// Whether one end of a wire may be moved.
    public Answer may(Wire instead, End from, String to) {
        List<Wire> others =
                chain.wires().stream().filter(wire -> !wire.equals(instead)).toList();
        return new Wiring(new Chain(chain.name(), chain.ports(), chain.nodes(), others), palette).may(from, to);
    }

    /// Whether a wire may begin at an output at all.
    public Answer mayBegin(End from) {
        return start(from).<Answer>map(Answer.Refused::new).orElseGet(() -> new Answer.Accepted(new Wire(from, from)));
    }

    private Optional<String> start(End from) {
        if (!has(from.element())) {
            return say("wiring.unknown", from.element());
        }
        if (isPort(from.element()) && fed.contains(from.element())) {
            return say("wiring.server-port", from.element());
        }
        List<String> outputs = chain.node(from.element()).map(palette::outputs).orElse(List.of());
        boolean several =
                outputs.size() > 1 || !outputs.isEmpty() && !outputs.getFirst().isEmpty();
        if (several && !outputs.contains(from.connector())) {
            return say("wiring.no-output", from.element(), from.connector());
        }
        Wire other = starting.get(from);
        return other == null
                ? Optional.empty()
                : say("wiring.second", from.text(), other.to().text());
    }

    private Optional<String> end(End from, String to) {
        if (!has(to)) {
            return say("wiring.unknown", to);
        }
        if (isPort(to) && leaving.containsKey(to)) {
            return say("wiring.client-port", to);
        }
        if (isPort(to) && to.equals(from.element())) {
            return say("wiring.same-port", to);
        }
        return onlyMissing(from.element(), to).map(missing -> Words.say("wiring.missing", missing));
    }

    /// The missing node, if the wire would join two ports by nothing else.
    private Optional<String> onlyMissing(String from, String to) {
        if (isPort(to)
                && isMissing(from)
                && chain.wires().stream()
                        .anyMatch(wire -> wire.to().element().equals(from)
                                && isPort(wire.from().element()))) {
            return Optional.of(from);
        }
        boolean leadsOut = leaving.getOrDefault(to, List.of()).stream()
                .anyMatch(wire -> isPort(wire.to().element()));
        return isPort(from) && isMissing(to) && leadsOut ? Optional.of(to) : Optional.empty();
    }

    private boolean isMissing(String id) {
        return chain.node(id).filter(palette::isMissing).isPresent();
    }

    private Optional<String> cycle(String from, String to) {
        List<String> way = way(to, from);
        if (way.isEmpty()) {
            return Optional.empty();
        }
        Finding.Cycle cycle = new Finding.Cycle(way, new Wire(End.of(from), End.of(to)));
        return say("wiring.cycle", cycle.path());
    }

    /// The shortest way along wires; empty where there is none.
    private List<String> way(String from, String to) {
        Map<String, String> cameFrom = new HashMap<>();
        Deque<String> open = new ArrayDeque<>(List.of(from));
        cameFrom.put(from, from);
        while (!open.isEmpty() && !cameFrom.containsKey(to)) {
            String at = open.removeFirst();
            for (Wire wire : leaving.getOrDefault(at, List.of())) {
                if (cameFrom.putIfAbsent(wire.to().element(), at) == null) {
                    open.addLast(wire.to().element());
                }
            }
        }
        List<String> way = new ArrayList<>();
        for (String at = to; cameFrom.containsKey(at); at = cameFrom.get(at)) {
            way.add(at);
            if (at.equals(from)) {
                break;
            }
        }
        Collections.reverse(way);
        return way;
    }

    private boolean has(String id) {
        return isPort(id) || chain.nodes().containsKey(id);
    }

    private boolean isPort(String id) {
        return chain.ports().containsKey(id);
    }

    private static Optional<String> say(String key, Object... values) {
        return Optional.of(Words.say(key, values));
    }
}
