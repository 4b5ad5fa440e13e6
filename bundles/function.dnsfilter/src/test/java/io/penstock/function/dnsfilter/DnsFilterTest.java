// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.dnsfilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.testkit.Packets;
import io.penstock.testkit.Script;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DnsFilterTest {
    private static final int A = 1;
    private static final int AAAA = 28;
    private static final int TXT = 16;

    private static Script script(String properties) {
        return Script.of("d: {type: dnsfilter, " + properties + "}", DnsFilter.class);
    }

    private static String question(String name, int type) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String label : name.split("\\.", -1)) {
            out.write(label.length());
            out.writeBytes(label.getBytes(StandardCharsets.ISO_8859_1));
        }
        return HexFormat.of().formatHex(out.toByteArray()) + "00%04x0001".formatted(type);
    }

    /// With EDNS (RFC 6891), as resolvers ask.
    private static String query(String name, int type) {
        return "abcd01200001000000000001" + question(name, type) + "0000291000000000000000";
    }

    private static String asked(int version, String payload) {
        return (version == 4 ? "udp 10.0.0.1:5353 > 192.0.2.7:53" : "udp [fd10::1]:5353 > [fd20::7]:53") + " hex "
                + payload;
    }

    private static String answered(int version, String payload) {
        return (version == 4 ? "udp 192.0.2.7:53 > 10.0.0.1:5353" : "udp [fd20::7]:53 > [fd10::1]:5353") + " hex "
                + payload;
    }

    /// What the client gets that asks, as octets of the DNS message; the query must not go on.
    private static String answer(Script script, int version, String query) {
        script.client(asked(version, query));
        assertThat(script.leaving("server")).isEmpty();
        List<byte[]> left = script.leaving("client");
        assertThat(left).hasSize(1);
        String message = HexFormat.of().formatHex(left.getFirst(), version == 4 ? 42 : 62, left.getFirst().length);
        // Addresses, ports, lengths and checksums are those of an answer.
        assertThat(Packets.fault(left.getFirst())).isEmpty();
        assertThat(Packets.words(left.getFirst())).isEqualTo(Packets.words(Packets.packet(answered(version, message))));
        return message;
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void shouldAnswerThatThereIsNoSuchName(int version) {
        try (Script script = script("names: [Ads.Example.]")) {
            String message = answer(script, version, query("aDs.example", A));
            assertThat(message).isEqualTo("abcd81830001000000000000" + question("aDs.example", A));
            assertThat(script.sessions())
                    .singleElement()
                    .satisfies(session -> assertThat(session.fields()).containsEntry("d.answered", "1"));
            assertThat(script.report().notes()).containsEntry("name-listed", 1L);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, c00c00010001" + "0000003c0004" + "00000000, 1",
        "28, c00c001c0001" + "0000003c0010" + "00000000000000000000000000000001, 1",
        "16, '', 0"
    })
    void shouldAnswerWithAnAddressOfTheTypeAskedFor(int type, String record, int records) {
        try (Script script = script("names: [ads.example], answer: [0.0.0.0, \"::1\"]")) {
            assertThat(answer(script, 4, query("ads.example", type)))
                    .isEqualTo("abcd81800001%04x00000000".formatted(records) + question("ads.example", type) + record);
            script.report();
        }
    }

    @Test
    void shouldLetAllElseGoOnAndAnswersComeBack() {
        try (Script script = script("names: [ads.example]")) {
            script.client(asked(4, query("example", A))).passes();
            script.client(asked(4, query("myads.example", TXT))).passes();
            script.server(answered(4, "abcd81800001000000000000" + question("ads.example", A)))
                    .passes();
            script.client(asked(4, query("ads.example", A).substring(0, 30))).passes();
            assertThat(script.report().notes()).containsEntry("dns-unread", 1L);
        }
    }

    @Test
    void shouldLetDatagramsGoOnThatAreNoDns() {
        try (Script script = script("names: [ads.example]")) {
            script.client("udp 10.0.0.1:5353 > 192.0.2.7:53 \"hello, who is there?\"")
                    .passes();
            assertThat(script.report().notes()).containsEntry("unread", 1L);
        }
    }

    @Test
    void shouldListWhatLiesBelowANameUnlessToldOtherwise() {
        try (Script script = script("names: [ads.example]")) {
            assertThat(answer(script, 4, query("a.b.ads.example", AAAA))).startsWith("abcd8183");
        }
        try (Script script = script("names: [ads.example], below: false")) {
            script.client(asked(4, query("a.ads.example", AAAA))).passes();
        }
    }

    @Test
    void shouldNotTakeADotInsideALabelForABorder() {
        try (Script script = script("names: [example]")) {
            // One label: "ads.example".
            String odd = "abcd01000001000000000000" + "0b6164732e6578616d706c65" + "0000010001";
            script.client(asked(4, odd)).passes();
        }
    }

    @Test
    void shouldReadListsInHostsFormat(@TempDir Path folder) throws Exception {
        Path list = Files.writeString(folder.resolve("list"), """
                # ads
                127.0.0.1 localhost
                0.0.0.0 ads.example  Tracker.example. # both

                plain.example
                """);
        try (Script script = script("lists: [\"" + list + "\"]")) {
            for (String name : List.of("ads.example", "tracker.example", "plain.example")) {
                assertThat(answer(script, 4, query(name, A))).startsWith("abcd8183");
            }
            script.client(asked(4, query("localhost", A))).passes();
            script.client(asked(4, query("0.0.0.0", A))).passes();
        }
    }

    @Test
    void shouldSayWhatIsWrong() {
        assertThatThrownBy(() -> script("below: true").close()).hasMessageContaining("no name is listed");
        assertThatThrownBy(() -> script("lists: [/not/there]").close()).hasMessageContaining("cannot read /not/there");
        assertThatThrownBy(() -> script("names: [a], answer: [here]").close())
                .hasMessageContaining("is not an address");
    }
}
