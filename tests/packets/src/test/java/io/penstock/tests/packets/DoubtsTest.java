// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.function.classifier.Classifier;
import io.penstock.function.counter.Counter;
import io.penstock.function.firewall.Firewall;
import io.penstock.function.nat.Nat;
import io.penstock.testkit.Script;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a person most likely did not mean is told with its place.
class DoubtsTest {
    @Test
    void shouldTellOfMatchesBranchesNodesAndPortsThatNothingComesTo() {
        assertThat(Script.check("""
                                format: 1
                                chain: test
                                ports:
                                  lan: {driver: end}
                                  dmz: {driver: end}
                                  wan: {driver: end}
                                functions:
                                  c: {type: counter}
                                  d: {type: counter}
                                  cls: {type: classifier, branches: {web: tcp port 80, same: tcp dst port 80, six: ip6 and arp, dns: udp port 53}}
                                  dead: {type: counter}
                                  fw: {type: firewall, rules: ["allow tcp and udp", "allow udp port 53", "allow icmp"]}
                                  odd: {type: counter, match: udp port 1 and icmp}
                                wires:
                                  - lan -> c -> cls
                                  - cls.web -> odd -> fw
                                  - cls.same -> dead -> fw
                                  - cls.six -> fw
                                  - cls.dns -> fw
                                  - fw -> d -> wan
                                  - dmz -> d
                                """, Counter.class, Classifier.class, Firewall.class))
                .contains(
                        "test.chain.yaml:10:3: warning: branch same is never taken: those before it take all that it"
                                + " matches",
                        "test.chain.yaml:10:3: warning: branch six holds for no packet: ip6 and arp",
                        "test.chain.yaml:10:3: warning: sessions that no branch matches are dropped; a last branch with"
                                + " an empty match takes them",
                        "test.chain.yaml:11:3: warning: no packet comes to it: no branch that leads here is ever taken",
                        "test.chain.yaml:13:3: warning: its match holds for no packet: udp port 1 and icmp",
                        "test.chain.yaml:12:3: warning: rule 3 holds for nothing that comes here: from client and icmp",
                        "test.chain.yaml:5:3: warning: nothing that opens at wan comes here: its way back is lan's;"
                                + " give each its own chain, or open from here");
    }

    @Test
    void shouldTellBehindANatWhatItsBranchExcludes() {
        assertThat(Script.check("""
                                format: 1
                                chain: test
                                ports:
                                  lan: {driver: end}
                                  wan: {driver: end}
                                functions:
                                  cls: {type: classifier, branches: {dns: udp src port 53, rest: ""}}
                                  nat: {type: nat, address: 198.51.100.1}
                                  fw: {type: firewall, rules: ["allow tcp port 80", "allow udp src port 5353"]}
                                wires:
                                  - lan -> cls
                                  - cls.dns -> nat
                                  - cls.rest -> wan
                                  - nat -> fw -> wan
                                """, Classifier.class, Nat.class, Firewall.class))
                .containsExactly(
                        "test.chain.yaml:9:3: warning: rule 1 holds for nothing that comes here: from client and"
                                + " tcp port 80");
    }

    @Test
    void shouldSayNothingOfAChainThatIsAsItShouldBe() {
        assertThat(Script.check("""
                                format: 1
                                chain: test
                                ports:
                                  client: {driver: end}
                                  server: {driver: end}
                                functions:
                                  cls: {type: classifier, branches: {web: tcp port 80, rest: ""}}
                                  fw: {type: firewall, rules: ["allow tcp port 80", "allow from server udp port 5000"]}
                                wires:
                                  - client -> cls
                                  - cls.web -> fw
                                  - cls.rest -> fw
                                  - fw -> server
                                """, Classifier.class, Firewall.class)).isEmpty();
    }

    /// Each wire walked once for each node takes seconds; once for each question took minutes.
    @Test
    void shouldCheckFiveHundredNodesWithinAMinuteOfProcessorTime() {
        StringBuilder functions = new StringBuilder();
        StringBuilder branches = new StringBuilder();
        StringBuilder wires = new StringBuilder();
        for (int i = 0; i < 166; i++) {
            branches.append("      b%d: udp port %d%n".formatted(i, 47_000 + i));
            functions.append("  c%d: {type: classifier, branches: {a: src port 20000, b: src port 20001, rest: \"\"}}%n"
                    .formatted(i));
            functions.append(
                    "  x%d: {type: counter}%n  y%d: {type: firewall, rules: [deny udp src port 20002, allow]}%n"
                            .formatted(i, i));
            wires.append("  - root.b%d -> c%d%n  - c%d.a -> x%d%n  - c%d.b -> y%d%n  - c%d.rest -> y%d%n"
                    .formatted(i, i, i, i, i, i, i, i));
            wires.append("  - x%d -> wan%n  - y%d -> wan%n".formatted(i, i));
        }
        String chain = "format: 1\nchain: test\nports:\n  lan: {driver: end}\n  wan: {driver: end}\nfunctions:\n"
                + "  root:\n    type: classifier\n    branches:\n" + branches + functions + "wires:\n  - lan -> root\n"
                + wires;

        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        List<String> doubts = Script.check(chain, Counter.class, Classifier.class, Firewall.class);
        long seconds = (threads.getCurrentThreadCpuTime() - before) / 1_000_000_000;

        assertThat(doubts).hasSize(1).allMatch(doubt -> doubt.contains("sessions that no branch matches are dropped"));
        assertThat(seconds).isLessThan(60);
    }
}
