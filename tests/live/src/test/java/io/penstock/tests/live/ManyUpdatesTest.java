// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.control.Control;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.control.Manner;
import io.penstock.api.store.BundleStore;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/// Updates leave nothing behind, however many there are.
@Timeout(900)
class ManyUpdatesTest {
    private static final Path ROOT = Path.of(System.getProperty("penstock.root", "../.."));
    private static final int UPDATES = Boolean.getBoolean("penstock.long") ? 200 : 12;

    /// What is loaded once, by the first changes, is no leak.
    private static final int FIRST = 4;

    private static final int FLOWS = 8;
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final Manner AT_ONCE = new Manner(Manner.State.KEEP, 0, 0, false);

    private static final String CHAIN = """
            format: 1
            chain: main
            ports:
              in: {driver: talking}
              out: {driver: talking}
            functions:
              p: {type: probe}
            wires:
              - in -> p -> out
            """;

    @TempDir
    private Path folder = Path.of("");

    private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    private final Set<Long> known = new HashSet<>();

    private void note(House house) {
        for (Bundle bundle : house.bundles(Probe.NAME)) {
            if (known.add(bundle.getBundleId())) {
                loaders.add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
            }
        }
    }

    private long live() {
        return loaders.stream().filter(loader -> loader.get() != null).count();
    }

    /// Which of them are there, and what every thread does that may have a hold on one.
    private String who() {
        List<Integer> there = IntStream.range(0, loaders.size())
                .filter(update -> loaders.get(update).get() != null)
                .boxed()
                .toList();
        String threads = Thread.getAllStackTraces().entrySet().stream()
                .map(thread -> thread.getKey().getName() + " " + List.of(thread.getValue()))
                .collect(Collectors.joining("\n"));
        return "class loaders of updates " + there + "\n" + threads;
    }

    /// Waits until the version before has gone and its class loader with it, and collects the garbage meanwhile.
    @SuppressWarnings("SystemGC") // what only waits to be collected is no leak
    private int loadedClasses() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        do {
            System.gc();
            Thread.sleep(50);
        } while (live() > 1 && System.nanoTime() - deadline < 0);
        return ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
    }

    @Test
    void fault104ShouldLeaveAsManyClassLoadersAsBundlesAndNoMoreClassesThanBefore() throws Exception {
        Talking talking = new Talking(FLOWS);
        Path[] jars = {Probe.of("1.0.0").in(folder), Probe.of("2.0.0").in(folder)};
        try (House house = House.open(ROOT.resolve("features/headless/target/headless.jar"), folder.resolve("cache"))) {
            house.drive(talking);
            Control control = house.control();
            BundleStore store = house.store(folder.resolve("bundles"));
            control.install(jars[0].toString());
            control.deploy(new ChainRequest("", CHAIN, Map.of()));
            note(house);
            int before = 0;
            for (int update = 1; update <= UPDATES; update++) {
                control.update(jars[update % 2].toString(), AT_ONCE);
                note(house);
                if (update == FIRST) {
                    before = loadedClasses();
                }
            }
            int after = loadedClasses();
            System.out.printf(
                    "%d updates: %d class loaders for %d bundles, %d classes after %d updates, %d at the end%n",
                    UPDATES, live(), house.bundles(Probe.NAME).size(), before, FIRST, after);
            assertThat(loaders).hasSize(UPDATES + 1);
            assertThat(live())
                    .as(this::who)
                    .isEqualTo(house.bundles(Probe.NAME).size())
                    .isEqualTo(1);
            assertThat(after).isBetween(before * 99 / 100, before * 101 / 100);
            assertThat(store.leaked()).isEmpty();
            assertThat(control.show("main").dropped()).isZero();
            assertThat(control.show("main").sessions().opened()).isEqualTo(FLOWS);
        }
    }
}
