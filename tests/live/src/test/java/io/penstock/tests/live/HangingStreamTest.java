// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.control.Control;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.control.Manner;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Functions that do not come back from the bytes of a connection, or let none of them go on.
@Timeout(120)
class HangingStreamTest {
    private static final Path ROOT = Path.of(System.getProperty("penstock.root", "../.."));
    private static final int CONNECTIONS = 8;
    private static final long RECOVERY_NANOS = 3_000_000_000L;
    private static final long HELD_NANOS = 15_000_000_000L;

    private static final String CHAIN = """
            format: 1
            chain: main
            ports:
              in: {driver: conversing}
              out: {driver: conversing}
            functions:
              c: {type: counter}
              p: {type: probe, on-failure: POLICY}
            wires:
              - in -> c -> p -> out
            """;

    private static final String BAD = """
            while (told().equals("loop")) {
                session.version(1);
            }
            while (told().equals("loop alone")) {
                Thread.onSpinWait();
            }
            while (told().equals("read")) {
                data.u8(0);
            }
            if (told().equals("hold")) {
                return Verdict.holdFrom(0);
            }
            if (told().equals("regex")) {
                java.util.regex.Pattern.compile("((a+)+)\\\\1?b").matcher("a".repeat(31)).matches();
            }
            """;

    @TempDir
    private Path folder = Path.of("");

    private final Conversing conversing = new Conversing(CONNECTIONS);
    private House house;
    private Control control;
    private Bystander others;

    @BeforeEach
    void installTheFunction() throws Exception {
        System.clearProperty(Probe.TOLD);
        house = House.open(ROOT.resolve("features/headless/target/headless.jar"), folder.resolve("cache"));
        house.drive(conversing);
        control = house.control();
        house.store(folder.resolve("bundles"));
        control.install(Probe.of("1.0.0").reading().with(BAD).in(folder).toString());
        others = new Bystander(house, control);
    }

    private void run(String policy) throws Exception {
        control.deploy(new ChainRequest("", CHAIN.replace("POLICY", policy), Map.of()));
        awaitMore(10_000);
        conversing.longestGap();
    }

    @AfterEach
    void stop() throws Exception {
        System.clearProperty(Probe.TOLD);
        house.close();
    }

    private void awaitMore(long octets) throws Exception {
        long before = conversing.arrived();
        Stage.await(() -> conversing.arrived() >= before + octets, "bytes arrive");
    }

    private void hang(String how) throws Exception {
        System.setProperty(Probe.TOLD, how);
        Stage.await(
                () -> control.show("main").troubles().stream().anyMatch(line -> line.contains("cut out")), "cut out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"loop", "loop alone", "read", "regex"})
    void fault96ShouldResetTheConnectionInWhoseBytesAFunctionHangsAndGoOnWithAllOthers(String how) throws Exception {
        run("open");
        long began = System.nanoTime();
        hang(how);
        awaitMore(1);
        long gap = System.nanoTime() - began;
        assertThat(gap).isLessThan(RECOVERY_NANOS);
        assertThat(control.show("main").troubles().getFirst())
                .contains("node p is cut out, its function hung in org.example.probe.Probe.");
        awaitMore(10_000);
        assertThat(conversing.resets()).isEqualTo(1);
        others.tell("stream hangs (" + how + ")", gap, "1 of 8 connections reset");
        assertThat(control.show("main").notes()).containsEntry("node-hung", 1L);
        assertThat(control.show("main").sessions().opened()).isEqualTo(CONNECTIONS + 1);
        assertThat(control.update(Probe.of("2.0.0").reading().in(folder).toString(), Manner.USUAL)
                        .chains())
                .hasSize(1);
        Stage.await(
                () -> control.sessions("main", 2 * CONNECTIONS).stream()
                                .filter(row -> "2".equals(row.fields().get("p.version")))
                                .count()
                        >= CONNECTIONS,
                "another version brings the node back");
        assertThat(conversing.resets()).isEqualTo(1);
        assertThat(control.show("main").troubles()).noneMatch(line -> line.contains("cut out"));
    }

    @Test
    void fault97ShouldCutOutAFunctionThatHoldsAllBytesAndHarmNoOtherConnection() throws Exception {
        run("open, match: \"tcp src portrange 1024-1027\"");
        long usual = conversing.delay99();
        long began = System.nanoTime();
        hang("hold");
        long recovered = System.nanoTime() - began;
        assertThat(recovered).isLessThan(HELD_NANOS);
        long gap = conversing.longestGap();
        others.tell(
                "holds all bytes of connections",
                recovered,
                String.format(
                        "other connections lost %d, p99 %.1f us (%.1f us before), longest gap %d ms",
                        conversing.lost(), conversing.delay99() / 1e3, usual / 1e3, gap / 1_000_000));
        assertThat(conversing.lost()).isZero();
        assertThat(conversing.resets()).isZero();
        assertThat(control.show("main").troubles())
                .contains("node p is cut out; one packet a second tries whether its function works again");
        assertThat(control.show("main").notes()).containsEntry("node-holds-everything", 1L);
        awaitMore(10_000);
        System.clearProperty(Probe.TOLD);
        Stage.await(
                () -> control.show("main").troubles().stream().noneMatch(line -> line.contains("cut out")),
                "it is back after a try");
        awaitMore(10_000);
        assertThat(control.show("main").sessions().opened()).isEqualTo(CONNECTIONS);
    }

    @Test
    void fault96ShouldResetAllConnectionsAndRefuseNewOnesWhereANodeThatHungFailsClosed() throws Exception {
        run("closed");
        hang("read");
        Stage.await(() -> conversing.resets() == CONNECTIONS, "all connections are reset");
        long before = conversing.arrived();
        Stage.await(
                () -> control.show("main").reasons().getOrDefault("function-cut-out", 0L) >= CONNECTIONS,
                "new connections are refused");
        assertThat(conversing.arrived()).as("nothing passes by the node").isEqualTo(before);
        assertThat(control.show("main").notes()).containsEntry("function-cut-out", CONNECTIONS - 1L);
    }
}
