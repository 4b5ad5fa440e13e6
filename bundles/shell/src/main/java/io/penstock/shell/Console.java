// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell;

import io.penstock.api.Problem;
import io.penstock.shell.text.Clean;
import io.penstock.shell.text.Ink;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Where a verb writes: results to one stream, problems and progress to the other.
///
/// @param colours whether results are coloured
/// @param isTerminal whether progress may be written over in place
public record Console(PrintWriter out, PrintWriter err, boolean colours, boolean isTerminal) {

    /// In UTF-8; colours on a terminal unless `NO_COLOR` is set (no-color.org).
    public static Console of(OutputStream out, OutputStream err, Map<String, String> environment) {
        boolean terminal = "1".equals(environment.get("PENSTOCK_TTY"));
        boolean colours = terminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Console(writer(out), writer(err), colours, terminal);
    }

    public void print(List<String> lines) {
        lines.forEach(out::println);
        out.flush();
    }

    public void print(String line) {
        print(List.of(line));
    }

    /// One line for each problem.
    public void problems(List<Problem> problems) {
        problems.forEach(this::problem);
    }

    public void problem(Problem problem) {
        boolean error = problem.severity() == Problem.Severity.ERROR;
        String name = (error ? Ink.BAD : Ink.WARNING).on("penstock:", colours);
        err.println(name + " " + Clean.line(problem.oneLine()));
        err.flush();
    }

    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}
