// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.editor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

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

    @RegisterExtension
    private final Seat seat = new Seat("1440x900");

    private Person person;

    @BeforeEach
    void sit() {
        person = seat.person();
    }

    private Path quiet() throws IOException {
        try (Stream<Path> libraries = Files.walk(Path.of("/usr/lib"), 2)) {
            assumeTrue(
                    libraries.anyMatch(file -> file.getFileName().toString().startsWith("librte_eal.so")),
                    "needs DPDK");
        }
        return Files.writeString(seat.folder().resolve("quiet.chain.yaml"), QUIET);
    }

    @Test
    void shouldFindByNameTypeAndSetting() throws IOException {
        seat.open(seat.office());
        person.keys("ctrl+f");
        person.type("counter");
        person.seeSelected("count");
        person.seeStarting("1 of 1: count: Counter");
        person.keys("ctrl+a");
        person.type("tcp port 443");
        person.seeSelected("fw");
        person.keys("ctrl+a");
        person.type("pcap");
        person.seeSelected("lan");
        person.keys("Return");
        person.seeSelected("wan");
        person.keys("shift+Return");
        person.seeSelected("lan");
        person.keys("ctrl+a");
        person.type("nowhere");
        person.seeStarting("Nothing is found");
        person.keys("Escape");
        person.see("what was found last, at the keyboard", thing -> thing.name().equals("lan") && thing.is("focused"));
        assertThat(person.look())
                .filteredOn(thing -> thing.is("focused"))
                .extracting(Thing::name)
                .containsExactly("lan");
    }

    @Test
    void shouldTellWhatADeploymentChanges() throws IOException {
        seat.open(quiet());
        person.keys("F8");
        person.seeStarting("Nothing of this chain runs");
        person.keys("F5");
        person.seeStarting("Running");
        person.seeStarting("What is drawn is what runs");
        person.set("fw", "Rules", "allow udp port 53\nallow icmp\ndeny");
        person.seeStarting("Changes (1)");
        Thing change = person.see(
                "the change",
                thing -> thing.name().startsWith("~ fw: rules") && thing.name().contains("allow icmp"));
        person.click(person.still("list item", "seen"));
        person.seeSelected("seen");
        person.click(change);
        person.seeSelected("fw");
        person.keys("F5");
        person.seeStarting("Deployed quiet: fw is new or changed");
        person.seeStarting("What is drawn is what runs");
    }

    @Test
    void shouldTellHowFarADeploymentIs() throws IOException {
        Editor dataplane = openBesideDataplane(quiet());
        dataplane.halt(seat.desktop());
        person.keys("F5");
        person.seeStarting("Deploying, 1 of 2: checking the chain");
        dataplane.goOn(seat.desktop());
        person.seeStarting("Deployed quiet");
    }

    @Test
    void shouldShowOldValuesAsOldAndFindADataplaneAgain() throws IOException {
        Path chain = quiet();
        Editor dataplane = openBesideDataplane(chain);
        dataplane.kill();
        person.seeStarting("Connection lost; old values");
        Editor.run(seat.desktop(), seat.folder(), chain, "watched");
        person.seeStarting("Running");
    }

    /// Opens the window for a dataplane in another process.
    ///
    /// @return the dataplane
    private Editor openBesideDataplane(Path chain) throws IOException {
        Editor dataplane = Editor.run(seat.desktop(), seat.folder(), chain, "watched");
        awaitSocket();
        Editor.startOn(seat.desktop(), seat.folder(), chain, "watched");
        person.seeEditor();
        person.see("list item", "fw");
        person.seeStarting("Running");
        return dataplane;
    }

    private void awaitSocket() {
        Path socket = seat.folder().resolve("home/run/watched.sock");
        long begin = System.nanoTime();
        while (!Files.exists(socket)) {
            assertThat(System.nanoTime() - begin)
                    .as("no dataplane comes up: " + seat.desktop().log("run"))
                    .isLessThan(60_000_000_000L);
            Person.pause(100);
        }
    }

    @Test
    void shouldDrawAndDeployByKeyboardAlone() throws IOException {
        seat.office();
        Editor.start(seat.desktop(), seat.folder(), Map.of(), seat.folder().resolve("keys.chain.yaml"));
        person.seeEditor();
        addByKeyboard("pcap", "port");
        fillByKeyboard("office.pcapng");
        addByKeyboard("counter", "counter");
        addByKeyboard("pcap", "port-2");
        fillByKeyboard("office.pcapng");
        person.see("wire", thing -> thing.name().equals("port -> counter"));
        person.see("wire", thing -> thing.name().equals("counter -> port-2"));
        person.keys("F5");
        person.seeStarting("Input ended");
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
        person.seeSelected(name);
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
        Path chain = Files.writeString(seat.folder().resolve("missing.chain.yaml"), text);
        Editor.start(seat.desktop(), seat.folder(), Map.of(), chain);
        person.seeEditor();
        person.click(person.still("list item", "seen"));
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
        Editor.start(seat.desktop(), seat.folder(), Map.of(), seat.office());
        person.seeEditor();
        person.click(person.still("list item", "fw"));
        person.seeSelected("fw");
        double light = Brightness.still(seat.desktop(), seat.folder().resolve("light.png"));
        person.keys("ctrl+shift+d");
        Brightness.await(seat.desktop(), Seat.picture("turned-dark"), 0, light / 2);
        person.keys("ctrl+shift+d");
        Brightness.await(seat.desktop(), Seat.picture("turned-light"), light - 5, light + 5);
    }
}
