// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;

/// Installs and updates function bundles, in the chains that run too: each step can fail, and then everything is as
/// before.
final class Updates {
    private static final long LOOK_NANOS = 20_000_000;
    private static final long RETIRE_MILLIS = 10_000;

    private final BundleStore store;
    private final FunctionCatalog catalog;
    private final Function<FunctionCatalog, Platform> platform;
    private final Supplier<List<RunningChain>> running;
    private final Runnable sweep;
    private final Trials trials;

    /// @param platform what is installed, with functions of a catalog
    /// @param running the chains that run
    /// @param sweep lets bundles go that nobody uses any more
    Updates(
            BundleStore store,
            FunctionCatalog catalog,
            Function<FunctionCatalog, Platform> platform,
            Supplier<List<RunningChain>> running,
            Runnable sweep,
            Trials trials) {
        this.store = store;
        this.catalog = catalog;
        this.platform = platform;
        this.running = running;
        this.sweep = sweep;
        this.trials = trials;
    }

    /// A version that runs in the place of another.
    record Done(Staged staged, List<RunningChain> chains) {}

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
        boolean taken = false;
        try {
            if (!trials.isEmpty()) {
                throw new Refused(Problem.error(
                        "another update waits to be confirmed", "confirm it first: penstock confirm NAME"));
            }
            functions(staged, shown);
            Map<RunningChain, Assembly> next = prepare(staged);
            if (manner.dryRun()) {
                return told(staged, Update.Outcome.DRY_RUN, dryRun(next), manner);
            }
            List<RunningChain> changed = new ArrayList<>();
            List<Update.ChainSwap> swaps = swap(next, manner, changed);
            Done done = new Done(staged, changed);
            watch(done, swaps, manner);
            taken = true;
            return manner.confirmMillis() > 0 ? unconfirmed(done, swaps, manner) : confirmed(done, swaps, manner);
        } finally {
            if (!taken) {
                discard(staged);
            }
        }
    }

    private void discard(Staged staged) {
        running.get().forEach(chain -> chain.awaitRetired(RETIRE_MILLIS));
        staged.discard();
    }

    private static Update told(Staged staged, Update.Outcome outcome, List<Update.ChainSwap> swaps, Manner manner) {
        List<String> lines = outcome == Update.Outcome.UNCONFIRMED
                ? List.of("goes back in " + manner.confirmMillis() / 1_000 + " s unless you say: penstock confirm "
                        + staged.name())
                : List.of();
        return new Update(staged.name(), staged.before(), staged.version(), outcome, swaps, lines);
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

    private Platform without() {
        return platform.apply(catalog.only(store::isCurrent));
    }

    private static List<Update.ChainSwap> dryRun(Map<RunningChain, Assembly> next) {
        List<Update.ChainSwap> swaps = new ArrayList<>();
        next.forEach((chain, assembly) -> {
            swaps.add(new Update.ChainSwap(
                    chain.name(),
                    assembly.changedNodes(),
                    chain.report().sessions().open(),
                    List.of(),
                    Update.Rehearsal.NONE,
                    0));
            assembly.close();
        });
        return swaps;
    }

    /// Swaps one chain after the other; where one refuses, those before it go back.
    private List<Update.ChainSwap> swap(Map<RunningChain, Assembly> next, Manner manner, List<RunningChain> changed)
            throws Refused {
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
            goBack(changed);
            throw new Refused(Problem.error("the ports of a chain have another clock now", "deploy it again"));
        } catch (Refused refused) {
            goBack(changed);
            throw refused;
        } finally {
            waiting.forEach(Assembly::close);
        }
    }

    /// Puts the version before in its place again.
    private void goBack(List<RunningChain> changed) {
        for (RunningChain chain : changed) {
            try {
                chain.hurry();
                Assembly present = chain.assembly();
                chain.swap(new Assembly(without(), present.request(), present), Manner.USUAL);
            } catch (Refused | RunningChain.OtherClock failed) {
                System.getLogger(Updates.class.getName())
                        .log(System.Logger.Level.ERROR, "chain " + chain.name() + " cannot go back", failed);
            }
        }
    }

    /// Looks at the new version for a while.
    ///
    /// @throws Refused when it fails; then the version before runs again
    private void watch(Done done, List<Update.ChainSwap> swaps, Manner manner) throws Refused {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(manner.watchMillis());
        Map<RunningChain, Long> before = new LinkedHashMap<>();
        for (int i = 0; i < swaps.size(); i++) {
            before.put(
                    done.chains().get(i),
                    done.chains().get(i).failures(swaps.get(i).nodes()));
        }
        boolean more = !swaps.isEmpty();
        while (more) {
            for (int i = 0; i < swaps.size(); i++) {
                RunningChain chain = done.chains().get(i);
                long failures = chain.failures(swaps.get(i).nodes()) - before.getOrDefault(chain, 0L);
                if (failures > 0 || chain.state() == Status.State.FAILED) {
                    goBack(done.chains());
                    throw new Refused(Problem.error(
                            done.staged().name() + " " + done.staged().version() + " failed " + failures
                                    + " times in chain " + chain.name() + "; "
                                    + done.staged().before() + " runs again",
                            "mend it and update again"));
                }
            }
            more = System.nanoTime() - deadline < 0;
            if (more) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }

    private Update confirmed(Done done, List<Update.ChainSwap> swaps, Manner manner) throws Refused {
        boolean written = false;
        try {
            done.staged().confirm();
            written = true;
        } finally {
            if (!written) {
                goBack(done.chains());
                discard(done.staged());
            }
        }
        sweep.run();
        return told(done.staged(), Update.Outcome.DONE, swaps, manner);
    }

    private Update unconfirmed(Done done, List<Update.ChainSwap> swaps, Manner manner) {
        trials.await(done.staged().name(), done, manner.confirmMillis(), () -> {
            goBack(done.chains());
            discard(done.staged());
        });
        return told(done.staged(), Update.Outcome.UNCONFIRMED, swaps, manner);
    }

    /// Has an update count that waited for it.
    String confirm(String name) throws Refused {
        Done done = trials.take(name)
                .orElseThrow(() -> new Refused(
                        Problem.error("nothing of " + name + " waits to be confirmed", "see penstock show bundles")));
        confirmed(done, List.of(), Manner.USUAL);
        return "from now on " + done.staged().name() + " " + done.staged().version() + " counts";
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
