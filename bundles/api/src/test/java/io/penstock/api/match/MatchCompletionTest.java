// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MatchCompletionTest {
    @Test
    void shouldOfferWhatBeginsAMatch() {
        List<String> words = MatchCompletion.after("");
        assertThat(words)
                .startsWith("tcp", "udp")
                .contains("src", "not", "ip6", "port")
                .doesNotContain("and", "or");
    }

    @Test
    void shouldOfferWhatMayFollowAHeader() {
        assertThat(MatchCompletion.after("tcp"))
                .contains("port", "src", "dst", "and", "or")
                .doesNotContain("udp");
        assertThat(MatchCompletion.after("tcp src")).contains("port").doesNotContain("and", "tcp");
        assertThat(MatchCompletion.after("tcp port 80")).contains("and", "or");
        assertThat(MatchCompletion.after("tcp port 80 and ("))
                .contains("udp", "not")
                .doesNotContain("or");
    }

    @Test
    void shouldOfferNothingBehindAMistake() {
        assertThat(MatchCompletion.after("tpc port 80 and")).isEmpty();
        assertThat(MatchCompletion.after("tcp port")).isEmpty();
    }
}
