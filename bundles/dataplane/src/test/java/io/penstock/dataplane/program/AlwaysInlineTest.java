// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlwaysInlineTest {
    private static final String COMMAND = "inline ";

    @Test
    void shouldNameOnlyMethodsThatThereAre() throws IOException, ClassNotFoundException {
        List<String> patterns = Files.readAllLines(Path.of("always-inline")).stream()
                .filter(line -> line.startsWith(COMMAND))
                .map(line -> line.substring(COMMAND.length()))
                .toList();
        assertTrue(patterns.size() > 10, "too few patterns: " + patterns);
        for (String pattern : patterns) {
            String[] parts = pattern.split("::", 2);
            if (!parts[0].endsWith("*")) {
                Method[] methods = Class.forName(parts[0]).getDeclaredMethods();
                assertTrue(
                        parts[1].equals("*")
                                || Arrays.stream(methods)
                                        .anyMatch(method -> method.getName().equals(parts[1])),
                        pattern + " is no method any more");
            }
        }
    }
}
