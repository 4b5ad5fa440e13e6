// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocatorTest {
    private static final String FRAME = """
            format: 1
            chain: c
            ports: {a: {driver: m}, b: {driver: m}}
            wires: [a -> n -> b]
            functions:
              n:
                type: t
                p: %s
            """;

    /// Each of these holds an X that the value has, too: it must be found where it stands.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain X text",
                "'it''s X'",
                "\"a \\\"b\\\" X\"",
                "\"\\u00e9\\x41\\U0001F600X\"",
                "\"😀 X\"",
                "plain over\n      two\n      lines X end",
                "plain with\n\n      a gap X",
                "'quoted over\n      lines X'",
                "\"double over\n\n\n      lines X\"",
                "\"continued \\\n      line X\"",
                "|\n      first\n      X second",
                "|\n\n      after blank\n        indented X",
                ">-\n      X folded",
            })
    void shouldFindACharacterWhereItStands(String written) throws Refused {
        String text = FRAME.formatted(written);
        ChainDocument document = ChainDocument.parse("x", text);
        String value = (String) TestChains.property(document.chain(), "n", "p");
        assertThat(document.where("n", "p", 0, value.indexOf('X'))).isEqualTo(placeOfX(text));
    }

    private static Place placeOfX(String text) {
        String before = text.substring(0, text.indexOf('X'));
        int start = before.lastIndexOf('\n') + 1;
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return new Place(line, before.codePointCount(start, before.length()) + 1);
    }

    @Test
    void shouldStayWithinTheValueForAnyColumn() throws Refused {
        ChainDocument document = ChainDocument.parse("x", FRAME.formatted("\"ab\""));
        assertThat(document.where("n", "p", 0, 999)).isEqualTo(new Place(8, 11));
        assertThat(document.where("n", "p", 0, -5)).isEqualTo(new Place(8, 9));
        assertThat(document.where("n", "p", 99, 0)).isEqualTo(new Place(8, 9));
    }
}
