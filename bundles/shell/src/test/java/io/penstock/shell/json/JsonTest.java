// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.penstock.api.Problem;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.control.FunctionInfo;
import io.penstock.api.control.Status;
import io.penstock.shell.Sample;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    static Stream<Object> records() {
        return Stream.of(
                Sample.report("office-edge", Status.State.FAILED),
                Sample.explanation("office-edge"),
                Sample.why("udp 10.0.0.1:5 > 10.0.0.2:53", true),
                Sample.functions().getFirst(),
                Sample.layers().getFirst(),
                Sample.sessions().getFirst(),
                new ChainRequest("a.yaml", "chain: a\n", Map.of("lan", "pcap:a.pcap")),
                new Status("main", 7, 8, List.of(new Status.Running("a", "a.yaml", Status.State.ENDED, List.of("w")))),
                new Problem(Problem.Severity.WARNING, "f", 1, 2, "fw", "what", "mend"),
                new FunctionInfo("t", "n", "", "b", "1", "branches", List.of()));
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldReadBackEveryRecordOfTheControlInterface(Object value) throws Exception {
        assertThat(Json.value(Json.read(Json.line(value)), value.getClass())).isEqualTo(value);
        assertThat(Json.value(Json.read(Json.page(value)), value.getClass())).isEqualTo(value);
        assertThat(Json.line(value)).doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"file\":\"a\",\"text\":\"b\"}",
                "{\"file\":\"a\",\"text\":null,\"ports\":{}}",
                "{\"file\":\"a\",\"text\":\"b\",\"ports\":{\"x\":null}}",
                "{\"file\":\"a\",\"text\":\"b\",\"ports\":{},\"more\":1}",
                "{\"file\":1,\"text\":\"b\",\"ports\":{}}",
                "{\"file\":[],\"text\":\"b\",\"ports\":{}}",
                "[\"io.penstock.api.control.Control$ChainRequest\",{}]",
                "\"text\"",
                "7"
            })
    void shouldRefuseWhatDoesNotFitExactly(String text) {
        assertThatExceptionOfType(Json.BadJson.class)
                .isThrownBy(() -> Json.value(Json.read(text), ChainRequest.class))
                .satisfies(e -> assertThat(e.why()).isNotBlank().doesNotContain("\n"));
    }

    @Test
    void fault119ShouldNotFollowTypesNamedByTheInput() {
        String text =
                "{\"@class\":\"java.net.URL\",\"@type\":\"java.io.File\",\"file\":\"a\",\"text\":\"b\",\"ports\":{}}";

        assertThatExceptionOfType(Json.BadJson.class).isThrownBy(() -> Json.value(Json.read(text), ChainRequest.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}{}",
                "{'a':1}",
                "{\"a\":1,\"a\":2}",
                "nul",
                "\u0000",
                "{\"a\":11111111111111111111111111111111111111111111111111}"
            })
    void shouldRefuseWhatIsNoDocument(String text) {
        assertThatExceptionOfType(Json.BadJson.class).isThrownBy(() -> Json.value(Json.read(text), Map.class));
    }

    @Test
    void shouldRefuseNestingWithoutDeepRecursion() {
        assertThatExceptionOfType(Json.BadJson.class).isThrownBy(() -> Json.read("[".repeat(1_000_000)));
    }
}
