// SPDX-License-Identifier: Apache-2.0
package io.penstock.store;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/// Watches the class loaders of bundles that were let go. What somebody keeps after two collections is a leak.
final class Farewells {
    private final List<Gone> gone = new ArrayList<>();

    private record Gone(String name, WeakReference<ClassLoader> loader) {}

    /// Watches a bundle that is about to be uninstalled.
    synchronized void watch(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        if (wiring != null && wiring.getClassLoader() != null) {
            gone.removeIf(one -> one.loader().refersTo(null));
            gone.add(new Gone(
                    bundle.getSymbolicName() + " " + bundle.getVersion(),
                    new WeakReference<>(wiring.getClassLoader())));
        }
    }

    /// The names of those whose class loader is still there.
    synchronized List<String> remaining() {
        gone.removeIf(one -> one.loader().refersTo(null));
        return gone.stream().map(Gone::name).toList();
    }
}
