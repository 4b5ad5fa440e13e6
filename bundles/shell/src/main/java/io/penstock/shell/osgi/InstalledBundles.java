// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.osgi;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.shell.TraceLog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/// The function bundles that a person installed: jars in one folder, in this framework from its start.
final class InstalledBundles {
    private static final String LOCATION = "penstock-installed:";
    private static final String SUFFIX = ".jar";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");

    private static final long PATIENCE_NANOS = 3_000_000_000L;
    private static final long STEP_NANOS = 5_000_000L;

    private final BundleContext context;
    private final Path folder;
    private final TraceLog log;

    InstalledBundles(BundleContext context, Path folder, TraceLog log) {
        this.context = context;
        this.folder = folder;
        this.log = log;
    }

    BundleContext context() {
        return context;
    }

    /// Where the jar of a bundle is kept.
    Path fileOf(String name) {
        return folder.resolve(name + SUFFIX);
    }

    /// Whether a bundle came from the folder.
    boolean isOurs(Bundle bundle) {
        return bundle.getLocation().startsWith(LOCATION);
    }

    /// Installs and starts all jars of the folder, in the order of their names.
    ///
    /// @return what could not be started, one line each; the others run
    List<Problem> startAll() {
        List<Problem> problems = new ArrayList<>();
        List<Bundle> bundles = new ArrayList<>();
        for (Path jar : jars(problems)) {
            try {
                String name = jar.toString();
                JarCheck.Identity identity = JarCheck.identity(jar, name);
                bundles.add(put(jar, identity, name));
            } catch (Refused e) {
                problems.addAll(e.problems());
            }
        }
        for (Bundle bundle : bundles) {
            try {
                start(bundle, bundle.getSymbolicName());
            } catch (Refused e) {
                problems.addAll(e.problems());
            }
        }
        return problems.stream().map(InstalledBundles::asWarning).toList();
    }

    /// Puts a jar into the framework without starting it.
    Bundle put(Path jar, JarCheck.Identity identity, String shown) throws Refused {
        Optional<Bundle> same = named(identity.name());
        if (same.isPresent()) {
            boolean ours = isOurs(same.get());
            throw refused(
                    shown,
                    "a bundle called " + identity.name() + " is there already, version "
                            + same.get().getVersion(),
                    ours ? "remove it first: penstock remove " + identity.name() : "give yours another symbolic name");
        }
        useOurLevel();
        try (InputStream in = Files.newInputStream(jar)) {
            return context.installBundle(LOCATION + identity.name(), in);
        } catch (BundleException | IOException e) {
            log.add("installing " + shown, e);
            throw refused(shown, "cannot be installed: " + oneLine(e), "build it again");
        }
    }

    /// A launcher may leave new bundles at a start level that the framework never reaches: there `start` does nothing.
    ///
    /// Set for the framework, as a bundle's own level is changed by a thread that would start the bundle as well.
    private void useOurLevel() {
        int ours = context.getBundle().adapt(BundleStartLevel.class).getStartLevel();
        context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                .adapt(FrameworkStartLevel.class)
                .setInitialBundleStartLevel(Math.max(1, ours));
    }

    /// Starts a bundle that was put.
    void start(Bundle bundle, String shown) throws Refused {
        List<String> needs = Missing.needs(context, bundle);
        if (!needs.isEmpty()) {
            throw refused(
                    shown,
                    "cannot run here: it needs " + String.join(", ", needs) + ", which no bundle offers",
                    "install what offers it first, or build against this version");
        }
        try {
            bundle.start();
        } catch (BundleException e) {
            log.add("starting " + shown, e);
            throw refused(shown, "cannot be started: " + oneLine(e), "the trace is in " + log.file());
        }
        if (!runs(bundle) && !runsAtOurLevel(bundle)) {
            throw refused(shown, "was started and does not run", "see its state: penstock shell, then lb");
        }
    }

    private static boolean runs(Bundle bundle) {
        return bundle.getState() == Bundle.ACTIVE || bundle.getState() == Bundle.STARTING;
    }

    /// Brings a bundle down to the level of this one where a launcher has raised it since it was installed.
    private boolean runsAtOurLevel(Bundle bundle) {
        int ours = context.getBundle().adapt(BundleStartLevel.class).getStartLevel();
        bundle.adapt(BundleStartLevel.class).setStartLevel(Math.max(1, ours));
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!runs(bundle) && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(STEP_NANOS);
        }
        return runs(bundle);
    }

    /// Takes a bundle out of the framework and out of the folder.
    ///
    /// @throws Refused when it was not installed, or others need it
    String remove(String name) throws Refused {
        Optional<Bundle> found = named(name);
        if (found.isEmpty()) {
            return removeUnused(name);
        }
        Bundle bundle = found.get();
        if (!isOurs(bundle)) {
            throw new Refused(
                    Problem.error(name + " is part of Penstock itself", "remove what you installed: " + ours()));
        }
        List<String> users = users(bundle);
        if (!users.isEmpty()) {
            throw new Refused(Problem.error(
                    name + " is needed by " + String.join(", ", users), "remove " + users.getFirst() + " first"));
        }
        String identity = name + " " + bundle.getVersion();
        try {
            Files.deleteIfExists(fileOf(name));
            bundle.uninstall();
            return "removed " + identity;
        } catch (BundleException | IOException e) {
            log.add("removing " + name, e);
            throw new Refused(
                    Problem.error(name + " cannot be removed: " + oneLine(e), "check that you may write to " + folder));
        }
    }

    /// Removes a jar of the folder that could not be put at the start.
    private String removeUnused(String name) throws Refused {
        try {
            if (NAME.matcher(name).matches() && Files.deleteIfExists(fileOf(name))) {
                return "removed " + name + SUFFIX + ", which could not be used";
            }
        } catch (IOException e) {
            throw new Refused(Problem.error(
                    name + SUFFIX + " cannot be removed: " + oneLine(e), "check that you may write to " + folder));
        }
        throw new Refused(
                Problem.error("no bundle called \"" + name + "\" is installed", "those installed: " + ours()));
    }

    private String ours() {
        String names = Arrays.stream(context.getBundles())
                .filter(this::isOurs)
                .map(Bundle::getSymbolicName)
                .sorted()
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "none" : names;
    }

    private Optional<Bundle> named(String name) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .findFirst();
    }

    private static List<String> users(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        if (wiring == null) {
            return List.of();
        }
        TreeSet<String> users = new TreeSet<>();
        for (BundleWire wire : wiring.getProvidedWires(null)) {
            Bundle user = wire.getRequirer().getBundle();
            if (!user.equals(bundle)) {
                users.add(user.getSymbolicName());
            }
        }
        return List.copyOf(users);
    }

    private List<Path> jars(List<Problem> problems) {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            files.forEach(jars::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            problems.add(Problem.error(folder + " cannot be read: " + e.getMessage(), "check PENSTOCK_HOME"));
        }
        jars.sort(null);
        return jars;
    }

    private static Problem asWarning(Problem p) {
        return new Problem(Problem.Severity.WARNING, p.file(), p.line(), p.column(), p.node(), p.what(), p.mend());
    }

    private static String oneLine(Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null || message.isBlank()
                ? cause.getClass().getSimpleName()
                : message.lines().findFirst().orElse(message);
    }

    private static Refused refused(String file, String what, String mend) {
        return new Refused(new Problem(Problem.Severity.ERROR, file, 0, 0, "", what, mend));
    }
}
