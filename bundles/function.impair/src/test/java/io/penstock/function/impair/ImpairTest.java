// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.impair;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.control.Report;
import io.penstock.testkit.Script;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImpairTest {
    private static final String PACKET = "udp 10.0.0.1:5353 > 192.0.2.7:53 \"question\"";

    private static Script with(String properties) {
        return Script.of("bad: {type: impair, " + properties + "}", Impair.class);
    }

    private static List<byte[]> thousand(Script script) {
        List<byte[]> left = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            script.client(PACKET);
            left.addAll(script.leaving("server"));
            script.after(1);
            left.addAll(script.leaving("server"));
        }
        script.after(60_000);
        left.addAll(script.leaving("server"));
        return left;
    }

    @Test
    void shouldLoseAboutTheShareAskedForAndCountIt() {
        try (Script script = with("loss: 10")) {
            int left = thousand(script).size();
            Report report = script.report();
            assertThat(left).isBetween(850, 950);
            assertThat(report.reasons()).containsEntry("loss", 1_000L - left);
        }
    }

    @Test
    void shouldDoTheSameAgainWithTheSameSeed() {
        try (Script one = with("loss: 5, duplicate: 5, corrupt: 5, cut: 5, delay: 3, seed: 7");
                Script two = with("loss: 5, duplicate: 5, corrupt: 5, cut: 5, delay: 3, seed: 7")) {
            List<byte[]> left = thousand(one);
            List<byte[]> again = thousand(two);
            assertThat(left).usingRecursiveComparison().isEqualTo(again);
        }
    }

    @Test
    void shouldCountDuplicatesAsMade() {
        try (Script script = with("duplicate: 100")) {
            script.client(PACKET);
            script.after(1);
            Report report = script.report();
            assertThat(report.made()).isEqualTo(1);
            assertThat(report.out()).isEqualTo(2);
        }
    }

    @Test
    void shouldHoldEachPacketForTheDelay() {
        try (Script script = with("delay: 20")) {
            script.client(PACKET);
            assertThat(script.leaving("server")).isEmpty();
            assertThat(script.report().held()).isEqualTo(1);
            assertThat(script.after(19).leaving("server")).isEmpty();
            assertThat(script.after(1).leaving("server")).hasSize(1);
        }
    }
}
