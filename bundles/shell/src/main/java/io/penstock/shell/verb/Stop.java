// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.Refused;
import io.penstock.api.control.Report;
import io.penstock.shell.Setting;
import io.penstock.shell.json.Json;
import io.penstock.shell.remote.RemoteControl;
import io.penstock.shell.text.ReportText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Stops a chain, or a whole dataplane.
@Command(
        name = "stop",
        description = "Stop a chain and print what it counted; without CHAIN, end the dataplane.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  penstock stop                    ends the dataplane that runs",
            "  penstock stop office-edge --on edge"
        })
final class Stop extends Verb {
    @Parameters(arity = "0..1", paramLabel = "CHAIN", description = "The chain's name, as penstock ps shows it.")
    private String chain = "";

    @Option(names = "--on", paramLabel = "NAME", description = "The dataplane; needed when several run.")
    private String on = "";

    @Option(names = "--json", description = "Print the counters as one JSON document.")
    private boolean json;

    Stop(Setting setting) {
        super(setting);
    }

    @Override
    public Integer call() throws Refused {
        try (RemoteControl remote = setting().connect(named(on))) {
            if (chain.isEmpty()) {
                end(remote);
            } else {
                Report report = remote.control().stop(chain);
                setting()
                        .console()
                        .print(json ? java.util.List.of(Json.page(report)) : ReportText.lines(report, colours()));
            }
            return DONE;
        }
    }

    private void end(RemoteControl remote) throws Refused {
        String name = remote.control().status().name();
        remote.end();
        setting()
                .console()
                .print(json ? Json.page(java.util.Map.of("ended", name)) : "dataplane " + name + " has ended");
    }
}
