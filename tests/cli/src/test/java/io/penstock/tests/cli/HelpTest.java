// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each verb says how it is used, and what there is to use.
class HelpTest {
    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "run",
                "explain",
                "why",
                "draw",
                "check",
                "fmt",
                "diff",
                "schema",
                "ps",
                "show",
                "deploy",
                "stop",
                "shell",
                "new",
                "install",
                "update",
                "rollback",
                "confirm",
                "remove"
            })
    void shouldTellHowAVerbIsUsed(String verb) throws Exception {
        Cli.Said said = new Cli(folder).run(verb, "--help").succeeded();

        assertThat(said.out()).contains("Usage: penstock " + verb, "Examples:", "  penstock " + verb);
        assertThat(said.err()).isEmpty();
    }

    @Test
    void shouldListFunctionsWithTheirProperties() throws Exception {
        JsonNode functions = new Cli(folder).run("show", "functions", "--json").json();

        assertThat(functions.valueStream().map(one -> one.required("type").asText()))
                .contains("classifier", "counter", "firewall", "impair");
        assertThat(functions).allSatisfy(function -> {
            assertThat(function.required("name").asText())
                    .as(function.toString())
                    .isNotBlank();
            assertThat(function.required("description").asText())
                    .as(function.toString())
                    .isNotBlank();
        });
    }

    @Test
    void shouldListLayers() throws Exception {
        assertThat(new Cli(folder).run("show", "layers", "--json").json()).isNotEmpty();
    }

    @Test
    void shouldPrintTheSchema() throws Exception {
        assertThat(new Cli(folder).run("schema").json().has("$schema")).isTrue();
    }
}
