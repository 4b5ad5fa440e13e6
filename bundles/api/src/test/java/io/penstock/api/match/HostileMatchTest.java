// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

final class HostileMatchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<String> PIECES = List.of(
            "(",
            ")",
            "[",
            "]",
            "!",
            "&",
            "&&",
            "|",
            "||",
            "=",
            "<",
            ">>",
            "-",
            "/",
            ":",
            "\\",
            "and",
            "or",
            "not",
            "tcp",
            "port",
            "host",
            "net",
            "mask",
            "1.2.3.4",
            "10",
            "::",
            "1:2:3:4:5:6",
            "0x",
            "0xffffffffff",
            "tcp[",
            "len",
            "vlan",
            "portrange",
            "1-2",
            "proto",
            "src",
            "dst",
            "ether",
            "ip",
            "\u0000",
            "é",
            ".",
            "..",
            "1.",
            "::1/",
            "-1",
            "less");

    private static boolean isTaken(String text) {
        try {
            Match match = MatchParser.parse(text);
            assertThat(Matches.text(match)).doesNotContain("\n");
            return true;
        } catch (MatchSyntax refused) {
            assertThat(refused.column()).as(text).isBetween(0, text.length());
            assertThat(refused.getMessage()).hasSizeLessThan(400).matches("[ -~]+");
            return false;
        }
    }

    private static void shouldRefuse(String text) {
        Assertions.assertTimeout(
                PATIENCE,
                () -> assertThatThrownBy(() -> MatchParser.parse(text)).isInstanceOf(MatchSyntax.class));
    }

    @Test
    void fault114ShouldRefuseRandomCharactersInOneLine() {
        Random random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            int range = i % 2 == 0 ? 128 : 0x10000;
            String text = random.ints(random.nextInt(40), 0, range)
                    .mapToObj(c -> String.valueOf((char) c))
                    .collect(Collectors.joining());
            isTaken(text);
        }
    }

    @Test
    void fault114ShouldRefuseRandomWordsInOneLine() {
        Random random = new Random(8);
        int taken = 0;
        for (int i = 0; i < 50_000; i++) {
            String text = random.ints(1 + random.nextInt(9), 0, PIECES.size())
                    .mapToObj(PIECES::get)
                    .collect(Collectors.joining(random.nextInt(4) == 0 ? "" : " "));
            taken += isTaken(text) ? 1 : 0;
        }
        assertThat(taken).isPositive();
    }

    @Test
    void shouldRefuseOrTakeEveryMutationOfAGoodText() {
        Filters filters = new Filters(9);
        Random random = new Random(10);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder(filters.next());
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at).append(' ');
                    case 1 -> text.insert(at, (char) (0x20 + random.nextInt(0x5f)));
                    default -> text.setCharAt(at, text.charAt(random.nextInt(text.length())));
                }
            }
            isTaken(text.toString());
        }
    }

    @Test
    void shouldGiveTheSameTreeFromTheTextOfAnyTree() {
        Filters filters = new Filters(11);
        for (int i = 0; i < 5_000; i++) {
            String text = filters.next();
            Match match = MatchParser.parse(text);
            assertThat(MatchParser.parse(Matches.text(match))).as(text).isEqualTo(match);
            assertThat(Matches.normalise(match)).as(text).isEqualTo(match);
        }
    }

    @Test
    void shouldLimitDepthOfEveryKind() {
        int deep = 30_000;
        shouldRefuse("(".repeat(deep) + "tcp" + ")".repeat(deep));
        shouldRefuse("(".repeat(101) + "tcp" + ")".repeat(101));
        shouldRefuse("host " + "(".repeat(deep) + "1.2.3.4" + ")".repeat(deep));
        shouldRefuse("port 1 or " + "(".repeat(101) + "2" + ")".repeat(101));
        shouldRefuse("(".repeat(deep) + "tcp[0]" + ")".repeat(deep) + "= 1");
        shouldRefuse("tcp[".repeat(deep / 2));
        shouldRefuse("len = " + "-".repeat(deep) + "1");
        shouldRefuse("not (".repeat(10_000) + "tcp" + ")".repeat(10_000));
        shouldRefuse("vlan 1" + alternation(120));
        assertThat(isTaken("(".repeat(100) + "tcp" + ")".repeat(100))).isTrue();
        assertThat(isTaken("vlan 1" + alternation(40))).isTrue();
        assertThat(isTaken("!".repeat(deep) + "tcp")).isTrue();
    }

    private static String alternation(int steps) {
        return IntStream.range(2, steps + 2)
                .mapToObj(i -> (i % 2 == 0 ? " or " : " and ") + "vlan " + i)
                .collect(Collectors.joining());
    }

    @Test
    void shouldGiveTheSameTreeFromTheDeepestText() {
        Match match = MatchParser.parse("vlan 1" + alternation(99));
        assertThat(MatchParser.parse(Matches.text(match))).isEqualTo(match);
    }

    @Test
    void shouldLimitTextAndLeaves() {
        shouldRefuse(" ".repeat(MatchParser.TEXT) + "x");
        shouldRefuse(" ".repeat(MatchParser.TEXT + 1));
        shouldRefuse("port 1" + many(5_000, i -> " or " + i));
        assertThat(isTaken("ip6 or udp dst port 1" + many(4_000, i -> " or " + i)))
                .isTrue();
        assertThat(isTaken("tcp" + " and tcp".repeat(3_000))).isTrue();
        shouldRefuse("tcp" + " and tcp".repeat(7_000));
    }

    private static String many(int count, java.util.function.IntFunction<String> text) {
        return IntStream.range(0, count).mapToObj(text).collect(Collectors.joining());
    }

    @Test
    void shouldTakeLargestTextsInBoundedTime() {
        for (String piece : List.of(
                "(",
                ")",
                "!",
                "not ",
                "tcp or ",
                "1.",
                "1:",
                ":",
                "-",
                "a",
                "0",
                "9",
                "\\",
                "tcp[",
                "&",
                "len=1 or ",
                "ip or (",
                "port 1 or ",
                "src ",
                "(1)",
                "net 1/",
                "or ")) {
            String text = piece.repeat(MatchParser.TEXT / piece.length());
            Assertions.assertTimeout(PATIENCE, () -> isTaken(text), piece);
        }
    }

    @Test
    void shouldRefuseNumbersOfAnySize() {
        for (String digits :
                List.of("99999999999999999999", "9".repeat(60_000), "0x" + "f".repeat(60_000), "0" + "7".repeat(50))) {
            for (String before : List.of("len = ", "tcp[0] = ", "port ", "vlan ", "less ", "proto ", "ether proto ")) {
                shouldRefuse(before + digits);
            }
            shouldRefuse("tcp[" + digits + "] = 1");
            shouldRefuse("net ::/" + digits);
            shouldRefuse("portrange 1-" + digits);
            shouldRefuse("host " + digits + ".1.1.1");
        }
    }

    @Test
    void shouldShowNothingOfAHostileTextThatATerminalObeys() {
        assertThatThrownBy(() -> MatchParser.parse("host \u001b[31mred"))
                .isInstanceOf(MatchSyntax.class)
                .hasMessageNotContaining("\u001b");
        assertThatThrownBy(() -> MatchParser.parse("x".repeat(60_000)))
                .isInstanceOf(MatchSyntax.class)
                .hasMessageMatching("[ -~]{1,200}");
    }
}
