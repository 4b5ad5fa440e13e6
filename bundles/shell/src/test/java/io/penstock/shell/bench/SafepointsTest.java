// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafepointsTest {
    @Test
    void shouldCountThoseThatTookLonger(@TempDir Path folder) throws Exception {
        Safepoints safepoints = Safepoints.log(folder.resolve("safepoints.log"));
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (safepoints.longerThan(0) == 0 && System.nanoTime() - deadline < 0) {
            System.gc();
        }
        assertThat(safepoints.longerThan(0)).isPositive();
        assertThat(safepoints.longerThan(Long.MAX_VALUE)).isZero();
    }
}
