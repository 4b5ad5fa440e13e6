// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import io.penstock.api.Side;
import io.penstock.testkit.Packets;
import io.penstock.testkit.Script;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhyDroppedTest {
    private static final String RULES = "deny tcp port 23, deny host 10.0.0.9, deny net 10.66.0.0/16, deny udp port 69,"
            + " deny icmp, deny ip6 and udp port 161, deny vlan 9, \"deny from server tcp port 80\","
            + " deny tcp portrange 6000-6063, deny arp, deny ip proto 47, deny less 44, allow tcp";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CLIENT | tcp 10.0.0.1:40000 > 192.0.2.7:23          | fw | denied         | rule 1: deny tcp port 23",
                "CLIENT | tcp [fd10::1]:40000 > [fd20::7]:23         | fw | denied         | rule 1: deny tcp port 23",
                "CLIENT | tcp 10.0.0.1:23 > 192.0.2.7:40000          | fw | denied         | rule 1: deny tcp port 23",
                "CLIENT | udp 10.0.0.9:5353 > 192.0.2.7:53 size 20   | fw | denied         | rule 2: deny host 10.0.0.9",
                "CLIENT | tcp 10.0.0.1:40000 > 10.0.0.9:80           | fw | denied         | rule 2: deny host 10.0.0.9",
                "CLIENT | tcp 10.66.1.2:40000 > 192.0.2.7:80         | fw | denied         | rule 3: deny net 10.66.0.0/16",
                "CLIENT | udp 10.0.0.1:5353 > 192.0.2.7:69 size 20   | fw | denied         | rule 4: deny udp port 69",
                "CLIENT | icmp 10.0.0.1 > 192.0.2.7 id 7 size 20     | fw | denied         | rule 5: deny icmp",
                "CLIENT | udp [fd10::1]:5353 > [fd20::7]:161         | fw | denied         | rule 6: deny ip6 and udp port 161",
                "CLIENT | vlan 9 tcp 10.0.0.1:40000 > 192.0.2.7:80   | fw | denied         | rule 7: deny vlan 9",
                "SERVER | tcp 192.0.2.7:40000 > 10.0.0.1:80          | fw | denied         | rule 8: deny from server tcp port 80",
                "CLIENT | tcp 10.0.0.1:40000 > 192.0.2.7:6063        | fw | denied         | rule 9: deny tcp portrange 6000-6063",
                "CLIENT | arp spa 10.0.0.1 tpa 10.0.0.2              | fw | denied         | rule 10: deny arp",
                "CLIENT | ip 10.0.0.1 > 192.0.2.7 protocol 47        | fw | denied         | rule 11: deny ip proto 47",
                "CLIENT | udp 10.0.0.1:5353 > 192.0.2.7:53           | fw | denied         | rule 12: deny less 44",
                "SERVER | tcp 192.0.2.7:40000 > 10.0.0.1:443         | fw | denied         | opened at the server side",
                "SERVER | udp 192.0.2.7:53 > 10.0.0.1:5353 size 20   | fw | denied         | opened at the server side",
                "CLIENT | udp 10.0.0.1:5353 > 192.0.2.7:53 size 20   | fw | denied         | policy: deny",
                "CLIENT | tcp 192.0.2.7:80 > 192.0.2.7:80            | fw | land           | the source is the destination",
                "CLIENT | udp 224.0.0.1:5353 > 192.0.2.7:53 size 20  | fw | martian-source | the source is a group",
            })
    void shouldNameNodeReasonAndRule(Side side, String packet, String node, String reason, String rule) {
        try (Script script = Script.of(
                "count: {type: counter}\nfw: {type: firewall, rules: [" + RULES + "]}",
                io.penstock.function.counter.Counter.class,
                io.penstock.function.firewall.Firewall.class)) {
            script.send(side, Packets.packet(packet)).drops(reason).at(node).because(rule);
            script.report();
        }
    }
}
