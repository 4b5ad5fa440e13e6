// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.penstock.api.match.Match;
import io.penstock.api.match.MatchParser;
import io.penstock.api.match.MatchSyntax;
import io.penstock.api.match.Matches;
import java.nio.charset.StandardCharsets;

/// Any text is a match or is refused with its column; a match written down and read again is the same.
class MatchFuzzTest {
    @FuzzTest
    void shouldReadBackWhatItWrites(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        Match match;
        try {
            match = MatchParser.parse(text);
        } catch (MatchSyntax refused) {
            assertThat(refused.column()).isBetween(0, text.length());
            assertThat(refused.getMessage()).doesNotContain("\n").doesNotContain("\r");
            return;
        }
        String written = Matches.text(match);
        if (written.length() <= MatchParser.TEXT) {
            assertThat(Matches.normalise(MatchParser.parse(written)))
                    .describedAs("%s written as %s", text, written)
                    .isEqualTo(Matches.normalise(match));
        }
    }
}
