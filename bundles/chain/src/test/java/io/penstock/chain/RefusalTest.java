// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One mistake at a time: what is said of it.
class RefusalTest {
    private static final String GOOD = """
            format: 1
            chain: good
            ports:
              lan: {driver: pcap, in: a.pcap}
              wan: {driver: pcap}
            functions:
              fw: {type: firewall, rules: [deny], on-failure: closed}
            wires:
              - lan -> fw -> wan
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "format: 1      | format: 2        | x.yaml:1:9: unknown format `2`; this version reads `format: 1`; a newer file needs a newer Penstock",
                "format: 1      | format: one      | x.yaml:1:9: unknown format `one`; this version reads `format: 1`; a newer file needs a newer Penstock",
                "format: 1      | # none           | x.yaml:2:1: the key `format` is missing; begin with `format: 1`",
                "chain: good    | chian: good      | x.yaml:1:1: the key `chain` is missing; name the chain: `chain: branch-edge`",
                "chain: good    | chain: Good      | x.yaml:2:8: bad chain name `Good`; use a lower-case letter, then lower-case letters, digits and `-`, at most 63",
                "chain: good    | chain: [good]    | x.yaml:2:8: `chain` is no text; write a single value",
                "chain: good    | chain:           | x.yaml:2:7: `chain` has no value; write one, or `\"\"` for an empty text",
                "chain: good    | chain: ''        | x.yaml:2:8: `chain` is empty; write a value",
                "driver: pcap}  | drivr: pcap}     | x.yaml:5:3: `wan` has no `driver`; name the kind of port: `driver: pcap`",
                "{driver: pcap} | pcap             | x.yaml:5:8: port `wan` is no map; write `wan: {driver: pcap, in: FILE}`",
                "in: a.pcap     | in: {a: b}       | x.yaml:4:27: `in` is a map; an option is a single value or a list",
                "in: a.pcap     | in:              | x.yaml:4:26: `in` has no value; write one, or `\"\"` for an empty text",
                "lan: {         | 'LAN: {'         | x.yaml:4:3: bad port name `LAN`; use a lower-case letter, then lower-case letters, digits and `-`, at most 63",
                "type: firewall | typ: firewall    | x.yaml:7:3: `fw` has no `type`; name the function: `type: firewall`",
                "type: firewall | type: Fire Wall  | x.yaml:7:14: bad type `Fire Wall`; use a lower-case letter, then lower-case letters, digits and `-`, at most 63",
                "[deny]         | [[deny]]         | x.yaml:7:32: an item that is a list or a map; write a single value; quote it if it is text",
                "[deny]         | [deny, ~]        | x.yaml:7:38: an item has no value; write one, or `\"\"` for an empty text",
                "[deny]         | [-99999999999999999999] | x.yaml:7:32: an item is a number out of range; quote it if it is text",
                "[deny]         | 1e999            | x.yaml:7:31: `rules` is a number out of range; quote it if it is text",
                "[deny]         | {a: {b: c}}      | x.yaml:7:35: a value that is a list or a map; write a single value; quote it if it is text",
                "rules:         | '1rules:'        | x.yaml:7:24: bad key `1rules`; use a letter, then letters, digits, `-`, `_` and `.`",
                "closed         | closd            | x.yaml:7:51: `on-failure` cannot be `closd`; did you mean `closed`?",
                "on-failure: closed | observe: yes | x.yaml:7:48: `observe` is neither true nor false; write `observe: true` or leave it out",
                "on-failure: closed | rules: []    | x.yaml:7:39: the key `rules` stands twice; keep one",
                "[deny]         | &a [deny]        | x.yaml:7:31: an anchor (`&`); remove it, or quote the value if it is text",
                "[deny]         | !!java [deny]    | x.yaml:7:31: a tag (`!`); remove it, or quote the value if it is text",
                "[deny]         | *x               | x.yaml:7:31: an alias (`*`); write the value out, or quote it if it is text",
                "[deny]         | {[a]: b}         | x.yaml:7:32: a key that is a list or a map; quote it if it is text",
                "'  fw: {'      | '  lan: {'      | x.yaml:7:3: `lan` is the name of a port and of a function; rename one of them",
                "'  - lan -> fw -> wan' | '  - {lan: wan}' | x.yaml:9:5: a wire that is no text; write `- a -> b`",
                "'  - lan -> fw -> wan' | '  lan: wan' | x.yaml:9:3: `wires` is no list; write one path a line: `- lan -> fw -> wan`",
                "'  - lan -> fw -> wan' | '  []' | x.yaml:8:1: there is no wire; wire the ports: `- lan -> wan`",
            })
    void shouldSayWhatIsWrongWhereAndHowToMend(String from, String to, String line) {
        String text = GOOD.replace(bare(from), bare(to));
        assertThat(text).isNotEqualTo(GOOD);
        assertThat(Refusals.of(text)).contains(line);
    }

    /// Apostrophes keep the spaces at the ends of a cell.
    private static String bare(String cell) {
        return cell.length() > 2 && cell.startsWith("'") && cell.endsWith("'")
                ? cell.substring(1, cell.length() - 1)
                : cell;
    }

    @Test
    void shouldSuggestTheKeyThatWasMeant() {
        assertThat(Refusals.of(GOOD.replace("functions:", "function:")))
                .contains("x.yaml:6:1: unknown key `function`; did you mean `functions`?");
        assertThat(Refusals.only(GOOD + "layout: {}\n"))
                .isEqualTo(
                        "x.yaml:10:1: unknown key `layout`; there is format, chain, workers, ports, functions, wires");
    }

    @Test
    void shouldNotComplainOfWiresToWhatItComplainedOfAlready() {
        assertThat(Refusals.only(GOOD.replace("{driver: pcap}", "pcap")))
                .isEqualTo("x.yaml:5:8: port `wan` is no map; write `wan: {driver: pcap, in: FILE}`");
    }

    @Test
    void shouldTellAllMistakesInTheOrderOfTheText() {
        assertThat(Refusals.of(GOOD.replace("format: 1", "format: 9")
                        .replace("in: a.pcap", "in: {}")
                        .replace("closed", "ajar")))
                .extracting(line -> line.substring(0, 9))
                .containsExactly("x.yaml:1:", "x.yaml:4:", "x.yaml:7:");
    }

    @Test
    void shouldSayHowManyMistakesAreNotListed() {
        String wires = "  - lan -> nobody\n".repeat(150);
        assertThat(Refusals.of(GOOD + wires))
                .hasSize(101)
                .last()
                .isEqualTo("x.yaml: 50 more problems are not listed; mend these first");
    }

    @Test
    void shouldRefuseAFileThatIsNoMap() {
        assertThat(Refusals.only("just a line\n")).contains("no chain: this is not a map; begin with `format: 1`");
        assertThat(Refusals.only("- a\n- b\n")).contains("no chain: this is not a map");
    }

    @Test
    void shouldRefuseASecondDocument() {
        assertThat(Refusals.only(GOOD + "---\n" + GOOD))
                .isEqualTo("x.yaml:10:1: a second document; keep one chain in a file; remove the `---`");
    }

    @Test
    void shouldRefuseDirectives() {
        assertThat(Refusals.only("%YAML 1.2\n---\n" + GOOD)).contains("a `%` directive; remove it");
    }

    @Test
    void shouldExplainTabsAndOpenBrackets() {
        assertThat(Refusals.only(GOOD.replace("  wan:", "\twan:")))
                .startsWith("x.yaml:5:1: no YAML: ")
                .endsWith("indent with spaces, not tabs");
        assertThat(Refusals.only(GOOD.replace("[deny]", "[deny")))
                .startsWith("x.yaml:7:")
                .contains("no YAML: ");
    }

    /// The parser's own error for it is a NumberFormatException, found by fuzzing.
    @Test
    void shouldRefuseAnEscapeThatEndsWithTheText() {
        assertThat(Refusals.of("format: 1\nchain: \"deny \\u"))
                .singleElement()
                .asString()
                .contains("x.yaml:2:14: no YAML: an escape without its hexadecimal digits");
    }

    /// The parser's own error for one of them was an IndexOutOfBoundsException, found by fuzzing.
    @Test
    void shouldReadACharacterOfTwoHalvesWhereverItStands() throws Refused {
        for (int at = 1; at < 2_100; at++) {
            String text = "#" + "x".repeat(at) + "\uD83D\uDE80\n" + GOOD;
            assertThat(ChainDocument.parse("x.yaml", text).chain().name()).isEqualTo("good");
        }
    }
}
