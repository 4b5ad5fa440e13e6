// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The examples of docs/match-syntax.md.
final class MatchSyntaxPageTest {
    private static List<List<String>> blocks(String kind) throws IOException {
        List<List<String>> blocks = new ArrayList<>();
        boolean inside = false;
        for (String line :
                Files.readAllLines(Path.of(System.getProperty("penstock.root"), "docs", "match-syntax.md"))) {
            if (line.equals("```" + kind)) {
                inside = true;
                blocks.add(new ArrayList<>());
            } else if (line.startsWith("```")) {
                inside = false;
            } else if (inside) {
                blocks.getLast().add(line);
            }
        }
        return blocks;
    }

    @Test
    void shouldReadEveryExample() throws IOException {
        List<String> examples = blocks("pcap").stream().flatMap(List::stream).toList();
        assertThat(examples).hasSizeGreaterThan(50);
        for (String example : examples) {
            Match match = MatchParser.parse(example);
            assertThat(MatchParser.parse(Matches.text(match))).as(example).isEqualTo(match);
        }
    }

    @Test
    void shouldRefuseEveryExampleInThePagesWords() throws IOException {
        List<List<String>> examples = blocks("refused");
        assertThat(examples)
                .hasSizeGreaterThan(5)
                .allSatisfy(block -> assertThat(block).hasSize(2));
        for (List<String> example : examples) {
            assertThatThrownBy(() -> MatchParser.parse(example.getFirst()))
                    .isInstanceOfSatisfying(
                            MatchSyntax.class,
                            refused -> assertThat(" ".repeat(refused.column()) + "^ " + refused.what() + "; "
                                            + refused.mend())
                                    .isEqualTo(example.getLast()));
        }
    }

    @Test
    void shouldReadAsThePageSaysThatItReads() {
        assertThat(MatchParser.parse("arp or ip and udp")).isEqualTo(MatchParser.parse("(arp or ip) and udp"));
        assertThat(MatchParser.parse("tcp port 80 or 443")).isEqualTo(MatchParser.parse("tcp port 80 or tcp port 443"));
        assertThat(MatchParser.parse("not host 192.0.2.1 and 192.0.2.2"))
                .isEqualTo(MatchParser.parse("not host 192.0.2.1 and host 192.0.2.2"));
        assertThat(MatchParser.parse("net 10.1")).isEqualTo(MatchParser.parse("net 10.1.0.0/16"));
    }
}
