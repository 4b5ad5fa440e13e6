// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.control.Manner;
import io.penstock.api.control.Status;
import io.penstock.api.control.Update;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Watches what has come into running chains until it counts: it goes back when it fails meanwhile, and when nobody
/// confirms it in time. No other change begins before that.
///
/// Used while the lock for changes is held; the clock takes it too.
final class Trials implements AutoCloseable {
    private static final long LOOK_NANOS = 20_000_000;
    private static final long AGAIN_MILLIS = 1_000;

    /// @param tooLate what is said to a person who confirms it once it has gone back
    private record Trial(Change change, String tooLate, ScheduledFuture<?> end) {}

    private final Object changes;
    private final Supplier<List<RunningChain>> running;
    private final Supplier<Platform> platform;
    private final Beginning beginning;
    private Optional<Trial> waiting = Optional.empty();
    private Optional<Trial> ended = Optional.empty();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("penstock-confirm").factory());

    /// Begins a chain anew.
    @FunctionalInterface
    interface Beginning {
        void begin(RunningChain stopped, ChainRequest request) throws Refused;
    }

    /// @param changes the lock that every change of bundles and chains holds
    /// @param running the chains that run
    /// @param platform what counts, without what is on trial
    /// @param beginning begins a chain anew whose worker has stopped
    Trials(Object changes, Supplier<List<RunningChain>> running, Supplier<Platform> platform, Beginning beginning) {
        this.changes = changes;
        this.running = running;
        this.platform = platform;
        this.beginning = beginning;
    }

    /// Watches a change for a while, and then has it count or wait until somebody confirms it.
    ///
    /// @param swaps those of its chains, in their order
    /// @throws Refused when it failed or cannot count; then it goes back
    Update.Outcome settle(Change change, List<Update.ChainSwap> swaps, Manner manner) throws Refused {
        boolean left = false;
        try {
            Optional<String> failure = watch(change, swaps, manner.watchMillis());
            if (failure.isPresent()) {
                left = true;
                throw failed(change, failure.get());
            }
            if (manner.confirmMillis() == 0) {
                change.count();
            } else {
                long millis = manner.confirmMillis();
                await(change, millis, wentBack(change) + ", as nobody confirmed it within " + time(millis));
            }
            left = true;
            return manner.confirmMillis() == 0 ? Update.Outcome.DONE : Update.Outcome.UNCONFIRMED;
        } finally {
            if (!left) {
                leave(change);
            }
        }
    }

    /// What a person is told of a change that was settled.
    static List<String> told(Change change, Update.Outcome outcome, Manner manner) {
        return outcome == Update.Outcome.UNCONFIRMED
                ? List.of("goes back in " + time(manner.confirmMillis()) + " unless you say: " + confirming(change))
                : List.of();
    }

    private static String confirming(Change change) {
        String name = change.name();
        return "penstock confirm " + (name.contains(" ") ? '"' + name + '"' : name);
    }

    private static String time(long millis) {
        return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
    }

    /// Has a change that waited count.
    ///
    /// @throws Refused when none of this name waits, or it cannot count; then it goes back
    String confirm(String name) throws Refused {
        Change change = take(name);
        boolean counts = false;
        try {
            change.count();
            counts = true;
        } finally {
            if (!counts) {
                leave(change);
            }
        }
        change.chains().forEach(chain -> chain.trouble(""));
        return "from now on " + change.after() + " counts";
    }

    private Change take(String name) throws Refused {
        Change change = waiting.map(Trial::change)
                .filter(one -> one.name().equals(name))
                .orElseThrow(() -> new Refused(ended.filter(
                                one -> one.change().name().equals(name))
                        .map(one -> Problem.error(one.tooLate(), "try again"))
                        .orElseGet(() -> Problem.error(
                                "nothing of " + name + " waits to be confirmed", "see penstock show bundles"))));
        end();
        return change;
    }

    // ---- watching

    /// @return how it failed; empty where it did not
    private static Optional<String> watch(Change change, List<Update.ChainSwap> swaps, long millis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        List<Long> before = new ArrayList<>();
        for (int i = 0; i < swaps.size(); i++) {
            before.add(change.chains().get(i).failures(swaps.get(i).nodes()));
        }
        Optional<String> failure = Optional.empty();
        boolean more = !swaps.isEmpty();
        while (more) {
            for (int i = 0; i < swaps.size() && failure.isEmpty(); i++) {
                RunningChain chain = change.chains().get(i);
                failure = failure(change, chain, chain.failures(swaps.get(i).nodes()) - before.get(i));
            }
            more = failure.isEmpty() && System.nanoTime() - deadline < 0;
            if (more) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
        return failure;
    }

    private static Optional<String> failure(Change change, RunningChain chain, long failures) {
        if (chain.state() == Status.State.FAILED) {
            return Optional.of(change.after() + " stopped the worker of chain " + chain.name());
        }
        return failures == 0
                ? Optional.empty()
                : Optional.of(change.after() + " failed " + (failures == 1 ? "once" : failures + " times")
                        + " in chain " + chain.name());
    }

    // ---- waiting

    /// Has a change wait for its confirmation. When nobody confirms it in time it goes back, tried again each second
    /// until that succeeds.
    private void await(Change change, long millis, String tooLate) {
        ScheduledFuture<?> end = clock.scheduleWithFixedDelay(
                () -> {
                    synchronized (changes) {
                        if (isWaiting(change) && goesBack(change)) {
                            ended = waiting;
                            end();
                        }
                    }
                },
                millis,
                AGAIN_MILLIS,
                TimeUnit.MILLISECONDS);
        waiting = Optional.of(new Trial(change, tooLate, end));
    }

    private boolean goesBack(Change change) {
        try {
            boolean back = goBack(change).isEmpty();
            if (back) {
                change.discard();
            }
            return back;
        } catch (RuntimeException | Error unforeseen) {
            System.getLogger(Trials.class.getName())
                    .log(System.Logger.Level.ERROR, "going back failed and is tried again", unforeseen);
            return false;
        }
    }

    @SuppressWarnings("ReferenceEquality") // this very change
    private boolean isWaiting(Change change) {
        return waiting.filter(trial -> trial.change() == change).isPresent();
    }

    private void end() {
        waiting.ifPresent(trial -> trial.end().cancel(false));
        waiting = Optional.empty();
    }

    /// @throws Refused when a change waits
    void refuseOthers() throws Refused {
        if (waiting.isPresent()) {
            throw waits(waiting.get().change());
        }
    }

    /// @throws Refused when a change waits that takes the place of one of these bundles, or runs in the chain of this
    /// name
    void refuseUsers(Set<Long> bundles, String chain) throws Refused {
        Optional<Change> other = waiting.map(Trial::change)
                .filter(change -> !Collections.disjoint(change.replaces(), bundles)
                        || change.chains().stream().anyMatch(one -> one.name().equals(chain)));
        if (other.isPresent()) {
            throw waits(other.get());
        }
    }

    private static Refused waits(Change change) {
        return new Refused(Problem.error(
                change.after() + " waits to be confirmed, and nothing else changes until then",
                "confirm it: " + confirming(change) + ", or wait until it has gone back"));
    }

    /// Has a change go that waits and ran in this chain last, as nothing of it runs that could be confirmed.
    void stopped(RunningChain chain) {
        Optional<Trial> left = waiting.filter(trial -> trial.change().chains().contains(chain)
                && Collections.disjoint(trial.change().chains(), running.get()));
        if (left.isPresent() && goesBack(left.get().change())) {
            Change change = left.get().change();
            ended = Optional.of(new Trial(
                    change,
                    wentBack(change) + ", as chain " + chain.name() + " was stopped",
                    left.get().end()));
            end();
        }
    }

    // ---- going back

    /// Leaves a change: what was before runs again. Where that cannot be, it stays and is tried again, unless somebody
    /// confirms it.
    ///
    /// @return why it cannot go yet, by chain; empty where it has gone
    List<String> leave(Change change) {
        List<String> reasons = goBack(change);
        if (reasons.isEmpty()) {
            change.discard();
        } else {
            await(change, AGAIN_MILLIS, wentBack(change));
        }
        return reasons;
    }

    private static String wentBack(Change change) {
        return change.after() + " went back" + (change.before().isEmpty() ? "" : " to " + change.before());
    }

    private Refused failed(Change change, String failure) {
        List<String> reasons = leave(change);
        return reasons.isEmpty()
                ? new Refused(Problem.error(failure + "; " + change.before() + " runs again", "mend it and try again"))
                : new Refused(Problem.error(
                        failure + " and cannot go back to " + change.before() + " yet: " + reasons.getFirst(),
                        "it is tried again each second; to keep it: " + confirming(change)));
    }

    /// Puts what was before in its place again, in all chains that have not got it yet.
    ///
    /// @return why some could not, by chain
    private List<String> goBack(Change change) {
        List<String> reasons = new ArrayList<>();
        for (RunningChain chain : change.chains()) {
            try {
                goBack(chain, change);
                chain.trouble("");
            } catch (Refused | RunningChain.OtherClock | RuntimeException failed) {
                String reason = "chain " + chain.name() + " cannot go back from " + change.after() + " to "
                        + change.before() + " and tries again: " + reason(failed);
                chain.trouble(reason);
                System.getLogger(Trials.class.getName()).log(System.Logger.Level.WARNING, reason);
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

    private void goBack(RunningChain chain, Change change) throws Refused, RunningChain.OtherClock {
        Assembly present = chain.assembly();
        if (!running.get().contains(chain) || !change.isIn(present)) {
            return;
        }
        ChainRequest former = change.former(present);
        if (chain.state() == Status.State.FAILED) {
            beginning.begin(chain, former);
        } else if (chain.state() == Status.State.RUNNING) {
            chain.goBack(new Assembly(platform.get(), former, present));
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
