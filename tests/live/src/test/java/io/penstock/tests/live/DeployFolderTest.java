// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Bundles that are moved or copied into the folder of a dataplane that runs.
@Timeout(120)
class DeployFolderTest {
    private static final long PATIENCE_NANOS = 20_000_000_000L;
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

    @TempDir
    private Path folder = Path.of("");

    private static void await(Callable<Boolean> there, Callable<String> what) throws Exception {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!there.call()) {
            assertThat(System.nanoTime()).as(what.call()).isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    private static List<String> current(Dataplane dataplane) throws Exception {
        return StreamSupport.stream(dataplane.ask("installed").path("result").spliterator(), false)
                .filter(one -> one.path("state").asText().equals("current"))
                .map(one -> one.path("version").asText())
                .toList();
    }

    @Test
    void shouldTakeWhatIsMovedIntoTheFolderAndNeverReadWhatIsOnlyHalfThere() throws Exception {
        Path bridge = Dataplane.ROOT.resolve("native-bridge/target/classes/linux-x86-64/libpenstock-dpdk.so");
        Assumptions.assumeTrue(Files.exists(bridge), "this build has no DPDK bridge");
        Dataplane.install(folder, Probe.of("1.0.0").in(folder));
        byte[] second = Files.readAllBytes(Probe.of("2.0.0").in(folder));
        Path third = Probe.of("3.0.0").in(folder);
        Path deploy = folder.resolve("deploy");
        try (Dataplane dataplane =
                Dataplane.run(folder, "main", CHAIN, "", List.of(), List.of("--deploy", deploy.toString()))) {
            dataplane.first("main");
            Path copied = deploy.resolve("second.jar");
            Files.write(copied, Arrays.copyOf(second, second.length / 2));
            Thread.sleep(3_000);
            assertThat(current(dataplane)).containsExactly("1.0.0");
            assertThat(copied).as("half a bundle waits").exists();
            await(
                    () -> Files.readString(dataplane.out()).contains("second.jar: is not whole yet"),
                    () -> "what waits is told of");
            Files.write(
                    copied, Arrays.copyOfRange(second, second.length / 2, second.length), StandardOpenOption.APPEND);
            await(() -> current(dataplane).equals(List.of("2.0.0")), () -> Files.readString(dataplane.out()));
            await(() -> Files.notExists(copied), () -> "it has left the folder");

            Files.move(third, deploy.resolve("third.jar"));
            await(() -> current(dataplane).equals(List.of("3.0.0")), () -> Files.readString(dataplane.out()));
            await(
                    () -> Files.readString(dataplane.out()).contains("updated org.example.probe 2.0.0 -> 3.0.0"),
                    () -> Files.readString(dataplane.out()));

            Files.copy(zip(), deploy.resolve("no-bundle.jar"));
            await(() -> Files.exists(deploy.resolve("no-bundle.jar.refused")), () -> "no bundle is set aside");
            await(
                    () -> Files.readString(dataplane.out()).contains("no-bundle.jar"),
                    () -> Files.readString(dataplane.out()));
            dataplane.awaitMore("main");
        }
    }

    /// A zip file that is no bundle.
    private Path zip() throws Exception {
        Path zip = folder.resolve("no.zip");
        try (var out = new java.util.zip.ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new java.util.zip.ZipEntry("readme.txt"));
        }
        return zip;
    }
}
