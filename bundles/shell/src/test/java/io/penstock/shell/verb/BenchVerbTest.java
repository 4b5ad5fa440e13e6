// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.shell.Stage;
import io.penstock.shell.bench.Bench;
import io.penstock.shell.bench.Figure;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchVerbTest {
    @TempDir
    private Path folder = Path.of("");

    /// A bench whose figures are known.
    private record Known(List<Figure> figures) implements Bench {
        @Override
        public String name() {
            return "known";
        }

        @Override
        public String about() {
            return "what is known already";
        }

        @Override
        public List<Figure> run(Place place) {
            place.progress().accept("round 1 of 1");
            return figures;
        }
    }

    private static int run(Stage stage, Bench bench, String... words) {
        return new CommandLine(new BenchVerb(stage.setting(), List.of(bench))).execute(words);
    }

    @Test
    void shouldPrintOneObjectOnOneLineAloneOnStandardOutput() throws Exception {
        Stage stage = new Stage(folder);
        Bench bench = new Known(List.of(Figure.atMost("cost", 1.5, "ratio", 2), Figure.shown("call_ns", 23, "ns", "")));
        assertThat(run(stage, bench, "known", "--json")).isZero();
        assertThat(stage.err()).contains("what is known already", "round 1 of 1");
        String out = stage.out();
        assertThat(out.lines()).hasSize(1);
        JsonNode object = new ObjectMapper().readTree(out);
        assertThat(object.fieldNames()).toIterable().containsExactly("bench", "figures");
        assertThat(object.get("bench").asText()).isEqualTo("known");
        JsonNode figure = object.get("figures").get(0);
        assertThat(figure.fieldNames()).toIterable().containsExactly("name", "value", "unit", "goal", "better");
        assertThat(figure.toString())
                .isEqualTo(
                        "{\"name\":\"cost\",\"value\":1.5,\"unit\":\"ratio\",\"goal\":\"<= 2.0\",\"better\":\"less\"}");
    }

    @Test
    void shouldFailAndSayWhichGoalIsMissed() {
        Stage stage = new Stage(folder);
        Bench bench = new Known(List.of(Figure.atMost("cost", 3, "ratio", 2), Figure.atLeast("speed", 3, "ratio", 2)));
        assertThat(run(stage, bench, "known")).isEqualTo(1);
        assertThat(stage.out().lines().filter(line -> line.contains("missed")))
                .singleElement()
                .asString()
                .startsWith("cost");
    }

    @Test
    void shouldSayWhichBenchesThereAre() {
        Stage stage = new Stage(folder);
        assertThat(stage.run("bench", "nope")).isEqualTo(2);
        assertThat(stage.err())
                .startsWith("penstock: no bench is called \"nope\"; there is forward")
                .hasLineCount(1);
    }
}
