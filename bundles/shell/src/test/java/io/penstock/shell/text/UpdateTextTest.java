// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.control.Update;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpdateTextTest {
    private static List<String> told(String from, Update.Outcome outcome) {
        Update.ChainSwap swap = new Update.ChainSwap("main", List.of("l"), 3, List.of(), Update.Rehearsal.NONE, 1.5);
        return UpdateText.lines(
                new Update("org.example.limit", from, "1.0.0.SNAPSHOT", outcome, List.of(swap), List.of()));
    }

    @Test
    void shouldSayWhatBecameOfTheRehearsalWhereThereWasOne() {
        assertThat(told("0.9.0", Update.Outcome.DONE))
                .containsExactly(
                        "updated org.example.limit 0.9.0 -> 1.0.0.SNAPSHOT",
                        "  chain main: l; 3 sessions; not rehearsed, no packets came; 1.5 ms");
        assertThat(told("0.9.0", Update.Outcome.DRY_RUN))
                .containsExactly(
                        "would update org.example.limit 0.9.0 -> 1.0.0.SNAPSHOT", "  chain main: l; 3 sessions");
    }

    @Test
    void shouldTellAnotherBuildOfTheSameVersionFromAnotherVersion() {
        assertThat(told("1.0.0.SNAPSHOT", Update.Outcome.DONE))
                .startsWith("updated org.example.limit 1.0.0.SNAPSHOT to another build of it");
    }
}
