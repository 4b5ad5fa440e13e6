// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import io.penstock.api.NetworkFunction;
import io.penstock.function.counter.Counter;
import io.penstock.function.firewall.Firewall;
import io.penstock.testkit.Script;

/// The chain that most of these tests send packets through: a firewall that allows all, then a counter.
final class Guard {
    static final String UDP = "udp 10.0.0.1:5353 > 192.0.2.7:53 \"question\"";
    static final String TCP = "tcp 10.0.0.1:40000 > 192.0.2.7:80";
    static final String UDP6 = "udp [fd10::1]:5353 > [fd20::7]:53 \"question\"";
    static final String TCP6 = "tcp [fd10::1]:40000 > [fd20::7]:80";

    private Guard() {}

    static Script allow() {
        return Script.of("fw: {type: firewall, policy: allow}\ncount: {type: counter}", Firewall.class, Counter.class);
    }

    static Script rules(String rules) {
        return Script.of(
                "fw: {type: firewall, policy: allow, rules: [" + rules + "]}\ncount: {type: counter}",
                Firewall.class,
                Counter.class);
    }

    /// A chain of one function without properties.
    static Script only(String type, Class<? extends NetworkFunction<?>> function) {
        return Script.of("one: {type: " + type + "}", function);
    }
}
