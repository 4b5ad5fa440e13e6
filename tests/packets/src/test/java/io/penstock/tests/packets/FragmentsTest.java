// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Side;
import io.penstock.function.firewall.Firewall;
import io.penstock.function.wordfilter.WordFilter;
import io.penstock.testkit.Packets;
import io.penstock.testkit.Script;
import io.penstock.testkit.Talk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// All fragments of a datagram share what was decided of the first.
class FragmentsTest {
    private static final int ETHER = 14;
    private static final int IP = 20;
    private static final String NAT = "nat: {type: rewrite, to: 198.51.100.1, port: 7000}\n";
    static final String WHOLE = "udp 10.0.0.1:5353 > 192.0.2.7:53 flags 0 id 77 size 100";
    static final String WHOLE_THERE = "udp 198.51.100.1:7000 > 192.0.2.7:53 flags 0 id 77 size 100";

    private static Script script(String nodes) {
        return Script.of(nodes, Rewrite.class, Firewall.class);
    }

    /// The fragments of a datagram over IPv4, each with so many octets.
    static List<byte[]> cut(byte[] whole, int octets) {
        List<byte[]> fragments = new ArrayList<>();
        int payload = whole.length - ETHER - IP;
        for (int from = 0; from < payload; from += octets) {
            int to = Math.min(from + octets, payload);
            fragments.add(fragment(whole, from, to, to < payload));
        }
        return fragments;
    }

    private static byte[] fragment(byte[] whole, int from, int to, boolean more) {
        byte[] made = Arrays.copyOf(whole, ETHER + IP + to - from);
        System.arraycopy(whole, ETHER + IP + from, made, ETHER + IP, to - from);
        int place = (more ? 0x2000 : 0) | from / 8;
        int length = IP + to - from;
        made[ETHER + 2] = (byte) (length >> 8);
        made[ETHER + 3] = (byte) length;
        made[ETHER + 6] = (byte) (place >> 8);
        made[ETHER + 7] = (byte) place;
        made[ETHER + 10] = 0;
        made[ETHER + 11] = 0;
        int sum = 0;
        for (int i = ETHER; i < ETHER + IP; i += 2) {
            sum += (made[i] & 0xff) << 8 | made[i + 1] & 0xff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        sum = ~((sum & 0xffff) + (sum >>> 16));
        made[ETHER + 10] = (byte) (sum >> 8);
        made[ETHER + 11] = (byte) sum;
        return made;
    }

    static List<byte[]> cut(String packet, int octets) {
        return cut(Packets.packet(packet), octets);
    }

    private static List<byte[]> send(Script script, Side side, List<byte[]> frames) {
        List<byte[]> left = new ArrayList<>();
        for (byte[] frame : frames) {
            script.send(side, frame);
            left.addAll(script.leaving(side == Side.CLIENT ? "server" : "client"));
        }
        return left;
    }

    @Test
    void shouldTranslateLaterFragmentsAsTheFirst() {
        try (Script script = script(NAT)) {
            assertThat(send(script, Side.CLIENT, cut(WHOLE, 40))).containsExactlyElementsOf(cut(WHOLE_THERE, 40));
            String back = "udp 192.0.2.7:53 > 198.51.100.1:7000 flags 0 id 9 size 200";
            assertThat(send(script, Side.SERVER, cut(back, 64)))
                    .containsExactlyElementsOf(cut("udp 192.0.2.7:53 > 10.0.0.1:5353 flags 0 id 9 size 200", 64));
            assertThat(script.report().sessions().opened()).isEqualTo(1);
        }
    }

    @Test
    void shouldLetFragmentsWaitForTheFirstInAnyOrder() {
        for (int seed = 0; seed < 20; seed++) {
            try (Script script = script(NAT)) {
                List<byte[]> mixed = new ArrayList<>(cut(WHOLE, 8));
                Collections.shuffle(mixed, new Random(seed));
                assertThat(send(script, Side.CLIENT, mixed)).containsExactlyInAnyOrderElementsOf(cut(WHOLE_THERE, 8));
                assertThat(script.report().held()).isZero();
            }
        }
    }

    @Test
    void shouldTranslateFragmentsOverIpv6() {
        String first = "udp [fd10::1]:5353 > [fd20::7]:53 size 8";
        try (Script script = script("lb: {type: rewrite, end: destination, to: 'fd20::80'}")) {
            byte[] one = six(first, "11 00 0001 00000007");
            byte[] two = six("udp [fd10::1]:1 > [fd20::7]:2 size 8", "11 00 0010 00000007");
            script.send(Side.CLIENT, two);
            assertThat(script.report().held()).isEqualTo(1);
            script.send(Side.CLIENT, one);
            assertThat(script.leaving("server")).hasSize(2);
            byte[] later = two.clone();
            later[ETHER + 38] = 0;
            later[ETHER + 39] = (byte) 0x80;
            assertThat(script.leaving("server").getLast()).isEqualTo(later);
        }
    }

    private static byte[] six(String packet, String header) {
        Bytes bytes = Bytes.of(packet).insert(ETHER + 40, header).u8(ETHER + 6, 44);
        return bytes.u16(ETHER + 4, bytes.done().length - ETHER - 40).done();
    }

    @Test
    void shouldDropLaterFragmentsOfWhatWasDenied() {
        try (Script script = script("fw: {type: firewall, rules: [deny udp port 53], policy: allow}")) {
            List<byte[]> fragments = cut(WHOLE, 40);
            script.send(Side.CLIENT, fragments.get(1));
            script.send(Side.CLIENT, fragments.get(0));
            script.send(Side.CLIENT, fragments.get(2)).drops("first-fragment-dropped");
            assertThat(script.report().reasons())
                    .containsEntry("denied", 1L)
                    .containsEntry("first-fragment-dropped", 2L);
        }
    }

    @Test
    void shouldLetNoPieceOfASegmentPassAFunctionThatReadsTheStream() {
        try (Script script = Script.of("w: {type: wordfilter, words: [evil]}", WordFilter.class)) {
            Talk talk = Talk.ip4(script);
            String whole = "tcp 10.0.0.1:40000 > 192.0.2.7:80 sequence 1001 ack 4294967289 flags 16 window 60000"
                    + " \"what is evil today\"";
            assertThat(send(script, Side.CLIENT, cut(whole, 24))).isEmpty();
            assertThat(script.report().reasons()).containsExactly(Map.entry("stream-fragment", 2L));
            talk.fromClient("what is evil today")
                    .serverSees("what is *** today")
                    .acknowledged();
        }
    }

    @Test
    void shouldLetNoPieceOfADatagramPassAFunctionThatReadsPayloads() {
        try (Script script = Script.of("w: {type: wordfilter, words: [evil]}", WordFilter.class)) {
            String whole = "udp 10.0.0.1:5000 > 192.0.2.7:5001 \"what is evil, once more\"";
            assertThat(send(script, Side.CLIENT, cut(whole, 16))).isEmpty();
            byte[] six = six("udp [fd10::1]:5000 > [fd20::7]:5001 \"what is evil\"", "11 00 0001 00000007");
            script.send(Side.CLIENT, six).drops("stream-fragment");
            assertThat(script.report().reasons()).containsExactly(Map.entry("stream-fragment", 3L));
            script.client("udp 10.0.0.1:5000 > 192.0.2.7:5001 \"what is evil\"");
            assertThat(script.leaving("server"))
                    .containsExactly(Packets.packet("udp 10.0.0.1:5000 > 192.0.2.7:5001 \"what is ***\""));
        }
    }

    @Test
    void fault12ShouldDropADatagramWhoseFragmentsOverlap() {
        byte[] whole = Packets.packet(WHOLE);
        try (Script script = script(NAT)) {
            script.send(Side.CLIENT, fragment(whole, 0, 40, true)).leavesBy("server");
            script.send(Side.CLIENT, fragment(whole, 32, 80, true)).drops("fragment-overlap");
            script.send(Side.CLIENT, fragment(whole, 80, 108, false)).drops("fragment-overlap");
            script.client("udp 10.0.0.1:5353 > 192.0.2.7:53 id 77").leavesBy("server");
        }
        try (Script script = script(NAT)) {
            script.send(Side.CLIENT, fragment(whole, 80, 108, false));
            script.send(Side.CLIENT, fragment(whole, 40, 96, true)).drops("fragment-overlap");
            script.send(Side.CLIENT, fragment(whole, 0, 40, true)).drops("fragment-overlap");
            assertThat(script.report().reasons()).containsEntry("fragment-overlap", 3L);
        }
        try (Script script = script(NAT)) {
            script.send(Side.CLIENT, fragment(whole, 0, 40, true)).leavesBy("server");
            script.send(Side.CLIENT, fragment(whole, 40, 80, false)).leavesBy("server");
        }
    }

    @Test
    void fault12ShouldTakeADuplicateForNoAttackButNotPassItTwice() {
        byte[] whole = Packets.packet(WHOLE);
        try (Script script = script(NAT)) {
            script.send(Side.CLIENT, fragment(whole, 0, 40, true)).leavesBy("server");
            script.send(Side.CLIENT, fragment(whole, 0, 40, true)).drops("fragment-duplicate");
            script.send(Side.CLIENT, fragment(whole, 40, 108, false)).leavesBy("server");
        }
    }

    @Test
    void fault14ShouldBoundAFloodOfFragmentsAndKeepOthersUnharmed() {
        byte[] whole = Packets.packet(WHOLE);
        try (Script script = script(NAT)) {
            script.client("udp 10.0.0.9:5353 > 192.0.2.7:54").leavesBy("server");
            for (int id = 0; id < 20_000; id++) {
                byte[] flood = fragment(whole, 40, 80, true);
                flood[ETHER + 4] ^= (byte) (id >> 8);
                flood[ETHER + 5] ^= (byte) id;
                int sum = (flood[ETHER + 10] & 0xff) << 8 | flood[ETHER + 11] & 0xff;
                int before = 77;
                int after = 77 ^ id & 0xffff;
                int mended = (~sum & 0xffff) + (~before & 0xffff) + after;
                mended = (mended & 0xffff) + (mended >>> 16);
                mended = ~((mended & 0xffff) + (mended >>> 16));
                flood[ETHER + 10] = (byte) (mended >> 8);
                flood[ETHER + 11] = (byte) mended;
                script.send(Side.CLIENT, flood);
            }
            assertThat(script.report().held()).isLessThanOrEqualTo(256);
            assertThat(script.report().reasons()).containsKey("fragments-full").doesNotContainKey("ip-checksum");
            script.client("udp 10.0.0.9:5353 > 192.0.2.7:54").leavesBy("server");
            script.after(1_100);
            assertThat(script.report().held()).isZero();
            List<byte[]> again = cut(WHOLE.replace("id 77", "id 30000"), 40);
            assertThat(send(script, Side.CLIENT, again)).hasSize(again.size());
        }
    }

    @Test
    void fault19ShouldNotHoldAnAtomicFragment() {
        try (Script script = script("lb: {type: rewrite, end: destination, to: 'fd20::80'}")) {
            script.send(Side.CLIENT, six("udp [fd10::1]:5353 > [fd20::7]:53 size 8", "11 00 0000 00000007"))
                    .leavesBy("server");
            assertThat(script.report().held()).isZero();
        }
    }
}
