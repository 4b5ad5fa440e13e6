// SPDX-License-Identifier: Apache-2.0
package io.penstock.resolver;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.api.NoFields;
import io.penstock.api.Verdict;
import io.penstock.api.Vnf;
import io.penstock.api.match.MatchParser;
import io.penstock.api.stream.StreamFunction;
import io.penstock.api.stream.Window;
import io.penstock.chain.Node;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WiredTest {
    @Vnf(type = "reader", name = "Reader")
    static final class Reader implements StreamFunction<NoFields> {
        @Override
        public Verdict onData(Window data, NoFields session) {
            return Verdict.PASS;
        }
    }

    @Test
    void shouldRefuseAFunctionThatReadsStreamsAndNamesNone() {
        assertThatThrownBy(() -> Wired.of(Node.of("r", "reader", Map.of()), MatchParser.parse(""), new Reader()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("names none");
    }
}
