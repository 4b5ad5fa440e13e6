// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Status;
import io.penstock.shell.Setting;
import io.penstock.shell.json.Json;
import io.penstock.shell.remote.RemoteControl;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Puts a chain into a dataplane that runs.
@Command(
        name = "deploy",
        description = "Put a chain into a running dataplane. A chain of the same name is replaced.",
        footerHeading = "%nExamples:%n",
        footer = {"  penstock deploy office.chain.yaml", "  penstock deploy office.chain.yaml --on edge"})
final class Deploy extends Verb {
    @Parameters(paramLabel = "CHAIN", description = "A .chain.yaml file.")
    private String file = "";

    @Mixin
    private Ports ports = new Ports();

    @Option(names = "--on", paramLabel = "NAME", description = "The dataplane; needed when several run.")
    private String on = "";

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    Deploy(Setting setting) {
        super(setting);
    }

    @Override
    public Integer call() throws Refused {
        ChainFile chain = ChainFile.read(setting(), file);
        try (RemoteControl remote = setting().connect(named(on))) {
            Status.Running running = remote.control().deploy(chain.request(ports.replaced()));
            for (String warning : running.warnings()) {
                setting().console().problem(new Problem(Problem.Severity.WARNING, "", 0, 0, "", warning, ""));
            }
            setting().console().print(json ? Json.page(running) : "chain " + running.chain() + " runs");
            return DONE;
        } catch (Refused e) {
            throw chain.asTyped(e);
        }
    }
}
