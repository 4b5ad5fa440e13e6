// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WordsTest {
    private static final Pattern SAID = Pattern.compile("Words\\.(say|count)\\(\\s*\"([a-z.-]+)\"");

    @Test
    void shouldHaveATextForEveryKeyThatIsSaid() throws Exception {
        Properties words = new Properties();
        try (var in = Words.class.getResourceAsStream("words.properties")) {
            words.load(in);
        }
        List<String> lacking = new ArrayList<>();
        int said = 0;
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".java")).toList()) {
                Matcher key = SAID.matcher(Files.readString(file));
                while (key.find()) {
                    said++;
                    String name = key.group(2);
                    boolean there = key.group(1).equals("count")
                            ? words.containsKey(name + ".one") && words.containsKey(name + ".many")
                            : words.containsKey(name) || name.endsWith(".") || name.equals("form.");
                    if (!there) {
                        lacking.add(file.getFileName() + ": " + name);
                    }
                }
            }
        }
        assertThat(lacking).isEmpty();
        assertThat(said).isGreaterThan(40);
    }

    @Test
    void shouldFillGapsAndCount() {
        assertThat(Words.say("edit.rename", "a", "b")).isEqualTo("Rename a to b");
        assertThat(Words.count("edit.remove.wires", 1)).isEqualTo("Remove wire");
        assertThat(Words.count("edit.remove.wires", 3)).isEqualTo("Remove 3 wires");
        assertThat(Words.say("no.such.key")).isEqualTo("no.such.key");
    }
}
