// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.function.classifier.Classifier;
import io.penstock.function.firewall.Firewall;
import io.penstock.testkit.Script;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChainCheckTest {
    private static List<String> check(String functions, String wires) {
        return Script.check("""
                format: 1
                chain: test
                ports:
                  client: {driver: end}
                  server: {driver: end}
                functions:
                %swires:
                %s""".formatted(functions.indent(2), wires.indent(2)), Classifier.class, Firewall.class);
    }

    @Test
    void shouldFindNothingInAGoodChain() {
        assertThat(check("fw: {type: firewall, rules: [deny]}", "- client -> fw -> server"))
                .isEmpty();
    }

    @Test
    void shouldLookAtEachFunctionOfAChainThatIsNotFinished() {
        assertThat(check("""
                        fw: {type: firewall, rules: [allow, tpc]}
                        cls: {type: classifier}
                        gone: {type: no-such}
                        """, "- client -> fw"))
                .anyMatch(line -> line.startsWith("test.chain.yaml:7:39: a rule begins with `allow` or `deny`"))
                .anyMatch(line -> line.contains("needs `branches`"))
                .anyMatch(line -> line.contains("function `no-such` is not installed"))
                .anyMatch(line -> line.contains("no server port"));
    }

    @Test
    void shouldTellAShadowedRuleAtItsNode() {
        assertThat(check("fw: {type: firewall, rules: [deny, allow tcp port 80]}", "- client -> fw -> server"))
                .singleElement()
                .asString()
                .startsWith("test.chain.yaml:7:3: warning: rule 2")
                .contains("never decides");
    }

    @Test
    void shouldTellAnOutputThatLeadsNowhere() {
        assertThat(check(
                        "cls: {type: classifier, branches: {web: tcp, rest: \"\"}}",
                        "- client -> cls\n- cls.web -> server"))
                .containsExactly("test.chain.yaml:7:3: the output `cls.rest` leads nowhere; wire it on, or remove it");
    }
}
