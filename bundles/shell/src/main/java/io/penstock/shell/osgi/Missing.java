// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.osgi;

import io.penstock.api.store.BundleStore;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/// Why bundles do not run, in words.
final class Missing {
    private static final int MANY = 3;

    /// How the locations of bundles begin that a person installed.
    private static final String INSTALLED = "penstock-installed:";

    private Missing() {}

    /// The bundles of the product that are not active, each with what it lacks.
    static String inWords(BundleContext context) {
        List<String> idle = Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getState() != Bundle.ACTIVE && bundle.getState() != Bundle.STARTING)
                .filter(bundle -> !bundle.getLocation().startsWith(INSTALLED) && !isFragment(bundle))
                .filter(bundle -> bundle.getSymbolicName() != null)
                .map(bundle -> "bundle " + bundle.getSymbolicName() + " does not run" + because(context, bundle))
                .toList();
        if (idle.isEmpty()) {
            return "all bundles run, but none offers it within 5 s";
        }
        String first = idle.stream().limit(MANY).collect(Collectors.joining(", "));
        return idle.size() <= MANY ? first : first + " and " + (idle.size() - MANY) + " more";
    }

    static boolean isFragment(Bundle bundle) {
        return bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
    }

    private static String because(BundleContext context, Bundle bundle) {
        ServiceReference<BundleStore> reference = context.getServiceReference(BundleStore.class);
        BundleStore store = reference == null ? null : context.getService(reference);
        List<String> needs = store == null ? List.of() : store.needs(bundle.getBundleId());
        return needs.isEmpty() ? "" : " (it needs " + String.join(", ", needs) + ")";
    }
}
