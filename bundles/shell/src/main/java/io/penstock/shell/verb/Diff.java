// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.Refused;
import io.penstock.chain.ChainDiff;
import io.penstock.chain.Change;
import io.penstock.shell.Setting;
import io.penstock.shell.json.Json;
import io.penstock.shell.text.Clean;
import io.penstock.shell.text.Ink;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Tells two chains apart.
@Command(
        name = "diff",
        description = "Show what changed between two chain files: nodes, properties, ports and wires; not layout.",
        footerHeading = "%nExamples:%n",
        footer = {"  penstock diff old.chain.yaml new.chain.yaml"})
final class Diff extends Verb {
    @Parameters(index = "0", paramLabel = "A", description = "A .chain.yaml file.")
    private String before = "";

    @Parameters(index = "1", paramLabel = "B", description = "Another.")
    private String after = "";

    @Option(names = "--json", description = "Print the changes as one JSON document.")
    private boolean json;

    Diff(Setting setting) {
        super(setting);
    }

    @Override
    public Integer call() throws Refused {
        List<Change> changes = ChainDiff.between(
                ChainFile.read(setting(), before).document().chain(),
                ChainFile.read(setting(), after).document().chain());
        if (json) {
            setting().console().print(Json.page(changes.stream().map(Line::of).toList()));
        } else if (changes.isEmpty()) {
            setting().console().print("the two say the same");
        } else {
            changes.forEach(change -> setting().console().print(coloured(Clean.line(change.text()))));
        }
        return DONE;
    }

    private String coloured(String line) {
        Ink ink = switch (line.charAt(0)) {
            case '+' -> Ink.GOOD;
            case '-' -> Ink.BAD;
            default -> Ink.WARNING;
        };
        return ink.on(line, colours());
    }

    /// A change in a document.
    ///
    /// @param kind such as `NodeAdded`
    /// @param text in one line
    record Line(String kind, String text) {
        static Line of(Change change) {
            return new Line(change.getClass().getSimpleName(), change.text());
        }
    }
}
