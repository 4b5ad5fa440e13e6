// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.osgi;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Control;
import io.penstock.api.control.FunctionInfo;
import io.penstock.shell.TraceLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/// Adds a bundle: it has to run in this framework before its jar comes into the folder of installed bundles.
final class Installation {
    /// Keys of a chain's node that belong to the platform; a property of that name could never be set.
    private static final Set<String> PLATFORM_KEYS =
            Set.of("type", "version", "match", "over", "on-failure", "on-overrun", "observe");

    private final InstalledBundles bundles;
    private final Source control;
    private final TraceLog log;

    Installation(InstalledBundles bundles, Source control, TraceLog log) {
        this.bundles = bundles;
        this.control = control;
        this.log = log;
    }

    /// Where the control interface comes from.
    @FunctionalInterface
    interface Source {
        Control get() throws Refused;
    }

    /// @return what was installed, one line each
    List<String> install(Path jar) throws Refused {
        JarCheck.Identity identity = JarCheck.identity(jar, jar.toString());
        Path copy = copied(jar, identity.name());
        try {
            return installCopy(copy, identity, jar.toString());
        } finally {
            forget(copy);
        }
    }

    private List<String> installCopy(Path copy, JarCheck.Identity identity, String shown) throws Refused {
        Bundle bundle = bundles.put(copy, identity, shown);
        try {
            bundles.start(bundle, shown);
            List<FunctionInfo> functions = functions(identity.name());
            checkKeys(functions, shown);
            Files.move(copy, bundles.fileOf(identity.name()), StandardCopyOption.ATOMIC_MOVE);
            return said(identity, functions);
        } catch (IOException e) {
            takeBack(bundle);
            throw new Refused(Problem.error(
                    identity.name() + " cannot be kept: " + e.getMessage(),
                    "set PENSTOCK_HOME to a folder you can write"));
        } catch (Refused e) {
            takeBack(bundle);
            throw e;
        }
    }

    private static List<String> said(JarCheck.Identity identity, List<FunctionInfo> functions) {
        List<String> lines = new ArrayList<>();
        lines.add("installed " + identity);
        functions.forEach(function -> lines.add("  function " + function.type() + ": " + function.name()));
        return lines;
    }

    private List<FunctionInfo> functions(String bundle) throws Refused {
        return control.get().functions().stream()
                .filter(function -> function.bundle().equals(bundle))
                .toList();
    }

    private static void checkKeys(List<FunctionInfo> functions, String shown) throws Refused {
        for (FunctionInfo function : functions) {
            for (FunctionInfo.Property property : function.properties()) {
                if (PLATFORM_KEYS.contains(property.id())) {
                    throw new Refused(new Problem(
                            Problem.Severity.ERROR,
                            shown,
                            0,
                            0,
                            function.type(),
                            "function " + function.type() + " has a property called " + property.id()
                                    + ", a key that belongs to the platform",
                            "give the property another name"));
                }
            }
        }
    }

    private Path copied(Path jar, String name) throws Refused {
        Path target = bundles.fileOf(name);
        Path copy = target.resolveSibling(
                "." + name + ".part" + ProcessHandle.current().pid());
        try {
            Files.createDirectories(copy.resolveSibling("."));
            return Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new Refused(Problem.error(
                    "the bundle cannot be copied to " + target + ": " + e.getMessage(),
                    "set PENSTOCK_HOME to a folder you can write"));
        }
    }

    private void takeBack(Bundle bundle) {
        try {
            bundle.uninstall();
        } catch (BundleException e) {
            log.add("taking back " + bundle.getSymbolicName(), e);
        }
    }

    private void forget(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            log.add("removing " + copy, e);
        }
    }
}
