// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Refused;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChainDiffTest {
    private static List<Change> diff(String after) throws Refused {
        return ChainDiff.between(
                ChainDocument.parse("a", TestChains.DESIGN).chain(),
                ChainDocument.parse("b", after).chain());
    }

    private static List<String> lines(String after) throws Refused {
        return diff(after).stream().map(Change::text).toList();
    }

    @Test
    void shouldFindNothingBetweenTwoWaysToWriteTheSame() throws Refused {
        assertThat(diff(TestChains.DESIGN.replace("\n", "  # note\n").replace("on-failure: closed", "observe: false")))
                .isEmpty();
    }

    @Test
    void shouldFindANodePutIntoAWire() throws Refused {
        assertThat(lines(TestChains.DESIGN
                        .replace("wires:", "  count: {type: counter}\nwires:")
                        .replace("fw -> nat", "fw -> count -> nat")))
                .containsExactly("+ count (counter)", "- fw -> nat", "+ fw -> count", "+ count -> nat");
    }

    @Test
    void shouldFindANodeTakenOut() throws Refused {
        assertThat(lines(TestChains.DESIGN.replaceAll("  nat: .*\n", "").replace("fw -> nat -> wan", "fw -> wan")))
                .containsExactly("- nat (nat)", "- fw -> nat", "- nat -> wan", "+ fw -> wan");
    }

    @Test
    void shouldTellOnlyTheRulesThatChanged() throws Refused {
        List<Change> changes =
                diff(TestChains.DESIGN.replace("udp port 53", "udp port 5353").replace("closed", "open"));
        assertThat(changes)
                .extracting(Change::text)
                .containsExactly(
                        "~ fw: rules: - allow udp port 53, + allow udp port 5353", "~ fw: on-failure: closed -> open");
        assertThat(changes.getLast())
                .isEqualTo(new Change.PropertyChanged("fw", "on-failure", Optional.of("closed"), Optional.of("open")));
    }

    @Test
    void shouldNoticeAnotherOrderOfRulesAndBranches() throws Refused {
        assertThat(lines(TestChains.DESIGN
                        .replace("\"allow udp port 53\", ", "")
                        .replace("443\", deny", "443\", deny, \"allow udp port 53\"")))
                .containsExactly(
                        "~ fw: rules: other order: [allow tcp port 80 or tcp port 443, deny, allow udp port 53]");
        assertThat(lines(TestChains.DESIGN.replace(
                        "web: tcp port 80 or tcp port 443, rest: \"\"",
                        "rest: \"\", web: tcp port 80 or tcp port 443")))
                .hasSize(1);
    }

    @Test
    void shouldTellPortsAndTheName() throws Refused {
        assertThat(lines(TestChains.DESIGN
                        .replace("chain: branch-edge", "chain: edge")
                        .replace("in: lan.pcap, ", "")
                        .replace("driver: dpdk, device:", "driver: tap, name: t0, device:")))
                .containsExactly(
                        "chain: branch-edge -> edge",
                        "~ port lan: in: - lan.pcap",
                        "~ port wan: driver: dpdk -> tap",
                        "~ port wan: name: + t0");
    }
}
