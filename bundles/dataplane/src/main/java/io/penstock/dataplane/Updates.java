// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.control.FunctionInfo;
import io.penstock.api.control.Manner;
import io.penstock.api.control.Status;
import io.penstock.api.control.Update;
import io.penstock.api.store.BundleStore;
import io.penstock.api.store.Staged;
import io.penstock.chain.Node;
import io.penstock.dataplane.function.FunctionCatalog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// Installs and updates function bundles, in the chains that run too: each step can fail, and then everything is as
/// before.
final class Updates {
    private static final long RETIRE_MILLIS = 10_000;

    private final BundleStore store;
    private final FunctionCatalog catalog;
    private final Function<FunctionCatalog, Platform> platform;
    private final Supplier<List<RunningChain>> running;
    private final Trials trials;

    /// @param platform what is installed, with functions of a catalog
    /// @param running the chains that run
    Updates(
            BundleStore store,
            FunctionCatalog catalog,
            Function<FunctionCatalog, Platform> platform,
            Supplier<List<RunningChain>> running,
            Trials trials) {
        this.store = store;
        this.catalog = catalog;
        this.platform = platform;
        this.running = running;
        this.trials = trials;
    }

    /// A version that runs in the place of another.
    private record NewVersion(Staged staged, List<RunningChain> chains) implements Change {
        @Override
        public String name() {
            return staged.name();
        }

        @Override
        public String after() {
            return staged.name() + " " + staged.version();
        }

        @Override
        public String before() {
            return staged.before();
        }

        @Override
        public Set<Long> replaces() {
            return staged.replaces();
        }

        @Override
        public boolean isIn(Assembly assembly) {
            return assembly.bundles().contains(staged.bundle());
        }

        @Override
        public ChainRequest former(Assembly assembly) {
            return assembly.request();
        }

        @Override
        public void count() throws Refused {
            staged.confirm();
        }

        @Override
        public void discard() {
            chains.forEach(chain -> chain.awaitRetired(RETIRE_MILLIS));
            staged.discard();
        }
    }

    List<String> install(Path jar) throws Refused {
        Staged staged = store.stage(jar);
        boolean confirmed = false;
        try {
            List<FunctionInfo> functions = functions(staged, jar.toString());
            staged.confirmBeside();
            confirmed = true;
            List<String> lines = new ArrayList<>();
            String beside = staged.before().isEmpty() ? "" : " beside " + staged.before();
            lines.add("installed " + staged.name() + " " + staged.version() + beside);
            functions.forEach(function -> lines.add("  function " + function.type() + ": " + function.name()));
            return lines;
        } finally {
            if (!confirmed) {
                staged.discard();
            }
        }
    }

    Update update(Staged staged, String shown, Manner manner) throws Refused {
        NewVersion change = new NewVersion(staged, new ArrayList<>());
        boolean settling = false;
        try {
            functions(staged, shown);
            Map<RunningChain, Assembly> next = prepare(staged);
            if (manner.dryRun()) {
                return told(change, Update.Outcome.DRY_RUN, dryRun(next), manner);
            }
            List<Update.ChainSwap> swaps = swap(next, manner, change.chains());
            settling = true;
            return told(change, trials.settle(change, swaps, manner), swaps, manner);
        } finally {
            if (!settling) {
                trials.leave(change);
            }
        }
    }

    private static Update told(NewVersion change, Update.Outcome outcome, List<Update.ChainSwap> swaps, Manner manner) {
        Staged staged = change.staged();
        return new Update(
                staged.name(), staged.before(), staged.version(), outcome, swaps, Trials.told(change, outcome, manner));
    }

    /// The chains that use what is replaced, put together with the new version.
    private Map<RunningChain, Assembly> prepare(Staged staged) throws Refused {
        Map<RunningChain, Assembly> next = new LinkedHashMap<>();
        boolean whole = false;
        try {
            for (RunningChain chain : running.get()) {
                Assembly present = chain.assembly();
                if (chain.state() == Status.State.RUNNING
                        && !present.nodesOf(staged.replaces()).isEmpty()) {
                    next.put(chain, new Assembly(with(staged), present.request(), present));
                }
            }
            whole = true;
            return next;
        } finally {
            if (!whole) {
                next.values().forEach(Assembly::close);
            }
        }
    }

    /// What chains may choose from once this version counts.
    private Platform with(Staged staged) {
        return platform.apply(catalog.only(bundle -> bundle == staged.bundle()
                || store.isCurrent(bundle) && !staged.replaces().contains(bundle)));
    }

    private static List<Update.ChainSwap> dryRun(Map<RunningChain, Assembly> next) {
        List<Update.ChainSwap> swaps = new ArrayList<>();
        next.forEach((chain, assembly) -> {
            swaps.add(chain.foreseen(assembly));
            assembly.close();
        });
        return swaps;
    }

    /// Swaps one chain after the other.
    ///
    /// @param changed takes those that were
    private static List<Update.ChainSwap> swap(
            Map<RunningChain, Assembly> next, Manner manner, List<RunningChain> changed) throws Refused {
        List<Update.ChainSwap> swaps = new ArrayList<>();
        List<Assembly> waiting = new ArrayList<>(next.values());
        try {
            for (Map.Entry<RunningChain, Assembly> one : next.entrySet()) {
                waiting.remove(one.getValue());
                swaps.add(one.getKey().swap(one.getValue(), manner));
                changed.add(one.getKey());
            }
            return swaps;
        } catch (RunningChain.OtherClock never) {
            throw new Refused(Problem.error("the ports of a chain have another clock now", "deploy it again"));
        } finally {
            waiting.forEach(Assembly::close);
        }
    }

    /// The functions of a bundle on trial.
    ///
    /// @throws Refused when one cannot be used in a chain
    private List<FunctionInfo> functions(Staged staged, String shown) throws Refused {
        List<FunctionInfo> functions =
                catalog.only(bundle -> bundle == staged.bundle()).functions();
        for (FunctionInfo function : functions) {
            for (FunctionInfo.Property property : function.properties()) {
                if (Node.PLATFORM_KEYS.contains(property.id())) {
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
        return functions;
    }
}
