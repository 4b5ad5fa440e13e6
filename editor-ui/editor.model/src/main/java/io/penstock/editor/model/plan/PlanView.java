// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.plan;

import io.penstock.api.control.Explanation;
import io.penstock.chain.Chain;
import io.penstock.chain.Wire;
import io.penstock.editor.model.paint.Overlay.Trace;
import io.penstock.editor.model.scene.Scene.Link;
import io.penstock.editor.model.words.Words;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The plan of a chain, ready to be shown: each thing with the nodes that asked for it, so that pointing at one shows
/// the others.
///
/// @param sections in the order in which a packet meets them
/// @param record the session record, byte by byte
/// @param recordBytes its whole size
/// @param savings what merging saves for each packet, in sentences
/// @param warnings one line each
public record PlanView(
        List<Section> sections, List<Block> record, int recordBytes, List<String> savings, List<String> warnings) {
    public PlanView {
        sections = List.copyOf(sections);
        record = List.copyOf(record);
        savings = List.copyOf(savings);
        warnings = List.copyOf(warnings);
    }

    /// A part of the plan.
    ///
    /// @param title for people
    public record Section(String title, List<Row> rows) {
        public Section {
            rows = List.copyOf(rows);
        }
    }

    /// One thing of the plan.
    ///
    /// @param text the thing itself, such as a condition
    /// @param note beside it, such as a layer's level; may be empty
    /// @param reasons who asked for it and why, one line each
    /// @param owners the nodes that asked for it
    /// @param trace a path, to be shown on the canvas
    public record Row(String text, String note, List<String> reasons, Set<String> owners, Optional<Trace> trace) {
        public Row {
            reasons = List.copyOf(reasons);
            owners = Set.copyOf(owners);
        }
    }

    /// A field of the session record.
    ///
    /// @param offset in bytes from the record's start
    /// @param owner the node; empty for the platform
    public record Block(int offset, int bytes, String name, String owner) {
        public int end() {
            return offset + bytes;
        }
    }

    /// @param chain the chain that the plan is of
    public static PlanView of(Explanation plan, Chain chain) {
        List<Section> sections = List.of(
                new Section(
                        Words.say("plan.classifier"),
                        plan.classifier().stream()
                                .map(one -> row(one.match(), "", one.askedBy(), chain))
                                .toList()),
                new Section(
                        Words.say("plan.paths"),
                        plan.paths().stream().map(path -> row(path, chain)).toList()),
                new Section(
                        Words.say("plan.layers"),
                        plan.layers().stream()
                                .map(layer -> row(layer.layer(), layer.level(), layer.askedBy(), chain))
                                .toList()),
                new Section(
                        Words.say("plan.running"),
                        List.of(
                                row(Words.say("plan.clock"), plan.clock(), List.of(), chain),
                                row(Words.say("plan.workers"), plan.workers(), List.of(), chain))));
        List<Block> record = plan.record().stream()
                .map(field -> new Block(
                        field.offset(),
                        field.bytes(),
                        field.name(),
                        chain.nodes().containsKey(field.owner()) ? field.owner() : ""))
                .toList();
        return new PlanView(sections, record, plan.recordBytes(), savings(plan.alone()), plan.warnings());
    }

    private static Row row(String text, String note, List<String> reasons, Chain chain) {
        Set<String> owners = new LinkedHashSet<>();
        for (String reason : reasons) {
            owner(reason, chain).ifPresent(owners::add);
        }
        return new Row(text, note, reasons, owners, Optional.empty());
    }

    /// The node that a reason begins with, such as `fw rule 2` or `cls.web`.
    private static Optional<String> owner(String reason, Chain chain) {
        String word = reason.split("[ .:,]", 2)[0];
        return chain.nodes().containsKey(word) ? Optional.of(word) : Optional.empty();
    }

    private static Row row(Explanation.Path path, Chain chain) {
        List<String> elements = new ArrayList<>(List.of(path.from()));
        path.nodes().stream().map(PlanView::name).forEach(elements::add);
        elements.add(path.to());
        List<String> shown = new ArrayList<>(List.of(path.from()));
        shown.addAll(path.nodes());
        shown.add(path.to());
        Trace trace = new Trace(elements, links(path, chain), Optional.empty());
        Set<String> owners = new LinkedHashSet<>(elements);
        owners.retainAll(chain.nodes().keySet());
        return new Row(String.join(" -> ", shown), path.when(), List.of(), owners, Optional.of(trace));
    }

    private static String name(String node) {
        int dot = node.indexOf('.');
        return dot < 0 ? node : node.substring(0, dot);
    }

    private static List<Link> links(Explanation.Path path, Chain chain) {
        List<String> ends = new ArrayList<>(List.of(path.from()));
        ends.addAll(path.nodes());
        ends.add(path.to());
        List<Link> links = new ArrayList<>();
        for (int i = 1; i < ends.size(); i++) {
            String from = ends.get(i - 1);
            String to = name(ends.get(i));
            chain.wires().stream()
                    .filter(wire -> wire.to().element().equals(to) && begins(wire, from))
                    .findFirst()
                    .map(Link::of)
                    .ifPresent(links::add);
        }
        return links;
    }

    private static boolean begins(Wire wire, String from) {
        return wire.from().text().equals(from) || wire.from().element().equals(from);
    }

    private static List<String> savings(Explanation.Alone alone) {
        List<String> savings = new ArrayList<>();
        saving(savings, "plan.classifications", alone.mergedClassifications(), alone.separateClassifications());
        saving(savings, "plan.lookups", alone.mergedLookups(), alone.separateLookups());
        saving(savings, "plan.parsers", alone.mergedParsers(), alone.separateParsers());
        return savings;
    }

    private static void saving(List<String> savings, String key, int merged, int separate) {
        if (separate > merged) {
            savings.add(Words.say(key, merged, separate));
        }
    }
}
