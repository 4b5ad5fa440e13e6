// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Syntax;
import io.penstock.api.control.FunctionInfo.Kind;
import io.penstock.api.control.FunctionInfo.Property;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldCheckTest {
    private static Property property(Kind kind, Syntax.Kind syntax, String min, String max, List<String> words) {
        return new Property("p", "P", "", kind, false, false, List.of(), min, max, List.of(), syntax, words);
    }

    @ParameterizedTest
    @CsvSource({
        "WHOLE_NUMBER, 5, true",
        "WHOLE_NUMBER, 5.5, false",
        "WHOLE_NUMBER, 101, false",
        "WHOLE_NUMBER, -1, false",
        "NUMBER, 99.9, true",
        "NUMBER, 1e2, true",
        "NUMBER, much, false"
    })
    void shouldHoldNumbersWithinTheirBounds(Kind kind, String text, boolean good) {
        assertThat(FieldCheck.of(property(kind, Syntax.Kind.PLAIN, "0", "100", List.of()), text)
                        .isEmpty())
                .isEqualTo(good);
    }

    @ParameterizedTest
    @CsvSource({
        "ADDRESS, 192.0.2.7, true",
        "ADDRESS, 2001:db8::7, true",
        "ADDRESS, example.org, false",
        "ADDRESS, 192.0.2, false",
        "CIDR, 192.0.2.0/24, true",
        "CIDR, 192.0.2.0/33, false",
        "CIDR, 2001:db8::/64, true",
        "CIDR, 2001:db8::/129, false",
        "PORTS, 80, true",
        "PORTS, 8000-8080, true",
        "PORTS, 8080-8000, false",
        "PORTS, 65536, false"
    })
    void shouldKnowHowAddressesNetworksAndPortsAreWritten(Syntax.Kind syntax, String text, boolean good) {
        assertThat(FieldCheck.of(property(Kind.TEXT, syntax, "", "", List.of()), text)
                        .isEmpty())
                .isEqualTo(good);
    }

    @Test
    void shouldSayWhereRuleIsWrong() {
        var rules = property(Kind.TEXT, Syntax.Kind.RULE, "", "", List.of("allow", "deny", "from any"));

        assertThat(FieldCheck.of(rules, "allow from any tcp port 80")).isEmpty();
        assertThat(FieldCheck.of(rules, "deny")).isEmpty();
        assertThat(FieldCheck.of(rules, "permit tcp"))
                .hasValueSatisfying(complaint -> assertThat(complaint.words()).contains("allow, deny"));
        assertThat(FieldCheck.of(rules, "allow tcp prt 80"))
                .hasValueSatisfying(complaint -> assertThat(complaint.column()).isEqualTo(10));
    }

    @Test
    void shouldProposeWhatMayComeNext() {
        var rules = property(Kind.TEXT, Syntax.Kind.RULE, "", "", List.of("allow", "deny", "from any"));

        assertThat(Proposals.of(rules, "al")).containsExactly("allow ");
        assertThat(Proposals.of(rules, "allow f")).containsExactly("from any ");
        assertThat(Proposals.of(rules, "allow tc")).contains("tcp", "tcp port ");
        assertThat(Proposals.of(rules, "allow tcp port")).isEmpty();
        assertThat(Proposals.of(rules, "allow tcp port 80 a")).contains("and ", "arp");
    }
}
