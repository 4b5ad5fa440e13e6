// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.Refused;
import io.penstock.shell.Setting;
import picocli.CommandLine.Command;
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
            "A dataplane that runs already takes part when it is started again."
        })
final class Install extends Verb {
    @Parameters(paramLabel = "DIR|JAR", description = "A bundle, or the folder of its Maven module.")
    private String file = "";

    Install(Setting setting) {
        super(setting);
    }

    @Override
    public Integer call() throws Refused {
        setting()
                .console()
                .print(setting().services().install(setting().folder().resolve(file)));
        return DONE;
    }
}
