// SPDX-License-Identifier: Apache-2.0
package io.penstock.resolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.api.NetworkFunction;
import io.penstock.api.NoFields;
import io.penstock.api.Verdict;
import io.penstock.api.Vnf;
import io.penstock.api.layer.Level;
import io.penstock.api.match.MatchParser;
import io.penstock.api.stream.StreamFunction;
import io.penstock.api.stream.Window;
import io.penstock.chain.Node;
import java.util.List;
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

    /// Reads no streams.
    @Vnf(type = "plain", name = "Plain")
    static final class Plain implements NetworkFunction<NoFields> {}

    private static Node over(String type, String layer) {
        Node node = Node.of("r", type, Map.of());
        return new Node(
                node.id(),
                node.type(),
                node.version(),
                "",
                List.of(layer),
                node.onFailure(),
                node.onOverrun(),
                false,
                Map.of());
    }

    @Test
    void shouldReadWhatTheNodeChooses() {
        assertThat(Wired.of(over("reader", "lp"), MatchParser.parse(""), new Reader())
                        .needs())
                .containsExactly(new Wired.Need("lp", Level.READ, "lp"));
    }

    @Test
    void shouldRefuseAChoiceOfStreamsForAFunctionThatReadsNone() {
        assertThatThrownBy(() -> Wired.of(over("plain", "tcp"), MatchParser.parse(""), new Plain()))
                .hasMessageContaining("nothing to choose");
    }

    @Test
    void shouldRefuseAFunctionThatReadsStreamsAndNamesNone() {
        assertThatThrownBy(() -> Wired.of(Node.of("r", "reader", Map.of()), MatchParser.parse(""), new Reader()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("names none");
    }
}
