// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.osgi;

import io.penstock.shell.Console;
import io.penstock.shell.Home;
import io.penstock.shell.Interrupts;
import io.penstock.shell.Setting;
import io.penstock.shell.Signals;
import io.penstock.shell.TraceLog;
import io.penstock.shell.verb.Verbs;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.annotation.bundle.Header;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/// Runs the verb that the launcher was called with, and lends all verbs to Gogo.
///
/// It also is the interactive shell that Gogo's runtime asks for. An activator, not a component: it has to tell a
/// person what is wrong even where declarative services do not start.
@Capability(
        namespace = "org.apache.felix.gogo",
        name = "shell.implementation",
        version = "1.0.0",
        attribute = "implementation.name=penstock")
@Header(name = Constants.BUNDLE_ACTIVATOR, value = "${@class}")
public final class ShellActivator implements BundleActivator {
    /// The launcher of bnd registers itself with its arguments, and is ready when it has told all bundles to start.
    private static final String LAUNCHER = "(&(launcher.arguments=*)(launcher.ready=true))";

    private static final String ARGUMENTS = "launcher.arguments";

    private static final Duration START = Duration.ofSeconds(10);

    private final AtomicBoolean launched = new AtomicBoolean();
    private @Nullable FrameworkServices services;
    private @Nullable Startup startup;
    private @Nullable ServiceTracker<Object, Object> launchers;

    @Override
    public void start(BundleContext context) throws InvalidSyntaxException {
        Map<String, String> environment = System.getenv();
        Home home = Home.of(environment);
        TraceLog log = new TraceLog(home.log());
        Startup starting = new Startup(context);
        startup = starting;
        FrameworkServices found = new FrameworkServices(context, home);
        services = found;
        Setting setting = new Setting(
                Console.of(
                        new FileOutputStream(FileDescriptor.out),
                        new FileOutputStream(FileDescriptor.err),
                        environment),
                home,
                Path.of(environment.getOrDefault("PENSTOCK_CWD", "")).toAbsolutePath(),
                Path.of(System.getProperty("penstock.root", "")).toAbsolutePath(),
                found,
                new Interrupts(),
                log,
                Optional.empty());
        lend(context, setting);
        launchers = new ServiceTracker<>(context, context.createFilter(LAUNCHER), null) {
            @Override
            public @Nullable Object addingService(ServiceReference<Object> launcher) {
                if (launcher.getProperty(ARGUMENTS) instanceof String[] words && launched.compareAndSet(false, true)) {
                    launch(starting, setting, found, List.of(words));
                }
                return null;
            }
        };
        launchers.open();
    }

    @Override
    public void stop(BundleContext context) {
        if (launchers != null) {
            launchers.close();
        }
        if (startup != null) {
            startup.close();
        }
        if (services != null) {
            services.close();
        }
    }

    private static void launch(Startup startup, Setting setting, FrameworkServices services, List<String> words) {
        Signals.handTo(setting.interrupts());
        Thread.ofPlatform().name("penstock").start(() -> {
            int code = Verbs.FAILED;
            try {
                IntSupplier verb = Verbs.prepare(setting, words);
                startup.await(START);
                services.startInstalled().forEach(setting.console()::problem);
                code = verb.getAsInt();
            } finally {
                services.end(code);
            }
        });
    }

    private static void lend(BundleContext context, Setting setting) {
        for (String verb : Verbs.names()) {
            Map<String, Object> properties =
                    Map.of(CommandProcessor.COMMAND_SCOPE, "penstock", CommandProcessor.COMMAND_FUNCTION, verb);
            context.registerService(
                    Function.class, new GogoVerb(setting, verb), FrameworkUtil.asDictionary(properties));
        }
    }
}
