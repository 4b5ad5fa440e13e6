// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.Side;
import io.penstock.api.port.Burst;
import io.penstock.api.port.Port;
import io.penstock.dataplane.session.SessionStore;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Runs a program that does not carry packets yet on copies of live ones, until the JIT has compiled it; then makes it
/// as new. Its ports send nowhere meanwhile.
///
/// Functions that only decide about sessions leave no trace in compiled code and are not called. One that another
/// program still uses is called only where it keeps nothing to itself, as it must not be called by two threads.
public final class Heating {
    private static final int SESSIONS = 512;
    private static final int BURSTS = 32;
    private static final int WINDOW = 500;
    private static final int FEWEST = 16_000;
    private static final double STEADY = 1.15;
    private static final int STEADY_WINDOWS = 3;
    private static final long MOST_REST_NANOS = 5_000_000;

    private final Program program;
    private final Program running;
    private final Tap tap;
    private final List<Integer> opened = new ArrayList<>();

    public Heating(Program program, Program running, Tap tap) {
        this.program = program;
        this.running = running;
        this.tap = tap;
    }

    /// @param nanos at most so long
    /// @return whether its speed became steady
    public boolean run(long nanos) {
        List<Route> routes = program.routes.stream().filter(this::isSafe).toList();
        if (program.fast().isEmpty() || routes.isEmpty() || tap.count() == 0) {
            return false;
        }
        List<Port> ports = program.gates.stream().map(gate -> gate.port).toList();
        Parked parked = program.parked;
        program.parked = new Parked();
        program.gates.forEach(gate -> gate.port = new Nowhere(false));
        try (Arena arena = Arena.ofConfined()) {
            program.heats(true);
            return heat(bursts(arena, routes), System.nanoTime() + nanos);
        } finally {
            program.heats(false);
            program.parked.close();
            program.parked = parked;
            makeNew();
            for (int i = 0; i < ports.size(); i++) {
                program.gates.get(i).port = ports.get(i);
            }
        }
    }

    private boolean isSafe(Route route) {
        for (Station station : route.stations) {
            boolean shared = running.stations.stream().anyMatch(old -> Succession.sameObject(old, station));
            if ((station.perPacket.isPresent() || station.stream.isPresent())
                    && shared
                    && !isStateless(station.function.getClass())) {
                return false;
            }
        }
        return true;
    }

    /// Whether all that an object of this class keeps are values that never change.
    static boolean isStateless(Class<?> type) {
        for (Class<?> one = type; one != null; one = one.getSuperclass()) {
            for (Field field : one.getDeclaredFields()) {
                boolean value = field.getType().isPrimitive()
                        || field.getType() == String.class
                        || field.getType().isEnum();
                if (!Modifier.isStatic(field.getModifiers()) && !(Modifier.isFinal(field.getModifiers()) && value)) {
                    return false;
                }
            }
        }
        return true;
    }

    private record Round(Burst burst, Gate gate) {}

    private List<Round> bursts(Arena arena, List<Route> routes) {
        List<Round> rounds = new ArrayList<>();
        int next = 0;
        for (Gate gate : program.gates) {
            Burst burst = new Burst();
            MemorySegment scratch = room(arena);
            for (int i = 0; i < tap.count() && rounds.size() < BURSTS; i++) {
                if (tap.gate[i] != gate.index) {
                    continue;
                }
                tap.add(i, burst, scratch);
                Route route = routes.get(next % routes.size());
                if (opened.size() < SESSIONS && opens(burst, burst.count - 1, gate, route)) {
                    next++;
                }
                if (!program.knows(burst, burst.count - 1)) {
                    burst.count--;
                }
                if (burst.count == Burst.CAPACITY) {
                    rounds.add(new Round(burst, gate));
                    burst = new Burst();
                    scratch = room(arena);
                }
            }
            if (burst.count > 0) {
                rounds.add(new Round(burst, gate));
            }
        }
        return rounds;
    }

    private static MemorySegment room(Arena arena) {
        return arena.allocate((long) Burst.CAPACITY * Tap.longest(), 64);
    }

    private boolean opens(Burst burst, int slot, Gate gate, Route route) {
        boolean fits = (gate.side == Side.CLIENT ? route.client : route.server) == gate.index;
        int record = fits ? program.openForHeat(burst, slot, gate, route) : SessionStore.NONE;
        if (record != SessionStore.NONE) {
            opened.add(record);
        }
        return record != SessionStore.NONE;
    }

    private boolean heat(List<Round> rounds, long deadline) {
        if (rounds.isEmpty()) {
            return false;
        }
        Burst burst = new Burst();
        double best = Double.MAX_VALUE;
        int steady = 0;
        int done = 0;
        while (System.nanoTime() - deadline < 0) {
            long begun = System.nanoTime();
            for (int i = 0; i < WINDOW; i++) {
                Round round = rounds.get(i % rounds.size());
                burst.count = 0;
                for (int slot = 0; slot < round.burst().count; slot++) {
                    burst.addCopy(round.burst(), slot);
                }
                burst = program.carryForHeat(burst, round.gate());
            }
            done += WINDOW;
            long took = System.nanoTime() - begun;
            double each = took / (double) WINDOW;
            // The compiler needs a core too, and the worker must not wait for one.
            LockSupport.parkNanos(Math.min(took, MOST_REST_NANOS));
            steady = each < best * STEADY ? steady + 1 : 0;
            best = Math.min(best, each);
            if (done >= FEWEST && steady >= STEADY_WINDOWS) {
                return true;
            }
        }
        return false;
    }

    private void makeNew() {
        opened.forEach(program::closeForHeat);
        program.beginAgain();
    }
}
