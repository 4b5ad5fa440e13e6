// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Text that a person has looked at and found good. With `-Dpenstock.golden=write` what comes out is written instead.
public final class Golden {
    private Golden() {}

    public static void check(String name, List<String> lines) {
        String text = String.join("\n", lines) + "\n";
        try {
            if ("write".equals(System.getProperty("penstock.golden"))) {
                Files.writeString(Path.of("src/test/resources/golden", name), text);
            }
            assertThat(text).as(name).isEqualTo(Files.readString(Path.of("src/test/resources/golden", name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
