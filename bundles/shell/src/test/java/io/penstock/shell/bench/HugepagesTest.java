// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HugepagesTest {
    @TempDir
    private Path folder = Path.of("");

    private Path count(String pages) throws Exception {
        return Files.writeString(folder.resolve("nr_hugepages"), pages + "\n");
    }

    @Test
    void shouldReserveForItsTimeAndGiveBackWhatWasThere() throws Exception {
        Path count = count("3");
        try (Hugepages pages = Hugepages.take(count, 640)) {
            assertThat(pages.taken()).isTrue();
            assertThat(count).hasContent("640");
        }
        assertThat(count).hasContent("3");
    }

    @Test
    void shouldLeaveAloneWhatSuffices() throws Exception {
        Path count = count("1024");
        try (Hugepages pages = Hugepages.take(count, 640)) {
            assertThat(pages.taken()).isTrue();
        }
        assertThat(count).hasContent("1024");
    }

    @Test
    void shouldGoWithoutWhereTheKernelHasNone() {
        try (Hugepages pages = Hugepages.take(folder.resolve("none"), 640)) {
            assertThat(pages.taken()).isFalse();
        }
    }

    @Test
    void shouldReadAllDigitsOfAKernelsNumber() throws Exception {
        Path most = Path.of("/proc/sys/kernel/pid_max");
        Assumptions.assumeTrue(Files.exists(most), "needs Linux");
        assertThat(Hugepages.number(most)).isGreaterThan(99);
    }
}
