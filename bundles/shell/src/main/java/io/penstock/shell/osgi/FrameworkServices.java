// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.osgi;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Control;
import io.penstock.api.control.Drawing;
import io.penstock.api.control.Window;
import io.penstock.api.port.NativeCalls;
import io.penstock.api.store.BundleStore;
import io.penstock.shell.Home;
import io.penstock.shell.Services;
import io.penstock.shell.Setting;
import java.time.Duration;
import java.util.List;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.framework.BundleContext;

/// What the verbs find in this framework.
final class FrameworkServices implements Services {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final BundleContext context;
    private final Home home;
    private final OnDemand<BundleStore> stores;
    private final OnDemand<Control> controls;
    private final OnDemand<Drawing> drawings;
    private final OnDemand<Window> windows;
    private final OnDemand<NativeCalls> calls;

    FrameworkServices(BundleContext context, Home home) {
        this.context = context;
        this.home = home;
        stores = new OnDemand<>(context, BundleStore.class);
        controls = new OnDemand<>(context, Control.class);
        drawings = new OnDemand<>(context, Drawing.class);
        windows = new OnDemand<>(context, Window.class);
        calls = new OnDemand<>(context, NativeCalls.class);
    }

    /// Installs and starts the bundles that a person installed.
    ///
    /// @return what could not be started, one line each
    List<Problem> startInstalled() {
        try {
            return found(stores, "the store of function bundles").open(home.bundles());
        } catch (Refused e) {
            return e.problems();
        }
    }

    /// Ends the process.
    void end(int code) {
        Ending.of(context).with(code);
    }

    void close() {
        stores.close();
        controls.close();
        drawings.close();
        windows.close();
        calls.close();
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
    public Window window() throws Refused {
        return found(windows, "the editor");
    }

    @Override
    public NativeCalls nativeCalls() throws Refused {
        return found(calls, "the bridge to DPDK");
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
                        what + " is not there: " + Missing.inWords(context), "build again: ./penstock build")));
    }
}
