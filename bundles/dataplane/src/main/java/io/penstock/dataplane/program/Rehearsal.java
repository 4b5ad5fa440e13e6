// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.control.Manner;
import io.penstock.api.control.Update;
import io.penstock.api.port.Burst;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Takes copies of live packets through two programs that send nowhere, and tells where they end differently.
///
/// Both have functions of their own, so nothing that runs is touched.
public final class Rehearsal {
    private static final int EXAMPLES = 5;
    private static final long STEP_NANOS = 1_000;

    private final Program before;
    private final Program after;
    private final Tap tap;

    /// The nodes that threw in the old program: it hands their failures over with its counters.
    private List<String> failing = List.of();

    public Rehearsal(Program before, Program after, Tap tap) {
        this.before = before;
        this.after = after;
        this.tap = tap;
    }

    /// What became of one packet.
    private static final class Fate implements Trace {
        private String text = "";

        @Override
        public void step(String place, String what, String verdict) {}

        @Override
        public void dropped(String node, String reason, String detail) {
            text = "dropped" + (node.isEmpty() ? "" : " at " + node) + ": " + reason;
        }

        @Override
        public void left(String port) {
            text = "leaves by " + port;
        }
    }

    /// The packets through both, then the sessions of the old one carried over to the new one.
    public Update.Rehearsal run() {
        boolean bytes = before.stations.stream().noneMatch(station -> station.translates)
                && after.stations.stream().noneMatch(station -> station.translates);
        long different = 0;
        List<String> examples = new ArrayList<>();
        for (int i = 0; i < tap.count(); i++) {
            Outcome was = carry(before, i);
            Outcome is = carry(after, i);
            if (!was.text().equals(is.text()) || bytes && !Arrays.equals(was.octets(), is.octets())) {
                different++;
                if (examples.size() < EXAMPLES) {
                    examples.add(is.packet() + ": " + was.text() + " -> " + is.text()
                            + (was.text().equals(is.text()) ? ", changed" : ""));
                }
            }
        }
        return new Update.Rehearsal(tap.count(), different, examples);
    }

    /// Carries the sessions over, and what is left of the copies through the new program.
    public void change() {
        // Sessions of streams stay where they are; here, in a copy, they end.
        Manner.State state = before.hasStreams() ? Manner.State.FRESH : Manner.State.KEEP;
        Former former = new Former(before, after, state);
        failing = before.stations.stream()
                .filter(station -> station.failures > 0)
                .map(station -> station.id)
                .toList();
        former.takeOver();
        for (int i = 0; i < tap.count(); i++) {
            carry(after, i);
        }
    }

    /// The nodes that threw in the new program and not in the old one, with the first failure.
    public Optional<String> failure() {
        return after.stations.stream()
                .filter(station -> station.failures > 0)
                .filter(station -> !failing.contains(station.id))
                .findFirst()
                .map(station -> "node " + station.id + " fails on copies of live packets: " + station.firstFailure);
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by hand
    private record Outcome(String packet, String text, byte[] octets) {}

    private Outcome carry(Program program, int frame) {
        Optional<Gate> gate = program.gates.stream()
                .filter(one -> one.index == tap.gate[frame])
                .findFirst();
        if (gate.isEmpty()) {
            return new Outcome("", "", new byte[0]);
        }
        Fate fate = new Fate();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment scratch = arena.allocate((long) Burst.CAPACITY * Tap.longest(), 8);
            Burst burst = new Burst();
            tap.add(frame, burst, scratch);
            program.trace(fate);
            program.advance((frame + 1) * STEP_NANOS);
            program.entering(burst, 0, gate.get());
            program.process(burst, 0, gate.get());
            program.flushGates();
            program.trace(null);
            byte[] octets = scratch.asSlice(0, burst.length[0]).toArray(ValueLayout.JAVA_BYTE);
            return new Outcome(program.described(), fate.text, octets);
        }
    }
}
