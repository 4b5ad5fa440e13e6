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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;

/// Installs and updates function bundles, in the chains that run too: each step can fail, and then everything is as
/// before.
final class Updates {
    private static final long LOOK_NANOS = 20_000_000;
    private static final long RETIRE_MILLIS = 10_000;
    private static final long AGAIN_MILLIS = 1_000;

    private final BundleStore store;
    private final FunctionCatalog catalog;
    private final Function<FunctionCatalog, Platform> platform;
    private final Supplier<List<RunningChain>> running;
    private final Beginning beginAgain;
    private final Runnable sweep;
    private final Trials trials;

    /// Begins a chain anew.
    @FunctionalInterface
    interface Beginning {
        void begin(RunningChain stopped) throws Refused;
    }

    /// @param platform what is installed, with functions of a catalog
    /// @param running the chains that run
    /// @param beginAgain begins a chain anew that has stopped, with the bundles that count
    /// @param sweep lets bundles go that nobody uses any more
    Updates(
            BundleStore store,
            FunctionCatalog catalog,
            Function<FunctionCatalog, Platform> platform,
            Supplier<List<RunningChain>> running,
            Beginning beginAgain,
            Runnable sweep,
            Trials trials) {
        this.store = store;
        this.catalog = catalog;
        this.platform = platform;
        this.running = running;
        this.beginAgain = beginAgain;
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
        Done done = new Done(staged, new ArrayList<>());
        boolean left = false;
        try {
            functions(staged, shown);
            Map<RunningChain, Assembly> next = prepare(staged);
            if (manner.dryRun()) {
                return told(staged, Update.Outcome.DRY_RUN, dryRun(next), manner);
            }
            List<Update.ChainSwap> swaps = swap(next, manner, done.chains());
            Optional<String> failure = watch(done, swaps, manner);
            if (failure.isPresent()) {
                left = true;
                throw failed(done, failure.get());
            }
            Update.Outcome outcome = settle(done, manner);
            left = true;
            return told(staged, outcome, swaps, manner);
        } finally {
            if (!left) {
                leave(done);
            }
        }
    }

    private Update.Outcome settle(Done done, Manner manner) throws Refused {
        long millis = manner.confirmMillis();
        if (millis > 0) {
            trials.await(
                    done,
                    millis,
                    wentBack(done) + ", as nobody confirmed it within " + time(millis),
                    () -> goesBack(done));
            return Update.Outcome.UNCONFIRMED;
        }
        done.staged().confirm();
        sweep.run();
        return Update.Outcome.DONE;
    }

    private void discard(Staged staged) {
        running.get().forEach(chain -> chain.awaitRetired(RETIRE_MILLIS));
        staged.discard();
    }

    private static Update told(Staged staged, Update.Outcome outcome, List<Update.ChainSwap> swaps, Manner manner) {
        List<String> lines = outcome == Update.Outcome.UNCONFIRMED
                ? List.of("goes back in " + time(manner.confirmMillis()) + " unless you say: penstock confirm "
                        + staged.name())
                : List.of();
        return new Update(staged.name(), staged.before(), staged.version(), outcome, swaps, lines);
    }

    private static String time(long millis) {
        return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
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

    // ---- going back

    /// Leaves a version: the version before runs again, and it goes. Where that cannot be, it stays and is tried again,
    /// unless somebody confirms it.
    ///
    /// @return why it cannot go yet, by chain; empty where it has gone
    private List<String> leave(Done done) {
        List<String> reasons = goBack(done);
        if (reasons.isEmpty()) {
            discard(done.staged());
        } else {
            trials.await(done, AGAIN_MILLIS, wentBack(done), () -> goesBack(done));
        }
        return reasons;
    }

    private boolean goesBack(Done done) {
        boolean back = goBack(done).isEmpty();
        if (back) {
            discard(done.staged());
        }
        return back;
    }

    private static String wentBack(Done done) {
        Staged staged = done.staged();
        return staged.name() + " " + staged.version() + " went back"
                + (staged.before().isEmpty() ? "" : " to " + staged.before());
    }

    /// Puts the version before in its place again, in all chains that have not got it yet.
    ///
    /// @return why some could not, by chain
    private List<String> goBack(Done done) {
        List<String> reasons = new ArrayList<>();
        for (RunningChain chain : done.chains()) {
            try {
                goBack(chain, done.staged());
                chain.trouble("");
            } catch (Refused | RunningChain.OtherClock | RuntimeException failed) {
                String reason = "chain " + chain.name() + " cannot go back to "
                        + done.staged().name() + " " + done.staged().before() + " and tries again: " + reason(failed);
                chain.trouble(reason);
                System.getLogger(Updates.class.getName()).log(System.Logger.Level.WARNING, reason);
                reasons.add(reason(failed));
            }
        }
        return reasons;
    }

    private static String reason(Exception failed) {
        return failed instanceof Refused refused
                ? refused.problems().getFirst().what()
                : String.valueOf(failed.getMessage());
    }

    private void goBack(RunningChain chain, Staged staged) throws Refused, RunningChain.OtherClock {
        Assembly present = chain.assembly();
        if (!running.get().contains(chain) || !present.bundles().contains(staged.bundle())) {
            return;
        }
        if (chain.state() == Status.State.FAILED) {
            beginAgain.begin(chain);
        } else if (chain.state() == Status.State.RUNNING) {
            chain.goBack(new Assembly(without(), present.request(), present));
        }
    }

    /// Leaves a version that failed.
    ///
    /// @return what is said of it
    private Refused failed(Done done, String failure) {
        Staged staged = done.staged();
        String before = staged.before();
        List<String> reasons = leave(done);
        return reasons.isEmpty()
                ? new Refused(Problem.error(failure + "; " + before + " runs again", "mend it and update again"))
                : new Refused(Problem.error(
                        failure + " and cannot go back to " + before + " yet: " + reasons.getFirst(),
                        "it is tried again each second; to keep it: penstock confirm " + staged.name()));
    }

    /// Looks at the new version for a while.
    ///
    /// @return how it failed; empty where it did not
    private static Optional<String> watch(Done done, List<Update.ChainSwap> swaps, Manner manner) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(manner.watchMillis());
        List<Long> before = new ArrayList<>();
        for (int i = 0; i < swaps.size(); i++) {
            before.add(done.chains().get(i).failures(swaps.get(i).nodes()));
        }
        Optional<String> failure = Optional.empty();
        boolean more = !swaps.isEmpty();
        while (more) {
            for (int i = 0; i < swaps.size() && failure.isEmpty(); i++) {
                RunningChain chain = done.chains().get(i);
                failure = failure(done, chain, chain.failures(swaps.get(i).nodes()) - before.get(i));
            }
            more = failure.isEmpty() && System.nanoTime() - deadline < 0;
            if (more) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
        return failure;
    }

    private static Optional<String> failure(Done done, RunningChain chain, long failures) {
        String version = done.staged().name() + " " + done.staged().version();
        if (chain.state() == Status.State.FAILED) {
            return Optional.of(version + " stopped the worker of chain " + chain.name());
        }
        return failures == 0
                ? Optional.empty()
                : Optional.of(version + " failed " + (failures == 1 ? "once" : failures + " times") + " in chain "
                        + chain.name());
    }

    /// Has an update count that waited for it.
    String confirm(String name) throws Refused {
        Done done = trials.take(name);
        boolean written = false;
        try {
            done.staged().confirm();
            written = true;
        } finally {
            if (!written) {
                leave(done);
            }
        }
        done.chains().forEach(chain -> chain.trouble(""));
        sweep.run();
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
