// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CompilersTest {
    private static final Path TASKS = Path.of("/proc/self/task");

    /// Fields of `stat` behind the name, which may have blanks in it (proc(5)).
    private static final int NICE = 16;

    @Test
    void shouldHaveTheCompilerStandBackUntilTheLastChangeIsOver() throws IOException {
        assumeTrue(Files.isDirectory(TASKS), "no /proc here");
        Runnable first = Compilers.standBack();
        assumeTrue(niceOfCompilers().equals(Set.of(10)), "this process may not have threads go on as before");
        Runnable second = Compilers.standBack();

        first.run();
        first.run();
        assertEquals(Set.of(10), niceOfCompilers());

        second.run();
        assertEquals(Set.of(0), niceOfCompilers());
    }

    private static Set<Integer> niceOfCompilers() throws IOException {
        Set<Integer> found = new TreeSet<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                String stat = stat(task);
                int end = stat.lastIndexOf(')');
                if (stat.substring(0, end).matches(".*\\(C[12] Compiler.*")) {
                    found.add(Integer.parseInt(stat.substring(end + 2).split(" ", -1)[NICE]));
                }
            }
        }
        return found;
    }

    private static String stat(Path task) throws IOException {
        try {
            return Files.readString(task.resolve("stat"));
        } catch (NoSuchFileException ended) {
            return "0 () -";
        }
    }
}
