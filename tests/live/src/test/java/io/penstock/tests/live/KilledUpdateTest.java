// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A dataplane that is killed in the middle of an update finds one of the two sets when it starts again, whole.
@Timeout(480)
class KilledUpdateTest {
    private static final int KILLS = Boolean.getBoolean("penstock.long") ? 30 : 6;
    private static final long LONGEST_NANOS = 2_500_000_000L;
    private static final int MOST_CHANGES = 8;

    private static final String CHAIN = """
            format: 1
            chain: main
            ports:
              in: {driver: dpdk, device: "net_null0,size=64"}
              out: {driver: dpdk, device: "net_null1,no-rx=1"}
            functions:
              p: {type: probe}
            wires:
              - in -> p -> out
            """;

    /// How an update is done: without a look at the new version.
    private static final Map<String, Object> AT_ONCE =
            Map.of("state", "KEEP", "watchMillis", 0, "confirmMillis", 0, "dryRun", false);

    @TempDir
    private Path folder = Path.of("");

    private final Random random = new Random(6);

    private Dataplane run() throws IOException {
        return Dataplane.run(folder, "main", CHAIN, "-XX:TieredStopAtLevel=1", List.of());
    }

    private Path bundles() {
        return folder.resolve("home/bundles");
    }

    /// Waits for a moment of the update: any, or one just after one of the changes in the folder of bundles.
    private void awaitMoment(boolean atAChange) throws IOException {
        long deadline = System.nanoTime() + (atAChange ? 2 * LONGEST_NANOS : random.nextLong(LONGEST_NANOS));
        int changes = atAChange ? 1 + random.nextInt(MOST_CHANGES) : Integer.MAX_VALUE;
        String before = names();
        while (changes > 0 && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(20_000);
            String now = names();
            changes -= now.equals(before) ? 0 : 1;
            before = now;
        }
    }

    private String names() throws IOException {
        try (Stream<Path> files = Files.list(bundles())) {
            return files.map(file -> file + " " + file.toFile().lastModified())
                    .sorted()
                    .toList()
                    .toString();
        }
    }

    /// What counts, `1.0.0` or `2.0.0`, and that everything else says the same.
    private String found(Dataplane dataplane) throws Exception {
        dataplane.first("main");
        List<String> current = StreamSupport.stream(
                        dataplane.ask("installed").path("result").spliterator(), false)
                .filter(one -> one.path("state").asText().equals("current"))
                .map(one -> one.path("version").asText())
                .toList();
        assertThat(current).as("versions that count").hasSize(1);
        assertThat(StreamSupport.stream(
                                dataplane.ask("functions").path("result").spliterator(), false)
                        .filter(one -> one.path("type").asText().equals("probe"))
                        .map(one -> one.path("version").asText()))
                .as("the function that chains take")
                .containsExactlyElementsOf(current);
        JsonNode node = dataplane.show("main").path("nodes").path(0);
        assertThat(node.path("type").asText()).isEqualTo("probe");
        assertThat(Files.readString(dataplane.out())).doesNotContain("penstock:", "warning", "altered", "is gone");
        return current.getFirst();
    }

    @Test
    void fault107ShouldFindOneOfTheTwoSetsWholeAfterAKillAtAnyMomentOfAnUpdate() throws Exception {
        Path bridge = Dataplane.ROOT.resolve("native-bridge/target/classes/linux-x86-64/libpenstock-dpdk.so");
        Assumptions.assumeTrue(Files.exists(bridge), "this build has no DPDK bridge");
        Path first = Probe.of("1.0.0").in(folder);
        Path second = Probe.of("2.0.0").in(folder);
        String before = "1.0.0";
        Dataplane.install(folder, first);
        int taken = 0;
        List<String> possible = List.of(before);
        for (int kill = 0; kill <= KILLS; kill++) {
            Dataplane dataplane = run();
            try {
                String now = found(dataplane);
                assertThat(possible).as("after kill %s", kill).contains(now);
                taken += now.equals(before) ? 0 : 1;
                before = now;
                String next = now.equals("1.0.0") ? "2.0.0" : "1.0.0";
                CompletableFuture<Boolean> done =
                        CompletableFuture.supplyAsync(() -> updates(dataplane, next.equals("1.0.0") ? first : second));
                awaitMoment(kill % 2 == 0);
                possible = done.getNow(false) ? List.of(next) : List.of(now, next);
            } finally {
                dataplane.kill();
            }
        }
        System.out.println(KILLS + " kills during updates: " + taken + " times the new version counted");
    }

    /// Whether an update was answered, so that it has to count.
    private static boolean updates(Dataplane dataplane, Path jar) {
        try {
            return dataplane.ask("update", jar.toString(), AT_ONCE).has("result");
        } catch (IOException killed) {
            return false;
        }
    }
}
