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
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/// What the verbs find in this framework.
final class FrameworkServices implements Services {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final BundleContext context;
    private final TraceLog log;
    private final InstalledBundles installed;
    private final ServiceTracker<Control, Control> controls;
    private final ServiceTracker<Drawing, Drawing> drawings;

    FrameworkServices(BundleContext context, Home home, TraceLog log) {
        this.context = context;
        this.log = log;
        installed = new InstalledBundles(context, home.bundles(), log);
        controls = tracker(context, Control.class);
        drawings = tracker(context, Drawing.class);
    }

    InstalledBundles installed() {
        return installed;
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
        ServiceTracker<CommandProcessor, CommandProcessor> processors = tracker(context, CommandProcessor.class);
        try {
            new Conversation(found(processors, "the command processor of Gogo"), setting, context).run();
        } finally {
            processors.close();
        }
    }

    private static <S> ServiceTracker<S, S> tracker(BundleContext context, Class<S> type) {
        ServiceTracker<S, S> tracker = new ServiceTracker<>(context, type, null);
        tracker.open();
        return tracker;
    }

    private <S> S found(ServiceTracker<S, S> tracker, String what) throws Refused {
        try {
            @Nullable S service = tracker.waitForService(PATIENCE.toMillis());
            if (service != null) {
                return service;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new Refused(Problem.error(
                what + " is not there: " + Missing.inWords(context, installed::isOurs),
                "build again: ./penstock build"));
    }
}
