// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.proof;

import io.penstock.api.Side;
import io.penstock.api.control.Report;
import io.penstock.api.control.Status;
import io.penstock.api.port.Burst;
import io.penstock.api.port.CaptureInterface;
import io.penstock.chain.PortSpec;
import io.penstock.dataplane.Assembly;
import io.penstock.dataplane.program.Counters;
import io.penstock.dataplane.program.Gate;
import io.penstock.dataplane.program.Program;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// The program of a chain between ports that go nowhere.
final class Merged implements AutoCloseable {
    private static final int SESSIONS = 65_536;
    private static final long SEED = 1;

    private final boolean compiled;
    private final List<Gate> gates = new ArrayList<>();
    private final Program program;
    private Fate fate = new Fate();

    /// @param compiled whether known sessions go the compiled way; then no steps are told
    Merged(Assembly assembly, boolean compiled) {
        this.compiled = compiled;
        List<String> clients =
                assembly.chain().clientPorts().stream().map(PortSpec::id).toList();
        for (PortSpec port : assembly.chain().ports().values()) {
            Side side = clients.contains(port.id()) ? Side.CLIENT : Side.SERVER;
            Collector collector = new Collector(port.id(), (name, octets) -> fate.leaves(name, octets));
            gates.add(new Gate(gates.size(), port.id(), side, "none", collector));
        }
        program = assembly.program(gates, SESSIONS, SEED);
    }

    Fate carry(byte[] octets, String port, long now) {
        fate = new Fate();
        Burst burst = new Burst();
        burst.memory[0] = MemorySegment.ofArray(octets.clone());
        burst.length[0] = octets.length;
        burst.wireLength[0] = octets.length;
        burst.origin[0] = CaptureInterface.ETHERNET;
        burst.count = 1;
        Gate gate = gates.stream()
                .filter(one -> one.name().equals(port))
                .findFirst()
                .orElseThrow();
        program.advance(now);
        if (compiled) {
            program.carry(burst, gate);
        } else {
            program.trace(fate);
            program.entering(burst, 0, gate);
            program.process(burst, 0, gate);
            program.trace(null);
        }
        gates.forEach(Gate::flush);
        return fate;
    }

    Report report() {
        return Counters.report("", Status.State.RUNNING, 0, program, List.of());
    }

    /// The fields of all sessions by node, in no order that means anything.
    List<String> fields() {
        return Counters.sessions(program, SESSIONS).stream()
                .flatMap(row -> row.fields().entrySet().stream())
                .map(field -> field.getKey() + " = " + field.getValue())
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        program.close();
    }
}
