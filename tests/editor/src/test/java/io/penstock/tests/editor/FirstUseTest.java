// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The first use of the editor, from an empty window to a recovered crash, with a real pointer and keyboard.
class FirstUseTest {
    /// How far below a card's top its connectors are, at full size.
    private static final int CONNECTOR = 28;

    private static final Pattern COUNTS = Pattern.compile("([\\d,.]+) in .* ([\\d,.]+) out .* ([\\d,.]+) dropped");

    private static final Pattern PACKETS = Pattern.compile("([\\d,]+) packets");
    private static final Pattern ON_WIRE = Pattern.compile("; ([\\d,]+)(?: packets)?(?:;|$)");
    private static final Pattern DENIED = Pattern.compile("([\\d,]+) denied");

    @RegisterExtension
    private final Seat seat = new Seat("1600x1000");

    private Person person;
    private Editor editor;
    private Path chain;
    private String empty = "";

    @BeforeEach
    void openEmptyWindow() throws IOException {
        person = seat.person();
        chain = seat.folder().resolve("first.chain.yaml");
        seat.capture();
        open();
    }

    private void open() throws IOException {
        editor = Editor.start(seat.desktop(), seat.folder(), Map.of(), chain);
        person.see("list", "Chain");
        person.seeEditor();
    }

    @Test
    void shouldDrawDeployBreakAskUndoSaveAndRecover() throws IOException {
        saveEmpty();
        drawFourInARow();
        fillForms();
        deployAndCompareCounters();
        breakRuleAndFollowProblem();
        askWhyPacketWasDropped();
        undoAllAndRedo();
        saveAndBeKilled();
        recover();
    }

    private void saveEmpty() throws IOException {
        person.keys("ctrl+s");
        seeSaid("Saved first.chain.yaml");
        empty = Files.readString(chain);
    }

    private void seeSaid(String words) {
        person.see(words, thing -> thing.role().equals("label") && thing.name().equals(words));
    }

    private void seeDirty(boolean dirty) {
        person.see(
                dirty ? "a changed window" : "a saved window",
                thing -> thing.role().equals("frame") && thing.name().contains("\u2022") == dirty);
    }

    private void drawFourInARow() {
        dragFromPalette("Port: pcap", "port", 560, 320);
        name("client");
        dragFromPalette("Firewall", "firewall", 800, 320);
        name("fw");
        dragFromPalette("Counter", "counter", 1000, 520);
        name("seen");
        addByKeyboard("pcap");
        name("server");
        person.see("the wire that came with it", thing -> thing.name().equals("seen -> server"));
        person.keys("ctrl+shift+l");
        wire("client", "fw");
        wire("fw", "seen");
        person.keys("ctrl+shift+l");
    }

    private void dragFromPalette(String entry, String id, int x, int y) {
        Thing thing = person.see("list item", entry);
        person.drag(thing.middleX(), thing.middleY(), x, y);
        person.seeSelected(id);
    }

    private void addByKeyboard(String word) {
        person.keys("ctrl+shift+p");
        person.type(word);
        person.see(
                "only what fits",
                thing -> thing.name().equals("Port: pcap")
                        && person.glance(other -> other.role().equals("list item")
                                        && other.name().equals("Counter"))
                                .isEmpty());
        person.keys("Return");
        person.see(
                "a port that is selected",
                thing -> thing.role().equals("list item") && thing.name().equals("port") && thing.is("selected"));
        person.keys("ctrl+shift+p", "ctrl+a", "BackSpace");
    }

    /// Gives what is selected another name, in its form.
    private void name(String name) {
        person.click(person.field("Name"));
        person.keys("ctrl+a");
        person.type(name);
        person.see("list item", name);
    }

    private void wire(String from, String to) {
        Thing start = person.still("list item", from);
        Thing end = person.see("list item", to);
        person.drag(start.x() + start.width(), connector(start), end.middleX(), end.middleY());
        person.see("wire", thing -> thing.name().equals(from + " -> " + to));
    }

    /// Those of functions are beside the name, those of ports in the middle.
    private static int connector(Thing card) {
        return card.description().contains(": port ") ? card.middleY() : card.y() + CONNECTOR;
    }

    private void fillForms() {
        person.set("client", "in", "office.pcapng");
        person.set("server", "in", "office.pcapng");
        person.set("client", "out", "out/client.pcapng");
        person.set("server", "out", "out/server.pcapng");
        person.set("fw", "Rules", "allow udp port 53\nallow tcp port 80 or tcp port 443");
    }

    private void deployAndCompareCounters() throws IOException {
        person.click(person.see("Deploy", thing -> thing.name().startsWith("Deploy (")));
        Thing counts = person.see("the end of the input", thing -> thing.name().contains("nput ended"));
        Matcher matcher = COUNTS.matcher(counts.name());
        assertThat(matcher.find()).as(counts.name()).isTrue();
        long in = number(matcher.group(1));
        long out = number(matcher.group(2));
        long dropped = number(matcher.group(3));
        assertThat(in).isEqualTo(packets(seat.folder().resolve("office.pcapng")));
        compareOnCanvas(in, out, dropped);
        person.keys("shift+F5");
        person.see("the end of the run", thing -> thing.name().startsWith("Stopped \u00b7"));
        assertThat(out)
                .isEqualTo(packets(seat.folder().resolve("out/client.pcapng"))
                        + packets(seat.folder().resolve("out/server.pcapng")));
        assertThat(dropped).isEqualTo(in - out);
    }

    /// What stands beside nodes and on wires is what was sent.
    private void compareOnCanvas(long in, long out, long dropped) {
        assertThat(shown("fw", PACKETS)).as("packets of the firewall").isEqualTo(in);
        assertThat(shown("client -> fw", ON_WIRE)).as("packets on its wire").isEqualTo(in);
        assertThat(shown("fw", DENIED)).as("drops beside the firewall").isEqualTo(dropped);
        assertThat(shown("client", PACKETS) + shown("server", PACKETS))
                .as("packets of both ports, in and out")
                .isEqualTo(in + out);
        assertThat(shown("seen", PACKETS)).as("packets of the counter").isEqualTo(shown("server", PACKETS));
        assertThat(shown("seen -> server", ON_WIRE)).as("packets on its wire").isEqualTo(shown("server", PACKETS));
    }

    /// A number that is told of something on the canvas.
    private long shown(String name, Pattern number) {
        Thing thing = person.see(
                name + " with " + number,
                one -> one.role().equals("list item")
                        && one.name().equals(name)
                        && number.matcher(one.description()).find());
        Matcher matcher = number.matcher(thing.description());
        assertThat(matcher.find()).isTrue();
        return number(matcher.group(1));
    }

    private static long number(String text) {
        return Long.parseLong(text.replaceAll("\\D", ""));
    }

    /// Counts the enhanced packet blocks of a pcapng capture (draft-ietf-opsawg-pcapng, section 4.3).
    private static long packets(Path capture) throws IOException {
        long packets = 0;
        try (DataInputStream in = new DataInputStream(Files.newInputStream(capture))) {
            while (in.available() > 0) {
                int type = Integer.reverseBytes(in.readInt());
                int length = Integer.reverseBytes(in.readInt());
                in.skipNBytes(length - 8L);
                packets += type == 6 ? 1 : 0;
            }
        }
        return packets;
    }

    private void breakRuleAndFollowProblem() {
        person.set("fw", "Rules", "allow udp prt 53");
        person.click(person.see("list item", "seen"));
        person.click(person.still(
                "problem",
                thing -> thing.role().equals("table cell") && thing.name().contains("prt")));
        person.see(
                "its node, selected",
                thing -> thing.role().equals("list item") && thing.name().equals("fw") && thing.is("selected"));
        person.set("fw", "Rules", "allow udp port 53");
        person.miss(
                "the problem",
                thing -> thing.role().equals("table cell") && thing.name().contains("prt"));
    }

    private void askWhyPacketWasDropped() {
        person.keys("F6");
        Thing packet = person.see("the packet", thing -> thing.role().equals("text") && thing.is("focused"));
        assertThat(packet.shows()).isTrue();
        person.type("tcp 10.10.0.11:40000 > 10.20.0.2:23");
        person.keys("Return");
        person.see(
                "the answer",
                thing -> thing.name().contains("dropped") && thing.name().contains("denied"));
        Thing verdict = person.see(
                "the firewall's verdict",
                thing -> thing.role().equals("table cell") && thing.name().matches("drop\\b.*"));
        assertThat(verdict.x())
                .as("where the verdict begins, within the pane")
                .isBetween(packet.x(), packet.x() + packet.width() - 40);
    }

    private void undoAllAndRedo() throws IOException {
        person.keys("ctrl+s");
        seeDirty(false);
        int steps = 0;
        while (sees("client")) {
            person.keys("ctrl+z");
            assertThat(++steps).isLessThan(200);
        }
        person.keys("ctrl+z", "ctrl+z", "ctrl+z");
        seeDirty(true);
        person.keys("ctrl+s");
        seeDirty(false);
        assertThat(chain).as("what is left when all is undone").hasContent(empty);
        for (int i = 0; i < steps + 3; i++) {
            person.keys("ctrl+shift+z");
        }
        person.see("wire", thing -> thing.name().equals("seen -> server"));
    }

    private boolean sees(String element) {
        return person.sees(
                thing -> thing.role().equals("list item") && thing.name().equals(element));
    }

    private void saveAndBeKilled() throws IOException {
        seeDirty(true);
        person.keys("ctrl+s");
        seeDirty(false);
        assertThat(chain).content().contains("client", "fw", "allow udp port 53", "- client -> fw -> seen -> server");
        dragFromPalette("Impair", "impair", 600, 560);
        name("unsaved");
        editor.kill();
        assertThat(editor.isAlive()).isFalse();
        assertThat(chain).content().doesNotContain("unsaved");
    }

    private void recover() throws IOException {
        person.miss("the old window", thing -> thing.role().equals("frame"));
        editor = Editor.start(seat.desktop(), seat.folder(), Map.of(), chain);
        person.seeQuestion("Take it up");
        person.click(person.still("push button", "Take it up"));
        person.see("list item", "unsaved");
    }
}
