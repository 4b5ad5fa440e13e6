// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pictures of the real window with a chain that has run; they are kept in `target/pictures`. Those of the README are
/// taken from there.
class PicturesTest {
    private static final String CHAIN = """
        format: 1
        chain: branch-edge
        ports:
          lan: {driver: pcap, in: office.pcapng, out: out/lan.pcapng}
          wan: {driver: pcap, in: office.pcapng, out: out/wan.pcapng}
        functions:
          split: {type: classifier, branches: {web: tcp port 80 or tcp port 443, dns: udp port 53, rest: ""}}
          web: {type: counter}
          dns: {type: counter}
          fw: {type: firewall, rules: [allow icmp or icmp6, deny from any]}
        wires:
          - lan -> split
          - split.web -> web -> wan
          - split.dns -> dns -> wan
          - split.rest -> fw -> wan
        """;

    /// What a window manager puts above a window, in pixels.
    private static final int TITLE = 22;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"light, 1", "dark, 1", "light, 2", "dark, 2"})
    void shouldShowChainInEachThemeAndSize(String theme, int scale) throws IOException {
        Path picture = Editor.ROOT.resolve("tests/editor/target/pictures/editor-" + theme + "-" + scale + "00.png");
        String size = 1440 * scale + "x" + 900 * scale;
        try (Desktop desktop = Desktop.start(folder, size)) {
            Person person = new Person(desktop, folder);
            Editor.start(desktop, folder, look(theme, scale), chain());
            person.click(seen(person, "fw"), scale);
            String height = String.valueOf(900 * scale - TITLE);
            desktop.tell("xdotool", "getactivewindow", "windowsize", "100%", height, "windowmove", "0", "0");
            person.keys("ctrl+0", "F5");
            person.see("the end of the input", thing -> thing.name().contains("nput ended"));
            person.keys("F6");
            person.type("tcp 10.10.0.11:40000 > 10.20.0.2:23");
            person.keys("Return");
            person.see("the answer", thing -> thing.name().contains("dropped"));
            Person.pause(1_000);
            desktop.screenshot(picture);
        }
        BufferedImage image = ImageIO.read(picture.toFile());
        assertThat(image.getWidth()).isEqualTo(1440 * scale);
        assertThat(Brightness.of(picture)).as("brightness of " + picture).satisfies(mean -> {
            if (theme.equals("dark")) {
                assertThat(mean).isBetween(8.0, 90.0);
            } else {
                assertThat(mean).isGreaterThan(200);
            }
        });
    }

    private static Thing seen(Person person, String name) {
        person.seeEditor();
        return person.still("list item", name);
    }

    private static Map<String, String> look(String theme, int scale) {
        return Map.of(
                "GTK_THEME", theme.equals("dark") ? "Adwaita:dark" : "Adwaita", "GDK_SCALE", String.valueOf(scale));
    }

    private Path chain() throws IOException {
        Path examples = Editor.ROOT.resolve("examples");
        Files.createDirectories(folder.resolve("out"));
        Files.copy(examples.resolve("office.pcapng"), folder.resolve("office.pcapng"));
        return Files.writeString(folder.resolve("branch-edge.chain.yaml"), CHAIN);
    }
}
