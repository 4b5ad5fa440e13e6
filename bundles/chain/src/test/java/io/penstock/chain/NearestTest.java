// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    @Test
    void shouldFindASlipOfTheFingers() {
        List<String> names = List.of("firewall", "counter", "nat");
        assertThat(Nearest.to("firewal", names)).contains("firewall");
        assertThat(Nearest.to("coutner", names)).contains("counter");
        assertThat(Nearest.to("nta", names)).contains("nat");
    }

    @Test
    void shouldNotGuessWhatIsTooFar() {
        assertThat(Nearest.to("balancer", List.of("firewall", "nat"))).isEmpty();
        assertThat(Nearest.to("x".repeat(100_000), List.of("x"))).isEmpty();
    }

    @Test
    void shouldListWhatThereIsWhereItCannotGuess() {
        assertThat(Nearest.hint("zzz", List.of("a", "b"))).isEqualTo("there is a, b");
        assertThat(Nearest.hint("zzz", List.of())).isEqualTo("there is none");
    }
}
