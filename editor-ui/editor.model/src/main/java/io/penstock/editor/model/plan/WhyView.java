// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.plan;

import io.penstock.api.control.Why;
import io.penstock.chain.Chain;
import io.penstock.chain.Wire;
import io.penstock.editor.model.paint.Overlay.Trace;
import io.penstock.editor.model.scene.Scene.Link;
import io.penstock.editor.model.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What became of one packet, ready to be walked along the wires.
///
/// @param packet in words
/// @param verdict what became of it, in one sentence
/// @param passed whether it left
/// @param steps in order
/// @param trace the same on the canvas
public record WhyView(String packet, String verdict, boolean passed, List<Step> steps, Trace trace) {
    public WhyView {
        steps = List.copyOf(steps);
    }

    /// One step.
    ///
    /// @param place where it happened, in words
    /// @param what happened
    /// @param verdict `pass`, `drop (reason)`, or empty
    /// @param element the port or node to jump to; empty where it is the platform's own work
    public record Step(String place, String what, String verdict, String element) {}

    /// @param chain the chain that was asked about
    public static WhyView of(Why why, Chain chain) {
        List<Step> steps = why.steps().stream()
                .map(step -> new Step(step.place(), step.what(), step.verdict(), element(step.place(), chain)))
                .toList();
        List<String> visited = new ArrayList<>();
        for (Step step : steps) {
            if (!step.element().isEmpty() && !visited.contains(step.element())) {
                visited.add(step.element());
            }
        }
        if (!why.port().isEmpty() && !visited.contains(why.port())) {
            visited.add(why.port());
        }
        Optional<String> end = why.passed() || why.node().isEmpty() ? Optional.empty() : Optional.of(why.node());
        return new WhyView(
                why.packet(), verdict(why), why.passed(), steps, new Trace(visited, links(visited, chain), end));
    }

    private static String element(String place, Chain chain) {
        int blank = place.indexOf(' ');
        String name = blank < 0 ? "" : place.substring(blank + 1);
        boolean there = chain.ports().containsKey(name) || chain.nodes().containsKey(name);
        return there ? name : "";
    }

    /// The wires between what was visited, in whichever direction the packet took them.
    private static List<Link> links(List<String> visited, Chain chain) {
        List<Link> links = new ArrayList<>();
        for (int i = 1; i < visited.size(); i++) {
            String one = visited.get(i - 1);
            String other = visited.get(i);
            chain.wires().stream()
                    .filter(wire -> joins(wire, one, other) || joins(wire, other, one))
                    .findFirst()
                    .map(Link::of)
                    .ifPresent(links::add);
        }
        return links;
    }

    private static boolean joins(Wire wire, String from, String to) {
        return wire.from().element().equals(from) && wire.to().element().equals(to);
    }

    private static String verdict(Why why) {
        if (why.passed()) {
            return Words.say("why.passed", why.port());
        }
        String by = why.node().isEmpty()
                ? Words.say("why.dropped", why.reason())
                : Words.say("why.dropped.by", why.node(), why.reason());
        return why.rule().isEmpty() ? by : Words.say("why.rule", by, why.rule());
    }
}
