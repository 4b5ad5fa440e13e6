// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.testkit.Packets;
import io.penstock.testkit.Script;
import org.junit.jupiter.api.Test;

/// Who asks for an address that a function owns is answered, and what comes to it finds its way.
class NeighbourTest {
    /// What ports without a link address of their own are called.
    private static final String CLIENT_PORT = "02:50:4e:00:00:01";

    private static final String SERVER_PORT = "02:50:4e:00:00:02";
    private static final String SERVER = "02:00:00:00:00:77";
    private static final String CLIENT = "02:00:00:00:00:11";
    private static final String ALL = "ff:ff:ff:ff:ff:ff";

    private static final String NAT = "nat: {type: rewrite, to: 198.51.100.1, port: 7000, owns: 198.51.100.1}";
    private static final String LB = "lb: {type: rewrite, end: destination, to: 192.0.2.80, owns: 192.0.2.7}";
    private static final String LB6 = "lb: {type: rewrite, end: destination, to: 'fd20::80', owns: 'fd20::7'}";

    private static final String QUESTION =
            "arp ether.src " + SERVER + " ether.dst " + ALL + " sha " + SERVER + " spa 192.0.2.7 tpa 198.51.100.1";

    private static Script script(String nodes) {
        return Script.of(nodes, Rewrite.class);
    }

    private static String link(String from, String to) {
        return " ether.src " + from + " ether.dst " + to;
    }

    @Test
    void shouldAnswerForAnAddressThatAFunctionOwnsAtItsSideAlone() {
        try (Script script = script(NAT)) {
            script.server(QUESTION);
            assertThat(script.leaving("server"))
                    .containsExactly(Packets.packet("arp oper 2 ether.src " + SERVER_PORT + " ether.dst " + SERVER
                            + " sha " + SERVER_PORT + " spa 198.51.100.1 tha " + SERVER + " tpa 192.0.2.7"));
            assertThat(script.leaving("client")).isEmpty();
            script.client(QUESTION).passes().leavesBy("server");
            script.server(QUESTION.replace("tpa 198.51.100.1", "tpa 10.0.0.1"))
                    .passes()
                    .leavesBy("client");
            assertThat(script.report().notes()).containsEntry("neighbour-answered", 1L);
        }
    }

    @Test
    void shouldAnswerNothingWhereNoFunctionOwnsAnAddress() {
        try (Script script = script("nat: {type: rewrite, to: 198.51.100.1, port: 7000}")) {
            script.server(QUESTION).passes().leavesBy("client");
        }
    }

    @Test
    void shouldGiveAnswersTheLinkAddressOfTheOpener() {
        try (Script script = script(NAT)) {
            script.client("udp 10.0.0.1:5353 > 192.0.2.7:53" + link(CLIENT, SERVER))
                    .becomes("udp 198.51.100.1:7000 > 192.0.2.7:53" + link(CLIENT, SERVER));
            script.server("udp 192.0.2.7:53 > 198.51.100.1:7000" + link(SERVER, SERVER_PORT))
                    .becomes("udp 192.0.2.7:53 > 10.0.0.1:5353" + link(SERVER, CLIENT));
            // Whoever knows the client's own link address may use it.
            script.server("udp 192.0.2.7:53 > 198.51.100.1:7000" + link(SERVER, CLIENT))
                    .becomes("udp 192.0.2.7:53 > 10.0.0.1:5353" + link(SERVER, CLIENT));
        }
    }

    @Test
    void shouldAskForTheNextHopAndLetPacketsWaitForTheAnswer() {
        try (Script script = script(LB)) {
            script.client("udp 10.0.0.1:5353 > 192.0.2.7:53 \"one\"" + link(CLIENT, CLIENT_PORT));
            assertThat(script.leaving("server"))
                    .containsExactly(Packets.packet("arp ether.src " + SERVER_PORT + " ether.dst " + ALL + " sha "
                            + SERVER_PORT + " spa 0.0.0.0 tpa 192.0.2.80"));
            script.client("udp 10.0.0.1:5353 > 192.0.2.7:53 \"two\"" + link(CLIENT, CLIENT_PORT));
            assertThat(script.leaving("server")).as("asked a moment ago").isEmpty();
            assertThat(script.report().held()).isEqualTo(2);
            script.server("arp oper 2 ether.src " + SERVER + " ether.dst " + SERVER_PORT + " sha " + SERVER
                            + " spa 192.0.2.80 tha " + SERVER_PORT + " tpa 0.0.0.0")
                    .drops("neighbour-told");
            assertThat(script.after(5).leaving("server"))
                    .containsExactly(
                            Packets.packet("udp 10.0.0.1:5353 > 192.0.2.80:53 \"one\"" + link(CLIENT, SERVER)),
                            Packets.packet("udp 10.0.0.1:5353 > 192.0.2.80:53 \"two\"" + link(CLIENT, SERVER)));
            script.client("udp 10.0.0.1:5353 > 192.0.2.7:53 \"three\"" + link(CLIENT, CLIENT_PORT))
                    .becomes("udp 10.0.0.1:5353 > 192.0.2.80:53 \"three\"" + link(CLIENT, SERVER));
            script.report();
        }
    }

    @Test
    void shouldAskAgainBeforeWhatItKnowsIsTooOld() {
        try (Script script = script(LB)) {
            String told = "arp oper 2" + link(SERVER, ALL) + " sha " + SERVER + " spa 192.0.2.80 tpa 192.0.2.80";
            String packet = "udp 10.0.0.1:5353 > 192.0.2.7:53" + link(CLIENT, CLIENT_PORT);
            script.server(told).passes().leavesBy("client");
            script.client(packet);
            assertThat(script.leaving("server")).as("learned from what passed").hasSize(1);
            script.after(31_000).client(packet);
            assertThat(script.leaving("server")).as("a question and the packet").hasSize(2);
            script.after(31_000).client(packet);
            assertThat(script.leaving("server")).as("only a question").hasSize(1);
        }
    }

    @Test
    void shouldDropWhatWaitsInVainAndBoundHowMuchWaits() {
        try (Script script = script(LB)) {
            for (int i = 0; i < 300; i++) {
                script.client("udp 10.0.0.1:" + (5_000 + i) + " > 192.0.2.7:53" + link(CLIENT, CLIENT_PORT));
            }
            script.after(1_100);
            assertThat(script.report().reasons())
                    .containsEntry("no-neighbour", 256L)
                    .containsEntry("neighbour-queue-full", 44L);
            assertThat(script.report().held()).isZero();
        }
    }

    @Test
    void shouldSpeakNeighbourDiscovery() {
        try (Script script = script(LB6)) {
            String solicitation = "icmp6 fd20::1 > ff02::1:ff00:7 hop 255 type 135" + link(CLIENT, "33:33:ff:00:00:07")
                    + " hex fd200000000000000000000000000007 0101" + CLIENT.replace(":", "");
            script.client(solicitation.replaceFirst("hex (\\S+) ", "hex $1"));
            assertThat(script.leaving("client"))
                    .containsExactly(Packets.packet("icmp6 fd20::7 > fd20::1 hop 255 type 136 id 0x6000"
                            + link(CLIENT_PORT, CLIENT) + " class 0 hex fd2000000000000000000000000000070201"
                            + CLIENT_PORT.replace(":", "")));
            script.client("udp [fd10::1]:5353 > [fd20::7]:53" + link(CLIENT, CLIENT_PORT));
            assertThat(script.leaving("server"))
                    .containsExactly(Packets.packet("icmp6 :: > ff02::1:ff00:80 hop 255 type 135"
                            + link(SERVER_PORT, "33:33:ff:00:00:80") + " hex fd200000000000000000000000000080"));
            script.server("icmp6 fd20::80 > ff02::1 hop 255 type 136 id 0x2000" + link(SERVER, "33:33:00:00:00:01")
                            + " hex fd2000000000000000000000000000800201" + SERVER.replace(":", ""))
                    .leavesBy("client");
            assertThat(script.after(5).leaving("server"))
                    .containsExactly(Packets.packet("udp [fd10::1]:5353 > [fd20::80]:53" + link(CLIENT, SERVER)));
        }
    }

    @Test
    void shouldKeepTagsOnAnswersAndQuestions() {
        try (Script script = script(NAT)) {
            script.server("vlan 5 " + QUESTION);
            assertThat(script.leaving("server"))
                    .containsExactly(Packets.packet("vlan 5 arp oper 2 ether.src " + SERVER_PORT + " ether.dst "
                            + SERVER + " sha " + SERVER_PORT + " spa 198.51.100.1 tha " + SERVER + " tpa 192.0.2.7"));
        }
    }

    @Test
    void shouldPassBrokenQuestionsOn() {
        try (Script script = script(NAT)) {
            script.server(QUESTION + " hlen 8").passes();
            script.server(QUESTION + " oper 7").passes();
            script.server(QUESTION.replace("sha " + SERVER, "sha " + ALL)).passes();
        }
    }
}
