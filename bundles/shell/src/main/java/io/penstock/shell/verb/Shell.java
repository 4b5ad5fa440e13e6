// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.Refused;
import io.penstock.shell.Setting;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Takes verbs line by line.
@Command(
        name = "shell",
        description = "An interactive shell (Gogo): all verbs, and the framework's own commands, with completion.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  penstock shell",
            "  penstock shell --on edge     the verbs mean this dataplane",
            "",
            "In the shell: verbs as on the command line, lb lists bundles, Tab completes, Ctrl-D leaves."
        })
final class Shell extends Verb {
    @Option(names = "--on", paramLabel = "NAME", description = "The dataplane that the verbs mean.")
    private String on = "";

    Shell(Setting setting) {
        super(setting);
    }

    @Override
    public Integer call() throws Refused {
        Optional<String> name = named(on).or(() -> setting().on());
        if (name.isPresent()) {
            setting().connect(name).close();
        }
        setting().services().converse(setting().on(name));
        return DONE;
    }
}
