// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Manner;
import io.penstock.api.control.Status;
import io.penstock.api.control.Update;
import io.penstock.shell.Setting;
import io.penstock.shell.json.Json;
import io.penstock.shell.remote.RemoteControl;
import io.penstock.shell.text.UpdateText;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Puts a chain into a dataplane that runs.
@Command(
        name = "deploy",
        description =
                "Put a chain into a running dataplane. It takes the place of a chain of the same name while packets flow.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  penstock deploy office.chain.yaml",
            "  penstock deploy office.chain.yaml --on edge",
            "  penstock deploy office.chain.yaml --state drain   open sessions stay with the old chain",
            "",
            "No packet is lost, and ports that are the same stay open. Sessions go on: nodes that are new or",
            "have other properties are asked about them with their next packet."
        })
final class Deploy extends Verb {
    @Parameters(paramLabel = "CHAIN", description = "A .chain.yaml file.")
    private String file = "";

    @Mixin
    private Ports ports = new Ports();

    @Option(names = "--on", paramLabel = "NAME", description = "The dataplane; needed when several run.")
    private String on = "";

    @Mixin
    private Manners manners = new Manners();

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    Deploy(Setting setting) {
        super(setting);
    }

    @Override
    public Integer call() throws Refused {
        ChainFile chain = ChainFile.read(setting(), file);
        Manner manner = manners.manner();
        try (RemoteControl remote = setting().connect(named(on))) {
            Update update = remote.control().swap(chain.request(ports), manner);
            String name = chain.document().chain().name();
            for (Status.Running running : remote.control().status().chains()) {
                if (running.chain().equals(name) && !manner.dryRun()) {
                    running.warnings().forEach(this::warn);
                }
            }
            setting().console().print(json ? Json.page(update) : text(update, name));
            return DONE;
        } catch (Refused e) {
            throw chain.asTyped(e);
        }
    }

    private void warn(String line) {
        setting().console().problem(new Problem(Problem.Severity.WARNING, "", 0, 0, "", line, ""));
    }

    private static String text(Update update, String name) {
        if (update.outcome() == Update.Outcome.DRY_RUN) {
            return String.join("\n", UpdateText.lines(update));
        }
        List<String> lines = new ArrayList<>();
        lines.add("chain " + name + " runs");
        lines.addAll(
                update.chains().isEmpty()
                        ? update.lines()
                        : UpdateText.lines(update)
                                .subList(1, UpdateText.lines(update).size()));
        return String.join("\n", lines);
    }
}
