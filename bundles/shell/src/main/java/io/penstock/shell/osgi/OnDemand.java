// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.osgi;

import java.time.Duration;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/// A service that is got when it is first asked for, not when it is registered: a component that nobody uses is never
/// made, and one that is used finds all others in place.
final class OnDemand<S> implements AutoCloseable {
    private final BundleContext context;
    private final ServiceTracker<S, ServiceReference<S>> references;

    OnDemand(BundleContext context, Class<S> type) {
        this.context = context;
        references = new ServiceTracker<>(context, type, null) {
            @Override
            public ServiceReference<S> addingService(ServiceReference<S> reference) {
                return reference;
            }

            @Override
            public void removedService(ServiceReference<S> reference, ServiceReference<S> same) {
                // The framework takes back what this bundle got from a service that goes.
            }
        };
        references.open();
    }

    /// The service, or nothing where it does not come in time.
    Optional<S> within(Duration time) {
        try {
            Optional<ServiceReference<S>> reference = Optional.ofNullable(references.waitForService(time.toMillis()));
            return reference.map(context::getService);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        references.close();
    }
}
