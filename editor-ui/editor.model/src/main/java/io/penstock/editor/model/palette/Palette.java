// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.palette;

import io.penstock.api.control.DriverInfo;
import io.penstock.api.control.FunctionInfo;
import io.penstock.chain.Node;
import io.penstock.editor.model.scene.Icon;
import io.penstock.editor.model.scene.Kinds;
import io.penstock.editor.model.words.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What is installed and can be put into a drawing. It knows no function by name.
///
/// @param functions the newest version of each type is offered; older ones serve nodes that ask for them
/// @param drivers kinds of port
/// @param isKnown whether a dataplane has told; where none has, nothing counts as missing
public record Palette(List<FunctionInfo> functions, List<DriverInfo> drivers, boolean isKnown) implements Kinds {
    /// Nothing is known yet.
    public static final Palette UNKNOWN = new Palette(List.of(), List.of(), false);

    public Palette {
        functions = List.copyOf(functions);
        drivers = List.copyOf(drivers);
    }

    /// What a dataplane has.
    public static Palette of(List<FunctionInfo> functions, List<DriverInfo> drivers) {
        return new Palette(functions, drivers, true);
    }

    /// One thing to put into a drawing.
    ///
    /// @param kind function or port
    /// @param type what stands behind `type:` or `driver:`
    /// @param name for people
    /// @param description one or two sentences; may be empty
    /// @param icon its sign
    /// @param tags words to find it by, such as its bundle and the names of its properties
    public record Entry(Kind kind, String type, String name, String description, Icon icon, List<String> tags) {
        public Entry {
            tags = List.copyOf(tags);
        }
    }

    /// What an entry becomes.
    public enum Kind {
        PORT,
        FUNCTION
    }

    /// All entries: ports, then functions, each in the order of their names.
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        drivers.stream()
                .sorted(Comparator.comparing(DriverInfo::name))
                .map(Palette::entry)
                .forEach(entries::add);
        Map<String, FunctionInfo> newest = new LinkedHashMap<>();
        functions.forEach(info -> newest.merge(info.type(), info, Palette::newer));
        newest.values().stream()
                .map(Palette::entry)
                .sorted(Comparator.comparing(Entry::name, String.CASE_INSENSITIVE_ORDER))
                .forEach(entries::add);
        return entries;
    }

    private static Entry entry(DriverInfo driver) {
        String name = Words.say("palette.port", driver.name());
        List<String> tags = new ArrayList<>(List.of("port"));
        driver.options().forEach(option -> tags.add(option.name()));
        return new Entry(Kind.PORT, driver.name(), name, driver.description(), Icon.PORT, tags);
    }

    private static Entry entry(FunctionInfo info) {
        List<String> tags = new ArrayList<>(info.tags());
        tags.add(info.type());
        info.properties().forEach(property -> tags.add(property.id()));
        tags.addAll(Arrays.asList(info.bundle().split("\\.", -1)));
        return new Entry(Kind.FUNCTION, info.type(), info.name(), info.description(), Icons.of(info), tags);
    }

    /// The entries that have something of each word, those that begin with it first.
    public List<Entry> search(String text) {
        List<String> words = Arrays.stream(text.toLowerCase(Locale.ROOT).split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
        record Found(Entry entry, int rank) {}
        return entries().stream()
                .map(entry -> new Found(entry, rank(entry, words)))
                .filter(found -> found.rank() < Ranking.NOWHERE)
                .sorted(Comparator.comparingInt(Found::rank))
                .map(Found::entry)
                .toList();
    }

    private static int rank(Entry entry, List<String> words) {
        int worst = 0;
        for (String word : words) {
            worst = Math.max(worst, Ranking.of(entry, word));
        }
        return worst;
    }

    /// The function of a node: the newest that its version allows; empty where none is installed.
    public Optional<FunctionInfo> function(Node node) {
        return functions.stream()
                .filter(info -> info.type().equals(node.type()))
                .filter(info -> node.version()
                        .map(range -> Versions.matches(info.version(), range))
                        .orElse(true))
                .reduce(Palette::newer);
    }

    private static FunctionInfo newer(FunctionInfo one, FunctionInfo other) {
        return Versions.ORDER.compare(other.version(), one.version()) > 0 ? other : one;
    }

    /// The driver of this name.
    public Optional<DriverInfo> driver(String name) {
        return drivers.stream().filter(driver -> driver.name().equals(name)).findFirst();
    }

    @Override
    public Optional<Icon> icon(Node node) {
        return function(node).map(Icons::of);
    }

    @Override
    public boolean isMissing(Node node) {
        return isKnown && function(node).isEmpty();
    }

    @Override
    public List<String> outputs(Node node) {
        Optional<FunctionInfo> info = function(node);
        if (info.isEmpty()) {
            return List.of();
        }
        Object value = node.properties().get(info.get().outputs());
        return value instanceof Map<?, ?> map && !map.isEmpty()
                ? map.keySet().stream().map(String::valueOf).toList()
                : List.of("");
    }
}
