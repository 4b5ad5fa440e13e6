// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Control;
import io.penstock.api.control.Window;
import io.penstock.shell.Setting;
import io.penstock.shell.remote.ControlLost;
import io.penstock.shell.remote.RemoteControl;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Opens the editor.
@Command(
        name = "edit",
        description = "Draw, deploy and watch a chain in a window.",
        footerHeading = "%nExamples:%n",
        footer = {"  penstock edit office.chain.yaml", "  penstock edit office.chain.yaml --on edge"})
final class Edit extends Verb {
    @Parameters(arity = "0..1", paramLabel = "CHAIN", description = "A .chain.yaml file; one that is new is begun.")
    private String file = "";

    @Option(
            names = "--on",
            paramLabel = "NAME",
            description = "The dataplane to deploy on and to watch (one in the window's own process).")
    private String on = "";

    Edit(Setting setting) {
        super(setting);
    }

    @Override
    public Integer call() throws Refused {
        Optional<Path> chain = file.isEmpty() ? Optional.empty() : Optional.of(located());
        Window.Dataplane dataplane = on.isEmpty() ? new OwnDataplane(setting()) : new Other(on);
        dataplane.control();
        setting()
                .services()
                .window()
                .show(new Window.Request(chain, setting().home().folder(), dataplane));
        return DONE;
    }

    private Path located() throws Refused {
        try {
            return setting().folder().resolve(file).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new Refused(Problem.error("no file can have the name that was given", "check the name"));
        }
    }

    /// One in another process, to which the way may be lost and found again.
    private final class Other implements Window.Dataplane {
        private final String name;
        private @Nullable RemoteControl remote;

        Other(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public synchronized Control control() throws Refused {
            RemoteControl known = remote;
            if (known != null) {
                try {
                    known.control().status();
                    return known.control();
                } catch (ControlLost lost) {
                    known.close();
                    remote = null;
                }
            }
            RemoteControl found = setting().dataplanes().connect(Optional.of(name));
            remote = found;
            return found.control();
        }
    }
}
