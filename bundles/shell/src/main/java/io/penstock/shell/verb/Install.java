// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.Refused;
import io.penstock.shell.Setting;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Adds a function bundle.
@Command(
        name = "install",
        description = "Add a function bundle: from now on, chains may use what is in it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  penstock install my-function             a folder with a pom.xml is built first",
            "  penstock install my-function-1.0.0.jar",
            "",
            "A dataplane that runs takes part. Another version is installed beside those that are there: nodes",
            "that name no version take the newest when their chain is deployed. See also: penstock update"
        })
final class Install extends Verb {
    @Parameters(paramLabel = "DIR|JAR", description = "A bundle, or the folder of its Maven module.")
    private String file = "";

    @Mixin
    private Target target = new Target();

    Install(Setting setting) {
        super(setting);
    }

    @Override
    public Integer call() throws Refused {
        String jar = setting().folder().resolve(file).toString();
        List<String> lines = target.on(setting(), control -> control.install(jar));
        setting().console().print(lines);
        return DONE;
    }
}
