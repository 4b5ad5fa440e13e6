// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.function.firewall.Firewall;
import io.penstock.testkit.Packets;
import io.penstock.testkit.Script;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class QuotedErrorsTest {
    private static Script firewall() {
        return Script.of("fw: {type: firewall, policy: allow}", Firewall.class);
    }

    private static String quote(String packet, int octets) {
        byte[] frame = Packets.packet(packet);
        return HexFormat.of().formatHex(frame, Bytes.ETHER, Math.min(frame.length, Bytes.ETHER + octets));
    }

    @Test
    void shouldSendAnErrorAlongTheSessionThatItQuotes() {
        try (Script script = firewall()) {
            script.client(Guard.UDP).passes();
            String error = "icmp 198.51.100.1 > 10.0.0.1 type 3 code 3 hex ";
            script.server(error + quote(Guard.UDP, 28)).passes().leavesBy("client");
            script.server(error + quote("udp 10.0.0.1:5354 > 192.0.2.7:53", 28)).drops("denied");
            assertThat(script.report().sessions().opened()).isEqualTo(1);
        }
    }

    @Test
    void shouldDoTheSameForIpv6AndForErrorsTowardsTheServer() {
        try (Script script = firewall()) {
            script.client(Guard.UDP6).passes();
            script.server("icmp6 fd30::1 > fd10::1 type 1 code 4 hex " + quote(Guard.UDP6, 48))
                    .passes()
                    .leavesBy("client");
            String answer = "udp [fd20::7]:53 > [fd10::1]:5353";
            script.client("icmp6 fd10::1 > fd20::7 type 1 code 4 hex " + quote(answer, 48))
                    .passes()
                    .leavesBy("server");
            assertThat(script.report().sessions().opened()).isEqualTo(1);
        }
    }

    @Test
    void shouldSurviveQuotationsThatAreCutAnywhere() {
        try (Script script = firewall()) {
            script.client(Guard.UDP).passes();
            for (int octets = 0; octets < 28; octets++) {
                String error = "icmp 198.51.100.1 > 10.0.0.1 type 11 code 0 hex ";
                script.server(octets == 0 ? "icmp 198.51.100.1 > 10.0.0.1 type 11" : error + quote(Guard.UDP, octets))
                        .drops("denied");
            }
            for (int octets = 1; octets < 48; octets++) {
                script.server("icmp6 fd30::1 > fd10::1 type 3 hex " + quote(Guard.UDP6, octets))
                        .drops("denied");
            }
            script.report();
        }
    }
}
