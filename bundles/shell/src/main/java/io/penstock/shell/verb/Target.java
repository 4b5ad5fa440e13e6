// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Control;
import io.penstock.api.control.Manner;
import io.penstock.api.control.Status;
import io.penstock.shell.Setting;
import io.penstock.shell.remote.RemoteControl;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Where bundles are changed: in the dataplane that runs, or, where none does, in the folder alone.
final class Target {
    @Option(names = "--on", paramLabel = "NAME", description = "The dataplane; needed when several run.")
    private String on = "";

    /// What is done with a dataplane.
    @FunctionalInterface
    interface Deed<T> {
        T with(Control control) throws Refused;
    }

    /// Replaces something that may run.
    ///
    /// @throws Refused where it is to wait for a confirmation and no dataplane runs: nothing could go back
    <T> T on(Setting setting, Manner manner, Deed<T> deed) throws Refused {
        if (manner.confirmMillis() > 0
                && on.isEmpty()
                && setting.dataplanes().running().isEmpty()) {
            throw new Refused(Problem.error(
                    "--confirm: no dataplane runs here, so that nothing would go back",
                    "leave --confirm out, or start one with penstock run CHAIN"));
        }
        return on(setting, deed);
    }

    <T> T on(Setting setting, Deed<T> deed) throws Refused {
        List<Status> running = on.isEmpty() ? setting.dataplanes().running() : List.of();
        if (running.size() > 1 && setting.on().isEmpty()) {
            String names = String.join(", ", running.stream().map(Status::name).toList());
            throw new Refused(Problem.error("several dataplanes run: " + names, "choose one with --on NAME"));
        }
        if (on.isEmpty() && running.isEmpty()) {
            return deed.with(setting.services().control());
        }
        try (RemoteControl remote = setting.connect(on.isEmpty() ? Optional.empty() : Optional.of(on))) {
            return deed.with(remote.control());
        }
    }
}
