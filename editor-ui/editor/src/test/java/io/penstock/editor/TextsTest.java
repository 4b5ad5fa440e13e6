// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ResourceBundle;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TextsTest {
    private static final Pattern USE = Pattern.compile("Texts\\.say\\(\\s*\"([^\"]+[^\".])\"");

    @Test
    void shouldHaveTextForEveryUse() throws IOException {
        var used = new TreeSet<String>();
        try (var sources = Files.walk(Path.of("src/main/java"))) {
            for (var source :
                    sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                USE.matcher(Files.readString(source)).results().forEach(use -> used.add(use.group(1)));
            }
        }

        assertThat(used).isNotEmpty();
        assertThat(ResourceBundle.getBundle("io.penstock.editor.texts").keySet())
                .containsAll(used);
    }
}
