// SPDX-License-Identifier: Apache-2.0
package io.penstock.store;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.store.BundleStore;
import io.penstock.api.store.Staged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/// The function bundles of one folder in this framework.
@Component
public final class Store implements BundleStore {
    private static final System.Logger LOG = System.getLogger(Store.class.getName());

    private final BundleContext context;
    private final Starter starter;
    private final Farewells farewells = new Farewells();
    /// Bundles that came from the folder, by their id.
    private final Map<Long, Entry> ours = new LinkedHashMap<>();

    private final Set<Long> onTrial = new TreeSet<>();
    private final Set<Long> replaced = new TreeSet<>();
    private Folder folder = new Folder(Path.of("bundles"));

    @Activate
    public Store(BundleContext context) {
        this.context = context;
        starter = new Starter(context);
    }

    @Override
    public synchronized List<Problem> open(Path where) {
        folder = new Folder(where);
        List<Problem> problems = new ArrayList<>();
        try {
            ConfirmedSet set = folder.set();
            List<Bundle> put = new ArrayList<>();
            for (Entry entry : set.entries()) {
                if (entry.current()) {
                    put(entry, problems).ifPresent(put::add);
                }
            }
            put.forEach(bundle -> start(bundle, problems));
            set.hidden().forEach(name -> product(name).forEach(bundle -> replaced.add(bundle.getBundleId())));
        } catch (IOException e) {
            problems.add(Problem.error(
                    "the list of installed bundles in " + folder + " cannot be used: " + OneLine.of(e),
                    "restore the file `confirmed` there, or remove it and install again"));
        }
        return problems.stream().map(Store::asWarning).toList();
    }

    private Optional<Bundle> put(Entry entry, List<Problem> problems) {
        Path jar = folder.file(entry);
        try {
            if (!Files.exists(jar)) {
                throw OneLine.refused(jar.toString(), "is gone", "install it again");
            }
            JarCheck.identity(jar, jar.toString());
            if (!Folder.digest(jar).equals(entry.sha256())) {
                throw OneLine.refused(jar.toString(), "was altered since it was installed", "install it again");
            }
            Bundle bundle = starter.put(jar, entry, jar.toString());
            ours.put(bundle.getBundleId(), entry);
            return Optional.of(bundle);
        } catch (Refused e) {
            problems.addAll(e.problems());
        } catch (IOException e) {
            problems.add(Problem.error(jar + " cannot be read: " + OneLine.of(e), "install it again"));
        }
        return Optional.empty();
    }

    private void start(Bundle bundle, List<Problem> problems) {
        try {
            starter.start(bundle, bundle.getSymbolicName());
        } catch (Refused e) {
            problems.addAll(e.problems());
        }
    }

    @Override
    public synchronized Staged stage(Path jar) throws Refused {
        String shown = jar.toString();
        JarCheck.identity(jar, shown);
        Path copy = folder.copy(jar);
        boolean staged = false;
        try {
            // The copy is what counts: the file itself may change while it is looked at.
            JarCheck.Identity identity = JarCheck.identity(copy, shown);
            Entry entry = new Entry(true, identity.name(), identity.version(), Folder.digest(copy));
            refuseSame(entry, shown);
            Trial trial = trial(copy, entry, shown);
            staged = true;
            return trial;
        } catch (IOException e) {
            throw OneLine.refused(shown, "cannot be read: " + OneLine.of(e), "give a bundle that you may read");
        } finally {
            if (!staged) {
                delete(copy);
            }
        }
    }

    private void refuseSame(Entry entry, String shown) throws Refused {
        boolean part = product(entry.name()).stream().anyMatch(bundle -> !Starter.offersFunctions(bundle));
        if (part) {
            throw OneLine.refused(
                    shown,
                    "a bundle called " + entry.name() + " is part of Penstock itself",
                    "give yours another symbolic name");
        }
        for (Map.Entry<Long, Entry> one : ours.entrySet()) {
            if (one.getValue().isSameBuild(entry) && isCurrent(one.getKey())) {
                throw OneLine.refused(
                        shown,
                        "this build of " + entry + " is there already",
                        "build another version, or go back with penstock rollback " + entry.name());
            }
        }
    }

    private Trial trial(Path jar, Entry entry, String shown) throws Refused {
        Bundle bundle = starter.put(jar, entry, shown);
        long id = bundle.getBundleId();
        ours.put(id, entry);
        onTrial.add(id);
        boolean runs = false;
        try {
            starter.start(bundle, shown);
            runs = true;
            return new Trial(jar, entry, bundle, versionsBefore(entry));
        } finally {
            if (!runs) {
                letGo(bundle);
            }
        }
    }

    /// The newest of the versions that chains may choose now: that which an update replaces.
    private Set<Long> versionsBefore(Entry entry) {
        Set<Long> before = new TreeSet<>();
        Optional<Bundle> newest = Arrays.stream(context.getBundles())
                .filter(bundle -> entry.name().equals(bundle.getSymbolicName()))
                .filter(bundle -> isCurrent(bundle.getBundleId()))
                .max(java.util.Comparator.comparing(Bundle::getVersion));
        newest.ifPresent(bundle -> before.add(bundle.getBundleId()));
        return before;
    }

    @Override
    public synchronized Staged stageFormer(String name) throws Refused {
        try {
            Optional<Entry> former = folder.set().former(name);
            if (former.isPresent()) {
                Path jar = folder.file(former.get());
                if (!Files.exists(jar)
                        || !Folder.digest(jar).equals(former.get().sha256())) {
                    throw OneLine.refused(
                            jar.toString(), "is gone or was altered", "update to a version that you have");
                }
                return trial(jar, former.get(), jar.toString());
            }
            if (folder.set().hidden().contains(name)) {
                return new BackToProduct(product(name).getFirst());
            }
        } catch (IOException e) {
            throw new Refused(Problem.error("the list of installed bundles: " + OneLine.of(e), "check " + folder));
        }
        if (oursNamed(name).isEmpty() && product(name).isEmpty()) {
            throw unknown(name);
        }
        throw new Refused(Problem.error(
                "no version of " + name + " is kept that ran before", "there is one once it was updated"));
    }

    private Refused unknown(String name) {
        return new Refused(
                Problem.error("no bundle called \"" + name + "\" is installed", "those installed: " + namesOfOurs()));
    }

    @Override
    public synchronized String remove(String name, LongPredicate used) throws Refused {
        List<Bundle> found = oursNamed(name);
        if (found.isEmpty()) {
            boolean known = Arrays.stream(context.getBundles()).anyMatch(b -> name.equals(b.getSymbolicName()));
            throw known
                    ? new Refused(Problem.error(
                            name + " is part of Penstock itself", "remove what you installed: " + namesOfOurs()))
                    : unknown(name);
        }
        for (Bundle bundle : found) {
            if (used.test(bundle.getBundleId())) {
                throw new Refused(Problem.error(
                        "a chain runs with " + name + " " + bundle.getVersion(),
                        "stop it, or deploy it without this function first"));
            }
            Set<String> users = users(bundle);
            if (!users.isEmpty()) {
                throw new Refused(Problem.error(
                        name + " is needed by " + String.join(", ", users),
                        "remove " + users.iterator().next() + " first"));
            }
        }
        String versions =
                found.stream().map(bundle -> bundle.getVersion().toString()).collect(Collectors.joining(", "));
        write(() -> {}, set -> set.without(name));
        found.forEach(this::letGo);
        product(name).forEach(bundle -> replaced.remove(bundle.getBundleId()));
        return "removed " + name + " " + versions;
    }

    @Override
    public synchronized List<Kept> kept() {
        try {
            return folder.set().entries().stream()
                    .map(entry -> new Kept(
                            entry.name(),
                            entry.version().toString(),
                            entry.sha256(),
                            entry.current() ? "current" : "former"))
                    .toList();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the list of installed bundles cannot be read", e);
            return List.of();
        }
    }

    @Override
    public synchronized boolean isCurrent(long bundle) {
        // One that was replaced is forgotten once it is gone, and must not count again.
        return !onTrial.contains(bundle) && !replaced.contains(bundle) && context.getBundle(bundle) != null;
    }

    @Override
    public synchronized void sweep(LongPredicate used) {
        for (Long id : List.copyOf(replaced)) {
            if (ours.containsKey(id) && !used.test(id)) {
                Bundle bundle = context.getBundle(id);
                if (bundle != null) {
                    letGo(bundle);
                }
            }
        }
    }

    @Override
    @SuppressWarnings("SystemGC")
    public List<String> leaked() {
        if (farewells.remaining().isEmpty()) {
            return List.of();
        }
        // A person asks whether something is kept, so what is only not collected yet must not count.
        System.gc();
        return farewells.remaining();
    }

    @Override
    public List<String> needs(long id) {
        Bundle bundle = context.getBundle(id);
        return bundle == null ? List.of() : Needs.of(context, bundle);
    }

    private void write(Folder.Step before, java.util.function.UnaryOperator<ConfirmedSet> change) throws Refused {
        try {
            folder.change(before, change);
        } catch (IOException e) {
            throw new Refused(Problem.error(
                    "the list of installed bundles in " + folder + " cannot be written: " + OneLine.of(e),
                    "set PENSTOCK_HOME to a folder you can write"));
        }
    }

    private void letGo(Bundle bundle) {
        long id = bundle.getBundleId();
        farewells.watch(bundle);
        try {
            bundle.uninstall();
        } catch (BundleException | IllegalStateException e) {
            LOG.log(System.Logger.Level.WARNING, "taking away " + bundle.getSymbolicName(), e);
        }
        ours.remove(id);
        onTrial.remove(id);
        replaced.remove(id);
    }

    private List<Bundle> oursNamed(String name) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()) && ours.containsKey(bundle.getBundleId()))
                .toList();
    }

    private List<Bundle> product(String name) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()) && !ours.containsKey(bundle.getBundleId()))
                .toList();
    }

    private String namesOfOurs() {
        String names =
                ours.values().stream().map(Entry::name).distinct().sorted().collect(Collectors.joining(", "));
        return names.isEmpty() ? "none" : names;
    }

    private static Set<String> users(Bundle bundle) {
        Set<String> users = new TreeSet<>();
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        if (wiring != null) {
            for (BundleWire wire : wiring.getProvidedWires(null)) {
                Bundle user = wire.getRequirer().getBundle();
                if (!user.equals(bundle)) {
                    users.add(user.getSymbolicName());
                }
            }
        }
        return users;
    }

    private static void delete(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "removing " + copy, e);
        }
    }

    private static Problem asWarning(Problem p) {
        return new Problem(Problem.Severity.WARNING, p.file(), p.line(), p.column(), p.node(), p.what(), p.mend());
    }

    /// The versions of bundles, in one word where it is one.
    private String versions(Set<Long> bundles) {
        return bundles.stream()
                .map(context::getBundle)
                .filter(found -> found != null)
                .map(found -> found.getVersion().toString())
                .collect(Collectors.joining(", "));
    }

    /// A jar on trial.
    private final class Trial implements Staged {
        private final Path jar;
        private final Entry entry;
        private final Bundle bundle;
        private final Set<Long> before;
        private final String versionsBefore;

        Trial(Path jar, Entry entry, Bundle bundle, Set<Long> before) {
            this.jar = jar;
            this.entry = entry;
            this.bundle = bundle;
            this.before = Set.copyOf(before);
            versionsBefore = versions(before);
        }

        @Override
        public String name() {
            return entry.name();
        }

        @Override
        public String version() {
            return entry.version().toString();
        }

        @Override
        public long bundle() {
            return bundle.getBundleId();
        }

        @Override
        public Set<Long> replaces() {
            return before;
        }

        @Override
        public String before() {
            return versionsBefore;
        }

        @Override
        public void confirm() throws Refused {
            synchronized (Store.this) {
                write(() -> folder.keep(jar, entry), set -> {
                    ConfirmedSet next = set;
                    for (Long id : before) {
                        Entry old = ours.get(id);
                        next = old == null ? next.hiding(entry.name(), true) : next.retiring(old);
                    }
                    return next.with(entry);
                });
                replaced.addAll(before);
                onTrial.remove(bundle());
            }
        }

        @Override
        public void confirmBeside() throws Refused {
            synchronized (Store.this) {
                write(() -> folder.keep(jar, entry), set -> set.with(entry));
                onTrial.remove(bundle());
            }
        }

        @Override
        public void discard() {
            synchronized (Store.this) {
                if (onTrial.contains(bundle())) {
                    letGo(bundle);
                    if (String.valueOf(jar.getFileName()).startsWith(".")) {
                        delete(jar);
                    }
                }
            }
        }
    }

    /// The way back to the build that came with the product.
    private final class BackToProduct implements Staged {
        private final Bundle bundle;
        private final Set<Long> before;
        private final String versionsBefore;

        BackToProduct(Bundle bundle) {
            this.bundle = bundle;
            before = oursNamed(bundle.getSymbolicName()).stream()
                    .map(Bundle::getBundleId)
                    .collect(Collectors.toSet());
            versionsBefore = versions(before);
        }

        @Override
        public String name() {
            return bundle.getSymbolicName();
        }

        @Override
        public String version() {
            return bundle.getVersion().toString();
        }

        @Override
        public long bundle() {
            return bundle.getBundleId();
        }

        @Override
        public Set<Long> replaces() {
            return Set.copyOf(before);
        }

        @Override
        public String before() {
            return versionsBefore;
        }

        @Override
        public void confirm() throws Refused {
            synchronized (Store.this) {
                write(() -> {}, set -> {
                    ConfirmedSet next = set.hiding(name(), false);
                    for (Long id : before) {
                        Entry old = ours.get(id);
                        next = old == null ? next : next.retiring(old);
                    }
                    return next;
                });
                replaced.remove(bundle());
                replaced.addAll(before);
            }
        }

        @Override
        public void confirmBeside() throws Refused {
            confirm();
        }

        @Override
        public void discard() {}
    }
}
