// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/// What is shipped holds no code of ours that could make objects out of foreign bytes.
class DeserialisationTest {
    private static final List<String> DOORS = List.of(
            "java/io/ObjectInputStream",
            "java/beans/XMLDecoder",
            "activateDefaultTyping",
            "enableDefaultTyping",
            "com/fasterxml/jackson/annotation/JsonTypeInfo");

    @Test
    void fault119ShouldUseNoDeserialisationOfJavaObjects() throws Exception {
        List<String> bundles = new ArrayList<>();
        List<String> found = new ArrayList<>();
        try (ZipInputStream jar =
                new ZipInputStream(Files.newInputStream(Cli.root().resolve("features/headless/target/headless.jar")))) {
            for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
                if (entry.getName().startsWith("jar/io.penstock.")) {
                    bundles.add(entry.getName());
                    search(new ByteArrayInputStream(jar.readAllBytes()), found);
                }
            }
        }

        assertThat(bundles).hasSizeGreaterThan(10);
        assertThat(found).isEmpty();
    }

    /// Names of classes and methods stand in a class file as they are.
    private static void search(InputStream bundle, List<String> found) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(bundle)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String bytes = new String(zip.readAllBytes(), StandardCharsets.ISO_8859_1);
                for (String door : DOORS) {
                    if (bytes.contains(door)) {
                        found.add(entry.getName() + " uses " + door);
                    }
                }
            }
        }
    }
}
