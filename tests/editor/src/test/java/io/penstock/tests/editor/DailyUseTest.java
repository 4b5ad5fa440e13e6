// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.editor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a person does with a chain that is there: look for something in it, see what a deployment would change, watch
/// it run, work in the dark.
class DailyUseTest {
    /// Ports that bring nothing and never end.
    private static final String QUIET = """
        format: 1
        chain: quiet
        ports:
          lan: {driver: dpdk, device: "net_null0,no-rx=1"}
          wan: {driver: dpdk, device: "net_null1,no-rx=1"}
        functions:
          fw: {type: firewall, rules: [allow udp port 53, deny]}
          seen: {type: counter}
        wires:
          - lan -> fw -> seen -> wan
        """;

    @TempDir
    Path folder;

    private Desktop desktop;
    private Person person;

    @BeforeEach
    void openDisplay() throws IOException {
        desktop = Desktop.start(folder, "1440x900");
        person = new Person(desktop, folder);
    }

    @AfterEach
    void closeDisplay() throws IOException {
        if (desktop != null) {
            desktop.screenshot(Editor.ROOT.resolve("tests/editor/target/last-seen-daily.png"));
            desktop.close();
        }
    }

    private Path office() throws IOException {
        Path examples = Editor.ROOT.resolve("examples");
        Files.copy(examples.resolve("office.pcapng"), folder.resolve("office.pcapng"));
        Files.createDirectories(folder.resolve("out"));
        return Files.copy(examples.resolve("office-edge.chain.yaml"), folder.resolve("office-edge.chain.yaml"));
    }

    private Path quiet() throws IOException {
        try (Stream<Path> libraries = Files.walk(Path.of("/usr/lib"), 2)) {
            assumeTrue(
                    libraries.anyMatch(file -> file.getFileName().toString().startsWith("librte_eal.so")),
                    "needs DPDK");
        }
        return Files.writeString(folder.resolve("quiet.chain.yaml"), QUIET);
    }

    private void seeSelected(String name) {
        person.see(
                name + ", selected",
                thing -> thing.role().equals("list item") && thing.name().equals(name) && thing.is("selected"));
    }

    private void seeStarting(String words) {
        person.see(words, thing -> thing.name().startsWith(words));
    }

    @Test
    void shouldFindByNameTypeAndSetting() throws IOException {
        Editor.start(desktop, folder, Map.of(), office());
        person.seeEditor();
        person.see("list item", "fw");
        person.keys("ctrl+f");
        person.type("counter");
        seeSelected("count");
        seeStarting("1 of 1: count: Counter");
        person.keys("ctrl+a");
        person.type("tcp port 443");
        seeSelected("fw");
        person.keys("ctrl+a");
        person.type("pcap");
        seeSelected("lan");
        person.keys("Return");
        seeSelected("wan");
        person.keys("shift+Return");
        seeSelected("lan");
        person.keys("ctrl+a");
        person.type("nowhere");
        seeStarting("Nothing is found");
        person.keys("Escape");
        person.see("the canvas at the keyboard", thing -> thing.name().equals("Chain") && thing.is("focused"));
    }

    @Test
    void shouldTellWhatADeploymentChangesAndHowFarItIs() throws IOException {
        Editor.start(desktop, folder, Map.of(), quiet());
        person.seeEditor();
        person.see("list item", "fw");
        person.keys("F8");
        seeStarting("Nothing of this chain runs");
        person.keys("F5");
        seeStarting("Running");
        seeStarting("What is drawn is what runs");
        person.set("fw", "Rules", "allow udp port 53\nallow icmp\ndeny");
        seeStarting("Changes (1)");
        Thing change = person.see(
                "the change",
                thing -> thing.name().startsWith("~ fw: rules") && thing.name().contains("allow icmp"));
        person.click(person.see("list item", "seen"));
        person.click(change);
        seeSelected("fw");
        person.keys("F5");
        seeStarting("Deploying, 3 of 3");
        seeStarting("Deployed quiet: fw is new or changed");
        seeStarting("What is drawn is what runs");
    }

    @Test
    void shouldShowOldValuesAsOldAndFindADataplaneAgain() throws IOException {
        Path chain = quiet();
        Editor dataplane = Editor.run(desktop, folder, chain, "watched");
        awaitSocket();
        Editor.startOn(desktop, folder, chain, "watched");
        person.see("list item", "fw");
        seeStarting("Running");
        dataplane.kill();
        seeStarting("Connection lost; old values");
        Editor.run(desktop, folder, chain, "watched");
        seeStarting("Running");
    }

    private void awaitSocket() {
        Path socket = folder.resolve("home/run/watched.sock");
        long begin = System.nanoTime();
        while (!Files.exists(socket)) {
            assertThat(System.nanoTime() - begin)
                    .as("no dataplane comes up: " + desktop.log("run"))
                    .isLessThan(60_000_000_000L);
            Person.pause(100);
        }
    }

    @Test
    void shouldDrawAndDeployByKeyboardAlone() throws IOException {
        office();
        Editor.start(desktop, folder, Map.of(), folder.resolve("keys.chain.yaml"));
        person.seeEditor();
        addByKeyboard("pcap", "port");
        fillByKeyboard("office.pcapng");
        addByKeyboard("counter", "counter");
        addByKeyboard("pcap", "port-2");
        fillByKeyboard("office.pcapng");
        person.see("wire", thing -> thing.name().equals("port -> counter"));
        person.see("wire", thing -> thing.name().equals("counter -> port-2"));
        person.keys("F5");
        seeStarting("Input ended");
        person.keys("F6");
        person.type("office.pcapng:1");
        person.keys("Return");
        person.see("the answer", thing -> thing.name().contains("leaves by port"));
        person.keys("ctrl+shift+c", "ctrl+z");
        person.see(
                "the window",
                thing -> thing.role().equals("frame") && thing.name().startsWith("\u2022"));
    }

    private void addByKeyboard(String word, String name) {
        person.keys("ctrl+shift+p", "ctrl+a");
        person.type(word);
        person.keys("Return");
        seeSelected(name);
    }

    /// Into the field behind the driver of the port that is selected.
    private void fillByKeyboard(String capture) {
        person.keys("ctrl+shift+f", "Tab");
        person.see(
                "the field",
                thing -> thing.role().equals("text") && thing.name().equals("in") && thing.is("focused"));
        person.type(capture);
        person.keys("Escape");
    }

    @Test
    void shouldKeepEverythingOfAFunctionThatIsNotInstalled() throws IOException {
        String text = QUIET.replace("seen: {type: counter}", "seen: {type: sandbox, depth: 3, words: [a, b]} # kept");
        Path chain = Files.writeString(folder.resolve("missing.chain.yaml"), text);
        Editor.start(desktop, folder, Map.of(), chain);
        person.seeEditor();
        person.click(person.see("list item", "seen"));
        person.see("what is missing", thing -> thing.name().contains("the function sandbox is not installed"));
        assertThat(person.field("words").text().replace("\\n", "\n")).isEqualTo("a\nb");
        person.set("fw", "Rules", "allow udp port 53");
        person.keys("ctrl+s");
        person.see(
                "a saved window",
                thing -> thing.role().equals("frame") && thing.name().startsWith("quiet"));
        assertThat(chain).content().contains("seen: {type: sandbox, depth: 3, words: [a, b]}  # kept");
    }

    @Test
    void shouldChangeBetweenLightAndDarkWhileItIsOpen() throws IOException {
        Editor.start(desktop, folder, Map.of(), office());
        person.seeEditor();
        person.click(person.see("list item", "fw"));
        double light = Brightness.of(desktop.screenshot(folder.resolve("light.png")));
        Path pictures = Editor.ROOT.resolve("tests/editor/target/pictures");
        person.keys("ctrl+shift+d");
        Brightness.await(desktop, pictures.resolve("turned-dark.png"), 0, light / 2);
        person.keys("ctrl+shift+d");
        Brightness.await(desktop, pictures.resolve("turned-light.png"), light - 5, light + 5);
    }
}
