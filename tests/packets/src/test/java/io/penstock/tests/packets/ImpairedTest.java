// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.control.Report;
import io.penstock.function.impair.Impair;
import io.penstock.function.nat.Nat;
import io.penstock.testkit.Packets;
import io.penstock.testkit.Script;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImpairedTest {
    private static final int PACKETS = 500;

    private static Script impaired(String how) {
        return Script.of("bad: {type: impair, " + how + "}", Impair.class);
    }

    private static String numbered(int number) {
        return "udp 10.0.0.1:5353 > 192.0.2.7:53 \"%04d\"".formatted(number);
    }

    /// Sends packets one millisecond apart and returns what left, in hexadecimal.
    private static List<String> run(Script script) {
        List<String> left = new ArrayList<>();
        for (int i = 0; i < PACKETS; i++) {
            script.client(numbered(i));
            collect(script, left);
            script.after(1);
            collect(script, left);
        }
        script.after(1_000);
        collect(script, left);
        return left;
    }

    private static void collect(Script script, List<String> left) {
        script.leaving("server").forEach(octets -> left.add(HexFormat.of().formatHex(octets)));
    }

    private static List<String> sent() {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < PACKETS; i++) {
            sent.add(HexFormat.of().formatHex(Packets.packet(numbered(i))));
        }
        return sent;
    }

    @Test
    void shouldDoTheSameWithTheSameSeedAndSomethingElseWithAnother() {
        String how = "loss: 5, duplicate: 5, reorder: 5, corrupt: 5, cut: 5, delay: 2, jitter: 3, seed: ";
        List<List<String>> runs = new ArrayList<>();
        for (int seed : new int[] {7, 7, 8}) {
            try (Script script = impaired(how + seed)) {
                runs.add(run(script));
                assertThat(script.report().held()).isZero();
            }
        }
        assertThat(runs.get(0)).isEqualTo(runs.get(1)).isNotEqualTo(runs.get(2));
    }

    @Test
    void shouldCountWhatIsLost() {
        try (Script script = impaired("loss: 20")) {
            List<String> left = run(script);
            Report report = script.report();
            assertThat(report.reasons()).containsOnlyKeys("loss");
            assertThat(report.dropped()).isBetween(60L, 140L);
            assertThat(left).hasSize((int) report.out()).isSubsetOf(sent());
        }
    }

    @Test
    void shouldNotTranslateWhatCannotBeReadAnyMore() {
        String nodes = "bad: {type: impair, corrupt: 100, delay: 1}\nn: {type: nat, address: 198.51.100.1}";
        try (Script script = Script.of(nodes, Impair.class, Nat.class)) {
            assertThat(run(script)).hasSizeGreaterThan(PACKETS / 2);
            assertThat(script.report().reasons()).containsKey("damaged");
        }
    }

    @Test
    void shouldCountCopiesAsMade() {
        try (Script script = impaired("duplicate: 20")) {
            List<String> left = run(script);
            Report report = script.report();
            assertThat(report.made()).isBetween(60L, 140L);
            assertThat(left).hasSize(PACKETS + (int) report.made());
        }
    }

    @Test
    void shouldLetLaterPacketsOvertake() {
        try (Script script = impaired("reorder: 20, gap: 5")) {
            List<String> left = run(script);
            assertThat(left).isNotEqualTo(sent()).containsExactlyInAnyOrderElementsOf(sent());
            assertThat(script.report().held()).isZero();
        }
    }

    @Test
    void shouldHoldPacketsForExactlyTheDelay() {
        try (Script script = impaired("delay: 10")) {
            script.client(numbered(1));
            assertThat(script.leaving("server")).isEmpty();
            assertThat(script.report().held()).isEqualTo(1);
            assertThat(script.after(9).leaving("server")).isEmpty();
            assertThat(script.after(1).leaving("server")).containsExactly(Packets.packet(numbered(1)));
            assertThat(script.report().held()).isZero();
        }
    }

    @Test
    void shouldDamageOneBitOfOneOctet() {
        try (Script script = impaired("corrupt: 100")) {
            script.client(numbered(1));
            byte[] good = Packets.packet(numbered(1));
            byte[] damaged = script.leaving("server").getFirst();
            int bits = 0;
            for (int i = 0; i < good.length; i++) {
                bits += Integer.bitCount((good[i] ^ damaged[i]) & 0xff);
            }
            assertThat(bits).isEqualTo(1);
        }
    }

    @Test
    void shouldCutPacketsShort() {
        try (Script script = impaired("cut: 100")) {
            script.client(numbered(1));
            byte[] good = Packets.packet(numbered(1));
            byte[] cut = script.leaving("server").getFirst();
            assertThat(cut.length).isLessThan(good.length);
            assertThat(good).startsWith(cut);
            script.report();
        }
    }
}
