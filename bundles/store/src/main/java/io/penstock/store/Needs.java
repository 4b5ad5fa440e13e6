// SPDX-License-Identifier: Apache-2.0
package io.penstock.store;

import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.IdentityNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/// What a bundle needs and nobody offers, in words.
final class Needs {
    private Needs() {}

    /// One line each; empty where nothing is missing.
    static List<String> of(BundleContext context, Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision == null) {
            return List.of();
        }
        FrameworkWiring wiring =
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
        Stream<BundleRequirement> unmet = revision.getDeclaredRequirements(null).stream()
                .filter(Needs::isMandatory)
                .filter(requirement -> wiring.findProviders(requirement).isEmpty());
        return unmet.map(Needs::inWords).toList();
    }

    private static boolean isMandatory(BundleRequirement requirement) {
        String resolution = requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE);
        String effective = requirement.getDirectives().getOrDefault(Constants.EFFECTIVE_DIRECTIVE, "resolve");
        return !Constants.RESOLUTION_OPTIONAL.equals(resolution) && "resolve".equals(effective);
    }

    private static String inWords(BundleRequirement requirement) {
        String filter = requirement.getDirectives().getOrDefault(Constants.FILTER_DIRECTIVE, "");
        return switch (requirement.getNamespace()) {
            case PackageNamespace.PACKAGE_NAMESPACE -> "the package " + wanted(filter);
            case BundleNamespace.BUNDLE_NAMESPACE, HostNamespace.HOST_NAMESPACE, IdentityNamespace.IDENTITY_NAMESPACE ->
                "the bundle " + wanted(filter);
            case ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE -> "another Java: " + filter;
            default -> requirement.getNamespace() + " " + filter;
        };
    }

    /// `name` and its versions out of `(&(namespace=name)(version>=1.0.0)(!(version>=2.0.0)))`.
    private static String wanted(String filter) {
        String name = filter.replaceFirst("^[^=]*=([^)]*)\\).*$", "$1");
        String versions = filter.contains("(version>=")
                ? " " + filter.replaceFirst("^.*?\\(version>=([^)]*)\\).*$", "$1") + " or later"
                : "";
        String below = filter.contains("(!(version>=")
                ? ", below " + filter.replaceFirst("^.*\\(!\\(version>=([^)]*)\\).*$", "$1")
                : "";
        return name + versions + below;
    }
}
