// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledTest {
    private static final int KILLS = 50;
    private static final int TOGETHER = 2;

    @TempDir
    private Path folder;

    private record Child(Path state, Path chain, Path said, Process process) {}

    private Child start(int number) throws Exception {
        Path own = Files.createDirectory(folder.resolve("run" + number));
        Path chain = own.resolve("edge.chain.yaml");
        Files.copy(Path.of("..", "..", "examples", "web-and-rest.chain.yaml"), chain);
        Path said = own.resolve("said");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledEditor.class.getName(),
                own.resolve("state").toString(),
                chain.toString(),
                Integer.toString(number));
        Process process = new ProcessBuilder(command)
                .redirectOutput(said.toFile())
                .redirectError(own.resolve("errors").toFile())
                .start();
        return new Child(own.resolve("state"), chain, said, process);
    }

    private static void awaitFirstEdit(Child child) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (Files.size(child.said()) == 0 && child.process().isAlive() && System.nanoTime() < deadline) {
            Thread.sleep(1);
        }
        assertThat(child.process().isAlive()).as("the editor edits").isTrue();
    }

    @Test
    void fault107ShouldLoseAtMostOneEditWhenKilledAtFiftyRandomMoments() throws Exception {
        Random random = new Random(7);
        int kept = 0;
        for (int number = 0; number < KILLS; number += TOGETHER) {
            List<Child> children = new ArrayList<>();
            try {
                for (int i = 0; i < TOGETHER; i++) {
                    children.add(start(number + i));
                }
                for (Child child : children) {
                    awaitFirstEdit(child);
                    Thread.sleep(random.nextInt(80));
                    child.process().destroyForcibly().waitFor();
                    kept += check(child);
                }
            } finally {
                children.forEach(child -> child.process().destroyForcibly());
            }
        }
        assertThat(kept).as("edits kept in all").isGreaterThan(KILLS);
    }

    /// @return how many edits there were
    private static int check(Child child) throws Exception {
        List<String> said = new ArrayList<>(Files.readAllLines(child.said()));
        if (!Files.readString(child.said()).endsWith("\n")) {
            said.removeLast();
        }
        String kept = last(said, "after ").orElse("");
        String begun = last(said, "before ").orElse("");
        Keeper keeper = Keeper.open(child.state(), child.chain());
        String found =
                KilledEditor.state(keeper.recovery().map(Recovery::drawing).orElse(keeper.opened()));
        if (!kept.isEmpty()) {
            assertThat(found).as("state after %s lines", said.size()).isIn(kept, begun);
        }
        assertThat(Files.readString(child.chain()))
                .as("the file itself")
                .isEqualTo(Files.readString(Path.of("..", "..", "examples", "web-and-rest.chain.yaml")));
        keeper.close();
        return said.size() / 2;
    }

    private static Optional<String> last(List<String> lines, String start) {
        return lines.reversed().stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .findFirst();
    }
}
