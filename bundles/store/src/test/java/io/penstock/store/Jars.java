// SPDX-License-Identifier: Apache-2.0
package io.penstock.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Makes small jars, good and bad.
final class Jars {
    private final List<String> headers = new ArrayList<>();
    private final List<String> entries = new ArrayList<>();

    private Jars() {}

    static Jars bundle(String name, String version) {
        return new Jars()
                .header("Bundle-ManifestVersion: 2")
                .header("Bundle-SymbolicName: " + name)
                .header("Bundle-Version: " + version);
    }

    static Jars plain() {
        return new Jars();
    }

    Jars header(String line) {
        headers.add(line);
        return this;
    }

    Jars entry(String name) {
        entries.add(name);
        return this;
    }

    Path write(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            String manifest = "Manifest-Version: 1.0\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
            zip.write(manifest.getBytes(StandardCharsets.UTF_8));
            for (String entry : entries) {
                zip.putNextEntry(new ZipEntry(entry));
                zip.write(1);
            }
        }
        return file;
    }
}
