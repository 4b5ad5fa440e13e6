// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.Refused;
import io.penstock.api.control.Status;
import io.penstock.shell.Setting;
import io.penstock.shell.json.Json;
import io.penstock.shell.text.Lists;
import io.penstock.shell.text.Numbers;
import io.penstock.shell.text.Table;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Lists the dataplanes that run.
@Command(
        name = "ps",
        description = "List the dataplanes that run, and their chains.",
        footerHeading = "%nExamples:%n",
        footer = {"  penstock ps", "  penstock ps --json"})
final class Ps extends Verb {
    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    Ps(Setting setting) {
        super(setting);
    }

    @Override
    public Integer call() throws Refused {
        List<Status> running = setting().dataplanes().running();
        if (json) {
            setting().console().print(Json.page(running));
        } else if (running.isEmpty()) {
            setting().console().print("no dataplane runs; start one: penstock run CHAIN");
        } else {
            Table table = new Table(colours(), "name", ">process", ">up", "chains");
            running.forEach(status -> table.row(
                    status.name(),
                    Long.toString(status.pid()),
                    Numbers.time((System.currentTimeMillis() - status.startedMillis()) / 1000.0),
                    Lists.chains(status)));
            setting().console().print(table.lines());
        }
        return DONE;
    }
}
