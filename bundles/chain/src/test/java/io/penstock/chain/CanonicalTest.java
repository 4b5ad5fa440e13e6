// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Refused;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class CanonicalTest {
    static final List<String> ALL = TestChains.ALL;

    private static String canonical(String text) throws Refused {
        return ChainDocument.parse("x", text).canonical();
    }

    private static String hash(String text) throws Refused {
        return ChainDocument.parse("x", text).hash();
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void shouldBeItsOwnCanonicalForm(String text) throws Refused {
        assertThat(canonical(canonical(text))).isEqualTo(canonical(text));
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void shouldReadAsTheSameChain(String text) throws Refused {
        assertThat(ChainDocument.parse("x", canonical(text)).chain())
                .isEqualTo(ChainDocument.parse("x", text).chain());
    }

    @Test
    void shouldSaveACanonicalFileByteByByte() throws Refused {
        assertThat(canonical(TestChains.DESIGN)).isEqualTo(TestChains.DESIGN);
        assertThat(canonical(TestChains.COMMENTED)).isEqualTo(TestChains.COMMENTED);
    }

    @Test
    void shouldBringASloppyFileIntoOrderAndKeepItsComments() throws Refused {
        assertThat(canonical(TestChains.SLOPPY)).isEqualTo("""
                format: 1
                chain: sloppy
                # between
                ports:
                  a: {driver: memory}
                  # inside braces
                  b: {driver: memory}  # close
                functions:
                  x:
                    type: t  # trailing
                    version: "1.0"
                    over: [tcp]
                    words: ["it's", "a \\"b\\" é", "yes", "plain text over two lines"]
                    y: -0.50
                    observe: true
                wires:
                  - a -> x
                  - x -> b
                """);
    }

    @Test
    void shouldBreakWhatDoesNotFitIntoALine() throws Refused {
        String rules = "\"allow host 192.0.2.1 and tcp port 80\", ".repeat(5) + "deny";
        String text = TestChains.DESIGN.replaceAll("rules: \\[\"allow.*deny]", "rules: [" + rules + "]");
        assertThat(canonical(text)).contains("""
                  fw:
                    type: firewall
                    rules:
                      - allow host 192.0.2.1 and tcp port 80
                """).contains("      - deny\n    on-failure: closed\n");
    }

    @Test
    void shouldFillALineToTheLastColumnAndNoFurther() throws Refused {
        String frame = "format: 1\nchain: c\nports:\n  a: {driver: m}\n  b: {driver: m}\nfunctions:\n"
                + "  n: {type: t, p: %s}\nwires:\n  - a -> n -> b\n";
        String fits = frame.formatted("x".repeat(120 - "  n: {type: t, p: }".length()));
        assertThat(canonical(fits)).isEqualTo(fits);
        String long1 = frame.formatted("x".repeat(121 - "  n: {type: t, p: }".length()));
        assertThat(canonical(long1)).contains("  n:\n    type: t\n    p: xxx");
    }

    @Test
    void shouldKeepCommentsOfAnEmptySectionThatIsLeftOut() throws Refused {
        String text = """
                format: 1
                chain: c
                ports: {a: {driver: m}, b: {driver: m}}
                # none yet
                functions: {}  # really
                wires: [a -> b]
                """;
        assertThat(canonical(text)).endsWith("""
                # none yet
                # really
                wires:
                  - a -> b
                """).doesNotContain("functions");
    }

    @Test
    void shouldLeaveOneBlankLineWhereTwoComeTogether() throws Refused {
        String ports = "ports: {a: {driver: m}, b: {driver: m}}\nwires: [a -> b]\n";
        assertThat(canonical("# header\n\nchain: c\n\n\nformat: 1\n" + ports))
                .startsWith("# header\n\nformat: 1\nchain: c\nports:\n");
    }

    @Test
    void shouldQuoteWhatOtherReadersWouldTakeForSomethingElse() throws Refused {
        for (String word : List.of("yes", "off", "null", "1.0", "0x1f", "12:30:45", "2026-01-01", "1_000", "~", "")) {
            assertThat(canonical(TestChains.DESIGN.replace("file:local.rules", "\"" + word + "\"")))
                    .contains("rules: [\"" + word + "\"]");
        }
        for (String word : List.of("10.0.0.1", "fd10::/64", "file:x", "a-b_c", "1.2.3", "5-tuple", "x=y", "漢字")) {
            assertThat(canonical(TestChains.DESIGN.replace("file:local.rules", "\"" + word + "\"")))
                    .contains("rules: [" + word + "]");
        }
    }

    @Test
    void shouldHashWhatIsMeantAndNotHowItIsWritten() throws Refused {
        String hash = hash(TestChains.DESIGN);
        assertThat(hash).matches("[0-9a-f]{64}");
        assertThat(hash("# more\n\n" + TestChains.DESIGN.replace("  cls:", "  # why\n  cls:")))
                .isEqualTo(hash);
        assertThat(hash(TestChains.DESIGN
                        .replace("[file:local.rules]", "\n      - 'file:local.rules'\n    ")
                        .replace("ids: {type: ids, rules:", "ids:\n    type: ids\n    rules:")
                        .replace("    }", "")))
                .isEqualTo(hash);
        assertThat(hash(TestChains.DESIGN.replace("local.rules", "other.rules")))
                .isNotEqualTo(hash);
    }

    @Test
    void shouldWriteTextOfSeveralLinesAsSuch() throws Refused {
        String text = TestChains.DESIGN.replace("[file:local.rules]", "\"one\\n  two: # 2\\n\\nthree\"");
        assertThat(canonical(text)).contains("""
                  ids:
                    type: ids
                    rules: |-
                      one
                        two: # 2

                      three
                """);
    }

    @Test
    void shouldKeepAPortsOptionThatIsCalledLikeAKeyOfNodes() throws Exception {
        String text = "format: 1\nchain: c\nports:\n  lan: {driver: m, match: 468}\n  wan: {driver: m, over: x}\n"
                + "wires:\n  - lan -> wan\n";
        ChainDocument document = ChainDocument.parse("x", text);
        assertThat(document.canonical()).isEqualTo(text);
    }
}
