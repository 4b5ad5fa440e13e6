// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.view;

import io.penstock.chain.Chain;
import io.penstock.editor.model.form.Field;
import io.penstock.editor.model.form.Form;
import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.palette.Palette;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds ports and nodes by their name, their type, or what is set on them.
public final class Find {
    private static final Point NOWHERE = new Point(0, 0);

    private Find() {}

    /// A port or node in which all words stand.
    ///
    /// @param element its name
    /// @param where what they stand in, such as `fw: Rules: allow udp port 53`
    public record Found(String element, String where) {}

    /// Those in which all words of a text stand, from left to right and from top to bottom; none for no words.
    ///
    /// @param places where they stand
    public static List<Found> in(Chain chain, Palette palette, Map<String, Point> places, String text) {
        List<String> words = text.toLowerCase(Locale.ROOT)
                .lines()
                .flatMap(line -> Stream.of(line.strip().split("\\s+")))
                .filter(word -> !word.isEmpty())
                .toList();
        if (words.isEmpty()) {
            return List.of();
        }
        Comparator<String> order = Comparator.<String>comparingDouble(
                        id -> places.getOrDefault(id, NOWHERE).x())
                .thenComparingDouble(id -> places.getOrDefault(id, NOWHERE).y());
        return Stream.concat(chain.ports().keySet().stream(), chain.nodes().keySet().stream())
                .sorted(order)
                .flatMap(id -> Form.of(chain, id, palette).stream())
                .flatMap(form -> found(form, words).stream())
                .toList();
    }

    private static Optional<Found> found(Form form, List<String> words) {
        List<String> lines = lines(form);
        String all = String.join("\n", lines).toLowerCase(Locale.ROOT);
        if (!words.stream().allMatch(all::contains)) {
            return Optional.empty();
        }
        String where = lines.stream()
                .filter(line -> words.stream().allMatch(line.toLowerCase(Locale.ROOT)::contains))
                .findFirst()
                .orElse(lines.getFirst());
        return Optional.of(new Found(form.id(), where));
    }

    private static List<String> lines(Form form) {
        String name = form.id() + ": ";
        return Stream.concat(
                        Stream.of(name + form.title()),
                        form.fields().stream()
                                .filter(field -> !field.isUnset())
                                .flatMap(field -> field.text().lines().map(line -> name + title(field) + ": " + line)))
                .toList();
    }

    private static String title(Field field) {
        return field.property().name().isEmpty()
                ? field.key()
                : field.property().name();
    }
}
