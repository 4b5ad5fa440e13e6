// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.problem;

import io.penstock.api.Problem;
import io.penstock.api.Problem.Severity;
import io.penstock.chain.Chain;
import io.penstock.chain.Finding;
import io.penstock.chain.GraphCheck;
import io.penstock.chain.Wire;
import io.penstock.editor.model.edit.Drawing;
import io.penstock.editor.model.form.Field;
import io.penstock.editor.model.form.Form;
import io.penstock.editor.model.paint.Overlay.Badge;
import io.penstock.editor.model.palette.Palette;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// All that is wrong with a drawing.
///
/// @param list errors first
public record Troubles(List<Trouble> list) {
    public static final Troubles NONE = new Troubles(List.of());

    public Troubles {
        list = list.stream().sorted(Comparator.comparing(Trouble::severity)).toList();
    }

    /// What can be told at once, while the person is still typing: the shape of the graph and the values of
    /// properties.
    public static Troubles of(Drawing drawing, Palette palette) {
        List<Trouble> found = new ArrayList<>();
        Fixes fixes = new Fixes(drawing, palette);
        for (Finding finding : GraphCheck.of(drawing.chain())) {
            Optional<Wire> wire = finding.wires().stream().findFirst();
            found.add(new Trouble(
                    finding.severity(),
                    finding.element(),
                    wire,
                    "",
                    0,
                    0,
                    0,
                    finding.what(),
                    finding.mend(),
                    fixes.of(finding)));
        }
        elements(drawing.chain())
                .forEach(id -> Form.of(drawing.chain(), id, palette)
                        .ifPresent(form -> form.fields()
                                .forEach(field -> field.faults()
                                        .forEach(fault -> found.add(trouble(form, field, fault, fixes))))));
        return new Troubles(found);
    }

    private static Stream<String> elements(Chain chain) {
        return Stream.concat(chain.ports().keySet().stream(), chain.nodes().keySet().stream());
    }

    private static Trouble trouble(Form form, Field field, Field.Fault fault, Fixes fixes) {
        return new Trouble(
                Severity.ERROR,
                form.id(),
                Optional.empty(),
                field.key(),
                Math.max(0, fault.item()),
                fault.column(),
                0,
                fault.what(),
                fault.mend(),
                fixes.of(form, field));
    }

    /// With what a dataplane says of the same drawing; what both say is said once.
    public Troubles with(List<Problem> problems, Drawing drawing, Palette palette) {
        Fixes fixes = new Fixes(drawing, palette);
        Map<List<String>, Problem> told = new HashMap<>();
        problems.forEach(problem -> told.putIfAbsent(key(problem.node(), problem.what()), problem));
        List<Trouble> all = new ArrayList<>();
        Set<List<String>> known = new HashSet<>();
        for (Trouble trouble : list) {
            Optional<Problem> same = Optional.ofNullable(told.get(key(trouble.element(), trouble.what())));
            all.add(same.map(problem -> trouble.at(problem.line())).orElse(trouble));
            known.add(key(trouble.element(), trouble.what()));
        }
        for (Problem problem : problems) {
            if (known.add(key(problem.node(), problem.what()))) {
                all.add(new Trouble(
                        problem.severity(),
                        problem.node(),
                        Optional.empty(),
                        "",
                        0,
                        0,
                        problem.line(),
                        problem.what(),
                        problem.mend(),
                        fixes.of(problem)));
            }
        }
        return new Troubles(all);
    }

    private static List<String> key(String element, String what) {
        return List.of(element, what);
    }

    /// Whether something stops a deployment.
    public boolean stops() {
        return list.stream().anyMatch(trouble -> trouble.severity() == Severity.ERROR);
    }

    /// How many each element has, for the picture.
    public Map<String, Badge> badges() {
        Map<String, Badge> badges = new HashMap<>();
        for (Trouble trouble : list) {
            if (!trouble.element().isEmpty()) {
                boolean error = trouble.severity() == Severity.ERROR;
                badges.merge(
                        trouble.element(),
                        new Badge(error ? 1 : 0, error ? 0 : 1),
                        (one, other) -> new Badge(one.errors() + other.errors(), one.warnings() + other.warnings()));
            }
        }
        return badges;
    }

    /// Those of one port or node.
    public List<Trouble> of(String element) {
        return list.stream()
                .filter(trouble -> trouble.element().equals(element))
                .toList();
    }
}
