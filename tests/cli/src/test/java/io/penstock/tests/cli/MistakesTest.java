// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A mistake is told in one line: where, what, and how to mend it.
class MistakesTest {
    @TempDir
    private Path folder = Path.of("");

    /// A chain of two memory ports around the node `a`, whose line is the seventh.
    static String chain(String node) {
        return """
                format: 1
                chain: small
                ports:
                  lan: {driver: memory, clock: live}
                  wan: {driver: memory, clock: live}
                functions:
                  a: %s
                wires:
                  - lan -> a -> wan
                """.formatted(node);
    }

    private Cli.Said check(String text) throws Exception {
        Cli cli = new Cli(folder);
        cli.file("c.chain.yaml", text);
        return cli.run("check", "c.chain.yaml");
    }

    @Test
    void fault108ShouldRefuseAnEmptyFile() throws Exception {
        check("").refused("c.chain.yaml:1:1: is empty; begin with `format: 1`");
    }

    @Test
    void fault108ShouldRefuseBrokenYamlWithItsLine() throws Exception {
        check(chain("{type: counter")).refused("c.chain.yaml:8:6: no YAML");
    }

    @Test
    void fault108ShouldRefuseAFileOfTenMegabytes() throws Exception {
        check("a".repeat(10 << 20)).refused("c.chain.yaml: is longer than 1 MB");
    }

    @Test
    void fault108ShouldRefuseADeepFile() throws Exception {
        check("format: 1\nchain: " + "[".repeat(5_000)).refused("c.chain.yaml:2:27: nested deeper than 20");
    }

    @Test
    void fault108ShouldRefuseAnAliasBomb() throws Exception {
        check("format: 1\na: &a [x, x]\nb: &b [*a, *a]\n").refused("c.chain.yaml:3:8: an alias (`*`)");
    }

    @Test
    void fault109ShouldRefuseACycleWithItsPath() throws Exception {
        String cycle = chain("{type: counter}\n  b: {type: counter}")
                .replace("lan -> a -> wan", "lan -> a -> b -> a\n  - b -> wan");

        check(cycle).refused("c.chain.yaml:10:17: a cycle: `a -> b -> a`");
    }

    @Test
    void fault110ShouldRefuseAFunctionWhoseBundleIsMissing() throws Exception {
        check(chain("{type: lawnmower}"))
                .refused("c.chain.yaml:7:13: function `lawnmower` is not installed; install its bundle");
    }

    @Test
    void fault110ShouldRefuseAVersionThatIsMissing() throws Exception {
        check(chain("{type: counter, version: \"[9,10)\"}"))
                .refused("c.chain.yaml:7:32: function `counter` is not installed in version [9,10)");
    }

    @Test
    void fault114ShouldRefuseAnUnknownPropertyAndNameTheNearest() throws Exception {
        check(chain("{type: impair, los: 3}"))
                .refused("c.chain.yaml:7:21: `impair` has no property `los`; did you mean `loss`?");
    }

    @Test
    void fault114ShouldRefuseAValueOfTheWrongKind() throws Exception {
        check(chain("{type: impair, loss: many}")).refused("c.chain.yaml:7:27: 'many' is no number");
    }

    @Test
    void fault114ShouldPointIntoTheRuleThatIsWrong() throws Exception {
        String node = "{type: firewall, rules: [\"allow tcp port 80\", \"allow tcp prt 443\"]}";

        check(chain(node))
                .refused("c.chain.yaml:7:" + (("  a: " + node).indexOf("prt") + 1) + ": \"prt\" stands behind");
    }

    @Test
    void fault114ShouldRefuseARuleThatWouldTakeTooLong() throws Exception {
        String rule = "allow " + "(".repeat(5_000) + "tcp" + ")".repeat(5_000);

        check(chain("{type: firewall, rules: [\"" + rule + "\"]}")).refused("c.chain.yaml:7:");
    }

    @Test
    void fault119ShouldRefuseATagThatNamesAJavaClass() throws Exception {
        check(chain("!!javax.script.ScriptEngineManager {type: counter}")).refused("c.chain.yaml:7:6: ");
    }

    @Test
    void fault119ShouldRefuseASerialisedObjectAsBundleAndAsChain() throws Exception {
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(object)) {
            out.writeObject(new ArrayList<>(List.of("a")));
        }
        Files.write(folder.resolve("object.jar"), object.toByteArray());
        Cli cli = new Cli(folder);

        cli.run("install", "object.jar").refused("object.jar: is no jar");
        cli.run("check", "object.jar").refused("object.jar:1:1: byte 0xac is no UTF-8");
    }

    @Test
    void shouldRefuseAWireToNowhere() throws Exception {
        check(chain("{type: counter}").replace("a -> wan", "a -> wam"))
                .refused("c.chain.yaml:9:17: no port or function is called `wam`; did you mean `wan`?");
    }

    @Test
    void shouldSuggestTheFunctionThatWasMeant() throws Exception {
        check(chain("{type: firewal}"))
                .refused("c.chain.yaml:7:13: function `firewal` is not installed")
                .refused("firewall");
    }

    @Test
    void shouldTellACaptureFromAChain() throws Exception {
        Files.write(folder.resolve("a.pcapng"), new byte[] {0x0a, 0x0d, 0x0d, 0x0a, 0x1c, 0, 0, 0});

        new Cli(folder).run("run", "a.pcapng").refused("a.pcapng: is a pcapng capture, no chain");
    }

    @Test
    void shouldSayWhichCaptureIsMissing() throws Exception {
        Cli cli = new Cli(folder);
        cli.file("c.chain.yaml", chain("{type: counter}").replace("memory, clock: live", "pcap, in: none.pcapng"));

        cli.run("run", "c.chain.yaml").refused("c.chain.yaml:4:17: port lan: none.pcapng: there is no such file");
    }

    @Test
    void shouldSayWhichChainIsMissing() throws Exception {
        new Cli(folder).run("explain", "none.chain.yaml").refused("none.chain.yaml: no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "run", "draw a.chain.yaml", "show colours", "check --no-such-option a"})
    void shouldEndWithTwoWhereTheWordsAreNotUnderstood(String words) throws Exception {
        Cli.Said said = new Cli(folder).run(words.split(" ", -1));

        said.misused(words.equals("nonsense") ? "there is no verb \"nonsense\"" : words.split(" ", -1)[0] + ": ");
        assertThat(said.err().lines()).hasSize(1);
    }
}
