// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.problem;

import io.penstock.api.Problem;
import io.penstock.api.control.FunctionInfo;
import io.penstock.api.control.FunctionInfo.Property;
import io.penstock.chain.Chain;
import io.penstock.chain.End;
import io.penstock.chain.Finding;
import io.penstock.chain.Nearest;
import io.penstock.chain.Node;
import io.penstock.chain.PortSpec;
import io.penstock.chain.Wire;
import io.penstock.editor.model.edit.Drawing;
import io.penstock.editor.model.edit.Edit;
import io.penstock.editor.model.edit.Edits;
import io.penstock.editor.model.edit.Selection;
import io.penstock.editor.model.edit.Wiring;
import io.penstock.editor.model.form.Field;
import io.penstock.editor.model.form.Form;
import io.penstock.editor.model.palette.Palette;
import io.penstock.editor.model.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Commands that mend what is wrong.
final class Fixes {
    private static final int MOST = 4;

    private final Chain chain;
    private final Palette palette;

    Fixes(Drawing drawing, Palette palette) {
        this.chain = drawing.chain();
        this.palette = palette;
    }

    List<Edit> of(Finding finding) {
        return switch (finding) {
            case Finding.Cycle cycle -> List.of(cut(cycle.closing()));
            case Finding.SecondWire second -> List.of(cut(second.wire()), cut(second.other()));
            case Finding.TwoWays both -> List.of(cut(both.in()), cut(both.out()));
            case Finding.NoSide _ -> List.of();
            case Finding.Unreached unreached ->
                some(Stream.concat(into(unreached.element()), Stream.of(remove(unreached.element()))));
            case Finding.DeadEnd end -> some(Stream.concat(on(end.element()), Stream.of(remove(end.element()))));
            case Finding.Unwired port -> List.of(remove(port.element()));
        };
    }

    private static Edit cut(Wire wire) {
        return named(Words.say("fix.cut", wire.text()), Edits.disconnect(wire));
    }

    private static Edit remove(String id) {
        return Edits.remove(Selection.of(id));
    }

    private static Edit named(String name, Edit edit) {
        return Edit.of(name, edit.change());
    }

    private static List<Edit> some(Stream<Edit> fixes) {
        return fixes.limit(MOST).toList();
    }

    /// Wires to the ports that stand on the server side, or may come to stand there.
    private Stream<Edit> on(String node) {
        Wiring wiring = new Wiring(chain, palette);
        return chain.ports().values().stream()
                .map(PortSpec::id)
                .map(port -> wiring.may(freeEnd(node), port))
                .flatMap(Fixes::drawn);
    }

    /// Wires from ports that have none yet.
    private Stream<Edit> into(String node) {
        Wiring wiring = new Wiring(chain, palette);
        return chain.ports().values().stream()
                .map(port -> wiring.may(End.of(port.id()), node))
                .flatMap(Fixes::drawn);
    }

    private static Stream<Edit> drawn(Wiring.Answer answer) {
        return switch (answer) {
            case Wiring.Answer.Accepted accepted ->
                Stream.of(named(Words.say("fix.connect", accepted.wire().text()), Edits.connect(accepted.wire())));
            case Wiring.Answer.Refused _ -> Stream.empty();
        };
    }

    /// The first output at which no wire begins.
    private End freeEnd(String id) {
        List<String> outputs = chain.node(id).map(palette::outputs).orElse(List.of());
        return outputs.stream()
                .map(output -> new End(id, output))
                .filter(end ->
                        chain.wires().stream().noneMatch(wire -> wire.from().equals(end)))
                .findFirst()
                .orElse(End.of(id));
    }

    /// For a value that does not fit.
    List<Edit> of(Form form, Field field) {
        List<Edit> fixes = new ArrayList<>();
        Property property = field.property();
        if (field.value().isPresent() && !property.options().isEmpty()) {
            String given = String.valueOf(field.value().get());
            Nearest.to(given, property.options()).ifPresent(near -> fixes.add(setting(form, field, near)));
        }
        for (String bound : List.of(property.min(), property.max())) {
            if (field.value().isPresent()
                    && !bound.isEmpty()
                    && field.faults(field.parsed(bound)).isEmpty()) {
                fixes.add(setting(form, field, field.parsed(bound)));
            }
        }
        if (field.value().isPresent() && !property.required()) {
            fixes.add(form.unset(field));
        }
        return fixes;
    }

    private static Edit setting(Form form, Field field, Object value) {
        return named(Words.say("fix.set", field.key(), String.valueOf(value)), form.set(field, value));
    }

    /// For what a dataplane found wrong with a port or node.
    List<Edit> of(Problem problem) {
        Optional<Node> node = chain.node(problem.node());
        if (node.isEmpty()) {
            return List.of();
        }
        List<Edit> fixes = new ArrayList<>();
        if (palette.isMissing(node.get())) {
            missing(node.get(), fixes);
        } else {
            unknownKeys(node.get(), fixes);
            wrongOutputs(node.get(), fixes);
        }
        return fixes;
    }

    private void missing(Node node, List<Edit> fixes) {
        List<String> types =
                palette.functions().stream().map(FunctionInfo::type).distinct().toList();
        if (node.version().isPresent() && types.contains(node.type())) {
            fixes.add(named(Words.say("fix.any-version", node.type()), Edits.unset(node.id(), "version")));
        } else {
            Nearest.to(node.type(), types)
                    .ifPresent(
                            near -> fixes.add(named(Words.say("fix.type", near), Edits.set(node.id(), "type", near))));
        }
        fixes.add(remove(node.id()));
    }

    private void unknownKeys(Node node, List<Edit> fixes) {
        Form form = Form.of(node, palette);
        List<String> free = form.fields().stream()
                .filter(field -> field.origin() != Field.Origin.UNKNOWN && field.isUnset())
                .map(Field::key)
                .toList();
        for (Field field : form.fields()) {
            if (field.origin() == Field.Origin.UNKNOWN) {
                Object value = field.value().orElse("");
                Nearest.to(field.key(), free)
                        .ifPresent(near -> fixes.add(Edits.all(
                                Words.say("fix.key", field.key(), near),
                                List.of(Edits.unset(node.id(), field.key()), Edits.set(node.id(), near, value)))));
                fixes.add(named(Words.say("fix.drop", field.key()), Edits.unset(node.id(), field.key())));
            }
        }
    }

    private void wrongOutputs(Node node, List<Edit> fixes) {
        List<String> outputs = palette.outputs(node);
        for (Wire wire : chain.wires()) {
            boolean wrong = wire.from().element().equals(node.id())
                    && !outputs.isEmpty()
                    && !outputs.contains(wire.from().connector());
            if (wrong) {
                End free = freeEnd(node.id());
                if (outputs.contains(free.connector())) {
                    Wire right = new Wire(free, wire.to());
                    fixes.add(named(Words.say("fix.connect", right.text()), Edits.reconnect(wire, right)));
                }
                fixes.add(cut(wire));
            }
        }
    }
}
