// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.port.Burst;
import io.penstock.dataplane.packet.Frame;
import io.penstock.dataplane.session.SessionStore;

/// Has the fragments of a datagram go the way of its first one, which names the session.
final class Datagrams implements AutoCloseable {
    private final Program program;
    private final Frame frame;
    private final Journal journal;
    private Fragments fragments;

    Datagrams(Program program, Frame frame, Journal journal, long seed) {
        this.program = program;
        this.frame = frame;
        this.journal = journal;
        fragments = new Fragments(seed);
    }

    /// Whether this frame is a fragment.
    boolean look(Frame about) {
        return fragments.look(about);
    }

    /// How many fragments wait for their first one.
    int waiting() {
        return fragments.waiting();
    }

    /// When the next datagram is given up, [Long#MAX_VALUE] where none is under way.
    long nextDue() {
        return fragments.nextDue();
    }

    /// Gives up the datagrams whose time is over.
    void advance(long now) {
        for (int due = fragments.due(now); due != Fragments.NONE; due = fragments.due(now)) {
            forget(due, "fragment-without-first");
        }
    }

    /// Takes what waits in another program, which begins with nothing.
    ///
    /// @return what is still about the other program's sessions
    Fragments takeOver(Datagrams before) {
        Fragments empty = fragments;
        fragments = before.fragments;
        before.fragments = empty;
        return fragments;
    }

    @Override
    public void close() {
        fragments.close();
    }

    /// Carries a fragment, once [#look] has seen it.
    void carry(Burst burst, int slot, Gate gate) {
        int datagram = fragments.find();
        if (datagram == Fragments.NONE) {
            int inTheWay = fragments.inTheWay();
            if (inTheWay != Fragments.NONE) {
                program.note("fragments-forgotten");
                forget(inTheWay, "fragment-without-first");
            }
            datagram = fragments.begin(program.now());
        }
        switch (fragments.state(datagram)) {
            case CONDEMNED -> journal.drop(gate, "fragment-overlap");
            case DROPPED -> journal.drop(gate, "first-fragment-dropped");
            case FREE, WAITS, GOES -> fitting(burst, slot, gate, datagram);
        }
    }

    private void fitting(Burst burst, int slot, Gate gate, int datagram) {
        switch (fragments.fit(datagram)) {
            case DUPLICATE -> journal.drop(gate, "fragment-duplicate");
            case OVERLAPS -> {
                fragments.ends(datagram, Fragments.State.CONDEMNED, program.now());
                dropWaiting(datagram, "fragment-overlap");
                journal.drop(gate, "fragment-overlap");
            }
            case NEW -> {
                if (fragments.state(datagram) == Fragments.State.GOES) {
                    follow(burst, slot, gate, datagram);
                } else if (fragments.isFirst()) {
                    first(burst, slot, gate, datagram);
                } else {
                    await(burst, slot, gate, datagram);
                }
                if (fragments.state(datagram) == Fragments.State.GOES && fragments.isWhole(datagram)) {
                    fragments.forget(datagram);
                }
            }
        }
    }

    /// The first fragment names the session; the others go or end as it does.
    private void first(Burst burst, int slot, Gate gate, int datagram) {
        int named = program.carryAlone(burst, slot, gate);
        if (named == SessionStore.NONE) {
            fragments.ends(datagram, Fragments.State.DROPPED, program.now());
            dropWaiting(datagram, "first-fragment-dropped");
            return;
        }
        int record = named >>> 1;
        fragments.goes(datagram, record, program.store.generation(record), (named & 1) == 0, program.now());
        for (int held = fragments.take(datagram); held != Fragments.NONE; held = fragments.take(datagram)) {
            letGo(held, datagram);
        }
    }

    private void letGo(int held, int datagram) {
        Burst single = program.comeBack(
                fragments.gate[held],
                fragments.memory(),
                fragments.offset(held),
                fragments.length[held],
                fragments.wireLength[held],
                fragments.origin[held],
                program.now());
        follow(single, 0, program.gates.get(fragments.gate[held]), datagram);
        program.flushGates();
        fragments.release(held);
    }

    private void follow(Burst burst, int slot, Gate gate, int datagram) {
        int record = fragments.record(datagram);
        if (program.store.generation(record) != fragments.generation(datagram)) {
            journal.drop(gate, "session-ended");
            return;
        }
        journal.tell("session", "a later fragment goes the way of the first");
        program.follow(burst, slot, record, fragments.forward(datagram));
    }

    private void await(Burst burst, int slot, Gate gate, int datagram) {
        if (fragments.hold(datagram, frame, gate.index, burst.origin[slot]) == Fragments.NONE) {
            journal.drop(gate, "fragments-full");
        } else {
            journal.tell("session", "waits for the first fragment, which names the session");
        }
    }

    private void forget(int datagram, String reason) {
        dropWaiting(datagram, reason);
        fragments.forget(datagram);
    }

    private void dropWaiting(int datagram, String reason) {
        for (int held = fragments.take(datagram); held != Fragments.NONE; held = fragments.take(datagram)) {
            journal.drop(program.gates.get(fragments.gate[held]), reason);
            fragments.release(held);
        }
    }

    /// Whether the frame belongs to a datagram that is under way.
    boolean knows(Frame about) {
        return fragments.look(about) && fragments.find() != Fragments.NONE;
    }
}
