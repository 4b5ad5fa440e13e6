// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.osgi;

import java.time.Duration;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;

/// Ends the process: the framework is stopped in order, and then, whatever its threads do, the process is over.
record Ending(Framework framework) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    static Ending of(BundleContext context) {
        return new Ending((Framework) context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION));
    }

    void with(int code) {
        overrule(code);
        Thread.ofPlatform().daemon().name("end").start(() -> {
            stop();
            Runtime.getRuntime().halt(code);
        });
    }

    /// Once the framework has stopped, the launcher may be the first to end the process, with a code of its own.
    private static void overrule(int code) {
        try {
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform()
                            .unstarted(() -> Runtime.getRuntime().halt(code)));
        } catch (IllegalStateException endsAlready) {
            System.getLogger(Ending.class.getName())
                    .log(System.Logger.Level.DEBUG, "the process ends already", endsAlready);
        }
    }

    private void stop() {
        try {
            framework.stop();
            FrameworkEvent event = framework.waitForStop(PATIENCE.toMillis());
            if (event.getType() == FrameworkEvent.WAIT_TIMEDOUT) {
                System.err.println(
                        "penstock: warning: a bundle did not stop within 5 s; the process ended all the same");
            }
        } catch (BundleException e) {
            System.err.println("penstock: warning: the framework did not stop in order: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
