// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.control.Control;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.control.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/// The bundle that drives DPDK is updated and refreshed while packets flow elsewhere in the same process.
@Timeout(240)
class BridgeUpdateTest {
    private static final Path ROOT = Path.of(System.getProperty("penstock.root", "../.."));
    private static final int TIMES = 10;
    private static final int BURST = 64;

    /// DPDK's memory, without hugepages, has room for these buffers once: a leak shows at the next opening.
    private static final String CHAIN = """
            format: 1
            chain: queues
            ports:
              in: {driver: dpdk, device: "net_null0,size=64", mbufs: 70000}
              out: {driver: dpdk, device: "net_null1,no-rx=1", mbufs: 256}
            wires:
              - in -> out
            """;

    private static final String ELSEWHERE = """
            format: 1
            chain: elsewhere
            ports:
              in: {driver: ticking}
              out: {driver: ticking}
            wires:
              - in -> out
            """;

    @TempDir
    private Path folder = Path.of("");

    private static Report await(Control control, String chain, long more) throws Exception {
        long before = control.show(chain).out();
        long deadline = System.nanoTime() + 20_000_000_000L;
        Report now = control.show(chain);
        while (now.out() < before + more) {
            assertThat(System.nanoTime())
                    .as("packets flow through %s: %s", chain, now)
                    .isLessThan(deadline);
            Thread.sleep(5);
            now = control.show(chain);
        }
        return now;
    }

    private static long files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    private static String free() throws IOException {
        return Files.readAllLines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith("HugePages_Free:"))
                .findFirst()
                .orElse("");
    }

    private static void deploy(Control control, String text) throws Exception {
        control.deploy(new ChainRequest("", text, Map.of()));
    }

    @Test
    void shouldComeBackTenTimesUnderTrafficElsewhereAndLeakNothing() throws Exception {
        Path library = ROOT.resolve("native-bridge/target/classes/linux-x86-64/libpenstock-dpdk.so");
        Assumptions.assumeTrue(Files.exists(library), "this build has no DPDK bridge");
        Path jar = Files.copy(ROOT.resolve("features/headless/target/headless.jar"), folder.resolve("headless.jar"));
        try (House house = House.open(jar, folder.resolve("cache"))) {
            house.drive(new Ticking());
            Control control = house.control();
            Bundle bridge = house.bundle("io.penstock.bridge");
            deploy(control, ELSEWHERE);
            deploy(control, CHAIN);
            long files = 0;
            String free = "";
            for (int time = 1; time <= TIMES; time++) {
                Report used = await(control, "queues", 10_000);
                assertThat(used.ports().getFirst().counters().get("mbufs-in-use"))
                        .isLessThanOrEqualTo(4L * BURST);
                house.updateAndRefresh(bridge);
                assertThat(control.show("queues").troubles())
                        .hasSize(2)
                        .allMatch(line -> line.contains("the DPDK bridge was stopped"));
                await(control, "elsewhere", 10_000);
                deploy(control, CHAIN);
                if (time == 1) {
                    files = files();
                    free = free();
                }
            }
            await(control, "queues", 10_000);
            assertThat(files()).as("open files").isLessThanOrEqualTo(files + 2);
            assertThat(free()).isEqualTo(free);
            assertThat(control.show("elsewhere").troubles()).isEmpty();
            control.stop("queues");
            control.stop("elsewhere");
        }
    }
}
