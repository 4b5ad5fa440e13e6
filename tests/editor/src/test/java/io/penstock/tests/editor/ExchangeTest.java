// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What comes into a window from elsewhere and leaves it: captures, text, files that others change, the system's theme,
/// and work that an ended editor has left.
class ExchangeTest {
    private static final int PACKETS = 40;

    /// Where the desktop is seen beside the window.
    private static final int CORNER = 950;

    @RegisterExtension
    private final Seat seat = new Seat("1600x1000");

    private Person person;
    private Path chain;

    @BeforeEach
    void sit() throws IOException {
        person = seat.person();
        chain = seat.office();
    }

    @Test
    void shouldRunADroppedCaptureThroughTheChain() throws Exception {
        seat.open(chain);
        Path capture =
                beginning(seat.folder().resolve("office.pcapng"), seat.folder().resolve("mine.pcapng"));
        Process icon = seat.desktop()
                .run(
                        "icon",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        Path.of("target", "test-classes").toAbsolutePath().toString(),
                        FileIcon.class.getName(),
                        capture.toString(),
                        "0",
                        String.valueOf(CORNER));
        assertThat(Desktop.firstLine(icon)).as(() -> seat.desktop().log("icon")).isEqualTo("there");
        Thing canvas = person.still("list", "Chain");
        int middle = FileIcon.SIZE / 2;
        person.carry(middle, CORNER + middle, canvas.middleX(), canvas.middleY());
        assertThat(Desktop.firstLine(icon)).as("what the window says to it").isEqualTo("taken");
        person.letGo();
        person.seeStarting("Input ended \u00b7 " + PACKETS + " in");
        person.see(
                "as many packets at the firewall",
                thing -> thing.name().equals("fw") && thing.description().contains(PACKETS + " packets"));
        assertThat(chain).hasSameTextualContentAs(Editor.ROOT.resolve("examples/office-edge.chain.yaml"));
        person.keys("ctrl+b");
        person.see(
                "bytes beside the firewall",
                thing -> thing.name().equals("fw") && thing.description().matches(".*; [\\d.]+ k?B\\b.*"));
    }

    /// The first packets of a pcapng capture (draft-ietf-opsawg-pcapng, section 4.3).
    private static Path beginning(Path from, Path to) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(from)).order(ByteOrder.LITTLE_ENDIAN);
        int end = 0;
        for (int packets = 0; packets < PACKETS; end += all.getInt(end + 4)) {
            packets += all.getInt(end) == 6 ? 1 : 0;
        }
        try (OutputStream out = Files.newOutputStream(to)) {
            out.write(all.array(), 0, end);
        }
        return to;
    }

    @Test
    void shouldPasteIntoAnotherWindowAndSaveOnClosing() throws IOException {
        seat.open(chain);
        person.keys("ctrl+a", "ctrl+c");
        Path other = seat.folder().resolve("other.chain.yaml");
        Editor second = Editor.start(seat.desktop(), seat.folder(), Map.of(), other);
        person.see("the other window's palette", _ -> count("Firewall") == 2);
        person.seeTitle("other");
        person.keys("ctrl+v");
        person.see("the other window's firewall", _ -> count("fw") == 2);
        person.seeTitle("\u2022 other");
        person.keys("ctrl+q");
        person.seeQuestion("Save");
        seat.keep("closing-light");
        person.click(person.still("push button", "Save"));
        person.see("one window", _ -> count("fw") == 1);
        second.await();
        assertThat(other).content().contains("allow udp port 53", "- lan -> fw -> count -> wan");
    }

    private long count(String name) {
        return person.look().stream()
                .filter(thing ->
                        thing.role().equals("list item") && thing.name().equals(name))
                .count();
    }

    @Test
    void shouldAskBeforeItReplacesWhatSomebodyElseHasChanged() throws IOException {
        seat.open(chain);
        person.keys("ctrl+shift+d");
        person.set("fw", "Rules", "allow icmp");
        Files.writeString(chain, "# by somebody else\n", StandardOpenOption.APPEND);
        person.keys("ctrl+s");
        person.seeQuestion("Save as ...");
        seat.keep("changed-dark");
        person.keys("Escape");
        person.miss(
                "the question",
                thing -> thing.role().equals("push button") && thing.name().equals("Replace"));
        assertThat(chain).content().contains("# by somebody else");
        person.seeStarting("\u25b2 office-edge.chain.yaml was changed by somebody else");
        person.keys("ctrl+s");
        person.click(person.still("push button", "Replace"));
        person.seeTitle("office-edge");
        assertThat(chain).content().contains("- allow icmp\n").doesNotContain("somebody else");
        try (Stream<Path> kept = Files.walk(seat.folder().resolve("home"))) {
            List<Path> backups = kept.filter(file -> contains(file, "# by somebody else"))
                    .filter(file -> file.toString().contains("backup"))
                    .toList();
            assertThat(backups).as("what it said before").isNotEmpty();
        }
    }

    private static boolean contains(Path file, String words) {
        try {
            return Files.isRegularFile(file)
                    && new String(Files.readAllBytes(file), StandardCharsets.UTF_8).contains(words);
        } catch (IOException gone) {
            return false;
        }
    }

    @Test
    void shouldTakeUpWhatNeverHadAFileAndSaveIt() throws IOException {
        Editor first = Editor.startEmpty(seat.desktop(), seat.folder());
        person.seeEditor();
        person.keys("ctrl+shift+p");
        person.type("counter");
        person.keys("Return");
        person.see("list item", "counter");
        first.kill();
        person.miss("the old window", thing -> thing.role().equals("frame"));
        Editor.startEmpty(seat.desktop(), seat.folder());
        person.seeQuestion("Take it up");
        seat.keep("recovery-light");
        person.keys("Return");
        person.see("list item", "counter");
        person.keys("ctrl+shift+s");
        person.see(
                "a name to save under, at the keyboard",
                thing -> thing.is("focused") && thing.text().startsWith("untitled"));
        seat.keep("save-as-light");
        person.type(seat.folder().resolve("mine.chain").toString());
        person.keys("Return");
        person.see("a saved window", thing -> thing.name().contains("mine.chain.yaml"));
        assertThat(seat.folder().resolve("mine.chain.yaml")).content().contains("counter: {type: counter}");
    }

    @Test
    void shouldFollowTheThemeOfTheSystem() throws IOException {
        Path script = seat.folder().resolve("theme.py");
        try (var theme = ExchangeTest.class.getResourceAsStream("theme.py")) {
            Files.copy(Objects.requireNonNull(theme), script);
        }
        Process system = seat.desktop().run("theme", "/usr/bin/python3", script.toString());
        choose(system, "HighContrast");
        seat.open(chain);
        double light = Brightness.still(seat.desktop(), seat.folder().resolve("light.png"));
        choose(system, "HighContrastInverse");
        Brightness.await(seat.desktop(), Seat.picture("system-dark"), 0, light / 2);
        choose(system, "HighContrast");
        Brightness.await(seat.desktop(), seat.folder().resolve("again.png"), light - 5, light + 5);
    }

    private static void choose(Process system, String theme) throws IOException {
        system.outputWriter().write(theme + "\n");
        system.outputWriter().flush();
        assertThat(Desktop.firstLine(system)).isEqualTo(theme);
    }
}
