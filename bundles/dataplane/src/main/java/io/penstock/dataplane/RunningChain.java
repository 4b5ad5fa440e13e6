// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Control;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.control.Control.SessionRow;
import io.penstock.api.control.Control.WorkerRow;
import io.penstock.api.control.Manner;
import io.penstock.api.control.Report;
import io.penstock.api.control.Status;
import io.penstock.api.control.Update;
import io.penstock.api.control.Update.ChainSwap;
import io.penstock.api.port.Port;
import io.penstock.api.port.PortRefused;
import io.penstock.dataplane.program.Counters;
import io.penstock.dataplane.program.Former;
import io.penstock.dataplane.program.Gate;
import io.penstock.dataplane.program.Hang;
import io.penstock.dataplane.program.Heating;
import io.penstock.dataplane.program.Hunger;
import io.penstock.dataplane.program.Memory;
import io.penstock.dataplane.program.Program;
import io.penstock.dataplane.program.Rehearsal;
import io.penstock.dataplane.program.Tap;
import io.penstock.dataplane.program.Worker;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/// A chain that runs: its ports, its program and the thread that carries its packets.
final class RunningChain {
    private static final long STOP_MILLIS = 5_000;
    private static final long TIMING_MILLIS = 1_000;
    private static final long TAKE_MILLIS = 5_000;
    private static final long STEP_NANOS = 1_000_000;
    private static final int TAPPED = 2_048;
    private static final int SHADOW_SESSIONS = 4_096;
    private static final long TAP_NANOS = 300_000_000;
    private static final long HEAT_NANOS = 1_500_000_000;
    private static final long REHEARSAL_SECONDS = 15;

    private final int capacity;
    private final Runnable retired;
    private final long secret = new SecureRandom().nextLong();
    private volatile Worker worker;
    private volatile Thread thread;
    private final long started = System.nanoTime();
    private final List<String> portTroubles = new ArrayList<>();
    private final Object swaps = new Object();

    /// Held while the program before is given back, and by whoever else does so; taken before the monitor of this.
    private final Object retirement = new Object();

    private Assembly assembly;
    private List<Gate> gates;
    private final Object timing = new Object();
    private volatile Program program;
    private Optional<Former> leaving = Optional.empty();
    private Optional<Assembly> leavingAssembly = Optional.empty();
    private boolean closed;

    /// What was cut out for the memory that it took and still keeps; used by the watchdog.
    private Optional<Hunger> hungry = Optional.empty();

    private volatile String trouble = "";
    private Report last;

    /// @param retired told each time that nothing is left of a version before
    RunningChain(Assembly assembly, int capacity, Runnable retired) throws Refused {
        this.assembly = assembly;
        this.retired = retired;
        this.capacity = capacity;
        gates = assembly.openPorts();
        program = assembly.program(gates, capacity, secret);
        worker = new Worker(program);
        thread = thread(worker, assembly);
        last = Counters.report(assembly.chain().name(), Status.State.RUNNING, 0, program, List.of());
        thread.start();
        new Watchdog(this).start();
    }

    private static Thread thread(Worker worker, Assembly assembly) {
        Thread thread = new Thread(worker, "penstock-worker-" + assembly.chain().name());
        thread.setDaemon(true);
        return thread;
    }

    // ---- a function that does not come back

    /// The thread that carries its packets; nothing where it has ended.
    Optional<Thread> carrier() {
        return worker.ended() ? Optional.empty() : Optional.of(thread);
    }

    /// What its worker has done; it changes with each round and each packet.
    synchronized long progress() {
        return worker.rounds() + Hang.progress(program);
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /// Has another thread carry the packets where this one is in a function that does not come back.
    void replace(Thread hanging) {
        synchronized (swaps) {
            Optional<Former> former;
            synchronized (retirement) {
                former = goOnWithout(hanging);
            }
            former.ifPresent(this::retireLater);
        }
    }

    @SuppressWarnings("ReferenceEquality") // this very thread
    private synchronized Optional<Former> goOnWithout(Thread hanging) {
        Optional<Hang> hang = Hang.of(program, hanging.getStackTrace());
        if (closed || thread != hanging || hang.isEmpty()) {
            return Optional.empty();
        }
        List<Gate> again = gates.stream().map(Gate::again).toList();
        Program ready = assembly.program(again, capacity, secret);
        Former former = hang.get().leave(worker, ready);
        leaving.ifPresent(Former::close);
        leavingAssembly.ifPresent(Assembly::close);
        gates = again;
        program = ready;
        leaving = Optional.of(former);
        leavingAssembly = Optional.empty();
        worker = new Worker(ready);
        thread = thread(worker, assembly);
        thread.start();
        return Optional.of(former);
    }

    /// Whether one of its functions found the memory of this process used up.
    boolean missedMemory() {
        return Hunger.isSeen(program);
    }

    /// Cuts out the node whose function takes most memory. Another function comes in its place, so that what that one
    /// keeps can go; not so where functions read streams, as open connections stay with their program.
    ///
    /// @param taken how many octets its thread has taken
    /// @return whether one was found
    boolean goOnWithoutHungriest(long taken) {
        synchronized (swaps) {
            if (isClosed() || worker.ended()) {
                return false;
            }
            Optional<Hunger> found = Hunger.of(program, ThreadFigures.ALLOCATED_BY_ME, taken);
            if (found.isEmpty()) {
                return false;
            }
            found.get().cutOut();
            hungry = program.hasStreams() ? Optional.empty() : found;
            found.get().tell();
            return true;
        }
    }

    /// Has a node tried again whose function found the memory used up by others.
    void forgive() {
        Hunger.forgive(program);
    }

    /// Has another function come in the place of the one that was cut out for the memory that it took. Where there is
    /// not even memory for that yet, it is tried again.
    void replaceHungriest() {
        if (hungry.isEmpty()) {
            return;
        }
        synchronized (swaps) {
            if (isClosed() || worker.ended() || !hungry.get().isOf(program)) {
                hungry = Optional.empty();
                return;
            }
            try {
                awaitFormer();
                replace(hungry.get());
                hungry = Optional.empty();
            } catch (Refused | RuntimeException failed) {
                if (Memory.isCauseOf(failed)) {
                    return;
                }
                hungry = Optional.empty();
                System.getLogger(RunningChain.class.getName())
                        .log(System.Logger.Level.WARNING, "what its function keeps stays in memory", failed);
            }
        }
    }

    private void replace(Hunger hunger) throws Refused {
        Assembly next = assembly.withOther(hunger.node());
        boolean taken = false;
        Optional<Program> made = Optional.empty();
        try {
            Program ready = next.program(gates.stream().map(Gate::again).toList(), capacity, secret);
            made = Optional.of(ready);
            Hang.inherit(program, ready, ready);
            hunger.cutOut(ready);
            Former former = new Former(program, ready, Manner.State.KEEP);
            exchange(next, ready, former);
            taken = true;
            next.settled();
            retireLater(former);
        } finally {
            if (!taken) {
                made.ifPresent(Program::close);
                next.close();
            }
        }
    }

    /// Has the worker take another program between two bursts.
    private void exchange(Assembly next, Program ready, Former former) throws Refused {
        synchronized (this) {
            Assembly before = assembly;
            await(worker.succeed(ready, former));
            assembly = next;
            gates = ready.gates();
            program = ready;
            leaving = Optional.of(former);
            leavingAssembly = Optional.of(before);
        }
    }

    synchronized String name() {
        return assembly.chain().name();
    }

    synchronized Assembly assembly() {
        return assembly;
    }

    /// What it was made of.
    synchronized ChainRequest request() {
        return new ChainRequest(assembly.document().file(), assembly.document().text(), Map.of());
    }

    /// The bundles whose functions it uses, those of a version that still has sessions included.
    synchronized Set<Long> bundles() {
        Set<Long> bundles = new LinkedHashSet<>(assembly.bundles());
        leavingAssembly.ifPresent(one -> bundles.addAll(one.bundles()));
        return bundles;
    }

    synchronized Status.Running status() {
        List<String> warnings = new ArrayList<>(assembly.document().warnings().stream()
                .map(problem -> problem.oneLine())
                .toList());
        warnings.addAll(assembly.plan().warnings());
        return new Status.Running(name(), assembly.document().file(), state(), warnings);
    }

    Status.State state() {
        if (!worker.failure().isEmpty()) {
            return Status.State.FAILED;
        }
        return worker.ended() ? Status.State.ENDED : Status.State.RUNNING;
    }

    // ---- swap

    /// Whether another drawing can come in its place while it runs. Not so where captures are replayed and the ports
    /// change: then it begins anew with them.
    boolean canBecome(Assembly next) {
        return !worker.stamped()
                || next.chain().ports().equals(assembly().chain().ports())
                        && next.base().equals(assembly().base());
    }

    /// What a swap would do.
    ChainSwap foreseen(Assembly next) {
        return new ChainSwap(
                name(), next.changedNodes(), report().sessions().open(), List.of(), Update.Rehearsal.NONE, 0);
    }

    /// Tells that packets come by another clock from now on, so that no session can go on.
    static final class OtherClock extends Exception {
        private static final long serialVersionUID = 1;
    }

    /// Puts another chain in the place of this one while packets flow. The worker takes it between two bursts; ports
    /// that are the same stay open, and those that have left are closed afterwards.
    ///
    /// @param next put together with [#assembly()] before it; closed here when it is refused
    /// @throws Refused in one line when it cannot be; this chain goes on as it was
    ChainSwap swap(Assembly next, Manner manner) throws Refused, OtherClock {
        return swap(next, manner, false);
    }

    private ChainSwap swap(Assembly next, Manner manner, boolean back) throws Refused, OtherClock {
        synchronized (swaps) {
            boolean taken = false;
            try {
                awaitFormer();
                ChainSwap swap = take(next, manner, back);
                taken = true;
                return swap;
            } finally {
                if (!taken) {
                    next.close();
                }
            }
        }
    }

    /// Changes come one after the other: the sessions of the change before have to have gone over.
    private void awaitFormer() throws Refused {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TAKE_MILLIS);
        while (leaving.isPresent() && !leaving.get().isGone()) {
            if (System.nanoTime() - deadline > 0 || worker.ended()) {
                throw new Refused(Problem.error(
                        "chain " + name() + " still has sessions of the version before",
                        "wait until they end, see penstock show sessions"));
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
        retire();
    }

    private ChainSwap take(Assembly next, Manner manner, boolean back) throws Refused, OtherClock {
        Assembly before = assembly;
        List<Gate> opened = next.openPorts(gates);
        List<Port> kept = gates.stream().map(Gate::port).toList();
        List<Gate> added =
                opened.stream().filter(gate -> !kept.contains(gate.port())).toList();
        boolean taken = false;
        Optional<Program> made = Optional.empty();
        try {
            if (!worker.stamped()
                    && opened.stream().allMatch(gate -> gate.port().stamped())) {
                throw new OtherClock();
            }
            refuseDrainWithoutPort(opened, manner);
            Program ready = build(next, opened);
            made = Optional.of(ready);
            Hang.inherit(program, ready, ready);
            Rehearsed rehearsed = rehearse(before, next, ready, back);
            Former former = new Former(program, ready, manner.state());
            long taking = System.nanoTime();
            List<String> changed = next.changedNodes();
            long sessions = Counters.report(name(), state(), 0, program, List.of())
                    .sessions()
                    .open();
            List<Port> open = opened.stream().map(Gate::port).toList();
            List<Gate> gone =
                    gates.stream().filter(gate -> !open.contains(gate.port())).toList();
            exchange(next, ready, former);
            taken = true;
            double millis = (System.nanoTime() - taking) / 1e6;
            next.settled();
            close(gone);
            retireLater(former);
            return new ChainSwap(name(), changed, sessions, lines(former, rehearsed), rehearsed.told(), millis);
        } catch (IllegalArgumentException strange) {
            throw new Refused(Problem.error(
                    "chain " + name() + ": " + strange.getMessage(), "deploy with --state fresh, or stop it first"));
        } finally {
            if (!taken) {
                close(added);
                made.ifPresent(Program::close);
            }
        }
    }

    private static List<String> lines(Former former, Rehearsed rehearsed) {
        List<String> lines = new ArrayList<>(former.lines());
        if (!rehearsed.hot() && rehearsed.told().packets() > 0) {
            lines.add("the new program was not warmed up");
        }
        return lines;
    }

    private record Rehearsed(Update.Rehearsal told, boolean hot) {}

    /// Tries the new chain on copies of live packets beside the present one, and runs its program until it is compiled.
    ///
    /// @param back whether it takes its place whatever fails
    /// @throws Refused when a function fails that did not fail before, or does not come back
    private Rehearsed rehearse(Assembly before, Assembly next, Program ready, boolean back) throws Refused {
        FutureTask<Rehearsed> rehearsal = new FutureTask<>(() -> onCopies(before, next, ready, back));
        Thread thread = Background.start("penstock-rehearsal", rehearsal);
        try {
            return result(rehearsal);
        } catch (TimeoutException late) {
            String where = Hang.where(ready, thread.getStackTrace());
            throw new Refused(Problem.error(
                    "chain " + name() + ": the new version does not come back from copies of live packets" + where,
                    "mend the function; what ran before goes on"));
        }
    }

    private Program build(Assembly next, List<Gate> opened) throws Refused {
        FutureTask<Program> building = new FutureTask<>(() -> next.program(opened, capacity, secret));
        Background.start("penstock-builder", building);
        try {
            return result(building);
        } catch (TimeoutException late) {
            throw new Refused(Problem.error(
                    "chain " + name() + ": its program is not there after " + REHEARSAL_SECONDS + " s",
                    "try again when the machine has less to do"));
        }
    }

    private <T> T result(FutureTask<T> work) throws Refused, TimeoutException {
        try {
            return work.get(REHEARSAL_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw cause(failed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused(Problem.error("chain " + name() + ": interrupted", "try again"));
        }
    }

    private static Refused cause(ExecutionException failed) {
        return switch (failed.getCause()) {
            case Refused refused -> refused;
            case RuntimeException unforeseen -> throw unforeseen;
            case Error unforeseen -> throw unforeseen;
            case null, default -> throw new IllegalStateException(failed);
        };
    }

    private Rehearsed onCopies(Assembly before, Assembly next, Program ready, boolean back) throws Refused {
        try (Tap tap = new Tap(TAPPED)) {
            listen(tap);
            if (tap.count() == 0) {
                return new Rehearsed(Update.Rehearsal.NONE, false);
            }
            Update.Rehearsal told;
            try (Assembly.Twin old = before.twin(SHADOW_SESSIONS);
                    Assembly.Twin now = next.twin(SHADOW_SESSIONS)) {
                Hang.inherit(program, program, old.program());
                Hang.inherit(program, ready, now.program());
                Rehearsal rehearsal = new Rehearsal(old.program(), now.program(), tap);
                told = rehearsal.run();
                rehearsal.change();
                Optional<String> failure = rehearsal.failure();
                if (failure.isPresent() && !back) {
                    throw new Refused(Problem.error(
                            "chain " + name() + ": " + failure.get(), "mend the function; what ran before goes on"));
                }
            }
            boolean hot = Hang.cutsOut(ready) || new Heating(ready, program, tap).run(HEAT_NANOS);
            return new Rehearsed(told, hot);
        }
    }

    /// Copies what comes in for a while.
    private void listen(Tap tap) throws Refused {
        long deadline = System.nanoTime() + TAP_NANOS;
        worker.tap(tap);
        while (!tap.isFull() && !worker.ended() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(STEP_NANOS);
        }
        worker.tap(null);
        long round = worker.rounds();
        long patience = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TAKE_MILLIS);
        while (worker.rounds() == round && !worker.ended()) {
            if (System.nanoTime() - patience > 0) {
                throw hangs();
            }
            LockSupport.parkNanos(STEP_NANOS / 10);
        }
    }

    private Refused hangs() {
        return new Refused(Problem.error(
                "the worker of chain " + name() + " takes no other program",
                "see penstock show; stop the chain if it hangs"));
    }

    private void refuseDrainWithoutPort(List<Gate> opened, Manner manner) throws Refused {
        boolean streams = program.hasStreams();
        if (manner.state() == Manner.State.KEEP && !streams) {
            return;
        }
        for (int i = 0; i < gates.size(); i++) {
            Gate gate = gates.get(i);
            boolean there = i < opened.size()
                    && opened.get(i).name().equals(gate.name())
                    && opened.get(i).side() == gate.side();
            if (!there) {
                throw new Refused(Problem.error(
                        "chain " + name() + ": sessions cannot stay with the version before, as port " + gate.name()
                                + " changes",
                        streams ? "stop the chain first" : "deploy with --state keep"));
            }
        }
    }

    private void await(CountDownLatch taken) throws Refused {
        boolean done = false;
        try {
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TAKE_MILLIS);
            while (!done && !worker.ended() && System.nanoTime() - deadline < 0) {
                done = taken.await(1, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!done && worker.withdraw()) {
            throw worker.ended()
                    ? new Refused(Problem.error("chain " + name() + " has ended meanwhile", "deploy it again"))
                    : hangs();
        }
    }

    private void retireLater(Former former) {
        Background.start("penstock-retire", () -> {
            while (!former.isGone() && !worker.ended()) {
                LockSupport.parkNanos(STEP_NANOS);
            }
            retire();
            retired.run();
        });
    }

    /// Gives back what the former program had, once it has no session any more. Memory takes its time: nobody who only
    /// asks has to wait for that.
    private void retire() {
        synchronized (retirement) {
            if (!retires()) {
                return;
            }
            leaving.ifPresent(Former::close);
            leavingAssembly.ifPresent(Assembly::close);
            synchronized (this) {
                leaving = Optional.empty();
                leavingAssembly = Optional.empty();
            }
        }
    }

    private synchronized boolean retires() {
        return leaving.isPresent() && (leaving.get().isGone() || worker.ended() && closed);
    }

    /// Waits until no session is left with the version before.
    ///
    /// @return whether that came within the time
    boolean awaitRetired(long millis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() - deadline < 0) {
            synchronized (this) {
                if (leaving.isEmpty()) {
                    return true;
                }
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
        return false;
    }

    /// Puts what ran before in its place again, also where sessions were to stay with it until they end, and where its
    /// functions fail on packets on which those that run now do not.
    void goBack(Assembly before) throws Refused, OtherClock {
        synchronized (this) {
            leaving.ifPresent(Former::keep);
        }
        swap(before, Manner.USUAL, true);
    }

    /// What a person should know of it; empty for nothing.
    void trouble(String line) {
        trouble = line;
    }

    /// How often functions of these nodes have failed, or the platform beside them.
    synchronized long failures(List<String> nodes) {
        return Counters.faults(program)
                + report().nodes().stream()
                        .filter(row -> nodes.contains(row.node()))
                        .mapToLong(Report.NodeRow::failures)
                        .sum();
    }

    // ---- figures

    synchronized Report report() {
        if (closed) {
            return last;
        }
        List<String> troubles = new ArrayList<>(portTroubles);
        for (Gate gate : gates) {
            if (!gate.port().trouble().isEmpty()) {
                troubles.add("port " + gate.name() + ": " + gate.port().trouble());
            }
        }
        if (!worker.failure().isEmpty()) {
            troubles.add(worker.failure());
        }
        if (!trouble.isEmpty()) {
            troubles.add(trouble);
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        last = Counters.report(name(), state(), seconds, program, troubles);
        return last;
    }

    synchronized List<SessionRow> sessions(int limit) {
        return closed ? List.of() : Counters.sessions(program, limit);
    }

    /// What its packets have cost, and what they cost at each node in the next second.
    Control.Work work() {
        return new Control.Work(workers(), times());
    }

    private List<Control.NodeTime> times() {
        synchronized (timing) {
            Program present;
            synchronized (this) {
                present = program;
            }
            try {
                return Counters.times(present, worker.ended() ? 0 : TIMING_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return List.of();
            }
        }
    }

    private synchronized List<WorkerRow> workers() {
        double seconds = (System.nanoTime() - started) / 1e9;
        return List.of(new WorkerRow(
                thread.getName(),
                seconds,
                ThreadFigures.cpuNanos(thread),
                ThreadFigures.allocatedBytes(thread),
                worker.calls(),
                program.received()));
    }

    boolean awaitEnd(long millis) {
        try {
            thread.join(Math.clamp(millis, 1, 1_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return worker.ended();
    }

    /// Ends the worker, closes the ports and gives everything back.
    Report stop() {
        worker.stop();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (retirement) {
            return ended();
        }
    }

    private synchronized Report ended() {
        if (closed) {
            return last;
        }
        if (worker.ended()) {
            close(gates);
        } else {
            portTroubles.add("the worker does not end; its ports stay open until this process ends");
        }
        Report end = report();
        closed = true;
        if (worker.ended()) {
            retire();
            program.close();
        }
        assembly.close();
        return end;
    }

    private void close(List<Gate> some) {
        for (Gate gate : some) {
            try {
                gate.port().close();
            } catch (PortRefused refused) {
                portTroubles.add("port " + gate.name() + ": " + refused.getMessage());
            }
        }
    }
}
