// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.editor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A person before a display of its own, and a folder to work in, for each test. What was seen last of a class's tests
/// is
/// kept as a picture in `target`.
final class Seat implements BeforeEachCallback, AfterEachCallback {
    private static final Path TARGET = Editor.ROOT.resolve("tests/editor/target");
    private static final Path EXAMPLES = Editor.ROOT.resolve("examples");

    private final String size;
    private Path folder;
    private Desktop desktop;
    private Person person;

    /// @param size of the display, such as `1600x1000`
    Seat(String size) {
        this.size = size;
    }

    @Override
    public void beforeEach(ExtensionContext test) throws IOException {
        folder = Files.createTempDirectory("penstock-seat");
        desktop = Desktop.start(folder, size);
        person = new Person(desktop, folder);
    }

    @Override
    public void afterEach(ExtensionContext test) throws IOException {
        if (desktop != null) {
            desktop.screenshot(
                    TARGET.resolve("last-seen-" + test.getRequiredTestClass().getSimpleName() + ".png"));
            desktop.close();
        }
        if (folder != null) {
            try (Stream<Path> files = Files.walk(folder)) {
                List<Path> innermostFirst =
                        files.sorted(Comparator.reverseOrder()).toList();
                for (Path file : innermostFirst) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    Path folder() {
        return folder;
    }

    Desktop desktop() {
        return desktop;
    }

    Person person() {
        return person;
    }

    /// Where pictures are kept.
    static Path picture(String name) {
        return TARGET.resolve("pictures/" + name + ".png");
    }

    /// Keeps what is on the screen.
    void keep(String name) throws IOException {
        desktop.screenshot(picture(name));
    }

    /// The capture that chains of the examples read, and where they write.
    void capture() throws IOException {
        Files.copy(EXAMPLES.resolve("office.pcapng"), folder.resolve("office.pcapng"));
        Files.createDirectories(folder.resolve("out"));
    }

    /// The chain of the README, with its capture.
    Path office() throws IOException {
        capture();
        return Files.copy(EXAMPLES.resolve("office-edge.chain.yaml"), folder.resolve("office-edge.chain.yaml"));
    }

    /// Starts the editor and waits until it shows a chain with a firewall `fw`.
    Editor open(Path chain) throws IOException {
        Editor editor = Editor.start(desktop, folder, Map.of(), chain);
        person.seeEditor();
        person.still("list item", "fw");
        return editor;
    }
}
