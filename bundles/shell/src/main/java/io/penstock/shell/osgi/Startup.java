// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.osgi;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/// The start of the framework: with start levels, bundles are started by a thread of its own after the launcher
/// has said that it is ready, and a verb that did not wait would find a dataplane without layers.
final class Startup implements AutoCloseable, FrameworkListener, BundleListener {
    private static final long STEP_MILLIS = 100;

    private final BundleContext context;
    private final FrameworkStartLevel levels;
    private final int wanted;
    private final Semaphore news = new Semaphore(0);
    private volatile boolean reached;

    Startup(BundleContext context) {
        this.context = context;
        levels = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkStartLevel.class);
        String level = context.getProperty(Constants.FRAMEWORK_BEGINNING_STARTLEVEL);
        wanted = level != null && level.matches("[0-9]{1,6}") ? Integer.parseInt(level) : 1;
        context.addFrameworkListener(this);
        context.addBundleListener(this);
    }

    @Override
    public void frameworkEvent(FrameworkEvent event) {
        boolean changed = event.getType() == FrameworkEvent.STARTLEVEL_CHANGED;
        reached |= changed && levels.getStartLevel() >= wanted;
        news.release();
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        news.release();
    }

    /// Waits until all bundles run that are to run; where one cannot, until the framework has tried.
    void await(Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        try {
            while (!isOver() && System.nanoTime() - deadline < 0) {
                boolean more = news.tryAcquire(STEP_MILLIS, TimeUnit.MILLISECONDS);
                news.drainPermits();
                reached |= !more && levels.getStartLevel() >= wanted && nothingStarts();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        context.removeFrameworkListener(this);
        context.removeBundleListener(this);
    }

    private boolean isOver() {
        return reached
                || levels.getStartLevel() >= wanted
                        && Arrays.stream(context.getBundles()).allMatch(this::runs);
    }

    private boolean nothingStarts() {
        return Arrays.stream(context.getBundles()).noneMatch(bundle -> bundle.getState() == Bundle.STARTING);
    }

    private boolean runs(Bundle bundle) {
        BundleStartLevel level = bundle.adapt(BundleStartLevel.class);
        boolean later = level != null && level.getStartLevel() > wanted;
        return bundle.getState() == Bundle.ACTIVE || later || Missing.isFragment(bundle);
    }
}
