// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Status;
import io.penstock.shell.remote.ControlLost;
import io.penstock.shell.remote.RemoteControl;
import io.penstock.shell.remote.Sockets;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The dataplanes of this user that run now.
public final class Dataplanes {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Sockets sockets;

    Dataplanes(Sockets sockets) {
        this.sockets = sockets;
    }

    /// Those that answer; a socket that a dead process left says nothing.
    public List<Status> running() throws Refused {
        List<Status> found = new ArrayList<>();
        for (String name : names()) {
            status(name).ifPresent(found::add);
        }
        return List.copyOf(found);
    }

    /// Connects to one of them.
    ///
    /// @param name its name; empty for the only one that runs
    public RemoteControl connect(Optional<String> name) throws Refused {
        if (name.isPresent()) {
            return named(name.get());
        }
        List<Status> found = running();
        if (found.isEmpty()) {
            throw new Refused(Problem.error("no dataplane runs", "start one: penstock run CHAIN"));
        }
        if (found.size() > 1) {
            String names = String.join(", ", found.stream().map(Status::name).toList());
            throw new Refused(Problem.error("several dataplanes run: " + names, "choose one with --on NAME"));
        }
        return RemoteControl.connect(sockets.path(found.getFirst().name()));
    }

    private RemoteControl named(String name) throws Refused {
        var path = sockets.path(name);
        try {
            return RemoteControl.connect(path);
        } catch (Refused e) {
            throw new Refused(Problem.error("no dataplane called \"" + name + "\" runs", "see what runs: penstock ps"));
        }
    }

    private List<String> names() throws Refused {
        try {
            return sockets.names();
        } catch (IOException e) {
            throw new Refused(Problem.error(
                    "the folder of control sockets cannot be read: " + e.getMessage(), "check PENSTOCK_HOME"));
        }
    }

    private Optional<Status> status(String name) {
        try (RemoteControl remote = RemoteControl.connect(sockets.path(name), PATIENCE)) {
            return Optional.of(remote.control().status());
        } catch (Refused | ControlLost e) {
            return Optional.empty();
        }
    }
}
