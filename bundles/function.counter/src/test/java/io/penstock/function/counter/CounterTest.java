// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.counter;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.testkit.Script;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CounterTest {
    @Test
    void shouldCountPacketsAndBytesOfBothDirectionsInTheSession() {
        try (Script script = Script.of("count: {type: counter}", Counter.class)) {
            script.client("udp 10.0.0.1:5353 > 192.0.2.7:53 \"question\"").passes();
            script.server("udp 192.0.2.7:53 > 10.0.0.1:5353 \"answer\"").passes();
            script.client("udp 10.0.0.1:5353 > 192.0.2.7:53 \"again\"").passes();

            assertThat(script.sessions())
                    .singleElement()
                    .satisfies(session -> assertThat(session.fields())
                            .containsAllEntriesOf(Map.of(
                                    "count.fromClient",
                                    "2",
                                    "count.fromServer",
                                    "1",
                                    "count.bytesFromClient",
                                    String.valueOf(14 + 20 + 8 + 8 + 14 + 20 + 8 + 5),
                                    "count.bytesFromServer",
                                    String.valueOf(14 + 20 + 8 + 6))));
        }
    }

    @Test
    void shouldKeepSessionsApart() {
        try (Script script = Script.of("count: {type: counter}", Counter.class)) {
            script.client("tcp 10.0.0.1:40000 > 192.0.2.7:80").passes();
            script.client("tcp 10.0.0.1:40001 > 192.0.2.7:80").passes();

            assertThat(script.sessions())
                    .hasSize(2)
                    .allSatisfy(session -> assertThat(session.fields()).containsEntry("count.fromClient", "1"));
        }
    }
}
