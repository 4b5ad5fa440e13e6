// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.testkit.Script;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FirewallTest {
    private static Script rules(String rules) {
        return Script.of("fw: {type: firewall, rules: [" + rules + "]}", Firewall.class);
    }

    @Test
    void shouldLetTheFirstMatchingRuleDecide() {
        try (Script script = rules("deny host 10.0.0.9, allow tcp port 80 or tcp port 443")) {
            script.client("tcp 10.0.0.1:40000 > 192.0.2.7:80").passes();
            script.client("tcp 10.0.0.9:40000 > 192.0.2.7:80").drops("denied").because("rule 1: deny host 10.0.0.9");
        }
    }

    @Test
    void shouldDenyWhatNoRuleMatchesUnlessThePolicySaysOtherwise() {
        try (Script script = rules("allow tcp port 80")) {
            script.client("tcp 10.0.0.1:40000 > 192.0.2.7:23")
                    .drops("denied")
                    .at("fw")
                    .because("policy: deny");
        }
        try (Script script = Script.of("fw: {type: firewall, policy: allow}", Firewall.class)) {
            script.client("tcp 10.0.0.1:40000 > 192.0.2.7:23").passes();
        }
    }

    @Test
    void shouldLetAnswersBackAndDenyWhatOpensAtTheServerSide() {
        try (Script script = rules("allow udp port 53")) {
            script.client("udp 10.0.0.1:5353 > 192.0.2.7:53").passes();
            script.server("udp 192.0.2.7:53 > 10.0.0.1:5353").passes().leavesBy("client");
            script.server("udp 192.0.2.7:53 > 10.0.0.1:5354").drops("denied").because("opened at the server side");
        }
    }

    @Test
    void shouldLetTheServerSideOpenWhereARuleSaysSo() {
        try (Script script = rules("allow from server tcp port 22, allow from any icmp")) {
            script.server("tcp 192.0.2.7:40000 > 10.0.0.1:22").passes();
            script.client("tcp 10.0.0.1:40000 > 192.0.2.7:22").drops("denied");
            script.client("icmp 10.0.0.1 > 192.0.2.7 id 1").passes();
            script.server("icmp 192.0.2.7 > 10.0.0.1 id 2").passes();
        }
    }

    @Test
    void shouldFilterIpv6() {
        try (Script script = rules("allow ip6 and tcp port 443")) {
            script.client("tcp [fd10::1]:40000 > [fd20::7]:443").passes();
            script.client("tcp 10.0.0.1:40000 > 192.0.2.7:443").drops("denied");
        }
    }

    @Test
    void shouldReportRulesThatCanNeverDecide() {
        try (Script script = rules("allow net 10.0.0.0/8, deny host 10.1.2.3, allow tcp port 80")) {
            assertThat(script.assembly().plan().warnings())
                    .containsExactly(
                            "fw: rule 2 (deny host 10.1.2.3) never decides: rule 1 (allow net 10.0.0.0/8) comes first");
        }
    }

    @Test
    void shouldReportRulesThatSayTheSameAgainAlsoOfManyAndSoonEnough() {
        String rules = IntStream.range(0, 10_000)
                .mapToObj(i -> "allow udp dst port " + i)
                .collect(Collectors.joining(", "));
        try (Script script = rules(rules + ", deny udp dst port 77, allow from any tcp, allow tcp")) {
            assertThat(script.assembly().plan().warnings())
                    .containsExactly(
                            "fw: rule 10001 (deny udp dst port 77) never decides: rule 78 (allow udp dst port 77)"
                                    + " comes first",
                            "fw: rule 10003 (allow tcp) never decides: rule 10002 (allow from any tcp) comes first");
        }
    }

    @Test
    void shouldPointAtTheWrongWordOfARule() {
        assertThatThrownBy(() -> rules("permit tcp port 80")).hasMessageContaining("begins with `allow` or `deny`");
        assertThatThrownBy(() -> rules("allow from moon tcp")).hasMessageContaining("names no side");
    }
}
