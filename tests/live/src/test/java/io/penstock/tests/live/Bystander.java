// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.control.Control;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.control.Report;
import java.util.Map;

/// A chain called `other` beside the one in which a function fails. Says in one line for each fault what the others
/// lost
/// and how long their packets needed, and how long the chain itself took to recover.
final class Bystander {
    private static final int FLOWS = 8;
    private static final int SETTLED = 10_000;

    /// One function on ports of the driver `calm`.
    static final String CHAIN = """
            format: 1
            chain: other
            ports:
              in: {driver: calm}
              out: {driver: calm}
            functions:
              c: {type: counter}
            wires:
              - in -> c -> out
            """;

    private final Talking calm = new Talking("calm", FLOWS);
    private final Control control;
    private final long usual;

    Bystander(House house, Control control) throws Exception {
        this.control = control;
        house.drive(calm);
        control.deploy(new ChainRequest("", CHAIN, Map.of()));
        awaitMore(SETTLED);
        usual = calm.delay99();
        calm.longestGap();
    }

    private void awaitMore(long packets) throws Exception {
        long before = calm.taken();
        Stage.await(() -> calm.taken() >= before + packets, "packets flow in the chain beside");
    }

    /// Prints the line, and asserts that nothing was lost here.
    ///
    /// @param recovered how long the chain with the fault took, in nanoseconds
    /// @param own what became of that chain's packets, for people
    void tell(String fault, long recovered, String own) throws Exception {
        long delay = calm.delay99();
        long gap = calm.longestGap();
        awaitMore(1_000);
        calm.silence(true);
        Stage.await(() -> calm.taken() == calm.given(), "all packets of the chain beside arrive");
        calm.silence(false);
        Report report = control.show("other");
        System.out.printf(
                "fault: %-34s others lost %d, p99 %.1f us (%.1f us before), longest gap %d ms; recovered in %d ms; %s%n",
                fault,
                calm.given() - calm.taken() + report.dropped(),
                delay / 1e3,
                usual / 1e3,
                gap / 1_000_000,
                recovered / 1_000_000,
                own);
        assertThat(report.dropped()).isZero();
        assertThat(report.state().name()).isEqualTo("RUNNING");
        assertThat(report.troubles()).isEmpty();
    }
}
