// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.streamstats;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.testkit.Script;
import io.penstock.testkit.Talk;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamStatsTest {
    @Test
    void shouldCountTheBytesOfEachDirectionAndChangeNone() {
        try (Script script = Script.of("s: {type: streamstats}", StreamStats.class)) {
            Talk.ip6(script)
                    .fromClient("four")
                    .fromServer("seven b")
                    .fromServer("ytes")
                    .serverSees("four")
                    .clientSees("seven bytes")
                    .acknowledged()
                    .close();
            assertThat(script.sessions())
                    .singleElement()
                    .satisfies(session -> assertThat(session.fields())
                            .containsAllEntriesOf(
                                    Map.of("s.toServer", "4", "s.toClient", "11", "s.gaps", "0", "s.repeats", "0")));
            script.report();
        }
    }

    @Test
    void shouldCountAByteOnceThatIsSentTwice() {
        try (Script script = Script.of("s: {type: streamstats}", StreamStats.class)) {
            Talk.ip4(script).fromServer("one");
            script.server(
                    "tcp 192.0.2.7:80 > 10.0.0.1:40000 sequence 4294967289 ack 1001 flags 0x10 window 60000 \"one\"");
            assertThat(script.sessions())
                    .singleElement()
                    .satisfies(session -> assertThat(session.fields())
                            .containsAllEntriesOf(Map.of("s.toClient", "3", "s.repeats", "1")));
        }
    }
}
