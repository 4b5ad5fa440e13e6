// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.live;

import io.penstock.api.control.Control;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.control.Manner;
import io.penstock.api.control.Report;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;

/// A process with a heap of its own that runs two chains: `main` with a probe that takes memory as it is told, and
/// `other`. Says in lines `name=value` how both fared.
///
/// Arguments: the executable jar, a folder of its own, the probe's jar, what the probe is told, a jar of a second
/// version, and whether the probe is shown streams.
final class Squeezed {
    private static final int FLOWS = 8;
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final int SETTLED = 10_000;

    private static final String CHAIN = """
            format: 1
            chain: main
            ports:
              in: {driver: talking}
              out: {driver: talking}
            functions:
              a: {type: counter}
              p: {type: probe, on-failure: open}
              c: {type: counter}
            wires:
              - in -> a -> p -> c -> out
            """;

    private Squeezed() {}

    public static void main(String... arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        try (House house = House.open(Path.of(arguments[0]), folder.resolve("cache"))) {
            boolean streams = Boolean.parseBoolean(arguments[5]);
            Talking talking = new Talking(FLOWS);
            Conversing conversing = new Conversing(FLOWS);
            LongSupplier carried = streams ? conversing::arrived : talking::taken;
            Talking calm = new Talking("calm", FLOWS);
            house.drive(talking);
            house.drive(conversing);
            house.drive(calm);
            Control control = house.control();
            house.store(folder.resolve("bundles"));
            control.install(arguments[2]);
            String chain = streams ? CHAIN.replace("talking", "conversing") : CHAIN;
            control.deploy(new ChainRequest("", chain, Map.of()));
            control.deploy(new ChainRequest("", Bystander.CHAIN, Map.of()));
            awaitMore(carried, SETTLED);
            awaitMore(calm::taken, SETTLED);
            say("usual_p99_us", calm.delay99() / 1e3);
            // Where there is no memory, what was never called cannot be called.
            cutOut(control);
            talking.longestGap();
            conversing.longestGap();
            calm.longestGap();
            long began = System.nanoTime();
            System.setProperty(Probe.TOLD, arguments[3]);
            await(() -> !cutOut(control).isEmpty(), "the node is cut out");
            awaitMore(carried, 1_000);
            say("recovered_ms", (System.nanoTime() - began) / 1_000_000);
            say("cut_out", cutOut(control).getFirst());
            awaitMore(calm::taken, 1_000);
            say("other_p99_us", calm.delay99() / 1e3);
            say("other_gap_ms", calm.longestGap() / 1_000_000);
            say("main_gap_ms", (streams ? conversing.longestGap() : talking.longestGap()) / 1_000_000);
            say("main_resets", conversing.resets());
            Report other = control.show("other");
            say("other_lost", other.dropped());
            say("other_state", other.state());
            say("other_troubles", other.troubles());
            Report main = control.show("main");
            say("main_reasons", main.reasons().keySet());
            say("main_sessions", main.sessions().open());
            System.setProperty(Probe.TOLD, "");
            await(
                    () -> {
                        System.gc();
                        return used() < Runtime.getRuntime().maxMemory() * 3 / 4;
                    },
                    "memory is there again");
            say("used_percent", used() * 100 / Runtime.getRuntime().maxMemory());
            say("chains", control.update(arguments[4], Manner.USUAL).chains().size());
            await(() -> cutOut(control).isEmpty(), "the second version brings the node back");
            say("main_state", control.show("main").state());
        }
        System.exit(0);
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static List<String> cutOut(Control control) throws Exception {
        return control.show("main").troubles().stream()
                .filter(line -> line.contains("is cut out, its function used up the memory"))
                .toList();
    }

    private static void say(String name, Object value) {
        System.out.println(name + "=" + value);
    }

    private static void awaitMore(LongSupplier carried, long count) throws Exception {
        long before = carried.getAsLong();
        await(() -> carried.getAsLong() >= before + count, count + " more carried");
    }

    private static void await(Callable<Boolean> there, String what) throws Exception {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        boolean done = false;
        while (!done) {
            try {
                done = there.call();
            } catch (OutOfMemoryError | LinkageError none) {
                // The platform is to get over it, not this process's own thread.
                done = false;
            }
            if (!done && System.nanoTime() - deadline > 0) {
                System.out.println("missed=" + what);
                System.exit(1);
            }
            Thread.sleep(1);
        }
    }
}
