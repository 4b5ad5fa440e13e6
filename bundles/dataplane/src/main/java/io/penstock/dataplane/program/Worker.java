// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.Side;
import io.penstock.api.port.Burst;
import io.penstock.api.port.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The thread that carries packets: receives a burst, takes each packet through the program, sends.
///
/// With stamped ports only (captures), their stamps are the clock, the port with the earliest frame comes
/// first, and a run gives the same result each time; else the clock is the machine's.
public final class Worker implements Runnable {
    /// So many rounds without a packet a worker only spins; then it sleeps, briefly where packets come steadily.
    private static final int SPINS = 1_000;

    private static final int BRIEF_PARKS = 50;
    private static final long BRIEF_PARK_NANOS = 20_000;

    /// Then a thousandth of the silence so far, within these: each waking costs about 20 us on a machine that rests.
    private static final int SILENCE_SHARE = 1_000;

    private static final long LEAST_PARK_NANOS = 500_000;
    private static final long MOST_PARK_NANOS = 2_000_000;

    /// By how much the clock goes on in a round at most, while packets may lie unread: a worker that was kept from its
    /// processor first reads what came meanwhile, then sees what is overdue.
    private static final long CATCH_UP_NANOS = 20_000_000;

    /// So many rounds may fail one after the other.
    private static final int MOST_FAILING = 1_000;

    private Setup setup;

    /// What takes the place of the present set-up at the next burst.
    private volatile @Nullable Successor next;

    /// Takes copies of what comes in.
    private volatile @Nullable Tap tap;

    private Burst burst = new Burst();
    private volatile boolean stopping;
    private volatile boolean ended;
    private volatile String failure = "";
    private volatile boolean fenced;
    private int idleRounds;
    private long silence;
    private long calls;
    private int failing;
    private @Nullable Throwable borne;
    private long rounds;
    private long clock;

    /// What it has to do with other workers of the same chain; null where there are none.
    private final @Nullable Share share;

    /// One input: a port, or one capture that two ports share.
    private record Input(Port port, Gate gate, Optional<Splitter> split) {}

    /// A program and where its packets come from.
    ///
    /// @param senders ports that may send without ever receiving again
    private record Setup(Program program, List<Input> inputs, boolean stamped, List<Gate> senders) {
        static Setup of(Program program) {
            List<Input> inputs = new ArrayList<>();
            for (Gate gate : program.gates) {
                Optional<Gate> other = shares(program, gate);
                if (other.isEmpty()) {
                    inputs.add(new Input(gate.port, gate, Optional.empty()));
                } else if (gate.side == Side.CLIENT) {
                    inputs.add(
                            new Input(gate.port, gate, Optional.of(new Splitter(program.headers, gate, other.get()))));
                }
            }
            return new Setup(
                    program,
                    List.copyOf(inputs),
                    inputs.stream().allMatch(input -> input.port().stamped()),
                    program.gates.stream()
                            .filter(gate -> gate.port.stamped()
                                    || inputs.stream()
                                            .noneMatch(input -> input.gate().equals(gate)))
                            .toList());
        }

        /// The port on the other side that reads the same capture.
        private static Optional<Gate> shares(Program program, Gate gate) {
            Optional<String> source = gate.port.source();
            return program.gates.stream()
                    .filter(other -> other.side != gate.side)
                    .filter(other -> source.isPresent() && source.equals(other.port.source()))
                    .findFirst();
        }
    }

    private record Successor(Setup setup, Former former, CountDownLatch taken) {}

    public Worker(Program program) {
        setup = Setup.of(program);
        share = program.share();
    }

    /// Has another program take the place of the present one between two bursts.
    ///
    /// @return counted down once it carries packets
    public CountDownLatch succeed(Program program, Former former) {
        Successor successor = new Successor(Setup.of(program), former, new CountDownLatch(1));
        next = successor;
        return successor.taken();
    }

    /// Copies what comes in from now on; null for none.
    public void tap(@Nullable Tap copies) {
        tap = copies;
    }

    /// Packets that came in, as copies, until there are enough or the time is over.
    ///
    /// @return how many rounds the worker has begun, so that it can be waited for
    public long rounds() {
        return rounds;
    }

    private void copy(Gate gate) {
        Tap copies = tap;
        if (copies != null) {
            copies.copy(burst, gate.index);
        }
    }

    /// Takes back what was asked of [#succeed].
    ///
    /// @return whether it had not happened yet, and will not
    public synchronized boolean withdraw() {
        boolean waits = next != null;
        next = null;
        return waits;
    }

    private synchronized void change() {
        Successor successor = next;
        if (successor == null) {
            return;
        }
        next = null;
        flush();
        successor.former().takeOver();
        setup = successor.setup();
        successor.taken().countDown();
    }

    @Override
    public void run() {
        try {
            boolean more = true;
            while (more && !stopping) {
                rounds++;
                if (next != null) {
                    change();
                }
                more = round();
            }
            Program program = setup.program;
            if (share != null) {
                flush();
                share.finish(program);
            }
            while (program.held() > 0) {
                program.advance(program.nextDue());
            }
        } catch (Calls.Fenced replaced) {
            keepQuiet(replaced);
        } catch (RuntimeException | Error broken) {
            if (fenced) {
                return;
            }
            failure = "the worker stopped: " + broken;
            keepTrace(broken);
        } finally {
            if (!fenced) {
                flush();
            }
            ended = true;
        }
    }

    /// A round that fails costs what it carried; the worker goes on, unless nothing else happens any more.
    ///
    /// @return whether there may be more
    private boolean round() {
        try {
            boolean more = setup.stamped ? stampedRound() : liveRound();
            if (failing > 0) {
                failing = 0;
                setup.program.faults().add(Objects.requireNonNull(borne));
                borne = null;
            }
            return more;
        } catch (RuntimeException | Error fault) {
            failing++;
            if (fenced || fault instanceof Calls.Fenced || failing == MOST_FAILING) {
                throw fault;
            }
            borne = fault;
            return true;
        }
    }

    private static void keepQuiet(Calls.Fenced replaced) {
        System.getLogger(Worker.class.getName())
                .log(System.Logger.Level.INFO, "a worker that hung has ended: {0}", replaced.getMessage());
    }

    private static void keepTrace(Throwable broken) {
        System.getLogger(Worker.class.getName()).log(System.Logger.Level.ERROR, "the worker stopped", broken);
    }

    /// @return whether there may be more
    private boolean stampedRound() {
        List<Input> inputs = setup.inputs;
        Input first = inputs.getFirst();
        long firstStamp = Long.MAX_VALUE;
        long secondStamp = Long.MAX_VALUE;
        for (Input input : inputs) {
            long stamp = input.port().nextStamp();
            if (stamp < firstStamp) {
                secondStamp = firstStamp;
                firstStamp = stamp;
                first = input;
            } else if (stamp < secondStamp) {
                secondStamp = stamp;
            }
        }
        if (firstStamp == Port.ENDED) {
            return false;
        }
        if (firstStamp == Port.NOTHING_YET) {
            idle();
            return true;
        }
        idleRounds = 0;
        receive(first, Math.max(firstStamp, Math.min(secondStamp, setup.program.nextDue())));
        return true;
    }

    private boolean liveRound() {
        boolean any = false;
        boolean open = false;
        Setup present = setup;
        List<Input> inputs = present.inputs;
        List<Gate> senders = present.senders;
        Program program = present.program;
        long time = System.nanoTime();
        clock = clock == 0 ? time : Math.min(time, clock + CATCH_UP_NANOS);
        program.advance(clock);
        for (int i = 0; i < inputs.size(); i++) {
            Input input = inputs.get(i);
            boolean exhausted = input.port().stamped() && input.port().nextStamp() == Port.ENDED;
            open |= !exhausted;
            any |= !exhausted && exchange(input);
        }
        for (int i = 0; i < senders.size(); i++) {
            senders.get(i).flush();
        }
        if (share != null) {
            any |= share.serve(program);
        }
        if (any) {
            idleRounds = 0;
        } else if (clock == time) {
            idle();
        } else {
            // Nothing lies unread.
            clock = time;
        }
        return open || program.held() > 0;
    }

    /// A round of captures: what a frame leaves behind is sent before the next frame comes.
    private void receive(Input input, long until) {
        int count = input.port().receive(burst, until);
        calls++;
        setup.program.beginBurst();
        copy(input.gate());
        for (int i = 0; i < count; i++) {
            setup.program.advance(burst.stamp[i]);
            carryOne(input, i);
        }
        flush();
    }

    /// A round of a live port: sends its last burst and receives the next. Frames lie in other ports' outgoing
    /// bursts until their turn, which comes before this port receives again.
    private boolean exchange(Input input) {
        Gate other = input.split().isPresent() ? null : setup.program.opposite(input.gate());
        int forwarded = other == null || tap != null ? -1 : input.gate().forward(other);
        if (forwarded >= 0) {
            calls += forwarded > 0 ? 1 : 0;
            return forwarded > 0;
        }
        int count = input.gate().exchange(burst, Long.MAX_VALUE);
        if (count == 0) {
            return false;
        }
        calls++;
        setup.program.beginBurst();
        copy(input.gate());
        if (other != null) {
            input.gate().received(burst);
            burst = other.sendAll(burst);
        } else {
            carry(input, count);
        }
        return true;
    }

    private void carry(Input input, int count) {
        if (input.split().isEmpty()) {
            burst = setup.program.carry(burst, input.gate());
            return;
        }
        for (int i = 0; i < count; i++) {
            carryOne(input, i);
        }
    }

    private void carryOne(Input input, int slot) {
        Gate gate = input.split().isPresent() ? input.split().get().gateOf(burst, slot) : input.gate();
        setup.program.entering(burst, slot, gate);
        setup.program.process(burst, slot, gate);
    }

    private void flush() {
        setup.program.flushGates();
    }

    /// Spins, then parks, so that an idle dataplane costs little and a busy one no time.
    private void idle() {
        if (idleRounds < SPINS) {
            idleRounds++;
            Thread.onSpinWait();
        } else if (idleRounds < SPINS + BRIEF_PARKS) {
            idleRounds++;
            silence = 0;
            rest(BRIEF_PARK_NANOS);
        } else {
            long park = Math.clamp(silence / SILENCE_SHARE, LEAST_PARK_NANOS, MOST_PARK_NANOS);
            silence += park;
            rest(park);
        }
    }

    private void rest(long nanos) {
        if (share == null) {
            LockSupport.parkNanos(nanos);
        } else {
            share.rest(nanos);
        }
    }

    /// Has the worker, which is in a function that does not come back, touch nothing any more when that does.
    void fence() {
        fenced = true;
        stopping = true;
        setup.program.settle(burst);
        burst.count = 0;
        if (share != null) {
            share.fence(setup.program);
        }
    }

    /// Asks the worker to end after its burst.
    public void stop() {
        stopping = true;
    }

    /// Receives that brought at least one packet; may be a burst old.
    public long calls() {
        return calls;
    }

    /// Whether it has ended, by itself or because it was asked to.
    public boolean ended() {
        return ended;
    }

    /// Why it ended before its time; empty where it did not.
    public String failure() {
        return failure;
    }

    /// Whether the captures' stamps are the clock.
    public boolean stamped() {
        return setup.stamped;
    }
}
