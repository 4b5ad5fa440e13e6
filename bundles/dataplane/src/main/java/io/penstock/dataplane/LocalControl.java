// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Control;
import io.penstock.api.control.DriverInfo;
import io.penstock.api.control.Explanation;
import io.penstock.api.control.FunctionInfo;
import io.penstock.api.control.InstalledBundle;
import io.penstock.api.control.Manner;
import io.penstock.api.control.Proof;
import io.penstock.api.control.Report;
import io.penstock.api.control.Status;
import io.penstock.api.control.Update;
import io.penstock.api.control.Why;
import io.penstock.api.layer.Header;
import io.penstock.api.layer.Layer;
import io.penstock.api.port.PortDriver;
import io.penstock.api.store.BundleStore;
import io.penstock.api.store.Staged;
import io.penstock.chain.ChainDocument;
import io.penstock.dataplane.function.FunctionCatalog;
import io.penstock.dataplane.function.OsgiCatalog;
import io.penstock.dataplane.proof.Checker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentConstants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/// The dataplane of this process.
@Component
public final class LocalControl implements Control {
    /// At most so many sessions for each chain, unless the system property `penstock.sessions` says otherwise.
    private static int mostSessions() {
        return Math.clamp(Integer.getInteger("penstock.sessions", 262_144), 64, 1 << 24);
    }

    private final FunctionCatalog catalog;
    private final long startedMillis = System.currentTimeMillis();
    private final Map<String, RunningChain> chains = new LinkedHashMap<>();

    /// Held while a bundle comes, changes or goes: one after the other.
    private final Object changes = new Object();

    private final Trials trials = new Trials(changes, this::running, this::platform, this::beginAgain);

    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private final BundleContext context;
    private final ServiceComponentRuntime components;

    @Activate
    public LocalControl(
            BundleContext context, @Reference ServiceComponentRuntime components, @Reference FunctionCatalog catalog) {
        this.components = components;
        this.context = context;
        this.catalog = catalog;
    }

    private Platform platform() {
        awaitComponents();
        return new Platform(usable(), services(Layer.class), services(PortDriver.class));
    }

    /// The functions that chains may choose: none on trial, none that was replaced.
    private FunctionCatalog usable() {
        List<BundleStore> stores = services(BundleStore.class);
        return stores.isEmpty() ? catalog : catalog.only(stores.getFirst()::isCurrent);
    }

    private BundleStore store() throws Refused {
        return services(BundleStore.class).stream()
                .findFirst()
                .orElseThrow(() -> new Refused(
                        Problem.error("the store of function bundles is not there", "build again: ./penstock build")));
    }

    private Updates updates() throws Refused {
        awaitComponents();
        return new Updates(store(), catalog, this::platform, this::running, trials);
    }

    /// A platform on which chains choose from some functions only.
    private Platform platform(FunctionCatalog functions) {
        return new Platform(functions, services(Layer.class), services(PortDriver.class));
    }

    /// Lets bundles go that were replaced and that no chain uses any more.
    private void sweep() {
        Set<Long> used = used();
        services(BundleStore.class).forEach(store -> store.sweep(used::contains));
    }

    /// The bundles whose functions chains have.
    private Set<Long> used() {
        Set<Long> used = new HashSet<>();
        running().forEach(chain -> used.addAll(chain.bundles()));
        return used;
    }

    @Override
    public List<String> install(String file) throws Refused {
        synchronized (changes) {
            trials.refuseOthers();
            return updates().install(Path.of(file));
        }
    }

    @Override
    public String remove(String name) throws Refused {
        synchronized (changes) {
            trials.refuseOthers();
            return store().remove(bundleOf(name), used()::contains);
        }
    }

    @Override
    public Update update(String file, Manner manner) throws Refused {
        synchronized (changes) {
            trials.refuseOthers();
            return update(store().stage(Path.of(file)), file, manner);
        }
    }

    @Override
    public Update rollback(String name, Manner manner) throws Refused {
        synchronized (changes) {
            trials.refuseOthers();
            return update(store().stageFormer(bundleOf(name)), name, manner);
        }
    }

    /// The bundle that a person means, who may as well name its function.
    private String bundleOf(String name) {
        List<String> bundles = usable().functions().stream()
                .filter(function -> function.type().equals(name))
                .map(FunctionInfo::bundle)
                .distinct()
                .toList();
        return bundles.size() == 1 ? bundles.getFirst() : name;
    }

    private Update update(Staged staged, String shown, Manner manner) throws Refused {
        Update update = updates().update(staged, shown, manner);
        if (update.outcome() == Update.Outcome.DONE) {
            sweep();
        }
        return update;
    }

    @Override
    public String confirm(String name) throws Refused {
        synchronized (changes) {
            String line = trials.confirm(bundleOf(name));
            sweep();
            return line;
        }
    }

    @Override
    public List<InstalledBundle> installed() {
        return services(BundleStore.class).stream()
                .flatMap(store -> store.kept().stream())
                .map(kept -> new InstalledBundle(kept.name(), kept.version(), kept.sha256(), kept.state()))
                .toList();
    }

    /// Declarative services reads a started bundle's components a moment after its start.
    private void awaitComponents() {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < deadline
                && Arrays.stream(context.getBundles()).anyMatch(this::unread)) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private boolean unread(Bundle bundle) {
        boolean has = bundle.getHeaders("").get(ComponentConstants.SERVICE_COMPONENT) != null;
        boolean starting = bundle.getState() == Bundle.STARTING
                || bundle.getState() == Bundle.RESOLVED
                || bundle.getState() == Bundle.INSTALLED;
        boolean told = !components.getComponentDescriptionDTOs(bundle).isEmpty();
        return has && !told && (starting || bundle.getState() == Bundle.ACTIVE);
    }

    /// What is registered at this moment: bundles come and go, so nothing is kept.
    private <T> List<T> services(Class<T> type) {
        try {
            List<T> found = new ArrayList<>();
            for (ServiceReference<T> reference : context.getServiceReferences(type, null)) {
                T service = context.getService(reference);
                if (service != null) {
                    found.add(service);
                }
            }
            return found;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized Status status() {
        long pid = ProcessHandle.current().pid();
        return new Status(
                "penstock",
                pid,
                startedMillis,
                chains.values().stream().map(RunningChain::status).toList());
    }

    @Override
    public Status.Running deploy(ChainRequest request) throws Refused {
        swap(request, Manner.USUAL);
        return find(ChainDocument.parse(request.file(), request.text()).chain().name())
                .status();
    }

    @Override
    public Update swap(ChainRequest request, Manner manner) throws Refused {
        synchronized (changes) {
            String name =
                    ChainDocument.parse(request.file(), request.text()).chain().name();
            Optional<RunningChain> running = running().stream()
                    .filter(chain -> chain.name().equals(name) && chain.state() == Status.State.RUNNING)
                    .findFirst();
            if (running.isEmpty()) {
                return begin(request, manner, name);
            }
            trials.refuseOthers();
            Assembly next = new Assembly(platform(), request, running.get().assembly());
            if (manner.dryRun()) {
                try (next) {
                    return change(
                            name, Update.Outcome.DRY_RUN, List.of(running.get().foreseen(next)), List.of());
                }
            }
            if (!running.get().canBecome(next)) {
                next.close();
                return begin(request, manner, name);
            }
            try {
                return redraw(running.get(), next, manner);
            } catch (RunningChain.OtherClock replay) {
                return begin(request, manner, name);
            }
        }
    }

    private Update redraw(RunningChain chain, Assembly next, Manner manner) throws Refused, RunningChain.OtherClock {
        Redrawing redrawing = new Redrawing(chain, chain.assembly().request(), next.request());
        List<Update.ChainSwap> swaps = List.of(chain.swap(next, manner));
        Update.Outcome outcome = trials.settle(redrawing, swaps, manner);
        return change(chain.name(), outcome, swaps, Trials.told(redrawing, outcome, manner));
    }

    private static Update change(
            String name, Update.Outcome outcome, List<Update.ChainSwap> swaps, List<String> lines) {
        return new Update("chain " + name, "", "", outcome, swaps, lines);
    }

    private Update begin(ChainRequest request, Manner manner, String name) throws Refused {
        Assembly assembly = new Assembly(platform(), request);
        boolean runs = false;
        try {
            trials.refuseUsers(assembly.bundles(), name);
            if (manner.confirmMillis() > 0) {
                throw new Refused(Problem.error(
                        "chain " + name + " begins anew, so that there is nothing to go back to",
                        "deploy it without --confirm"));
            }
            if (manner.dryRun()) {
                return change(name, Update.Outcome.DRY_RUN, List.of(), List.of());
            }
            begin(assembly, name);
            runs = true;
            return change(name, Update.Outcome.DONE, List.of(), List.of());
        } finally {
            if (!runs) {
                assembly.close();
            }
        }
    }

    private void begin(Assembly assembly, String name) throws Refused {
        stopEnded(name);
        RunningChain chain = new RunningChain(assembly, mostSessions(), this::sweep);
        synchronized (this) {
            chains.put(name, chain);
        }
    }

    /// Begins a chain anew whose worker has stopped, with the bundles that count.
    private void beginAgain(RunningChain stopped, ChainRequest request) throws Refused {
        Assembly assembly = new Assembly(platform(), request);
        boolean runs = false;
        try {
            begin(assembly, stopped.name());
            runs = true;
        } finally {
            if (!runs) {
                assembly.close();
            }
        }
    }

    private void stopEnded(String name) {
        RunningChain before;
        synchronized (this) {
            before = chains.remove(name);
        }
        if (before != null) {
            before.stop();
        }
    }

    private synchronized List<RunningChain> running() {
        return List.copyOf(chains.values());
    }

    private synchronized RunningChain find(String name) throws Refused {
        RunningChain chain = chains.get(name);
        if (chain == null) {
            throw new Refused(Problem.error(
                    "no chain `" + name + "` runs here",
                    chains.isEmpty() ? "deploy one first" : "there is " + String.join(", ", chains.keySet())));
        }
        return chain;
    }

    @Override
    public boolean awaitEnd(String chain, long millis) throws Refused {
        RunningChain waited = find(chain);
        boolean ended = waited.awaitEnd(millis);
        // One that was replaced meanwhile has ended, but its chain goes on.
        return ended && find(chain) == waited;
    }

    @Override
    public Report stop(String chain) throws Refused {
        RunningChain running = find(chain);
        synchronized (this) {
            chains.remove(chain);
        }
        Report end = running.stop();
        synchronized (changes) {
            trials.stopped(running);
        }
        return end;
    }

    @Override
    public Report show(String chain) throws Refused {
        return find(chain).report();
    }

    @Override
    public List<SessionRow> sessions(String chain, int limit) throws Refused {
        return find(chain).sessions(limit);
    }

    @Override
    public Work work(String chain) throws Refused {
        return find(chain).work();
    }

    @Override
    public List<FunctionInfo> functions() {
        return usable().functions();
    }

    @Override
    public List<DriverInfo> drivers() {
        return services(PortDriver.class).stream()
                .map(LocalControl::info)
                .sorted(Comparator.comparing(DriverInfo::name))
                .toList();
    }

    private static DriverInfo info(PortDriver driver) {
        return new DriverInfo(
                driver.name(),
                driver.description(),
                driver.options().stream()
                        .map(option -> new DriverInfo.Option(
                                option.name(), option.required(), option.description(), option.syntax()))
                        .toList());
    }

    @Override
    public List<LayerInfo> layers() {
        List<LayerInfo> rows = new ArrayList<>();
        for (Layer layer : services(Layer.class)) {
            for (Header header : layer.headers()) {
                rows.add(new LayerInfo(
                        header.name(),
                        OsgiCatalog.bundleOf(layer.getClass()),
                        header.fields().values().stream()
                                .sorted(Comparator.comparingInt(field -> field.bit()))
                                .map(field -> field.name())
                                .toList(),
                        header.entries().stream()
                                .map(entry -> entry.space() + " " + entry.number())
                                .toList()));
            }
        }
        rows.sort(Comparator.comparing(LayerInfo::name));
        return rows;
    }

    @Override
    public List<Problem> check(ChainRequest request) {
        return ChainCheck.of(platform(), request);
    }

    @Override
    public ChainRequest running(String chain) throws Refused {
        return find(chain).request();
    }

    @Override
    public Explanation explain(ChainRequest request) throws Refused {
        try (Assembly assembly = new Assembly(platform(), request)) {
            return Explainer.explain(assembly);
        }
    }

    @Override
    public Proof prove(ChainRequest request) throws Refused {
        return Checker.check(platform(), request);
    }

    @Override
    public Why why(ChainRequest request, String packet) throws Refused {
        return Inquiry.ask(platform(), request, packet);
    }

    /// Stops all chains.
    @Deactivate
    public synchronized void close() {
        trials.close();
        chains.values().forEach(RunningChain::stop);
        chains.clear();
    }
}
