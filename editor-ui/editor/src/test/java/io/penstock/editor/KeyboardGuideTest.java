// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// `docs/keyboard.md` names the keys that the window has, no more and no less.
class KeyboardGuideTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| ([A-Z][^|]*) \\|$");
    private static final Pattern CASE = Pattern.compile("case SWT\\.(\\w+)|case '(.)'");

    private static final Map<String, String> NAMES = Map.of(
            "ARROW_LEFT", "Left",
            "ARROW_RIGHT", "Right",
            "ARROW_UP", "Up",
            "ARROW_DOWN", "Down",
            "CR", "Enter",
            "ESC", "Escape",
            "PAGE_UP", "Page Up",
            "PAGE_DOWN", "Page Down");

    private static String guide() throws IOException {
        return Files.readString(Path.of("../../docs/keyboard.md"));
    }

    @Test
    void shouldNameEveryCommandOfTheMenusWithItsKey() throws IOException {
        Map<String, String> told = new TreeMap<>();
        ROW.matcher(guide()).results().forEach(row -> told.put(row.group(1), row.group(2)));

        ResourceBundle texts = ResourceBundle.getBundle("io.penstock.editor.texts");
        Map<String, String> menus = new TreeMap<>();
        for (String key : Collections.list(texts.getKeys())) {
            String[] parts = texts.getString(key).split("\t", 2);
            if (parts.length == 2 && !key.endsWith(".what")) {
                menus.put(parts[1], parts[0].replace("&", "").replace(" ...", ""));
            }
        }
        assertThat(told).isEqualTo(menus);
    }

    @Test
    void shouldNameEveryKeyOfTheCanvas() throws IOException {
        String guide = guide();
        String keys = Files.readString(Path.of("src/main/java/io/penstock/editor/CanvasKeys.java"));

        assertThat(CASE.matcher(keys).results().map(KeyboardGuideTest::name))
                .hasSizeGreaterThan(10)
                .allSatisfy(name -> assertThat(guide).contains("`" + name + "`"));
    }

    private static String name(MatchResult found) {
        if (found.group(2) != null) {
            return found.group(2).equals(" ") ? "Space" : found.group(2).toUpperCase(java.util.Locale.ROOT);
        }
        return NAMES.getOrDefault(found.group(1), found.group(1));
    }
}
