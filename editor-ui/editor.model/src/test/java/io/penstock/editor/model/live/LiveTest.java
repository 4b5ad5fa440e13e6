// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.control.Report;
import io.penstock.api.control.Status;
import io.penstock.chain.Chain;
import io.penstock.chain.End;
import io.penstock.chain.Node;
import io.penstock.chain.Wire;
import io.penstock.editor.model.Chains;
import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.paint.Overlay;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LiveTest {
    private static final Chain CHAIN = Chains.branches();

    private static Report report(double seconds, long lan, long cls, long ids, long fw, long denied) {
        List<Report.PortRow> ports = List.of(
                new Report.PortRow("lan", "client", "pcap", lan, lan * 100, 0, 0, Map.of(), Map.of()),
                new Report.PortRow(
                        "wan", "server", "dpdk", 0, 0, fw - denied, (fw - denied) * 100, Map.of(), Map.of()));
        List<Report.NodeRow> nodes = List.of(
                row("cls", cls, Map.of()),
                row("ids", ids, Map.of()),
                row("fw", fw, denied > 0 ? Map.of("denied", denied, "no-state", denied / 10) : Map.of()),
                row("nat", fw - denied, Map.of()));
        return new Report(
                "branch-edge",
                Status.State.RUNNING,
                seconds,
                lan,
                fw,
                0,
                denied,
                0,
                Map.of(),
                ports,
                nodes,
                new Report.Sessions(0, 0, 0, 0, 0, 0),
                Map.of(),
                List.of());
    }

    private static Report.NodeRow row(String id, long packets, Map<String, Long> drops) {
        return new Report.NodeRow(id, id, packets, packets * 100, packets / 10, drops, Map.of(), 0, false);
    }

    private static Wire wire(String from, String to) {
        int dot = from.indexOf('.');
        return new Wire(dot < 0 ? End.of(from) : new End(from.substring(0, dot), from.substring(dot + 1)), End.of(to));
    }

    private static <K, V> V in(Map<K, V> map, K key) {
        return Objects.requireNonNull(map.get(key), () -> key + " in " + map.keySet());
    }

    @Test
    void shouldTurnCountersIntoRates() {
        Rates rates =
                Rates.between(CHAIN, report(10, 1000, 1000, 400, 1000, 0), report(12, 5000, 5000, 1400, 5000, 200));
        assertThat(in(rates.elements(), "lan").packets()).isEqualTo(2000);
        assertThat(in(rates.elements(), "lan").bits()).isEqualTo(2000 * 800.0);
        assertThat(in(rates.elements(), "fw").drops()).containsEntry("denied", 100.0);
        Overlay.Live painted = in(rates.paintedElements(false, Map.of()), "fw");
        assertThat(painted.rate()).isEqualTo("2 k/s");
        assertThat(painted.detail()).isEqualTo("500 sessions");
        assertThat(painted.drops()).isEqualTo("110/s denied and 1 more");
        assertThat(in(rates.paintedElements(true, Map.of()), "lan").rate()).isEqualTo("1.6 Mb/s");
    }

    @Test
    void shouldSayWhatANodeOnlyObserves() {
        Report.NodeRow row = new Report.NodeRow(
                "fw", "firewall", 90, 9000, 4, Map.of(), Map.of("denied", 12L, "no-state", 3L), 0, false);
        Report observing = report(row, List.of());
        Overlay.Live painted = in(Rates.totals(CHAIN, observing).paintedElements(false, Map.of()), "fw");
        assertThat(painted.detail()).isEqualTo("4 sessions \u00b7 only observed: 15 denied and 1 more");
        assertThat(painted.drops()).isEmpty();
    }

    /// A report of one node alone.
    private static Report report(Report.NodeRow row, List<String> troubles) {
        Report report = report(10, 0, 0, 0, 0, 0);
        return new Report(
                report.chain(),
                report.state(),
                report.seconds(),
                90,
                90,
                0,
                0,
                0,
                Map.of(),
                List.of(),
                List.of(row),
                report.sessions(),
                Map.of(),
                troubles);
    }

    private static String trouble(Map<String, Long> drops, List<String> troubles) {
        Report.NodeRow row = new Report.NodeRow("fw", "firewall", 90, 9000, 0, drops, Map.of(), 16, false);
        Report failing = report(row, troubles);
        return in(Rates.totals(CHAIN, failing).paintedElements(false, Map.of()), "fw")
                .drops();
    }

    @Test
    void shouldMarkANodeThatFailsOrIsCutOut() {
        List<String> cutOut = List.of("node fw is cut out; one packet a second tries whether its function works again");
        assertThat(trouble(Map.of(), List.of())).isEqualTo("failed 16\u00d7");
        assertThat(trouble(Map.of("function-failed", 16L), List.of())).isEqualTo("16 function-failed");
        assertThat(trouble(Map.of(), cutOut)).isEqualTo("cut out");
        assertThat(trouble(Map.of("function-cut-out", 7L), cutOut)).isEqualTo("cut out \u00b7 7 function-cut-out");
        assertThat(trouble(Map.of(), List.of("node fw2 is cut out"))).isEqualTo("failed 16\u00d7");
    }

    @Test
    void shouldDeriveWhatFlowsThroughWires() {
        Rates rates = Rates.between(CHAIN, report(10, 0, 0, 0, 0, 0), report(11, 1000, 1000, 300, 1000, 0));
        assertThat(in(rates.wires(), wire("lan", "cls")).packets()).isEqualTo(1000);
        assertThat(in(rates.wires(), wire("cls.web", "ids")).packets()).isEqualTo(300);
        assertThat(in(rates.wires(), wire("ids", "fw")).packets()).isEqualTo(300);
        assertThat(in(rates.wires(), wire("cls.rest", "fw")).packets()).isEqualTo(700);
        assertThat(in(rates.wires(), wire("nat", "wan")).packets()).isEqualTo(1000);
    }

    @Test
    void shouldSayTotalsWhereNothingFlowsAnyMore() {
        Rates totals = Rates.totals(CHAIN, report(10, 1500, 1500, 300, 1500, 0));
        assertThat(in(totals.paintedElements(false, Map.of()), "lan").rate()).isEqualTo("1.5 k packets");
    }

    @Test
    void shouldNotBeConfusedByCountersThatBeganAnew() {
        Rates rates = Rates.between(CHAIN, report(10, 5000, 5000, 0, 0, 0), report(11, 10, 10, 0, 0, 0));
        assertThat(in(rates.elements(), "lan").packets()).isZero();
        assertThat(Rates.between(CHAIN, report(10, 50, 50, 0, 0, 0), report(1, 10, 10, 0, 0, 0))
                        .seconds())
                .isZero();
    }

    @Test
    void shouldReadNumbersAsPeopleDo() {
        assertThat(List.of(0.0, 7.0, 999.0, 1000.0, 12_345.0, 999_600.0, 1.2e9))
                .extracting(Quantity::of)
                .containsExactly("0", "7", "999", "1 k", "12.3 k", "1 M", "1.2 G");
        assertThat(Quantity.perSecond(0.25)).isEqualTo("0.25/s");
        assertThat(Quantity.bits(9.8e9)).isEqualTo("9.8 Gb/s");
        assertThat(Quantity.bits(12)).isEqualTo("12 b/s");
    }

    @Test
    void shouldTellTheDifferenceToWhatRuns() {
        Map<String, Node> nodes = new HashMap<>(CHAIN.nodes());
        nodes.remove("ids");
        nodes.put("fw", Node.of("fw", "firewall", Map.of("rules", List.of("deny"))));
        nodes.put("more", Node.of("more", "counter", Map.of()));
        List<Wire> wires = new ArrayList<>(CHAIN.wires());
        wires.remove(wire("cls.web", "ids"));
        wires.remove(wire("ids", "fw"));
        wires.add(wire("cls.web", "more"));
        Difference difference = Difference.between(CHAIN, new Chain(CHAIN.name(), CHAIN.ports(), nodes, wires));
        assertThat(difference.elements())
                .containsEntry("fw", Overlay.Difference.CHANGED)
                .containsEntry("more", Overlay.Difference.ADDED)
                .hasSize(2);
        assertThat(difference.wires()).containsOnlyKeys(wire("cls.web", "more"));
        assertThat(difference.removed()).containsExactly(Map.entry("ids", "ids"));
        assertThat(difference.ghosts(Map.of("ids", new Point(3, 4)))).hasSize(1);
        assertThat(difference.changes())
                .contains(new Difference.Line("ids", "- ids (ids)"), new Difference.Line("more", "+ more (counter)"));
        assertThat(Difference.between(CHAIN, CHAIN).isEmpty()).isTrue();
    }
}
