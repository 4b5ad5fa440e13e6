// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.osgi;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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

/// Why bundles do not run, in words.
final class Missing {
    private static final int MANY = 3;

    private Missing() {}

    /// The bundles of the product that are not active, each with what it lacks.
    static String inWords(BundleContext context, Predicate<Bundle> optional) {
        List<String> idle = Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getState() != Bundle.ACTIVE && bundle.getState() != Bundle.STARTING)
                .filter(bundle -> !optional.test(bundle) && !isFragment(bundle))
                .filter(bundle -> bundle.getSymbolicName() != null)
                .map(bundle -> "bundle " + bundle.getSymbolicName() + " does not run" + because(context, bundle))
                .toList();
        if (idle.isEmpty()) {
            return "all bundles run, but none offers it within 5 s";
        }
        String first = idle.stream().limit(MANY).collect(Collectors.joining(", "));
        return idle.size() <= MANY ? first : first + " and " + (idle.size() - MANY) + " more";
    }

    /// What a bundle needs and nobody offers, one line each; empty where nothing is missing.
    static List<String> needs(BundleContext context, Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision == null) {
            return List.of();
        }
        FrameworkWiring wiring =
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
        Stream<BundleRequirement> unmet = revision.getDeclaredRequirements(null).stream()
                .filter(Missing::isMandatory)
                .filter(requirement -> wiring.findProviders(requirement).isEmpty());
        return unmet.map(Missing::inWords).toList();
    }

    static boolean isFragment(Bundle bundle) {
        return bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
    }

    private static String because(BundleContext context, Bundle bundle) {
        List<String> needs = needs(context, bundle);
        return needs.isEmpty() ? "" : " (it needs " + String.join(", ", needs) + ")";
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
