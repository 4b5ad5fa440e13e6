// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.control.Report;
import io.penstock.api.control.Status;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Packets at which the platform itself fails, not a function.
@Timeout(60)
class FaultyPlatformTest {
    private static final String INTERPRETED = "penstock.interpreted";
    private static final int POISONED = 7;

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void compileAgain() {
        System.clearProperty(INTERPRETED);
    }

    private static boolean isEven(Report report) {
        return report.in() == report.out() + report.dropped();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldDropTheVeryPacketsAtWhichThePlatformFailsAndSaySo(boolean interpreted) throws Exception {
        System.setProperty(INTERPRETED, String.valueOf(interpreted));
        try (Stage stage = Stage.open(folder, Probe.of("1.0.0"))) {
            stage.talking().poison(POISONED);
            Stage.await(
                    () -> stage.control().show("main").dropped() == POISONED,
                    "the packets are dropped that cannot be read");
            long taken = stage.talking().taken();
            Stage.await(() -> stage.talking().taken() > taken + 1_000, "all others go on");
            Report report = stage.control().show("main");
            assertThat(report.state()).isEqualTo(Status.State.RUNNING);
            assertThat(report.reasons()).containsOnlyKeys("platform-failed").containsEntry("platform-failed", 7L);
            assertThat(report.troubles())
                    .singleElement()
                    .asString()
                    .contains("the platform itself failed 7 times, first with java.lang.IllegalStateException");
            assertThat(report.sessions().open()).isEqualTo(Stage.FLOWS);
            stage.talking().silence(true);
            Stage.await(() -> isEven(stage.control().show("main")), "what came in went out or was counted");
        }
    }
}
