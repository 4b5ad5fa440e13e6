// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.api.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files made to do harm, and files given by mistake.
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class HostileTest {
    @TempDir
    Path folder;

    private String refusal(byte[] bytes) throws IOException {
        Path file = folder.resolve("x.yaml");
        Files.write(file, bytes);
        return refusal(file);
    }

    private String refusal(Path file) {
        Refused refused = catchThrowableOfType(Refused.class, () -> ChainDocument.read(file));
        assertThat(refused.problems()).hasSize(1);
        return Refusals.lines(refused).getFirst().replace(folder + "/", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\n\n", "\t"})
    void fault108ShouldRefuseAnEmptyFile(String text) throws IOException {
        assertThat(refusal(text.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("x.yaml:1:1: is empty; begin with `format: 1`");
    }

    @ParameterizedTest
    @ValueSource(strings = {"# only\n# comments\n", "---\n", "---\n...\n", "null", "{}", "[]", "''"})
    void fault108ShouldRefuseAFileWithNothingInIt(String text) {
        assertThat(Refusals.of(text)).isNotEmpty();
    }

    @Test
    void fault108ShouldRefuseTenMegabytes() throws IOException {
        byte[] bytes = new byte[10 << 20];
        java.util.Arrays.fill(bytes, (byte) 'a');
        assertThat(refusal(bytes))
                .isEqualTo("x.yaml: is longer than 1 MB; a chain has at most 1 MB; is it the right file?");
        assertThat(Refusals.only("a".repeat(10 << 20))).contains("is longer than 1 MB");
    }

    @Test
    void fault108ShouldReadNoMoreOfAnEndlessFileThanItMust() {
        Path endless = Path.of("/dev/zero");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.isReadable(endless), "/dev/zero is not there");
        assertThat(refusal(endless)).contains("is longer than 1 MB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? ", "{? ", "[{", "'", "\"", "a:\n "})
    void fault108ShouldRefuseDeepNesting(String opening) {
        String text = "format: 1\nx: " + opening.repeat(200_000 / opening.length());
        assertThat(Refusals.of(text)).isNotEmpty();
        assertThat(Refusals.of(opening.repeat(200_000 / opening.length()))).isNotEmpty();
    }

    @Test
    void fault108ShouldSayWhereNestingGetsTooDeep() {
        assertThat(Refusals.only("format: 1\nx: " + "[".repeat(50) + "]".repeat(50)))
                .isEqualTo("x.yaml:2:23: nested deeper than 20; a chain needs four levels");
    }

    @Test
    void fault108ShouldRefuseStaircaseOfBlocks() {
        String stairs =
                IntStream.range(0, 1_000).mapToObj(i -> " ".repeat(i) + "a:\n").collect(Collectors.joining());
        assertThat(Refusals.only(stairs)).contains("nested deeper than 20");
    }

    @Test
    void fault108ShouldRefuseAnAliasBomb() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (int i = 1; i < 30; i++) {
            String alias = "*a" + (i - 1);
            bomb.append("a" + i + ": &a" + i + " [")
                    .append(String.join(", ", java.util.Collections.nCopies(9, alias)))
                    .append("]\n");
        }
        assertThat(Refusals.of(bomb.toString()))
                .hasSizeLessThanOrEqualTo(101)
                .contains("x.yaml:1:5: an anchor (`&`); remove it, or quote the value if it is text")
                .contains("x.yaml:2:10: an alias (`*`); write the value out, or quote it if it is text");
    }

    @Test
    void fault108ShouldRefuseAnAliasToItself() {
        assertThat(Refusals.of("a: &a [*a]\n")).anyMatch(line -> line.contains("an alias"));
        assertThat(Refusals.of("a: &a {<<: *a}\n")).anyMatch(line -> line.contains("an alias"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL [\"http://127.0.0.1:9/\"]]]]",
                "x: !!java.lang.Runtime {}",
                "x: !<tag:yaml.org,2002:java/object:java.io.File> /tmp/x",
                "x: !local y",
                "!!python/object/apply:os.system ['true']",
                "x: !!str y",
                "x: !!binary aGFsbG8=",
            })
    void fault119ShouldMakeNothingOfTagsThatNameClasses(String text) {
        assertThat(Refusals.of(text)).anyMatch(line -> line.contains("a tag (`!`)"));
    }

    @Test
    void shouldReadAHugeScalarAndShowLittleOfIt() {
        String huge = "x".repeat(900_000);
        assertThat(Refusals.only(TestChains.DESIGN.replace("branch-edge", huge)))
                .hasSizeLessThan(300);
        assertThat(Refusals.of(TestChains.DESIGN.replace("lan -> cls", "lan -> " + huge)))
                .allMatch(line -> line.length() < 300);
        assertThat(Refusals.of(huge + ": 1\n")).allMatch(line -> line.length() < 300);
    }

    @Test
    void shouldReadManyEntriesInReasonableTime() {
        int count = 100_000;
        String keys = IntStream.range(0, count).mapToObj(i -> "k" + i + ":\n").collect(Collectors.joining());
        assertThat(Refusals.of(keys)).hasSize(101);
        assertThat(Refusals.of("a: 1\n".repeat(count))).hasSize(101);
        assertThat(Refusals.of("# c\n".repeat(count))).isNotEmpty();
        assertThat(Refusals.of(" ,".repeat(count))).isNotEmpty();
    }

    @Test
    void shouldReadManyWiresInReasonableTime() {
        String head = "format: 1\nchain: c\nports: {a: {driver: m}, b: {driver: m}}\nwires: ";
        assertThat(Refusals.of(head + "['a" + " -> b".repeat(100_000) + "']\n").getFirst())
                .contains("a path of more than 10000");
        assertThat(Refusals.of(head + "[\"a" + " ".repeat(900_000) + "-> x -> b\"]\n"))
                .hasSize(1);
        String nodes = IntStream.range(0, 8_000)
                .mapToObj(i -> "  " + "n".repeat(50) + i + ": {type: t}\n")
                .collect(Collectors.joining());
        String wrong = IntStream.range(0, 8_000)
                .mapToObj(i -> " -> " + "n".repeat(48) + i + "x")
                .collect(Collectors.joining());
        assertThat(Refusals.of(head + "['a" + wrong + "']\nfunctions:\n" + nodes))
                .hasSize(101);
    }

    @Test
    void shouldRefuseMoreNodesThanALimit() {
        String nodes = IntStream.range(0, 10_001)
                .mapToObj(i -> "  n" + i + ": {type: t}\n")
                .collect(Collectors.joining());
        assertThat(Refusals.of(TestChains.DESIGN.replace("functions:\n", "functions:\n" + nodes)))
                .contains("x.yaml:7:1: more than 10000 entries in `functions`; split the chain");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0a0d0d0a1c000000 | a pcapng capture, no chain; a capture is read by a port: `driver: pcap`, `in: FILE`",
                "d4c3b2a102000400 | a pcap capture, no chain; a capture is read by a port: `driver: pcap`, `in: FILE`",
                "a1b23c4d00020004 | a pcap capture, no chain; a capture is read by a port: `driver: pcap`, `in: FILE`",
                "1f8b080000000000 | a gzip file, no chain; unpack it first",
                "504b030414000800 | a zip or jar file, no chain; a bundle is installed with `install`; a chain is a text file",
                "7f454c4602010100 | a program, no chain; a chain is a text file",
                "efbbbf666f726d61 | a text with a byte order mark, no chain; save it as UTF-8 without a byte order mark",
                "fffe66006f007200 | a UTF-16 text, no chain; save it as UTF-8 without a byte order mark",
            })
    void shouldRecogniseAFileGivenByMistake(String start, String line) throws IOException {
        assertThat(refusal(HexFormat.of().parseHex(start))).isEqualTo("x.yaml: is " + line);
    }

    @Test
    void shouldSayWhereAFileIsNoUtf8() throws IOException {
        byte[] bytes = TestChains.DESIGN.getBytes(StandardCharsets.UTF_8);
        bytes[TestChains.DESIGN.indexOf("chain:") + 2] = (byte) 0xe4;
        assertThat(refusal(bytes)).isEqualTo("x.yaml:3:3: byte 0xe4 is no UTF-8; save it as UTF-8");
    }

    @Test
    void shouldNoticeACharacterCutAtTheEnd() throws IOException {
        assertThat(refusal(new byte[] {'a', ':', ' ', (byte) 0xc3}))
                .isEqualTo("x.yaml:1:4: byte 0xc3 is no UTF-8; save it as UTF-8");
    }

    @Test
    void shouldSayWhatIsNoFileToRead() {
        assertThat(refusal(folder.resolve("absent.yaml")))
                .isEqualTo("absent.yaml: no such file; check the name, and the folder it is relative to");
        assertThat(refusal(folder)).endsWith("is a folder; give a `.chain.yaml` file");
    }

    @ParameterizedTest
    @CsvSource({
        "0, a NUL character; this is no text file",
        "27, the invisible character U+001B",
        "133, the invisible character U+0085",
        "8232, the invisible character U+2028",
        "65279, the invisible character U+FEFF",
        "55296, the invisible character U+D800"
    })
    void shouldRefuseCharactersThatNobodySees(int character, String what) {
        String text = TestChains.DESIGN.replace("branch-edge", "branch-" + (char) character + "edge");
        assertThat(Refusals.only(text)).startsWith("x.yaml:3:15: " + what);
    }

    @Test
    void shouldRefuseAByteOrderMark() {
        assertThat(Refusals.only("\ufeff" + TestChains.DESIGN))
                .isEqualTo("x.yaml:1:1: begins with a byte order mark; save it as UTF-8 without one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\0", "\\x1b[31m", "\\e", "\\uD800", "\\N", "\\_\\L", "\\uFEFF"})
    void shouldRefuseInvisibleCharactersBehindEscapes(String escape) {
        assertThat(Refusals.of(TestChains.DESIGN.replace("198.51.100.1", "\"" + escape + "\"")))
                .hasSize(1);
    }

    @Test
    void fault118ShouldEchoNothingThatATerminalWouldObey() {
        assertThat(Refusals.of("format: 1\n\"\\e[2J\\nx\": 1\n"))
                .allMatch(line -> line.chars().noneMatch(Character::isISOControl));
    }

    @Test
    void shouldKeepControlCharactersOfAFileNameOutOfMessages() {
        Refused refused = catchThrowableOfType(Refused.class, () -> ChainDocument.parse("a\u001b[2Jb", ""));
        assertThat(Refusals.lines(refused).getFirst()).startsWith("a?[2Jb:1:1: ");
    }
}
