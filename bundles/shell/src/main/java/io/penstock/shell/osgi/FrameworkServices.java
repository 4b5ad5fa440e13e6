// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.osgi;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Control;
import io.penstock.api.control.Drawing;
import io.penstock.shell.Home;
import io.penstock.shell.Services;
import io.penstock.shell.Setting;
import io.penstock.shell.TraceLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.framework.BundleContext;

/// What the verbs find in this framework.
final class FrameworkServices implements Services {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final BundleContext context;
    private final TraceLog log;
    private final InstalledBundles installed;
    private final OnDemand<Control> controls;
    private final OnDemand<Drawing> drawings;

    FrameworkServices(BundleContext context, Home home, TraceLog log) {
        this.context = context;
        this.log = log;
        installed = new InstalledBundles(context, home.bundles(), log);
        controls = new OnDemand<>(context, Control.class);
        drawings = new OnDemand<>(context, Drawing.class);
    }

    InstalledBundles installed() {
        return installed;
    }

    /// Ends the process.
    void end(int code) {
        Ending.of(context).with(code);
    }

    void close() {
        controls.close();
        drawings.close();
    }

    @Override
    public Control control() throws Refused {
        return found(controls, "the dataplane");
    }

    @Override
    public Drawing drawing() throws Refused {
        return found(drawings, "the drawing of chains");
    }

    @Override
    public List<String> install(Path jar) throws Refused {
        return new Installation(installed, this::control, log).install(jar);
    }

    @Override
    public String remove(String name) throws Refused {
        return installed.remove(name);
    }

    @Override
    public void converse(Setting setting) throws Refused {
        try (OnDemand<CommandProcessor> processors = new OnDemand<>(context, CommandProcessor.class)) {
            new Conversation(found(processors, "the command processor of Gogo"), setting, context).run();
        }
    }

    private <S> S found(OnDemand<S> service, String what) throws Refused {
        return service.within(PATIENCE)
                .orElseThrow(() -> new Refused(Problem.error(
                        what + " is not there: " + Missing.inWords(context, installed::isOurs),
                        "build again: ./penstock build")));
    }
}
