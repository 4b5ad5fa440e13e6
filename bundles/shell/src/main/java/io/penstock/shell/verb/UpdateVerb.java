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

/// Puts another version of a function in the place of the one that runs.
@Command(
        name = "update",
        description = "Put another version of a function bundle in the place of the one that runs, while packets flow.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  penstock update my-function-1.1.0.jar",
            "  penstock update my-function --dry-run      built first; says what would change",
            "  penstock update my-function-2.0.0.jar --state drain",
            "  penstock update my-function-2.0.0.jar --confirm 60s",
            "",
            "The new version is tried on copies of live packets, takes over between two bursts, and goes back by",
            "itself when it fails while it is watched. The old one is kept: penstock rollback NAME"
        })
final class UpdateVerb extends Verb {
    @Parameters(paramLabel = "DIR|JAR", description = "A bundle, or the folder of its Maven module.")
    private String file = "";

    @Mixin
    private Manners manners = new Manners();

    @Mixin
    private Target target = new Target();

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    UpdateVerb(Setting setting) {
        super(setting);
    }

    @Override
    public Integer call() throws Refused {
        String jar = setting().folder().resolve(file).toString();
        var manner = manners.manner();
        Update update = target.on(setting(), manner, control -> control.update(jar, manner));
        setting().console().print(json ? Json.page(update) : String.join("\n", UpdateText.lines(update)));
        return DONE;
    }
}
