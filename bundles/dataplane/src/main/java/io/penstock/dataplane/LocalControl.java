// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Control;
import io.penstock.api.control.Explanation;
import io.penstock.api.control.FunctionInfo;
import io.penstock.api.control.Report;
import io.penstock.api.control.Status;
import io.penstock.api.control.Why;
import io.penstock.api.layer.Header;
import io.penstock.api.layer.Layer;
import io.penstock.api.port.PortDriver;
import io.penstock.dataplane.function.FunctionCatalog;
import io.penstock.dataplane.function.OsgiCatalog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.FieldOption;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// The dataplane of this process.
@Component
public final class LocalControl implements Control {
    /// At most so many sessions for each chain, unless the system property `penstock.sessions` says otherwise.
    private static final int SESSIONS = Math.clamp(Integer.getInteger("penstock.sessions", 262_144), 64, 1 << 24);

    private final FunctionCatalog catalog;
    private final long startedMillis = System.currentTimeMillis();
    private final Map<String, RunningChain> chains = new LinkedHashMap<>();

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            fieldOption = FieldOption.UPDATE)
    private final List<Layer> layers = new CopyOnWriteArrayList<>();

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            fieldOption = FieldOption.UPDATE)
    private final List<PortDriver> drivers = new CopyOnWriteArrayList<>();

    @Activate
    public LocalControl(@Reference FunctionCatalog catalog) {
        this.catalog = catalog;
    }

    private Platform platform() {
        return new Platform(catalog, layers, drivers);
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
    public synchronized Status.Running deploy(ChainRequest request) throws Refused {
        Assembly assembly = new Assembly(platform(), request);
        boolean running = false;
        try {
            RunningChain before = chains.remove(assembly.chain().name());
            if (before != null) {
                before.stop();
            }
            RunningChain chain = new RunningChain(assembly, SESSIONS);
            chains.put(chain.name(), chain);
            running = true;
            return chain.status();
        } finally {
            if (!running) {
                assembly.close();
            }
        }
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
        return running.stop();
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
    public List<FunctionInfo> functions() {
        return catalog.functions();
    }

    @Override
    public List<LayerInfo> layers() {
        List<LayerInfo> rows = new ArrayList<>();
        for (Layer layer : layers) {
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
    public Explanation explain(ChainRequest request) throws Refused {
        try (Assembly assembly = new Assembly(platform(), request)) {
            return Explainer.explain(assembly);
        }
    }

    @Override
    public Why why(ChainRequest request, String packet) throws Refused {
        return Inquiry.ask(platform(), request, packet);
    }

    /// Stops all chains.
    @Deactivate
    public synchronized void close() {
        chains.values().forEach(RunningChain::stop);
        chains.clear();
    }
}
