// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.api.Refused;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.control.Proof;
import io.penstock.api.control.Why;
import io.penstock.dataplane.Platform;
import io.penstock.dataplane.proof.Checker;
import io.penstock.function.balancer.Balancer;
import io.penstock.function.classifier.Classifier;
import io.penstock.function.counter.Counter;
import io.penstock.function.firewall.Firewall;
import io.penstock.function.impair.Impair;
import io.penstock.function.nat.Nat;
import io.penstock.function.ratelimit.RateLimit;
import io.penstock.testkit.ClassCatalog;
import io.penstock.testkit.Packets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Plans against their functions one after the other, over generated chains with NATs and balancers before and between
/// firewalls, branches, joins, sessions from both sides, VLAN and IPv6.
class ProofTest {
    static final List<String> RULES = List.of(
            "allow tcp port 80",
            "allow udp port 53",
            "deny net 10.1.0.0/16",
            "allow src net 10.0.0.0/8 and tcp dst portrange 80-90",
            "deny src host 198.51.100.1 and udp",
            "allow dst net 172.16.0.0/24",
            "deny ip6 and udp port 53",
            "allow ip6 src net fd10::/16",
            "allow from server udp port 5000",
            "allow from any icmp",
            "deny from any dst host 192.0.2.9",
            "allow from server dst net 10.0.0.0/8",
            "allow vlan 7 and udp",
            "deny ip[8] < 3",
            "allow not tcp and not udp",
            "deny tcp dst port 80 and not src net 10.0.0.0/24");
    private static final List<String> BRANCHES = List.of(
            "web: tcp port 80 or tcp port 443",
            "dns: udp port 53",
            "six: ip6",
            "in: dst net 172.16.0.0/24",
            "low: src port 1");

    private static final String MISTAKEN = """
            format: 1
            chain: test
            ports:
              client: {driver: end}
              server: {driver: end}
            functions:
              cls: {type: classifier, branches: {web: tcp port 80, rest: ""}}
              web: {type: counter}
              one: {type: firewall, rules: [deny src net 10.1.0.0/16, "allow src net 10.0.0.0/8", allow from server udp]}
              nat: {type: nat, address: 198.51.100.1, match: tcp}
              two: {type: firewall, rules: ["deny src net 10.0.0.0/8", "allow src net 198.51.100.0/24",
                    "allow from any udp"]}
            wires:
              - client -> cls
              - cls.web -> web -> one
              - cls.rest -> one
              - one -> nat -> two -> server
            """;

    static Platform platform() {
        return new Platform(
                new ClassCatalog(
                        Counter.class, Firewall.class, Classifier.class, Nat.class, Balancer.class, RateLimit.class),
                Packets.LAYERS,
                List.of());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void shouldDoAsTheFunctionsOneAfterTheOther(long seed) throws Refused {
        Optional<PcapOracle> pcap = PcapOracle.installed();
        int places = 0;
        int unreachable = 0;
        List<String> unreached = new ArrayList<>();
        long packets = 0;
        for (long one = seed * 5; one < seed * 5 + 5; one++) {
            String chain = chain(new Random(one));
            Proof proof = Checker.check(platform(), request(chain), pcap.map(oracle -> oracle), one);
            assertThat(proof.counterexamples())
                    .describedAs("%d: %s%s", one, chain, tell(proof))
                    .isEmpty();
            places += proof.places();
            unreachable += proof.unreachable().size();
            unreached.addAll(proof.unreached());
            packets += proof.packets();
        }
        System.out.printf(
                "chains %d to %d: %d packets came to %d of %d places, none can come to %d more; libpcap was asked %d times%n",
                seed * 5,
                seed * 5 + 4,
                packets,
                places - unreached.size(),
                places,
                unreachable,
                pcap.map(PcapOracle::asked).orElse(0L));
        assertThat(unreached).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"uncut", "overlaid", "crossed", "sideless"})
    void shouldFindAMistakeOfTheResolver(String fault) throws Refused {
        String before = System.setProperty("penstock.resolver.fault", fault);
        try {
            Proof proof = Checker.check(platform(), request(MISTAKEN));

            assertThat(proof.counterexamples()).hasSize(1);
            assertThat(proof.counterexamples().getFirst().before()).hasSizeLessThan(3);
        } finally {
            if (before == null) {
                System.clearProperty("penstock.resolver.fault");
            }
        }
        assertThat(Checker.check(platform(), request(MISTAKEN)).holds()).isTrue();
    }

    @Test
    void shouldComeToEachPlaceOfASimpleChain() throws Refused {
        Proof proof = Checker.check(platform(), request("""
                        format: 1
                        chain: test
                        ports:
                          client: {driver: end}
                          server: {driver: end}
                        functions:
                          fw: {type: firewall, rules: ["deny ip[8] < 3", "allow tcp dst portrange 80-90", allow ip6 and udp,
                               "allow vlan 7 and icmp", "allow from server src net 10.0.0.0/30", deny tcp and udp]}
                        wires:
                          - client -> fw -> server
                        """));

        assertThat(proof.holds()).describedAs(() -> tell(proof)).isTrue();
        assertThat(proof.unreached()).isEmpty();
        assertThat(proof.places()).isEqualTo(7);
    }

    @Test
    void shouldRefuseToProveWhatIsDoneByChance() {
        assertThatThrownBy(() -> Checker.check(
                        new Platform(new ClassCatalog(Impair.class), Packets.LAYERS, List.of()), request("""
                                format: 1
                                chain: test
                                ports:
                                  client: {driver: end}
                                  server: {driver: end}
                                functions:
                                  bad: {type: impair, loss: 10}
                                wires:
                                  - client -> bad -> server
                                """)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("bad damages and delays packets by chance");
    }

    static ChainRequest request(String chain) {
        return new ChainRequest("test.chain.yaml", chain, Map.of());
    }

    static String tell(Proof proof) {
        StringBuilder text = new StringBuilder();
        for (Proof.Counterexample found : proof.counterexamples()) {
            found.before().forEach(packet -> text.append("\nfirst ").append(packet));
            text.append("\npacket ").append(found.packet());
            for (Proof.Way way : found.ways()) {
                text.append("\n").append(way.name()).append(": ").append(way.outcome());
                for (Why.Step step : way.steps()) {
                    text.append("\n    ")
                            .append(step.place())
                            .append(": ")
                            .append(step.what())
                            .append(" -> ")
                            .append(step.verdict());
                }
            }
        }
        return text.toString();
    }

    /// A row of nodes, with a fork somewhere in it more often than not.
    static String chain(Random random) {
        StringBuilder functions = new StringBuilder();
        StringBuilder wires = new StringBuilder("  - client");
        int nodes = 2 + random.nextInt(3);
        int fork = random.nextInt(nodes + 1);
        for (int i = 0; i < nodes; i++) {
            if (i == fork) {
                fork(random, functions, wires);
            }
            functions.append("  n" + i + ": " + node(random, i == 0 ? 0 : random.nextInt(6)) + "\n");
            wires.append(" -> n" + i);
        }
        return "format: 1\nchain: test\nports:\n  client: {driver: end}\n  server: {driver: end}\nfunctions:\n"
                + functions + "wires:\n" + wires + " -> server\n";
    }

    private static void fork(Random random, StringBuilder functions, StringBuilder wires) {
        int first = random.nextInt(BRANCHES.size());
        String one = BRANCHES.get(first);
        String two = BRANCHES.get((first + 1 + random.nextInt(BRANCHES.size() - 1)) % BRANCHES.size());
        functions.append("  cls: {type: classifier, branches: {\"" + one.replace(": ", "\": \"") + "\", \""
                + two.replace(": ", "\": \"") + "\", rest: \"\"}}\n");
        functions.append("  a: " + node(random, random.nextInt(6)) + "\n  b: " + node(random, 5) + "\n");
        functions.append("  join: {type: counter}\n");
        wires.append(" -> cls\n  - cls." + one.substring(0, one.indexOf(':')) + " -> a -> join\n  - cls."
                + two.substring(0, two.indexOf(':')) + " -> b -> join\n  - cls.rest -> join\n  - join");
    }

    private static String node(Random random, int kind) {
        return switch (kind) {
            case 0 ->
                "{type: nat, address: 198.51.100." + (1 + random.nextInt(2)) + random.nextInt(10)
                        + (random.nextBoolean() ? ", match: ip and not dst net 172.16.0.0/24}" : "}");
            case 1 -> "{type: balancer, address: 192.0.2.7, backends: [172.16.0.1, \"172.16.0.2:8080\"]}";
            case 2 -> "{type: counter}";
            case 3 -> "{type: ratelimit, session: 20 packets/s}";
            default -> {
                StringBuilder rules = new StringBuilder();
                for (int i = 0; i < 2 + random.nextInt(5); i++) {
                    rules.append(i == 0 ? "" : ", ")
                            .append('"')
                            .append(RULES.get(random.nextInt(RULES.size())))
                            .append('"');
                }
                yield "{type: firewall, policy: " + (random.nextBoolean() ? "allow" : "deny") + ", rules: [" + rules
                        + "]" + (random.nextInt(5) == 0 ? ", observe: true" : "") + "}";
            }
        };
    }
}
