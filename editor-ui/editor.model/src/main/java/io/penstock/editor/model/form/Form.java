// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.form;

import io.penstock.api.Syntax;
import io.penstock.api.control.DriverInfo;
import io.penstock.api.control.FunctionInfo;
import io.penstock.api.control.FunctionInfo.Property;
import io.penstock.chain.Chain;
import io.penstock.chain.Node;
import io.penstock.chain.OnFailure;
import io.penstock.chain.OnOverrun;
import io.penstock.chain.PortSpec;
import io.penstock.editor.model.edit.Edit;
import io.penstock.editor.model.edit.Edits;
import io.penstock.editor.model.form.Field.Kind;
import io.penstock.editor.model.form.Field.Origin;
import io.penstock.editor.model.palette.Palette;
import io.penstock.editor.model.words.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// All that can be set of one port or node, as its function or driver says of itself.
///
/// @param id its name in the chain
/// @param title for people, such as `Firewall`
/// @param description one or two sentences; may be empty
/// @param fields what can be set, in order: its own, those of the platform, those that nobody knows
public record Form(String id, String title, String description, List<Field> fields) {
    public Form {
        fields = List.copyOf(fields);
    }

    /// The form of a port or node; empty where there is none of this name.
    public static Optional<Form> of(Chain chain, String id, Palette palette) {
        return chain.node(id)
                .map(node -> of(node, palette))
                .or(() -> chain.port(id).map(port -> of(port, palette)));
    }

    /// The form of a node.
    public static Form of(Node node, Palette palette) {
        Optional<FunctionInfo> info = palette.function(node);
        List<Field> fields = new ArrayList<>();
        List<Property> own = info.map(FunctionInfo::properties).orElse(List.of());
        String outputs = info.map(FunctionInfo::outputs).orElse("");
        for (Property property : own) {
            Optional<Object> value = Optional.ofNullable(node.properties().get(property.id()));
            fields.add(new Field(property, kind(property, outputs), Origin.OWN, value));
        }
        Set<String> known = own.stream().map(Property::id).collect(Collectors.toSet());
        fields.addAll(Platform.fields(node));
        node.properties().forEach((key, value) -> {
            if (!known.contains(key)) {
                fields.add(unknown(key, value));
            }
        });
        return new Form(
                node.id(),
                info.map(FunctionInfo::name).orElse(node.type()),
                info.map(FunctionInfo::description)
                        .orElse(palette.isMissing(node) ? Words.say("form.not-installed", node.type()) : ""),
                fields);
    }

    /// The form of a port.
    public static Form of(PortSpec port, Palette palette) {
        Optional<DriverInfo> info = palette.driver(port.driver());
        List<Field> fields = new ArrayList<>();
        List<String> drivers =
                palette.drivers().stream().map(DriverInfo::name).sorted().toList();
        fields.add(new Field(
                Platform.property("driver", Syntax.Kind.PLAIN, drivers, List.of()),
                drivers.isEmpty() ? Kind.TEXT : Kind.CHOICE,
                Origin.PLATFORM,
                Optional.of(port.driver())));
        Set<String> known = info.stream()
                .flatMap(driver -> driver.options().stream())
                .map(DriverInfo.Option::name)
                .collect(Collectors.toSet());
        info.ifPresent(driver -> driver.options().forEach(option -> fields.add(field(port, option))));
        port.options().forEach((key, value) -> {
            if (!known.contains(key)) {
                fields.add(unknown(key, value));
            }
        });
        return new Form(
                port.id(),
                Words.say("palette.port", port.driver()),
                info.map(DriverInfo::description).orElse(""),
                fields);
    }

    private static Field field(PortSpec port, DriverInfo.Option option) {
        Property property = new Property(
                option.name(),
                option.name(),
                option.description(),
                FunctionInfo.Kind.TEXT,
                false,
                option.required(),
                List.of(),
                "",
                "",
                List.of(),
                option.syntax(),
                List.of());
        return new Field(
                property,
                Kind.TEXT,
                Origin.OWN,
                Optional.ofNullable(port.options().get(option.name())));
    }

    private static Field unknown(String key, Object value) {
        boolean several = value instanceof List<?> || value instanceof Map<?, ?>;
        Property property = new Property(
                key,
                key,
                Words.say("form.unknown"),
                FunctionInfo.Kind.TEXT,
                several,
                false,
                List.of(),
                "",
                "",
                List.of());
        Kind kind = value instanceof Map ? Kind.NAMED : several ? Kind.LIST : Kind.TEXT;
        return new Field(property, kind, Origin.UNKNOWN, Optional.of(value));
    }

    private static Kind kind(Property property, String outputs) {
        if (property.id().equals(outputs)) {
            return Kind.NAMED;
        }
        if (property.many()) {
            return Kind.LIST;
        }
        if (!property.options().isEmpty()) {
            return Kind.CHOICE;
        }
        return switch (property.kind()) {
            case TEXT -> Kind.TEXT;
            case WHOLE_NUMBER, NUMBER -> Kind.NUMBER;
            case BOOLEAN -> Kind.SWITCH;
            case PASSWORD -> Kind.PASSWORD;
        };
    }

    /// What the element is called, which is entered beside all that can be set.
    public Field name() {
        Property property = new Property(
                "", Words.say("form.name"), "", FunctionInfo.Kind.TEXT, false, true, List.of(), "", "", List.of());
        return new Field(property, Kind.TEXT, Origin.NAME, Optional.of(id));
    }

    /// The field of a key.
    public Optional<Field> field(String key) {
        return fields.stream().filter(field -> field.key().equals(key)).findFirst();
    }

    /// The command that sets a field. What holds unasked is not written down; an output whose name alone changes
    /// keeps its wires.
    ///
    /// @param value text, number, truth value, or a list or map of these
    public Edit set(Field field, Object value) {
        boolean unasked = field.value().isEmpty() && List.of().equals(value);
        boolean back = field.origin() == Origin.PLATFORM && Platform.isUnasked(field, value);
        if (unasked || back) {
            return unset(field);
        }
        Edit set = Edits.set(id, field.key(), value);
        return Renamed.between(field.value().orElse(""), value)
                .map(output -> Edits.all(
                        set.name(), List.of(Edits.renameOutput(id, field.key(), output.from(), output.to()), set)))
                .orElse(set);
    }

    /// The command that sets a field to what was entered. A key that nobody knows is kept, also with nothing in it.
    public Edit enter(Field field, Optional<Object> value) {
        boolean kept = value.isEmpty() && field.origin() == Origin.UNKNOWN;
        Object nothing = field.hasSeveral() ? List.of() : "";
        return value.map(given -> set(field, given))
                .orElseGet(() -> kept ? Edits.set(id, field.key(), nothing) : unset(field));
    }

    /// The one output that has another name than before.
    private record Renamed(String from, String to) {
        static Optional<Renamed> between(Object before, Object after) {
            if (!(before instanceof Map<?, ?> old) || !(after instanceof Map<?, ?> now) || old.size() != now.size()) {
                return Optional.empty();
            }
            List<String> from = names(old);
            List<String> to = names(now);
            List<Integer> different = IntStream.range(0, from.size())
                    .filter(i -> !from.get(i).equals(to.get(i)))
                    .boxed()
                    .toList();
            return different.size() == 1 && !from.contains(to.get(different.getFirst()))
                    ? Optional.of(new Renamed(from.get(different.getFirst()), to.get(different.getFirst())))
                    : Optional.empty();
        }

        private static List<String> names(Map<?, ?> outputs) {
            return outputs.keySet().stream().map(String::valueOf).toList();
        }
    }

    /// The command that takes a field back to what holds unasked.
    public Edit unset(Field field) {
        return Edits.unset(id, field.key());
    }

    /// The keys that the platform has for every node.
    private static final class Platform {
        private static final List<String> FAILURES =
                Arrays.stream(OnFailure.values()).map(OnFailure::text).toList();
        private static final List<String> OVERRUNS =
                Arrays.stream(OnOverrun.values()).map(OnOverrun::text).toList();

        private Platform() {}

        private static final Property MATCH = property("match", Syntax.Kind.MATCH, List.of(), List.of());
        private static final Property OVER = property("over", Syntax.Kind.PLAIN, List.of(), List.of());
        private static final Property OBSERVE = property("observe", Syntax.Kind.PLAIN, List.of(), List.of("false"));
        private static final Property ON_FAILURE =
                property("on-failure", Syntax.Kind.PLAIN, FAILURES, List.of(OnFailure.CLOSED.text()));
        private static final Property ON_OVERRUN =
                property("on-overrun", Syntax.Kind.PLAIN, OVERRUNS, List.of(OnOverrun.DROP_PACKET.text()));
        private static final Property VERSION = property("version", Syntax.Kind.PLAIN, List.of(), List.of());

        static List<Field> fields(Node node) {
            return List.of(
                    field(MATCH, Kind.TEXT, text(node.match())),
                    field(OVER, Kind.LIST, list(node.over())),
                    field(OBSERVE, Kind.SWITCH, node.observe() ? Optional.of(true) : Optional.empty()),
                    field(
                            ON_FAILURE,
                            Kind.CHOICE,
                            asked(ON_FAILURE, node.onFailure().text())),
                    field(
                            ON_OVERRUN,
                            Kind.CHOICE,
                            asked(ON_OVERRUN, node.onOverrun().text())),
                    field(VERSION, Kind.TEXT, node.version().map(version -> version)));
        }

        private static Field field(Property property, Kind kind, Optional<Object> value) {
            return new Field(property, kind, Origin.PLATFORM, value);
        }

        private static Optional<Object> asked(Property property, String value) {
            return property.defaults().contains(value) ? Optional.empty() : Optional.of(value);
        }

        static Property property(String key, Syntax.Kind syntax, List<String> options, List<String> defaults) {
            FunctionInfo.Kind kind = key.equals("observe") ? FunctionInfo.Kind.BOOLEAN : FunctionInfo.Kind.TEXT;
            return new Property(
                    key,
                    Words.say("form." + key),
                    Words.say("form." + key + ".about"),
                    kind,
                    key.equals("over"),
                    key.equals("driver"),
                    defaults,
                    "",
                    "",
                    options,
                    syntax,
                    List.of());
        }

        static boolean isUnasked(Field field, Object value) {
            List<String> defaults = field.property().defaults();
            return defaults.isEmpty()
                    ? value.equals("") || List.of().equals(value)
                    : defaults.getFirst().equals(String.valueOf(value));
        }

        private static Optional<Object> text(String text) {
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        }

        private static Optional<Object> list(List<String> list) {
            return list.isEmpty() ? Optional.empty() : Optional.of(list);
        }
    }
}
