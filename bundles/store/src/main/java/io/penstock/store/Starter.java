// SPDX-License-Identifier: Apache-2.0
package io.penstock.store;

import io.penstock.api.Refused;
import io.penstock.api.Vnf;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleRevision;

/// Puts jars into the framework and starts them, each beside whatever runs.
final class Starter {
    private static final String LOCATION = "penstock-installed:";
    private static final long PATIENCE_NANOS = 3_000_000_000L;
    private static final long STEP_NANOS = 5_000_000L;

    private final BundleContext context;
    private final AtomicLong count = new AtomicLong();

    Starter(BundleContext context) {
        this.context = context;
    }

    static boolean offersFunctions(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision != null
                && !revision.getDeclaredCapabilities(Vnf.NAMESPACE).isEmpty();
    }

    /// Puts a jar into the framework without starting it. Its location is its own even where the same build comes in
    /// again before the earlier one has left.
    Bundle put(Path jar, Entry entry, String shown) throws Refused {
        useOurLevel();
        try (InputStream in = Files.newInputStream(jar)) {
            return context.installBundle(LOCATION + entry.file() + "#" + count.incrementAndGet(), in);
        } catch (BundleException | IOException e) {
            throw OneLine.refused(shown, "cannot be installed: " + OneLine.of(e), "build it again");
        }
    }

    /// A launcher may leave new bundles at a start level that the framework never reaches: there `start` does nothing.
    ///
    /// Set for the framework, as a bundle's own level is changed by a thread that would start the bundle as well.
    private void useOurLevel() {
        context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                .adapt(FrameworkStartLevel.class)
                .setInitialBundleStartLevel(ourLevel());
    }

    private int ourLevel() {
        BundleStartLevel level = context.getBundle().adapt(BundleStartLevel.class);
        return Math.max(1, level == null ? 1 : level.getStartLevel());
    }

    /// Starts a bundle that was put.
    void start(Bundle bundle, String shown) throws Refused {
        List<String> needs = Needs.of(context, bundle);
        if (!needs.isEmpty()) {
            throw OneLine.refused(
                    shown,
                    "cannot run here: it needs " + String.join(", ", needs) + ", which no bundle offers",
                    "install what offers it first, or build against this version");
        }
        try {
            bundle.start();
        } catch (BundleException e) {
            System.getLogger(Starter.class.getName()).log(System.Logger.Level.DEBUG, "starting " + shown, e);
            throw OneLine.refused(shown, "cannot be started: " + OneLine.of(e), "mend its activator or its imports");
        }
        if (!runs(bundle) && !runsAtOurLevel(bundle)) {
            throw OneLine.refused(shown, "was started and does not run", "see its state: penstock shell, then lb");
        }
    }

    private static boolean runs(Bundle bundle) {
        return bundle.getState() == Bundle.ACTIVE || bundle.getState() == Bundle.STARTING;
    }

    /// Brings a bundle down to the level of this one where a launcher has raised it since it was installed.
    private boolean runsAtOurLevel(Bundle bundle) {
        bundle.adapt(BundleStartLevel.class).setStartLevel(ourLevel());
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!runs(bundle) && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(STEP_NANOS);
        }
        return runs(bundle);
    }
}
