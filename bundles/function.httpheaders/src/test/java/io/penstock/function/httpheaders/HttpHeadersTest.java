// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.httpheaders;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.layer.http.HttpMessage;
import io.penstock.testkit.Script;
import io.penstock.testkit.Talk;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpHeadersTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n";

    private static Script script(String properties) {
        return Script.of("h: {type: httpheaders, " + properties + "}", HttpHeaders.class);
    }

    private static List<String> wrong(String properties) {
        String chain = "format: 1\nchain: test\nports:\n  a: {driver: script}\n  b: {driver: script}\n"
                + "functions:\n  h: {type: httpheaders, " + properties + "}\nwires:\n  - a -> h -> b\n";
        return Script.check(chain, HttpHeaders.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void shouldAddSetAndRemoveFieldsOfBothDirections(int version) {
        try (Script script = script(
                "requests: [\"add Via: 1.1 edge\", remove x-secret], responses: [\"set Server: none\", \"add A: b:c\"]")) {
            Talk talk = version == 4 ? Talk.ip4(script) : Talk.ip6(script);
            talk.fromClient(GET + "X-Secret: 1\r\nB: c\r\nX-SECRET: 2\r\n\r\n")
                    .serverSees(GET + "B: c\r\nVia: 1.1 edge\r\n\r\n")
                    .fromServer("HTTP/1.1 200 OK\r\nserver: a\r\nContent-Length: 4\r\nServer: b\r\n\r\nevil")
                    .clientSees("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nServer: none\r\nA: b:c\r\n\r\nevil")
                    .acknowledged()
                    .close();
            assertThat(script.sessions())
                    .singleElement()
                    .satisfies(session -> assertThat(session.fields()).containsEntry("h.changed", "2"));
            script.report();
        }
    }

    @Test
    void shouldChangeAHeadThatComesInPiecesOnceAndEachOfManyHeads() {
        try (Script script = script("responses: [\"add A: b\"]")) {
            Talk.ip4(script)
                    .fromClient(GET + "\r\n" + GET + "\r\n")
                    .fromServer("HTTP/1.1 200 OK\r\nContent-Le")
                    .clientSees("")
                    .fromServer("ngth: 2\r\n\r\nx")
                    .fromServer("yHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nz\r\n0\r\n\r\n")
                    .clientSees("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nA: b\r\n\r\nxy"
                            + "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nA: b\r\n\r\n1\r\nz\r\n0\r\n\r\n")
                    .acknowledged()
                    .close();
            script.report();
        }
    }

    @Test
    void shouldLeaveInterimResponsesAndOtherProtocolsAlone() {
        try (Script script = script("responses: [\"add A: b\"]")) {
            String answer =
                    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 101 Switching Protocols\r\n\r\nHTTP/1.1 200 OK\r\n\r\n";
            Talk.ip4(script)
                    .fromClient(GET + "\r\n")
                    .fromServer(answer)
                    .clientSees(answer)
                    .close();
            script.report();
        }
    }

    @Test
    void shouldOnlyCountWhereItObserves() {
        try (Script script = script("observe: true, requests: [\"add A: b\"]")) {
            Talk.ip4(script).fromClient(GET + "\r\n").serverSees(GET + "\r\n").close();
            script.report();
        }
    }

    @Test
    void shouldNameTheOneHostThatIsSet() {
        try (Script script = script("requests: [\"set Host: inner\"]")) {
            Talk.ip4(script)
                    .fromClient(GET + "\r\n")
                    .serverSees("GET / HTTP/1.1\r\nHost: inner\r\n\r\n")
                    .close();
            script.report();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "add A: b\\nSet-Cookie: c|line break",
                "add A\\nB: c|is no name",
                "add A B: c|is no name",
                "add : c|is no name",
                "set Content-Length: 3|how a message is framed",
                "remove transfer-encoding|how a message is framed",
                "remove Host|can only be set",
                "add Host: a|can only be set",
                "put A: b|begins with no verb",
                "add A|is not whole",
                "remove|is not whole"
            })
    void shouldRefuseWhatWouldBeginAnotherFieldOrMessage(String change, String reason) {
        assertThat(wrong("requests: [\"" + change + "\"]"))
                .singleElement()
                .asString()
                .contains(reason);
    }

    /// Those do not get as far as here in a chain's text.
    @ParameterizedTest
    @ValueSource(strings = {"b\r\nSet-Cookie: c", "b\rc", "b\0", "\u007f"})
    void shouldRefuseControlCharactersOfAnyKind(String value) {
        assertThat(HttpMessage.refusal("A", value)).contains("control character");
    }
}
