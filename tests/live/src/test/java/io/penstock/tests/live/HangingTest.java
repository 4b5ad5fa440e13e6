// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.penstock.api.Refused;
import io.penstock.api.control.Control;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.control.Manner;
import io.penstock.api.control.Report;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Functions that do not come back, in chains through which packets flow.
@Timeout(120)
class HangingTest {
    private static final Path ROOT = Path.of(System.getProperty("penstock.root", "../.."));
    private static final int FLOWS = 8;
    private static final long PATIENCE_NANOS = 20_000_000_000L;
    private static final long RECOVERY_NANOS = 3_000_000_000L;

    private static final String CHAIN = """
            format: 1
            chain: main
            ports:
              in: {driver: talking}
              out: {driver: talking}
            functions:
              p: {type: probe, on-failure: open}
              c: {type: counter}
            wires:
              - in -> p -> c -> out
            """;

    private static final String BAD = """
            while (told().equals("loop")) {
                session.version(1);
            }
            while (told().equals("loop alone")) {
                Thread.onSpinWait();
            }
            while (told().equals("sleep")) {
                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
            }
            if (told().equals("regex")) {
                java.util.regex.Pattern.compile("((a+)+)\\\\1?b").matcher("a".repeat(31)).matches();
            }
            if (told().equals("seldom") && ++seen % 10_000 == 0) {
                throw new IllegalStateException("once in 10,000");
            }
            if (told().equals("huge")) {
                seen = new long[Integer.MAX_VALUE - 8].length;
            }
            if (told().equals("hold")) {
                packet.delay(3_600_000_000_000L);
            }
            if (told().equals("error")) {
                throw new AssertionError("no exception, but an error");
            }
            """;

    @TempDir
    private Path folder = Path.of("");

    private final Talking talking = new Talking(FLOWS);
    private House house;
    private Control control;
    private Bystander others;

    @BeforeEach
    void runTheFunction() throws Exception {
        System.clearProperty(Probe.TOLD);
        house = House.open(ROOT.resolve("features/headless/target/headless.jar"), folder.resolve("cache"));
        house.drive(talking);
        control = house.control();
        house.store(folder.resolve("bundles"));
        control.install(Probe.of("1.0.0")
                .having("private long seen;")
                .with(BAD)
                .in(folder)
                .toString());
        control.deploy(new ChainRequest("", CHAIN, Map.of()));
        awaitMore(1_000);
        others = new Bystander(house, control);
    }

    @AfterEach
    void stop() throws Exception {
        System.clearProperty(Probe.TOLD);
        house.close();
    }

    private static void await(Callable<Boolean> there, String what) throws Exception {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!there.call()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            Thread.sleep(1);
        }
    }

    private void awaitMore(long packets) throws Exception {
        long before = talking.taken();
        await(() -> talking.taken() >= before + packets, "packets flow");
    }

    /// Says what the function is to do, and waits until packets flow again.
    ///
    /// @return how long none left
    private long gap(String told) throws Exception {
        System.setProperty(Probe.TOLD, told);
        await(
                () -> {
                    long before = talking.taken();
                    Thread.sleep(50);
                    return talking.taken() == before;
                },
                "packets stop");
        long began = System.nanoTime();
        awaitMore(1);
        return System.nanoTime() - began;
    }

    private String cutOut() throws Exception {
        await(() -> control.show("main").troubles().stream().anyMatch(line -> line.contains("cut out")), "cut out");
        return control.show("main").troubles().getFirst();
    }

    /// What the chain itself has lost since then, and how long its packets need.
    private String lost(Report before) throws Exception {
        Report now = control.show("main");
        return String.format(
                "own lost %d %s, p99 %.1f us",
                now.dropped() - before.dropped(), now.reasons().keySet(), talking.delay99() / 1e3);
    }

    private void assertNothingElseWasHarmed(Report before) throws Exception {
        awaitMore(1_000);
        Report now = control.show("main");
        assertThat(now.sessions().opened())
                .isEqualTo(before.sessions().opened())
                .isEqualTo(FLOWS);
        assertThat(now.sessions().open()).isEqualTo(FLOWS);
        assertThat(now.reasons().keySet()).isSubsetOf("function-hung");
        assertThat(now.dropped()).isLessThanOrEqualTo(64);
        assertThat(control.sessions("main", FLOWS))
                .allSatisfy(row -> assertThat(Long.parseLong(row.fields().getOrDefault("c.fromClient", "0")))
                        .isGreaterThan(before.in() / FLOWS - 2));
        assertThat(now.nodes().getLast().packets()).as("counted behind it").isGreaterThan(before.in() + 500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"loop", "loop alone", "sleep", "regex"})
    void fault96ShouldCutOutAFunctionThatDoesNotComeBackAndGoOnWithEverySession(String how) throws Exception {
        Report before = control.show("main");
        long gap = gap(how);
        assertThat(gap).isLessThan(RECOVERY_NANOS);
        assertThat(cutOut()).contains("node p is cut out, its function hung in org.example.probe.Probe.");
        assertNothingElseWasHarmed(before);
        others.tell("hangs (" + how + ")", gap, lost(before));
        assertThat(control.update(Probe.of("2.0.0").in(folder).toString(), Manner.USUAL)
                        .chains())
                .hasSize(1);
        await(
                () -> control.sessions("main", FLOWS).stream()
                        .allMatch(row -> "2".equals(row.fields().get("p.version"))),
                "another version brings the node back");
        assertThat(control.show("main").troubles()).noneMatch(line -> line.contains("cut out"));
    }

    @Test
    void shouldEndTheThreadThatHungOnceItsFunctionComesBack() throws Exception {
        long before = workers();
        gap("loop alone");
        cutOut();
        assertThat(workers()).isEqualTo(before + 1);
        System.clearProperty(Probe.TOLD);
        await(() -> workers() <= before, "the thread that hung has ended");
        awaitMore(1_000);
        assertThat(control.show("main").state().name()).isEqualTo("RUNNING");
    }

    @Test
    void fault96ShouldRefuseAnUpdateToAVersionThatDoesNotComeBackFromCopiesOfLivePackets() throws Exception {
        System.setProperty("org.example.probe.next", "loop");
        try {
            String next = Probe.of("2.0.0")
                    .with("while (System.getProperty(\"org.example.probe.next\") != null) { Thread.onSpinWait(); }")
                    .in(folder)
                    .toString();
            assertThatExceptionOfType(Refused.class)
                    .isThrownBy(() -> control.update(next, Manner.USUAL))
                    .withMessageContaining("does not come back from copies of live packets")
                    .withMessageContaining("org.example.probe.Probe.onPacket");
            awaitMore(1_000);
            assertThat(control.installed())
                    .singleElement()
                    .satisfies(one -> assertThat(one.version()).isEqualTo("1.0.0"));
        } finally {
            System.clearProperty("org.example.probe.next");
        }
        assertThat(control.update(Probe.of("3.0.0").in(folder).toString(), Manner.USUAL)
                        .chains())
                .hasSize(1);
    }

    private static long workers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("penstock-worker-main"))
                .count();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldKeepItCutOutWhenTheChainChangesElsewhere(boolean silent) throws Exception {
        long before = workers();
        gap("sleep");
        cutOut();
        talking.silence(silent);
        control.deploy(new ChainRequest(
                "",
                CHAIN.replace("c: {type: counter}", "c: {type: counter}\n  d: {type: counter}")
                        .replace("-> c ->", "-> c -> d ->"),
                Map.of()));
        talking.silence(false);
        awaitMore(1_000);
        assertThat(cutOut()).contains("its function hung");
        assertThat(workers()).as("no other thread hangs").isLessThanOrEqualTo(before + 1);
    }

    @Test
    void fault95ShouldLoseNothingToAFunctionThatThrowsOnOnePacketInTenThousand() throws Exception {
        Report before = control.show("main");
        System.setProperty(Probe.TOLD, "seldom");
        await(() -> control.show("main").nodes().getFirst().failures() == 3, "it threw three times");
        others.tell("throws once in 10,000 packets", 0, lost(before));
        assertThat(control.show("main").troubles()).noneMatch(line -> line.contains("cut out"));
        assertThat(control.show("main").dropped()).isZero();
        assertNothingElseWasHarmed(before);
    }

    @Test
    void fault99ShouldCutOutAFunctionAtOnceThatAsksForMoreMemoryThanThereIs() throws Exception {
        Report before = control.show("main");
        System.setProperty(Probe.TOLD, "huge");
        long began = System.nanoTime();
        assertThat(cutOut()).contains("node p is cut out");
        awaitMore(1_000);
        others.tell("asks for more memory than there is", System.nanoTime() - began, lost(before));
        assertThat(control.show("main").nodes().getFirst().failures()).isLessThan(16);
        System.clearProperty(Probe.TOLD);
        await(() -> control.show("main").troubles().stream().noneMatch(line -> line.contains("cut out")), "it is back");
        assertNothingElseWasHarmed(before);
    }

    @Test
    void fault97ShouldCutOutAFunctionThatHoldsEverythingAndLetGoWhatItHeld() throws Exception {
        Report before = control.show("main");
        long gap = gap("hold");
        assertThat(cutOut()).contains("node p is cut out, its function holds everything: 8224 packets");
        await(() -> control.show("main").held() == 0, "nothing waits any more");
        awaitMore(1_000);
        Report now = control.show("main");
        assertThat(now.reasons()).containsOnlyKeys("hold-full").containsEntry("hold-full", 1L);
        assertThat(now.in() - now.out() - now.dropped()).isBetween(0L, 64L);
        assertThat(now.sessions().opened()).isEqualTo(before.sessions().opened());
        others.tell("holds every packet", gap, lost(before));
        assertThat(control.update(Probe.of("2.0.0").in(folder).toString(), Manner.USUAL)
                        .chains())
                .hasSize(1);
        await(() -> control.show("main").troubles().stream().noneMatch(line -> line.contains("cut out")), "it is back");
    }

    @Test
    void fault95ShouldBearAnErrorOfAFunctionAsItBearsAnException() throws Exception {
        Report before = control.show("main");
        System.setProperty(Probe.TOLD, "error");
        assertThat(cutOut()).contains("node p is cut out; one packet a second tries");
        System.clearProperty(Probe.TOLD);
        await(() -> control.show("main").troubles().stream().noneMatch(line -> line.contains("cut out")), "it is back");
        assertNothingElseWasHarmed(before);
    }
}
