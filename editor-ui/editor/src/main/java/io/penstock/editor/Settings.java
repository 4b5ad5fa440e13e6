// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.api.Syntax;
import io.penstock.api.control.DriverInfo;
import io.penstock.api.control.FunctionInfo;
import io.penstock.api.control.FunctionInfo.Kind;
import io.penstock.chain.Chain;
import io.penstock.chain.Node;
import io.penstock.chain.OnFailure;
import io.penstock.chain.OnOverrun;
import io.penstock.chain.PortSpec;
import io.penstock.editor.model.edit.Edit;
import io.penstock.editor.model.edit.Edits;
import io.penstock.editor.model.palette.Palette;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What can be set on a port or node, and what is.
final class Settings {
    private Settings() {}

    /// All settings of an element, in the order of its form.
    static List<Setting> of(Chain chain, Palette palette, String id) {
        List<Setting> settings = new ArrayList<>(List.of(Setting.ofName()));
        PortSpec port = chain.ports().get(id);
        if (port != null) {
            palette.driver(port.driver()).map(DriverInfo::options).orElse(List.of()).stream()
                    .map(Setting::of)
                    .forEach(settings::add);
        }
        chain.node(id).ifPresent(node -> {
            palette.function(node)
                    .ifPresent(info ->
                            info.properties().forEach(property -> settings.add(Setting.of(property, info.outputs()))));
            settings.addAll(ofPlatform());
        });
        return List.copyOf(settings);
    }

    private static List<Setting> ofPlatform() {
        List<String> failures =
                Arrays.stream(OnFailure.values()).map(OnFailure::text).toList();
        List<String> overruns =
                Arrays.stream(OnOverrun.values()).map(OnOverrun::text).toList();
        return List.of(
                Setting.platform("match", Kind.TEXT, Syntax.Kind.MATCH, false, List.of(), ""),
                Setting.platform("observe", Kind.BOOLEAN, Syntax.Kind.PLAIN, false, List.of(), ""),
                Setting.platform("on-failure", Kind.TEXT, Syntax.Kind.PLAIN, false, failures, OnFailure.CLOSED.text()),
                Setting.platform(
                        "on-overrun", Kind.TEXT, Syntax.Kind.PLAIN, false, overruns, OnOverrun.DROP_PACKET.text()),
                Setting.platform("over", Kind.TEXT, Syntax.Kind.PLAIN, true, List.of(), ""),
                Setting.platform("version", Kind.TEXT, Syntax.Kind.PLAIN, false, List.of(), ""));
    }

    /// What the function or driver says of itself.
    static Optional<String> description(Chain chain, Palette palette, String id) {
        PortSpec port = chain.ports().get(id);
        Optional<String> words = port != null
                ? palette.driver(port.driver()).map(DriverInfo::description)
                : chain.node(id).flatMap(palette::function).map(FunctionInfo::description);
        boolean missing = chain.node(id).filter(palette::isMissing).isPresent();
        return missing ? Optional.of(Texts.say("form.missing")) : words.filter(text -> !text.isEmpty());
    }

    /// What is set, by key; what is left to its default is not there.
    static Map<String, Object> values(Chain chain, String id) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(Setting.ofName().key(), id);
        PortSpec port = chain.ports().get(id);
        if (port != null) {
            values.putAll(port.options());
        }
        chain.node(id).ifPresent(node -> {
            values.putAll(node.properties());
            platform(node, values);
        });
        return values;
    }

    private static void platform(Node node, Map<String, Object> values) {
        put(values, "match", node.match().isEmpty() ? null : node.match());
        put(values, "observe", node.observe() ? true : null);
        put(
                values,
                "on-failure",
                node.onFailure() == OnFailure.CLOSED ? null : node.onFailure().text());
        put(
                values,
                "on-overrun",
                node.onOverrun() == OnOverrun.DROP_PACKET
                        ? null
                        : node.onOverrun().text());
        put(values, "over", node.over().isEmpty() ? null : node.over());
        put(values, "version", node.version().orElse(null));
    }

    private static void put(Map<String, Object> values, String key, @Nullable Object value) {
        if (value != null) {
            values.put(key, value);
        }
    }

    /// The command that brings a setting from one value to another. An output whose name alone changes keeps its
    /// wires.
    static Edit edit(String id, Setting setting, Optional<Object> before, Optional<Object> after) {
        if (after.isEmpty()) {
            return Edits.unset(id, setting.key());
        }
        Edit set = Edits.set(id, setting.key(), after.get());
        return renamed(before, after)
                .map(names -> Edits.all(
                        set.name(),
                        List.of(Edits.renameOutput(id, setting.key(), names.getKey(), names.getValue()), set)))
                .orElse(set);
    }

    private static Optional<Map.Entry<String, String>> renamed(Optional<Object> before, Optional<Object> after) {
        if (!(before.orElse("") instanceof Map<?, ?> old) || !(after.orElse("") instanceof Map<?, ?> changed)) {
            return Optional.empty();
        }
        List<String> from = old.keySet().stream().map(String::valueOf).toList();
        List<String> to = changed.keySet().stream().map(String::valueOf).toList();
        List<Integer> different = new ArrayList<>();
        for (int i = 0; from.size() == to.size() && i < from.size(); i++) {
            if (!from.get(i).equals(to.get(i))) {
                different.add(i);
            }
        }
        boolean one = different.size() == 1 && !from.contains(to.get(different.getFirst()));
        return one
                ? Optional.of(Map.entry(from.get(different.getFirst()), to.get(different.getFirst())))
                : Optional.empty();
    }
}
