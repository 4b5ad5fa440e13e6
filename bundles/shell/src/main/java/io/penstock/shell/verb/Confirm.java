// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.Refused;
import io.penstock.shell.Setting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Says that an update that waits for it is good.
@Command(
        name = "confirm",
        description = "Say that an update made with --confirm is good, before its time is over.",
        footerHeading = "%nExamples:%n",
        footer = {"  penstock confirm org.example.myfunction", "  penstock confirm \"chain office-edge\""})
final class Confirm extends Verb {
    @Parameters(paramLabel = "NAME", description = "What was updated: a bundle's symbolic name, or chain NAME.")
    private String name = "";

    @Mixin
    private Target target = new Target();

    Confirm(Setting setting) {
        super(setting);
    }

    @Override
    public Integer call() throws Refused {
        setting().console().print(target.<String>on(setting(), control -> control.confirm(name)));
        return DONE;
    }
}
