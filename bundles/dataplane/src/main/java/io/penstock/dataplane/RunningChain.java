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
import io.penstock.dataplane.program.Crew;
import io.penstock.dataplane.program.Former;
import io.penstock.dataplane.program.Gate;
import io.penstock.dataplane.program.Hang;
import io.penstock.dataplane.program.Heating;
import io.penstock.dataplane.program.Hunger;
import io.penstock.dataplane.program.Memory;
import io.penstock.dataplane.program.Program;
import io.penstock.dataplane.program.Rehearsal;
import io.penstock.dataplane.program.Reports;
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

/// A chain that runs: its ports, and the threads that carry its packets, each with a program of its own.
final class RunningChain {
    private static final long STOP_MILLIS = 5_000;
    private static final long TIMING_MILLIS = 1_000;
    private static final long TAKE_MILLIS = 5_000;
    private static final long STEP_NANOS = 1_000_000;
    private static final int TAPPED = 2_048;
    private static final int SHADOW_SESSIONS = 4_096;
    private static final long TAP_NANOS = 300_000_000;
    private static final long HEAT_NANOS = 1_500_000_000;
    private static final long MOST_HEAT_NANOS = 6_000_000_000L;
    private static final long REHEARSAL_SECONDS = 15;

    private final int capacity;
    private final Runnable retired;
    private final long secret = new SecureRandom().nextLong();
    private final List<Seat> seats = new ArrayList<>();

    /// What its workers have to do with each other; nothing where there is only one.
    private final Optional<Crew> crew;

    private final long started = System.nanoTime();
    private final List<String> portTroubles = new ArrayList<>();
    private final Object swaps = new Object();

    /// Held while the program before is given back, and by whoever else does so; taken before the monitor of this.
    private final Object retirement = new Object();

    private Assembly assembly;
    private List<Gate> gates;
    private final Object timing = new Object();
    private Optional<Assembly> leavingAssembly = Optional.empty();
    private boolean closed;

    /// What was cut out for the memory that it took and still keeps; used by the watchdog.
    private Optional<Hunger> hungry = Optional.empty();

    private volatile String trouble = "";
    private Report last;

    /// One of its workers.
    private static final class Seat {
        private final int index;
        private volatile Worker worker;
        private volatile Thread thread;
        private volatile Program program;
        private Assembly assembly;
        private Optional<Former> leaving = Optional.empty();

        Seat(int index, Assembly assembly, Program program) {
            this.index = index;
            this.assembly = assembly;
            this.program = program;
            worker = new Worker(program);
            thread = newThread();
        }

        private Thread newThread() {
            String name = "penstock-worker-" + assembly.chain().name();
            Thread made = new Thread(worker, assembly.workers().count() == 1 ? name : name + "-" + index);
            made.setDaemon(true);
            return made;
        }

        void goOn(Program with) {
            program = with;
            worker = new Worker(with);
            thread = newThread();
            thread.start();
        }
    }

    /// @param retired told each time that nothing is left of a version before
    RunningChain(Assembly assembly, int capacity, Runnable retired) throws Refused {
        this.assembly = assembly;
        this.retired = retired;
        int workers = assembly.workers().count();
        this.capacity = (capacity + workers - 1) / workers;
        gates = assembly.openPorts();
        try {
            assembly.workers().check(assembly.chain().name(), gates);
        } catch (Refused alone) {
            close(gates);
            throw alone;
        }
        crew = workers == 1 ? Optional.empty() : Optional.of(new Crew(gates, workers));
        for (int i = 0; i < workers; i++) {
            seats.add(new Seat(i, assembly, program(assembly, i, gatesOf(gates, i))));
        }
        last = Reports.of(assembly.chain().name(), Status.State.RUNNING, 0, programs(), 0, List.of());
        for (Seat seat : seats) {
            seat.thread.start();
            new Watchdog(this, seat.index).start();
        }
    }

    private List<Gate> gatesOf(List<Gate> whole, int seat) {
        return crew.map(all -> all.gates(whole, seat)).orElse(whole);
    }

    private Program program(Assembly from, int seat, List<Gate> ports) {
        Program program = from.program(seat, ports, capacity, secret);
        crew.ifPresent(all -> program.join(all.share(seat)));
        return program;
    }

    private List<Program> programs() {
        return seats.stream().map(seat -> seat.program).toList();
    }

    private boolean ended() {
        return seats.stream().allMatch(seat -> seat.worker.ended());
    }

    private boolean stamped() {
        return seats.getFirst().worker.stamped();
    }

    // ---- a function that does not come back

    /// The thread of a worker; nothing where it has ended.
    Optional<Thread> carrier(int seat) {
        return seats.get(seat).worker.ended() ? Optional.empty() : Optional.of(seats.get(seat).thread);
    }

    /// What a worker has done; it changes with each round and each packet.
    synchronized long progress(int seat) {
        return seats.get(seat).worker.rounds() + Hang.progress(seats.get(seat).program);
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /// Has another thread carry the packets where this one is in a function that does not come back.
    void replace(int seat, Thread hanging) {
        synchronized (swaps) {
            boolean goesOn;
            synchronized (retirement) {
                goesOn = goOnWithout(seats.get(seat), hanging);
            }
            if (goesOn) {
                retireLater(() -> {});
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // this very thread
    private synchronized boolean goOnWithout(Seat seat, Thread hanging) {
        Optional<Hang> hang = Hang.of(seat.program, hanging.getStackTrace());
        if (closed || seat.thread != hanging || hang.isEmpty()) {
            return false;
        }
        List<Gate> again = gates.stream().map(Gate::again).toList();
        Program ready = program(assembly, seat.index, gatesOf(again, seat.index));
        Former former = hang.get().leave(seat.worker, ready);
        seat.leaving.ifPresent(Former::close);
        seat.leaving = Optional.of(former);
        seat.assembly = assembly;
        seat.goOn(ready);
        if (crew.isEmpty()) {
            gates = again;
        }
        return true;
    }

    /// Whether one of its functions found the memory of this process used up.
    boolean missedMemory(int seat) {
        return Hunger.isSeen(seats.get(seat).program);
    }

    /// Cuts out the node whose function takes most memory. Another function comes in its place, so that what that one
    /// keeps can go.
    ///
    /// @param taken how many octets its thread has taken
    /// @return whether one was found
    boolean goOnWithoutHungriest(int seat, long taken) {
        synchronized (swaps) {
            if (isClosed() || seats.get(seat).worker.ended()) {
                return false;
            }
            Program program = seats.get(seat).program;
            Optional<Hunger> found = Hunger.of(program, ThreadFigures.ALLOCATED_BY_ME, taken);
            if (found.isEmpty()) {
                return false;
            }
            found.get().cutOut();
            hungry = found;
            found.get().tell();
            return true;
        }
    }

    /// Has a node tried again whose function found the memory used up by others.
    void forgive(int seat) {
        Hunger.forgive(seats.get(seat).program);
    }

    /// Has another function come in the place of the one that was cut out for the memory that it took. Where there is
    /// not even memory for that yet, it is tried again.
    void replaceHungriest() {
        if (hungry.isEmpty()) {
            return;
        }
        synchronized (swaps) {
            Hunger found = hungry.get();
            if (isClosed() || ended() || programs().stream().noneMatch(found::isOf)) {
                hungry = Optional.empty();
                return;
            }
            try {
                awaitFormer();
                replace(found);
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
        List<Program> made = new ArrayList<>();
        try {
            List<Former> formers = new ArrayList<>();
            List<Gate> again = gates.stream().map(Gate::again).toList();
            for (Seat seat : seats) {
                Program ready = program(next, seat.index, gatesOf(again, seat.index));
                made.add(ready);
                Hang.inherit(seat.program, ready, ready);
                hunger.cutOut(ready);
                formers.add(new Former(seat.program, ready, Manner.State.KEEP));
            }
            exchange(next, again, made, formers);
            taken = true;
            next.settled();
            retireLater(() -> {});
        } finally {
            if (!taken) {
                made.forEach(Program::close);
                next.close();
            }
        }
    }

    /// Has the workers take other programs, each between two of its bursts.
    ///
    /// @throws Refused where none does
    private void exchange(Assembly next, List<Gate> opened, List<Program> ready, List<Former> formers) throws Refused {
        synchronized (this) {
            List<CountDownLatch> taken = new ArrayList<>();
            for (Seat seat : seats) {
                taken.add(seat.worker.succeed(ready.get(seat.index), formers.get(seat.index)));
            }
            List<Seat> missing = new ArrayList<>();
            for (Seat seat : seats) {
                if (!takes(seat, taken.get(seat.index))) {
                    missing.add(seat);
                }
            }
            if (missing.size() == seats.size()) {
                throw ended()
                        ? new Refused(Problem.error("chain " + name() + " has ended meanwhile", "deploy it again"))
                        : hangs();
            }
            leavingAssembly = Optional.of(assembly);
            assembly = next;
            gates = opened;
            for (Seat seat : seats) {
                if (missing.contains(seat)) {
                    // Once it hangs for long enough, another thread goes on with the new program.
                    ready.get(seat.index).close();
                } else {
                    seat.assembly = next;
                    seat.program = ready.get(seat.index);
                    seat.leaving = Optional.of(formers.get(seat.index));
                }
            }
            if (!missing.isEmpty()) {
                trouble(missing.size() + " of " + seats.size() + " workers still run the version before, as they hang");
            }
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
        if (seats.stream().anyMatch(seat -> !seat.worker.failure().isEmpty())) {
            return Status.State.FAILED;
        }
        return ended() ? Status.State.ENDED : Status.State.RUNNING;
    }

    // ---- swap

    /// Whether another drawing can come in its place while it runs. Not so where captures are replayed and the ports
    /// change: then it begins anew with them.
    boolean canBecome(Assembly next) {
        return !stamped()
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
            Runnable compilers = Compilers.standBack();
            try {
                awaitFormer();
                ChainSwap swap = take(next, manner, back, compilers);
                taken = true;
                return swap;
            } finally {
                if (!taken) {
                    compilers.run();
                    next.close();
                }
            }
        }
    }

    /// Changes come one after the other: the sessions of the change before have to have gone over.
    private void awaitFormer() throws Refused {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TAKE_MILLIS);
        while (!isGone()) {
            if (System.nanoTime() - deadline > 0 || ended()) {
                throw new Refused(Problem.error(
                        "chain " + name() + " still has sessions of the version before",
                        "wait until they end, see penstock show sessions"));
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
        retire();
    }

    private synchronized boolean isGone() {
        return seats.stream().allMatch(seat -> seat.leaving.map(Former::isGone).orElse(true));
    }

    private ChainSwap take(Assembly next, Manner manner, boolean back, Runnable compilers) throws Refused, OtherClock {
        Assembly before = assembly;
        List<Gate> opened = next.openPorts(gates);
        List<Port> kept = gates.stream().map(Gate::port).toList();
        List<Gate> added =
                opened.stream().filter(gate -> !kept.contains(gate.port())).toList();
        boolean taken = false;
        List<Program> made = new ArrayList<>();
        try {
            if (!stamped() && opened.stream().allMatch(gate -> gate.port().stamped())) {
                throw new OtherClock();
            }
            refuseDrainWithoutPort(opened, manner);
            refuseOtherPorts(opened);
            for (Seat seat : seats) {
                Program ready = build(next, seat.index, opened);
                made.add(ready);
                Hang.inherit(seat.program, ready, ready);
            }
            Rehearsed rehearsed = rehearse(before, next, made, back);
            List<Former> formers = new ArrayList<>();
            for (Seat seat : seats) {
                formers.add(new Former(seat.program, made.get(seat.index), manner.state()));
            }
            long taking = System.nanoTime();
            List<String> changed = next.changedNodes();
            long sessions = Reports.of(name(), state(), 0, programs(), 0, List.of())
                    .sessions()
                    .open();
            List<Port> open = opened.stream().map(Gate::port).toList();
            List<Gate> gone =
                    gates.stream().filter(gate -> !open.contains(gate.port())).toList();
            exchange(next, opened, made, formers);
            taken = true;
            double millis = (System.nanoTime() - taking) / 1e6;
            next.settled();
            close(gone);
            retireLater(compilers);
            return new ChainSwap(
                    name(), changed, sessions, lines(formers.getFirst(), rehearsed), rehearsed.told(), millis);
        } catch (IllegalArgumentException strange) {
            throw new Refused(Problem.error(
                    "chain " + name() + ": " + strange.getMessage(), "deploy with --state fresh, or stop it first"));
        } finally {
            if (!taken) {
                close(added);
                made.forEach(Program::close);
            }
        }
    }

    /// Workers know ports of each other by their numbers.
    private void refuseOtherPorts(List<Gate> opened) throws Refused {
        List<Port> open = opened.stream().map(Gate::port).toList();
        if (crew.isPresent() && !open.equals(gates.stream().map(Gate::port).toList())) {
            throw new Refused(Problem.error(
                    "chain " + name() + " has " + seats.size() + " workers, and its ports change",
                    "stop it first, then deploy it again"));
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
    private Rehearsed rehearse(Assembly before, Assembly next, List<Program> ready, boolean back) throws Refused {
        FutureTask<Rehearsed> rehearsal = new FutureTask<>(() -> onCopies(before, next, ready, back));
        Thread thread = Background.start("penstock-rehearsal", rehearsal);
        try {
            return result(rehearsal);
        } catch (TimeoutException late) {
            String where = Hang.where(ready.getFirst(), thread.getStackTrace());
            throw new Refused(Problem.error(
                    "chain " + name() + ": the new version does not come back from copies of live packets" + where,
                    "mend the function; what ran before goes on"));
        }
    }

    private Program build(Assembly next, int seat, List<Gate> opened) throws Refused {
        FutureTask<Program> building = new FutureTask<>(() -> program(next, seat, gatesOf(opened, seat)));
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

    private Rehearsed onCopies(Assembly before, Assembly next, List<Program> all, boolean back) throws Refused {
        Program program = seats.getFirst().program;
        Program ready = all.getFirst();
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
            boolean hot = true;
            for (Seat seat : seats) {
                Program one = all.get(seat.index);
                hot &= Hang.cutsOut(one) || new Heating(one, seat.program, tap).run(heatNanos());
            }
            return new Rehearsed(told, hot);
        }
    }

    private long heatNanos() {
        return Math.min(HEAT_NANOS, MOST_HEAT_NANOS / seats.size());
    }

    /// Copies what comes in for a while.
    private void listen(Tap tap) throws Refused {
        Worker worker = seats.getFirst().worker;
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
        boolean streams = seats.getFirst().program.hasStreams();
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

    private static boolean takes(Seat seat, CountDownLatch taken) {
        boolean done = false;
        try {
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TAKE_MILLIS);
            while (!done && !seat.worker.ended() && System.nanoTime() - deadline < 0) {
                done = taken.await(1, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return done || !seat.worker.withdraw();
    }

    /// @param after done once the programs before are gone, or after a while where they drain
    private void retireLater(Runnable after) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TAKE_MILLIS);
        Background.start("penstock-retire", () -> {
            try {
                while (!isGone() && !ended()) {
                    LockSupport.parkNanos(STEP_NANOS);
                    if (System.nanoTime() - deadline > 0) {
                        after.run();
                    }
                }
                retire();
                retired.run();
            } finally {
                after.run();
            }
        });
    }

    /// Gives back what the former programs had, once they have no session any more. Memory takes its time: nobody who
    /// only asks has to wait for that.
    private void retire() {
        synchronized (retirement) {
            List<Seat> retiring = retiring();
            if (retiring.isEmpty()) {
                return;
            }
            retiring.forEach(seat -> seat.leaving.filter(Former::isGone).ifPresent(Former::giveBack));
            retiring.forEach(seat -> seat.leaving.ifPresent(Former::close));
            Optional<Assembly> left = leftBy(retiring);
            left.ifPresent(Assembly::close);
            synchronized (this) {
                retiring.forEach(seat -> seat.leaving = Optional.empty());
                leavingAssembly = left.isPresent() ? Optional.empty() : leavingAssembly;
            }
        }
    }

    private synchronized List<Seat> retiring() {
        return seats.stream()
                .filter(seat -> seat.leaving.isPresent())
                .filter(seat -> seat.leaving.get().isGone() || seat.worker.ended() && closed)
                .toList();
    }

    /// What no worker has any more once these have let go of it.
    @SuppressWarnings("ReferenceEquality") // this very assembly
    private synchronized Optional<Assembly> leftBy(List<Seat> retiring) {
        boolean all = seats.stream()
                .allMatch(seat ->
                        (seat.leaving.isEmpty() || retiring.contains(seat)) && (seat.assembly == assembly || closed));
        return all ? leavingAssembly : Optional.empty();
    }

    /// Waits until no session is left with the version before.
    ///
    /// @return whether that came within the time
    boolean awaitRetired(long millis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() - deadline < 0) {
            synchronized (this) {
                if (seats.stream().allMatch(seat -> seat.leaving.isEmpty())) {
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
            seats.forEach(seat -> seat.leaving.ifPresent(Former::keep));
        }
        swap(before, Manner.USUAL, true);
    }

    /// What a person should know of it; empty for nothing.
    void trouble(String line) {
        trouble = line;
    }

    /// How often functions of these nodes have failed, or the platform beside them.
    synchronized long failures(List<String> nodes) {
        return programs().stream().mapToLong(Counters::faults).sum()
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
        seats.stream()
                .map(seat -> seat.worker.failure())
                .filter(failure -> !failure.isEmpty())
                .forEach(troubles::add);
        if (!trouble.isEmpty()) {
            troubles.add(trouble);
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        last = Reports.of(
                name(), state(), seconds, programs(), crew.map(Crew::held).orElse(0L), troubles);
        return last;
    }

    synchronized List<SessionRow> sessions(int limit) {
        return closed ? List.of() : Reports.sessions(programs(), limit);
    }

    /// What its packets have cost, and what they cost at each node in the next second.
    Control.Work work() {
        return new Control.Work(workers(), times());
    }

    private List<Control.NodeTime> times() {
        synchronized (timing) {
            List<Program> present;
            synchronized (this) {
                present = programs();
            }
            try {
                return Reports.times(present, ended() ? 0 : TIMING_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return List.of();
            }
        }
    }

    private synchronized List<WorkerRow> workers() {
        double seconds = (System.nanoTime() - started) / 1e9;
        return seats.stream()
                .map(seat -> new WorkerRow(
                        seat.thread.getName(),
                        seconds,
                        ThreadFigures.cpuNanos(seat.thread),
                        ThreadFigures.allocatedBytes(seat.thread),
                        seat.worker.calls(),
                        seat.program.received()))
                .toList();
    }

    boolean awaitEnd(long millis) {
        try {
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.clamp(millis, 1, 1_000));
            for (Seat seat : seats) {
                seat.thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ended();
    }

    /// Ends the workers, closes the ports and gives everything back.
    Report stop() {
        seats.forEach(seat -> seat.worker.stop());
        try {
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_MILLIS);
            for (Seat seat : seats) {
                seat.thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (retirement) {
            return close();
        }
    }

    private synchronized Report close() {
        if (closed) {
            return last;
        }
        if (ended()) {
            close(gates);
        } else {
            portTroubles.add("a worker does not end; the ports stay open until this process ends");
        }
        Report end = report();
        closed = true;
        if (ended()) {
            retire();
            programs().forEach(Program::close);
            crew.ifPresent(Crew::close);
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
