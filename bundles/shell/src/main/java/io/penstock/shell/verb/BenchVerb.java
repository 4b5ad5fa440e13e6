// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.shell.Setting;
import io.penstock.shell.bench.Bench;
import io.penstock.shell.bench.Figure;
import io.penstock.shell.json.Json;
import io.penstock.shell.text.Ink;
import io.penstock.shell.text.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Measures the platform.
@Command(
        name = "bench",
        description = "Measure the platform: against programs that people know, or against a limit.",
        footerHeading = "%nExamples:%n",
        footer = {"  penstock bench forward", "  penstock bench chain --hugepages", "  penstock bench swap --json"})
final class BenchVerb extends Verb {
    @Parameters(
            paramLabel = "NAME",
            description = "forward, chain, sessions, rules, workers, stream, rewrite, swap or editor.")
    private String name = "";

    @Option(names = "--json", description = "Print the figures as one JSON document on one line.")
    private boolean json;

    @Option(
            names = "--hugepages",
            description =
                    "Give both sides hugepages, as root. Packets then cost testpmd a third, and more as a multiple"
                            + " of it; goals are for ordinary pages.")
    private boolean hugepages;

    private final List<Bench> benches;

    BenchVerb(Setting setting) {
        this(setting, Bench.all());
    }

    BenchVerb(Setting setting, List<Bench> benches) {
        super(setting);
        this.benches = List.copyOf(benches);
    }

    /// What `--json` prints.
    record Result(String bench, List<Figure> figures) {}

    @Override
    public Integer call() throws Refused {
        Bench bench = benches.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Misused("no bench is called \"" + name + "\"", "there is " + names()));
        Path folder = folder();
        bench.prepare();
        try {
            note(bench.about());
            List<Figure> figures = bench.run(new Bench.Place(
                    setting().services(),
                    setting().root(),
                    folder,
                    hugepages,
                    this::note,
                    setting().interrupts()));
            show(new Result(name, figures));
            return figures.stream().allMatch(Figure::met) ? DONE : FAILED;
        } finally {
            remove(folder);
        }
    }

    private String names() {
        return benches.stream().map(Bench::name).collect(Collectors.joining(", "));
    }

    private static Path folder() throws Refused {
        try {
            return Files.createTempDirectory("bench");
        } catch (IOException e) {
            throw new Refused(Problem.error("no folder can be made for the bench: " + e.getMessage(), ""));
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException left) {
            System.getLogger(BenchVerb.class.getName()).log(System.Logger.Level.DEBUG, "left behind", left);
        }
    }

    private void show(Result result) {
        if (json) {
            setting().console().print(Json.line(result));
            return;
        }
        Table table = new Table(colours(), "figure", ">value", "unit", "goal", "");
        for (Figure figure : result.figures()) {
            table.row(
                    figure.met() ? Ink.PLAIN : Ink.BAD,
                    figure.name(),
                    String.format(Locale.ROOT, "%.3f", figure.value()),
                    figure.unit(),
                    figure.goal(),
                    figure.met() ? "" : "missed");
        }
        setting().console().print(table.lines());
    }

    /// Said beside the figures, so that these can be read by a program.
    private void note(String words) {
        setting().console().err().println(words);
        setting().console().err().flush();
    }
}
