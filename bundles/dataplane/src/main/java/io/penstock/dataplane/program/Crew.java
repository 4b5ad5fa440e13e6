// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.port.Port;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/// The workers that carry a chain together, and the rings by which they hand packets to each other: to the worker that
/// has a packet's session, and to the one that sends by a port which has fewer queues than there are workers.
public final class Crew implements AutoCloseable {
    private static final long OCTETS = 4L << 20;
    private static final long LEAST_OCTETS = 256L << 10;

    private final List<Port> ports;
    private final List<List<Port>> parts = new ArrayList<>();
    private final Ring[][] handed;
    private final Ring[][] sent;
    private final List<Share> shares = new ArrayList<>();
    private final AtomicReferenceArray<Thread> resting;

    /// How many workers still receive, and how many may still hand something to be sent.
    final AtomicInteger receiving;

    final AtomicInteger carrying;

    /// @param gates the ports of the chain; from now on, workers use those of [#gates]
    /// @param workers how many, at least two
    public Crew(List<Gate> gates, int workers) {
        ports = gates.stream().map(gate -> gate.port).toList();
        long octets = Math.max(LEAST_OCTETS, OCTETS / workers);
        handed = new Ring[workers][workers];
        sent = new Ring[gates.size()][workers];
        resting = new AtomicReferenceArray<>(workers);
        receiving = new AtomicInteger(workers);
        carrying = new AtomicInteger(workers);
        for (int from = 0; from < workers; from++) {
            for (int to = 0; to < workers; to++) {
                if (from != to || to == Share.FIRST) {
                    handed[from][to] = new Ring(octets);
                }
            }
        }
        for (int g = 0; g < gates.size(); g++) {
            parts.add(ports.get(g).split(workers));
            for (int worker = parts.get(g).size(); worker < workers; worker++) {
                sent[g][worker] = new Ring(octets);
            }
        }
        for (int worker = 0; worker < workers; worker++) {
            shares.add(new Share(this, worker));
        }
    }

    /// How many workers there are.
    public int workers() {
        return shares.size();
    }

    /// What a worker has to do with the others.
    public Share share(int worker) {
        return shares.get(worker);
    }

    /// The ports of the chain as a worker uses them.
    public List<Gate> gates(List<Gate> gates, int worker) {
        return gates.stream()
                .map(gate -> new Gate(gate.index, gate.name, gate.side, gate.driver, port(gate.index, worker)))
                .toList();
    }

    private Port port(int gate, int worker) {
        List<Port> own = parts.get(gate);
        return worker < own.size()
                ? own.get(worker)
                : new Lane(ports.get(gate), sent[gate][worker], gate, this, worker % own.size());
    }

    /// By how many workers packets of a port are received and sent.
    public int queues(int gate) {
        return parts.get(gate).size();
    }

    Ring handed(int from, int to) {
        return handed[from][to];
    }

    int ports() {
        return parts.size();
    }

    Port part(int gate, int worker) {
        return parts.get(gate).get(worker);
    }

    Ring sent(int gate, int worker) {
        return sent[gate][worker];
    }

    /// Sleeps until a time is over or another worker has something for this one.
    void rest(int worker, long nanos) {
        resting.set(worker, Thread.currentThread());
        if (!shares.get(worker).isAwaited()) {
            LockSupport.parkNanos(nanos);
        }
        resting.lazySet(worker, null);
    }

    /// Wakes a worker that sleeps.
    void wake(int worker) {
        // What was put in has to be seen before it is looked whether anybody sleeps.
        VarHandle.fullFence();
        Thread sleeping = resting.get(worker);
        if (sleeping != null) {
            LockSupport.unpark(sleeping);
        }
    }

    /// Packets on their way from one worker to another, and fragments of which it is not known yet whose they are.
    public long held() {
        // In this order, so that it is never below 0.
        long in = shares.stream().mapToLong(Share::handedIn).sum();
        return shares.stream()
                        .mapToLong(share -> share.handedOut() + share.waiting())
                        .sum()
                - in;
    }

    /// Gives its memory back, once no worker runs any more.
    @Override
    public void close() {
        for (Ring[][] rings : List.of(handed, sent)) {
            for (Ring[] row : rings) {
                for (Ring ring : row) {
                    if (ring != null) {
                        ring.close();
                    }
                }
            }
        }
        shares.forEach(Share::close);
    }
}
