// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.keep;

import io.penstock.editor.model.geometry.Point;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where everything stands, in `NAME.layout.yaml` beside `NAME.chain.yaml`: one thing a line, in the order of their
/// names, so that two versions can be merged. What cannot be read is left out: the editor finds a place for it.
final class LayoutFile {
    private static final long LONGEST = 1 << 20;
    private static final String CHAIN = ".chain.yaml";
    private static final String NUMBER = "(-?[0-9]{1,7}(?:\\.[0-9]{1,4})?)";
    private static final Pattern PLACE =
            Pattern.compile("  ([a-z][a-z0-9-]{0,62}): \\[" + NUMBER + ", " + NUMBER + "]\\s*");

    private LayoutFile() {}

    /// The layout file of a chain file.
    static Path beside(Path chain) {
        String name = String.valueOf(chain.getFileName());
        String stem = name.endsWith(CHAIN) ? name.substring(0, name.length() - CHAIN.length()) : name;
        return chain.resolveSibling(stem + ".layout.yaml");
    }

    /// The places of a file; none where there is no such file or it cannot be read.
    static Map<String, Point> read(Path file) {
        try {
            return Files.size(file) > LONGEST ? Map.of() : parse(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            return Map.of();
        }
    }

    static Map<String, Point> parse(String text) {
        Map<String, Point> places = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            Matcher place = PLACE.matcher(line);
            if (place.matches()) {
                places.put(
                        place.group(1),
                        new Point(Double.parseDouble(place.group(2)), Double.parseDouble(place.group(3))));
            }
        }
        return places;
    }

    static String write(Map<String, Point> places) {
        StringBuilder text = new StringBuilder("# Where things stand in the editor.\nformat: 1\nplaces:\n");
        new TreeMap<>(places)
                .forEach((id, place) -> text.append("  ")
                        .append(id)
                        .append(": [")
                        .append(number(place.x()))
                        .append(", ")
                        .append(number(place.y()))
                        .append("]\n"));
        return text.toString();
    }

    private static String number(double value) {
        double bounded = Math.clamp(value, -9_999_999, 9_999_999);
        BigDecimal rounded = BigDecimal.valueOf(bounded).setScale(2, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
