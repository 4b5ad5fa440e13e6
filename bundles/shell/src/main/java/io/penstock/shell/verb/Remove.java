// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.Refused;
import io.penstock.shell.Setting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Takes away a function bundle that was installed.
@Command(
        name = "remove",
        description = "Take away a function bundle that was installed.",
        footerHeading = "%nExamples:%n",
        footer = {"  penstock remove org.example.myfunction"})
final class Remove extends Verb {
    @Parameters(paramLabel = "NAME", description = "The bundle's symbolic name, as penstock show functions tells it.")
    private String name = "";

    @Mixin
    private Target target = new Target();

    Remove(Setting setting) {
        super(setting);
    }

    @Override
    public Integer call() throws Refused {
        setting().console().print(target.<String>on(setting(), control -> control.remove(name)));
        return DONE;
    }
}
