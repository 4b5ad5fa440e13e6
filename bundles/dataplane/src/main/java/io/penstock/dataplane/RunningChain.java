// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane;

import io.penstock.api.Refused;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.control.Control.SessionRow;
import io.penstock.api.control.Control.WorkerRow;
import io.penstock.api.control.Report;
import io.penstock.api.control.Status;
import io.penstock.api.port.PortRefused;
import io.penstock.dataplane.program.Counters;
import io.penstock.dataplane.program.Gate;
import io.penstock.dataplane.program.Program;
import io.penstock.dataplane.program.Worker;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A chain that runs: its ports, its program and the thread that carries its packets.
final class RunningChain {
    private static final long STOP_MILLIS = 5_000;

    private final Assembly assembly;
    private final List<Gate> gates;
    private final Program program;
    private final Worker worker;
    private final Thread thread;
    private final long started = System.nanoTime();
    private final List<String> portTroubles = new ArrayList<>();
    private boolean closed;
    private Report last;

    RunningChain(Assembly assembly, int capacity) throws Refused {
        this.assembly = assembly;
        gates = assembly.openPorts();
        program = assembly.program(gates, capacity, new SecureRandom().nextLong());
        worker = new Worker(program);
        thread = new Thread(worker, "penstock-worker-" + assembly.chain().name());
        thread.setDaemon(true);
        last = Counters.report(assembly.chain().name(), Status.State.RUNNING, 0, program, List.of());
        thread.start();
    }

    String name() {
        return assembly.chain().name();
    }

    /// What it was made of.
    ChainRequest request() {
        return new ChainRequest(assembly.document().file(), assembly.document().text(), Map.of());
    }

    Status.Running status() {
        List<String> warnings = new ArrayList<>(assembly.document().warnings().stream()
                .map(problem -> problem.oneLine())
                .toList());
        warnings.addAll(assembly.plan().warnings());
        return new Status.Running(name(), assembly.document().file(), state(), warnings);
    }

    private Status.State state() {
        if (!worker.failure().isEmpty()) {
            return Status.State.FAILED;
        }
        return worker.ended() ? Status.State.ENDED : Status.State.RUNNING;
    }

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
        double seconds = (System.nanoTime() - started) / 1e9;
        last = Counters.report(name(), state(), seconds, program, troubles);
        return last;
    }

    synchronized List<SessionRow> sessions(int limit) {
        return closed ? List.of() : Counters.sessions(program, limit);
    }

    List<WorkerRow> workers() {
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
        synchronized (this) {
            if (closed) {
                return last;
            }
            if (worker.ended()) {
                closePorts();
            } else {
                portTroubles.add("the worker does not end; its ports stay open until this process ends");
            }
            Report end = report();
            closed = true;
            if (worker.ended()) {
                program.close();
            }
            assembly.close();
            return end;
        }
    }

    private void closePorts() {
        for (Gate gate : gates) {
            try {
                gate.port().close();
            } catch (PortRefused refused) {
                portTroubles.add("port " + gate.name() + ": " + refused.getMessage());
            }
        }
    }
}
