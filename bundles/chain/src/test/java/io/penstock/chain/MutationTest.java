// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Valid documents, damaged at random with fixed seeds: each is read or refused, and what is read survives being
/// written.
class MutationTest {
    /// More of them, and other seeds, for a longer hunt: `-Dpenstock.fuzz.rounds=1000000 -Dpenstock.fuzz.seed=7`.
    private static final int ROUNDS = Integer.getInteger("penstock.fuzz.rounds", 12_000);

    private static final long SEED = Long.getLong("penstock.fuzz.seed", 0);

    private static final List<String> PIECES = List.of(
            "\n",
            " ",
            "  ",
            "\t",
            "#",
            " # c",
            "\n# line\n",
            "\n\n",
            "\n  # in\n",
            ":",
            ": ",
            "-",
            "- ",
            "->",
            " -> ",
            "{",
            "}",
            "[",
            "]",
            ",",
            "\"",
            "'",
            "|",
            "|-\n",
            ">",
            ">+\n",
            "&a ",
            "*a",
            "!!str ",
            "!",
            "%",
            "@",
            "`",
            "?",
            "? ",
            "---\n",
            "...\n",
            "<<",
            "~",
            "null",
            "true",
            "yes",
            "1",
            "-1",
            "1.0",
            "1e9",
            "1e999",
            "0x10",
            ".inf",
            "99999999999999999999",
            "\\",
            "\\n",
            "\"\\x00\"",
            "\"\\u2028\"",
            "\"\\\n  x\"",
            "\u0000",
            "\u0085",
            "\u2028",
            "\ufeff",
            "é",
            "漢",
            "😀",
            "\ud800",
            "a.b",
            "lan",
            "fw",
            "cls.web",
            "observe: true\n",
            "on-failure: open",
            "functions:",
            "format: 1\n",
            "wires: []\n",
            "{a: {b: {c: [[[",
            "x: |\n      text\n\n",
            "''",
            "\"\"");

    @Test
    void shouldReadOrRefuseWhateverBecomesOfADocument() {
        RandomGenerator random = random(1);
        int read = 0;
        for (int round = 0; round < ROUNDS; round++) {
            read += check(mutated(random, round % 4 + 1)) ? 1 : 0;
        }
        assertThat(read).as("documents that stayed good").isGreaterThan(ROUNDS / 20);
    }

    @Test
    void shouldReadOrRefuseWhateverBecomesOfAFile(@TempDir Path folder) throws IOException {
        RandomGenerator random = random(2);
        Path file = folder.resolve("damaged.chain.yaml");
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = TestChains.DESIGN.getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i <= round % 3; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, Arrays.copyOf(bytes, random.nextInt(bytes.length) + 1));
            try {
                ChainDocument.read(file);
            } catch (Refused refused) {
                checkLines(refused, "file");
            }
        }
    }

    @Test
    void shouldReadOrRefuseNoise() {
        RandomGenerator random = random(3);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(30); i >= 0; i--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            check(text.toString());
        }
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(SEED + seed);
    }

    private static String mutated(RandomGenerator random, int times) {
        String text = TestChains.ALL.get(random.nextInt(TestChains.ALL.size()));
        for (int i = 0; i < times; i++) {
            int from = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), from + random.nextInt(6));
            String piece = PIECES.get(random.nextInt(PIECES.size()));
            text = switch (random.nextInt(5)) {
                case 0 -> text.substring(0, from) + piece + text.substring(from);
                case 1 -> text.substring(0, from) + text.substring(to);
                case 2 -> text.substring(0, from) + piece + text.substring(to);
                case 3 -> swappedLines(text, random);
                default -> {
                    int at = lineEnd(text, from);
                    yield text.substring(0, at) + piece + text.substring(at);
                }
            };
        }
        return text;
    }

    private static int lineEnd(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private static String swappedLines(String text, RandomGenerator random) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        if (lines.size() > 1) {
            lines.add(random.nextInt(lines.size()), lines.remove(random.nextInt(lines.size())));
        }
        return String.join("\n", lines) + "\n";
    }

    /// Whether the text is a chain; fails where it is one that cannot be written and read again.
    private static boolean check(String text) {
        try {
            ChainDocument document = ChainDocument.parse("x", text);
            survive(text, document);
            return true;
        } catch (Refused refused) {
            checkLines(refused, text);
            return false;
        } catch (RuntimeException | StackOverflowError thrown) {
            return fail("threw on:\n" + text, thrown);
        }
    }

    private static void checkLines(Refused refused, String text) {
        assertThat(refused.problems()).as(text).isNotEmpty();
        for (Problem problem : refused.problems()) {
            assertThat(problem.oneLine()).as(text).matches("[^\\p{Cntrl}]+");
            assertThat(problem.what()).as(text).isNotBlank();
            assertThat(problem.mend()).as(text).isNotBlank();
        }
    }

    private static void survive(String text, ChainDocument document) {
        String canonical = document.canonical();
        try {
            ChainDocument again = ChainDocument.parse("x", canonical);
            assertThat(again.chain()).as(text).isEqualTo(document.chain());
            assertThat(again.canonical()).as(text).isEqualTo(canonical);
            assertThat(again.hash()).as(text).isEqualTo(document.hash());
            assertThat(comments(canonical)).as(text + "\n=>\n" + canonical).isEqualTo(comments(text));
            assertThat(ChainDocument.of("x", document.chain()).chain()).as(text).isEqualTo(document.chain());
            places(document);
        } catch (Refused refused) {
            fail("canonical form is refused: " + refused.getMessage() + "\n" + text + "\n=>\n" + canonical);
        }
    }

    /// The `#` of comments: none gets lost or made; those within values are the same in both.
    private static long comments(String text) {
        return text.lines()
                .flatMap(line -> Stream.of(line.split("(?=#)", -1)))
                .filter(part -> part.startsWith("#"))
                .count();
    }

    private static void places(ChainDocument document) {
        long lines = document.text().lines().count() + 1;
        for (Node node : document.chain().nodes().values()) {
            node.properties().forEach((key, value) -> {
                for (int item = 0; item < 3; item++) {
                    Place place = document.where(node.id(), key, item, 2);
                    assertThat(place.line()).isBetween(1, (int) lines);
                    assertThat(place.column()).isPositive();
                }
            });
        }
    }
}
