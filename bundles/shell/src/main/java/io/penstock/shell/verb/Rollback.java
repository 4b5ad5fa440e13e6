// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.Refused;
import io.penstock.api.control.Update;
import io.penstock.shell.Setting;
import io.penstock.shell.json.Json;
import io.penstock.shell.text.UpdateText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Goes back to the version that ran before.
@Command(
        name = "rollback",
        description = "Go back to the version of a function bundle that ran before, while packets flow.",
        footerHeading = "%nExamples:%n",
        footer = {"  penstock rollback org.example.myfunction"})
final class Rollback extends Verb {
    @Parameters(paramLabel = "NAME", description = "The bundle's symbolic name, as penstock show bundles tells it.")
    private String name = "";

    @Mixin
    private Manners manners = new Manners();

    @Mixin
    private Target target = new Target();

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    Rollback(Setting setting) {
        super(setting);
    }

    @Override
    public Integer call() throws Refused {
        var manner = manners.manner();
        Update update = target.on(setting(), manner, control -> control.rollback(name, manner));
        setting().console().print(json ? Json.page(update) : String.join("\n", UpdateText.lines(update)));
        return DONE;
    }
}
