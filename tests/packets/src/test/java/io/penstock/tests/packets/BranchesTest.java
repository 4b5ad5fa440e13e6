// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.control.Report;
import io.penstock.function.classifier.Classifier;
import io.penstock.function.counter.Counter;
import io.penstock.function.firewall.Firewall;
import io.penstock.testkit.Script;
import org.junit.jupiter.api.Test;

class BranchesTest {
    private static Script forked(String branches) {
        return Script.chain("""
                format: 1
                chain: test
                ports:
                  client: {driver: end}
                  server: {driver: end}
                functions:
                  cls: {type: classifier, branches: {%s}}
                  web: {type: counter}
                  rest: {type: counter}
                  total: {type: counter}
                wires:
                  - client -> cls
                  - cls.web -> web -> total
                  - cls.rest -> rest -> total
                  - total -> server
                """.formatted(branches), Classifier.class, Counter.class);
    }

    private static long packets(Report report, String node) {
        return report.nodes().stream()
                .filter(row -> row.node().equals(node))
                .mapToLong(Report.NodeRow::packets)
                .sum();
    }

    @Test
    void shouldSendEachSessionThroughItsBranchAndJoinAgain() {
        try (Script script = forked("web: tcp dst port 80, rest: \"\"")) {
            script.client(Guard.TCP).passes().leavesBy("server");
            script.client(Guard.UDP).passes().leavesBy("server");
            script.server("tcp 192.0.2.7:80 > 10.0.0.1:40000 flags 0x12")
                    .passes()
                    .leavesBy("client");
            Report report = script.report();
            assertThat(packets(report, "web")).isEqualTo(2);
            assertThat(packets(report, "rest")).isEqualTo(1);
            assertThat(packets(report, "total")).isEqualTo(3);
        }
    }

    @Test
    void shouldTakeTheWiresBackwardsForSessionsThatOpenAtTheServerSide() {
        try (Script script = forked("web: tcp dst port 80, rest: \"\"")) {
            script.server("tcp 192.0.2.7:80 > 10.0.0.1:40000").passes().leavesBy("client");
            assertThat(script.sessions().getFirst().path()).containsExactly("cls", "web", "total");
            script.client("tcp 10.0.0.1:40000 > 192.0.2.7:80 flags 0x12")
                    .passes()
                    .leavesBy("server");
            script.server("tcp 192.0.2.7:40001 > 10.0.0.1:80").passes();
            Report report = script.report();
            assertThat(packets(report, "web")).isEqualTo(2);
            assertThat(packets(report, "rest")).isEqualTo(1);
            assertThat(report.sessions().opened()).isEqualTo(2);
        }
    }

    @Test
    void shouldDropSessionsThatNoBranchTakes() {
        try (Script script = forked("web: tcp port 80, rest: tcp port 443")) {
            script.client(Guard.UDP).drops("no-branch").at("cls").because("no branch matches");
            script.server("udp 192.0.2.7:53 > 10.0.0.1:5353").drops("no-branch");
            assertThat(script.report().sessions().open()).isZero();
        }
    }

    @Test
    void shouldAskNarrowedNodesOnlyForWhatTheirMatchHolds() {
        try (Script script =
                Script.of("fw: {type: firewall, match: tcp}\ncount: {type: counter}", Firewall.class, Counter.class)) {
            script.client(Guard.TCP).drops("denied").at("fw");
            script.client(Guard.UDP).passes();
            Report report = script.report();
            assertThat(packets(report, "fw")).isEqualTo(1);
            assertThat(packets(report, "count")).isEqualTo(1);
        }
    }

    @Test
    void shouldCountAndNotDropWhereANodeOnlyObserves() {
        try (Script script = Script.of(
                "fw: {type: firewall, observe: true}\ncount: {type: counter}", Firewall.class, Counter.class)) {
            script.client(Guard.TCP).passes();
            script.client(Guard.UDP).passes();
            Report report = script.report();
            assertThat(report.nodes().getFirst().observed()).containsEntry("denied", 2L);
            assertThat(report.dropped()).isZero();
        }
    }

    @Test
    void fault95ShouldDropWhereABrokenFunctionFailsClosed() {
        try (Script script = Script.of("bad: {type: broken}\ncount: {type: counter}", Broken.class, Counter.class)) {
            script.client(Guard.UDP).drops("function-failed").at("bad").because("broken on purpose");
            script.client(Guard.UDP).drops("function-failed");
            Report report = script.report();
            assertThat(report.nodes().getFirst().failures()).isEqualTo(2);
            assertThat(report.troubles()).anyMatch(line -> line.contains("bad") && line.contains("broken on purpose"));
        }
    }

    @Test
    void fault95ShouldPassWhereABrokenFunctionFailsOpen() {
        try (Script script = Script.of(
                "bad: {type: broken, on-failure: open}\ncount: {type: counter}", Broken.class, Counter.class)) {
            script.client(Guard.UDP).passes();
            script.client("arp spa 10.0.0.1 tpa 10.0.0.2").passes();
            assertThat(script.report().nodes().getFirst().failures()).isEqualTo(2);
        }
    }

    @Test
    void fault98ShouldCatchAFunctionThatReadsAPacketItKept() {
        try (Script script = Guard.only("hoarder", Hoarder.class)) {
            script.client(Guard.UDP + " size 100").passes();
            script.client(Guard.UDP + " size 10").drops("function-failed").at("one");
            script.client(Guard.UDP + " size 100").passes();
            assertThat(script.report().nodes().getFirst().failures()).isEqualTo(1);
        }
    }
}
