// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.port.Burst;
import io.penstock.api.port.CaptureInterface;
import io.penstock.dataplane.packet.Frame;
import java.security.SecureRandom;

/// Fragments to an address that a function gives to many clients. Only the first of a datagram says by its port whose
/// it is: those that come before it wait, those behind it follow.
///
/// Used by one worker, through which all of them go.
final class Strays {
    private final Share share;
    private final Fragments fragments = new Fragments(new SecureRandom().nextLong());

    Strays(Share share) {
        this.share = share;
    }

    /// Hands a fragment to the worker whose it is, or keeps it until that is known.
    ///
    /// @param owner of a first fragment
    void carry(Program program, Frame frame, Burst burst, int slot, Gate gate, int owner) {
        if (!fragments.look(frame)) {
            return;
        }
        int datagram = fragments.find();
        if (datagram == Fragments.NONE) {
            int inTheWay = fragments.inTheWay();
            if (inTheWay != Fragments.NONE) {
                program.note("fragments-forgotten");
                forget(program, inTheWay);
            }
            datagram = fragments.begin(program.now());
        }
        // One that comes twice or overlaps is told by whoever has the datagram.
        fragments.fit(datagram);
        if (fragments.isFirst()) {
            fragments.goes(datagram, owner, 0, true, program.now());
            hand(program, burst, slot, gate, owner);
            handWaiting(program, datagram, owner);
        } else if (fragments.state(datagram) == Fragments.State.GOES) {
            hand(program, burst, slot, gate, fragments.record(datagram));
        } else if (fragments.hold(datagram, frame, gate.index, burst.origin[slot]) == Fragments.NONE) {
            program.journal.drop(gate, "fragments-full");
        }
        if (fragments.state(datagram) == Fragments.State.GOES && fragments.isWhole(datagram)) {
            fragments.forget(datagram);
        }
    }

    private void hand(Program program, Burst burst, int slot, Gate gate, int owner) {
        if (!share.hand(owner, burst, slot, gate, Ring.DECIDED)) {
            program.journal.drop(gate, Steering.FULL);
        }
    }

    private void handWaiting(Program program, int datagram, int owner) {
        for (int held = fragments.take(datagram); held != Fragments.NONE; held = fragments.take(datagram)) {
            CaptureInterface origin = fragments.origin[held];
            boolean done = share.ring(owner)
                    .put(
                            fragments.memory(),
                            fragments.offset(held),
                            fragments.length[held],
                            fragments.wireLength[held],
                            program.now(),
                            origin.ticks(program.now()),
                            origin,
                            fragments.gate[held],
                            Ring.DECIDED);
            if (!share.handed(owner, done)) {
                program.journal.drop(program.gates.get(fragments.gate[held]), Steering.FULL);
            }
            fragments.release(held);
        }
    }

    /// Gives up the datagrams whose time is over.
    void advance(Program program) {
        for (int due = fragments.due(program.now()); due != Fragments.NONE; due = fragments.due(program.now())) {
            forget(program, due);
        }
    }

    private void forget(Program program, int datagram) {
        for (int held = fragments.take(datagram); held != Fragments.NONE; held = fragments.take(datagram)) {
            program.journal.drop(program.gates.get(fragments.gate[held]), "fragment-without-first");
            fragments.release(held);
        }
        fragments.forget(datagram);
    }

    /// How many fragments wait.
    int waiting() {
        return fragments.waiting();
    }

    void close() {
        fragments.close();
    }
}
