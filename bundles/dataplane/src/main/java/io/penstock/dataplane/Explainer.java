// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane;

import io.penstock.api.control.Explanation;
import io.penstock.api.match.Match;
import io.penstock.api.match.Matches;
import io.penstock.dataplane.program.Program;
import io.penstock.dataplane.session.Records;
import io.penstock.resolver.Plan;
import io.penstock.resolver.Plan.PathStep;
import io.penstock.resolver.Plan.PlannedNode;
import io.penstock.resolver.Plan.PlannedPath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Puts a plan into words: each part with whoever asked for it, and beside it what the same functions
/// would do alone.
final class Explainer {
    private Explainer() {}

    static Explanation explain(Assembly assembly) {
        Plan plan = assembly.plan();
        List<String> warnings = new ArrayList<>(assembly.document().warnings().stream()
                .map(problem -> problem.oneLine())
                .toList());
        warnings.addAll(plan.warnings());
        return new Explanation(
                plan.chain(),
                classifier(plan),
                plan.paths().stream().map(path -> path(plan, path)).toList(),
                record(plan),
                Records.HEADER + Program.scratchBytes(plan),
                layers(plan),
                clock(assembly),
                workers(assembly),
                alone(plan),
                warnings);
    }

    private static List<Explanation.Condition> classifier(Plan plan) {
        return plan.conditions().stream()
                .filter(merged -> !merged.askedBy().isEmpty())
                .map(merged -> new Explanation.Condition(text(merged.match()) + behind(merged.cut()), merged.askedBy()))
                .toList();
    }

    private static String behind(Plan.Cut cut) {
        return cut.behind().isEmpty() ? "" : "  (as " + String.join(" and ", cut.behind()) + " may have left it)";
    }

    private static String text(Match match) {
        return switch (match) {
            case Match.Any any -> "every packet";
            case Match.From from -> "from the " + side(from) + " side";
            case Match.And and when and.parts().stream().anyMatch(Match.From.class::isInstance) -> sided(and);
            default -> Matches.text(match);
        };
    }

    private static String sided(Match.And and) {
        List<Match> rest = and.parts().stream()
                .filter(part -> !(part instanceof Match.From))
                .toList();
        String side = and.parts().stream()
                .filter(Match.From.class::isInstance)
                .map(part -> side((Match.From) part))
                .findFirst()
                .orElse("");
        return Matches.text(Matches.normalise(new Match.And(rest))) + "  (from the " + side + " side)";
    }

    private static String side(Match.From from) {
        return from.side().name().toLowerCase(Locale.ROOT);
    }

    private static Explanation.Path path(Plan plan, PlannedPath path) {
        List<String> nodes = path.steps().stream()
                .map(step -> step.outputName().isEmpty() ? step.node() : step.node() + "." + step.outputName())
                .toList();
        List<String> when = path.steps().stream()
                .filter(step -> !step.outputName().isEmpty())
                .map(step -> step.node() + "." + step.outputName() + ": " + chosen(plan, step))
                .toList();
        return new Explanation.Path(path.client(), path.server(), nodes, String.join("; ", when));
    }

    private static String chosen(Plan plan, PathStep step) {
        return plan.nodes().stream()
                .filter(node -> node.id().equals(step.node()))
                .filter(node -> step.output() < node.conditions().size())
                .map(node -> text(plan.conditions()
                        .get(node.conditions().get(step.output()))
                        .match()))
                .findFirst()
                .orElse("chosen by the function");
    }

    /// The platform's part, then the fields of the longest path.
    private static List<Explanation.Field> record(Plan plan) {
        List<Explanation.Field> fields = new ArrayList<>();
        fields.add(new Explanation.Field(0, 16, "key of the opener", "platform"));
        fields.add(new Explanation.Field(16, 8, "when a packet came last", "platform"));
        fields.add(new Explanation.Field(24, 8, "path, state, kind", "platform"));
        plan.paths().stream()
                .max(Comparator.comparingInt(PlannedPath::bytes))
                .ifPresent(path -> path.fields()
                        .forEach(placed -> fields.add(new Explanation.Field(
                                Records.HEADER + placed.offset(),
                                placed.spec().bytes(),
                                placed.spec().name(),
                                placed.node()))));
        int offset = Records.HEADER + plan.scratchBytes();
        for (PlannedNode node : Program.translators(plan)) {
            int bytes = Program.translationBytes(offset == Records.HEADER + plan.scratchBytes());
            fields.add(new Explanation.Field(offset, bytes, translation(node), node.id()));
            offset += bytes;
        }
        return fields;
    }

    private static String translation(PlannedNode node) {
        return "translates the "
                + node.wired().translates().stream()
                        .map(end -> end.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(" and the "))
                + " of its sessions";
    }

    private static List<Explanation.LayerUse> layers(Plan plan) {
        List<Explanation.LayerUse> uses = new ArrayList<>();
        for (Map.Entry<String, Plan.LayerUse> use : plan.layers().entrySet()) {
            uses.add(new Explanation.LayerUse(
                    use.getKey(),
                    use.getValue().level().name().toLowerCase(Locale.ROOT),
                    use.getValue().askedBy()));
        }
        uses.sort(Comparator.comparing(Explanation.LayerUse::layer));
        return uses;
    }

    private static String clock(Assembly assembly) {
        boolean captures = assembly.chain().ports().values().stream()
                .allMatch(port -> port.driver().equals("pcap"));
        return captures
                ? "the captures' stamps, as every input is a capture: a run gives the same result each time"
                : "the machine's monotonic clock";
    }

    private static String workers(Assembly assembly) {
        return assembly.workers().why()
                + (assembly.workers().count() == 1
                        ? "; one thread receives, runs all functions and sends"
                        : "; each carries the sessions of some client addresses, with functions and counters of its own");
    }

    private static Explanation.Alone alone(Plan plan) {
        int nodes = plan.nodes().size();
        int classifying = (int) plan.nodes().stream()
                .filter(node -> !node.wired().matches().isEmpty())
                .count();
        return new Explanation.Alone(
                nodes,
                Math.min(1, classifying),
                classifying,
                Math.min(1, nodes),
                (int) plan.nodes().stream().filter(Explainer::keepsSessions).count(),
                Math.min(1, nodes),
                nodes);
    }

    /// A function that is asked once per session would need a table of its own to know the session again.
    private static boolean keepsSessions(PlannedNode node) {
        return !node.wired().perPacket() || !node.wired().fields().isEmpty();
    }
}
