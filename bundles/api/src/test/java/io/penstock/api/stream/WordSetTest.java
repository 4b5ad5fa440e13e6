// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.api.Side;
import io.penstock.api.port.Burst;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WordSetTest {
    private final Offer offer = new Offer();

    @Test
    void shouldFindEachWordFromLeftToRight() {
        assertThat(found("an evil word, an evil deed", true, "evil", "deed"))
                .containsExactly("evil@3", "evil@17", "deed@22");
    }

    @Test
    void shouldFindTheLeftmostAndOfThoseTheLongest() {
        assertThat(found("abcd", true, "bc", "abcd", "ab")).containsExactly("abcd@0");
        assertThat(found("abcx", true, "bc", "abcd", "ab")).containsExactly("ab@0");
        assertThat(found("abc", true, "bc", "abcd")).containsExactly("bc@1");
    }

    @Test
    void shouldAnswerThatAWordMayStartAtTheEnd() {
        assertThat(found("an ev", false, "evil")).containsExactly("ev?@3");
        assertThat(found("an evil", false, "evil")).containsExactly("evil@3");
        assertThat(found("an evil", false, "evil", "evils")).containsExactly("evil?@3");
    }

    @Test
    void shouldLeaveNothingOpenAtTheEndOfAStream() {
        assertThat(found("an ev", true, "evil")).isEmpty();
        assertThat(found("an evil", true, "evil", "evils")).containsExactly("evil@3");
    }

    @Test
    void shouldTellWordsOfAllOctetsApart() {
        byte[] all = new byte[256];
        for (int i = 0; i < 256; i++) {
            all[i] = (byte) i;
        }
        var table = WordTable.of(List.of(all));
        int state = WordTable.ROOT;
        for (byte octet : all) {
            state = table.step(state, octet & 0xff);
        }
        assertThat(table.word(state)).isZero();
        assertThat(table.depth(table.step(state, 7))).isZero();
        assertThat(table.depth(table.step(state, 0))).isEqualTo(1);
    }

    @Test
    void shouldRefuseAnEmptyWordAndTooMany() {
        assertThatThrownBy(() -> WordSet.of("")).hasMessageContaining("at least one octet");
        var big = new ArrayList<String>();
        for (int i = 0; i < 40; i++) {
            big.add(Character.toString('a' + i % 26).repeat(20_000) + i);
        }
        assertThatThrownBy(() -> WordSet.of(big)).hasMessageContaining("give fewer or shorter");
    }

    @Test
    void shouldFindWhatASlowSearchFinds() {
        var random = new Random(7);
        for (int round = 0; round < 3_000; round++) {
            var words = new ArrayList<String>();
            for (int i = 0; i <= random.nextInt(4); i++) {
                words.add(text(random, 1 + random.nextInt(5)));
            }
            String data = text(random, random.nextInt(30));

            assertThat(found(data, true, words.toArray(new String[0])))
                    .as("%s in %s", words, data)
                    .isEqualTo(slowly(data, words));
        }
    }

    @Test
    void shouldFindWhatASlowSearchFindsInLongText() {
        var random = new Random(8);
        for (int round = 0; round < 1_000; round++) {
            var words = new ArrayList<String>();
            for (int i = 0; i <= random.nextInt(2); i++) {
                words.add(text(random, 2 + random.nextInt(8)));
            }
            var data = new StringBuilder();
            int length = 200 + random.nextInt(2_500);
            int rest = random.nextInt(400);
            while (data.length() < length) {
                String word = words.get(random.nextInt(words.size()));
                data.append("x".repeat(random.nextInt(rest + 1)));
                data.append(word, 0, random.nextInt(3) == 0 ? word.length() : random.nextInt(word.length()));
            }

            assertThat(found(data.toString(), true, words.toArray(new String[0])))
                    .as("%s in %s", words, data)
                    .isEqualTo(slowly(data.toString(), words));
            String first = words.getFirst();
            assertThat(found(data + "x" + first.substring(0, first.length() - 1), false, first))
                    .last()
                    .asString()
                    .contains("?@");
        }
    }

    private List<String> found(String data, boolean last, String... words) {
        byte[] octets = data.getBytes(StandardCharsets.UTF_8);
        var found = found(data, MemorySegment.ofArray(octets), 0, last, words);
        try (Arena arena = Arena.ofConfined()) {
            var lent = arena.allocate(octets.length + 1L);
            MemorySegment.copy(octets, 0, lent, ValueLayout.JAVA_BYTE, 1, octets.length);
            assertThat(found(data, Burst.EVERYWHERE, lent.address() + 1, last, words))
                    .as("%s in %s, lent by a driver", List.of(words), data)
                    .isEqualTo(found);
        }
        return found;
    }

    private List<String> found(String data, MemorySegment memory, long start, boolean last, String... words) {
        var window = offer.show(memory, start, data.length(), 0, 0, last, Side.CLIENT);
        var scan = WordSet.of(words).scan(window);
        var found = new ArrayList<String>();
        while (scan.next()) {
            found.add(data.substring(scan.start(), scan.start() + scan.length())
                    + (scan.isPartial() ? "?@" : "@")
                    + scan.start());
        }
        return found;
    }

    private static List<String> slowly(String data, List<String> words) {
        var found = new ArrayList<String>();
        int at = 0;
        while (at < data.length()) {
            int place = at;
            var longest = words.stream()
                    .filter(word -> data.startsWith(word, place))
                    .mapToInt(String::length)
                    .max();
            if (longest.isPresent()) {
                found.add(data.substring(at, at + longest.getAsInt()) + "@" + at);
            }
            at += Math.max(1, longest.orElse(1));
        }
        return found;
    }

    private static String text(Random random, int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(3)));
        }
        return text.toString();
    }
}
