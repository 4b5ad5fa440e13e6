// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.NetworkFunction;
import io.penstock.api.Side;
import io.penstock.api.port.Burst;
import io.penstock.api.port.Port;
import io.penstock.dataplane.packet.Headers;
import io.penstock.resolver.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The functions of a chain one after the other, each with a program, a parse and a session table of its own: what
/// merging them saves can be measured against it. Packets go from the client side to the server side only.
public final class Separate {
    private Separate() {}

    /// @param plans of the nodes, in order
    /// @param gates of the whole chain, the client's first
    public static Program program(
            List<Plan> plans,
            Map<String, NetworkFunction<?>> functions,
            Headers headers,
            List<Gate> gates,
            int capacity,
            long seed) {
        Gate client = gates.getFirst();
        Gate server = gates.getLast();
        List<Program> behind = new ArrayList<>();
        for (int i = plans.size() - 1; i > 0; i--) {
            Gate in = new Gate(client.index, client.name, Side.CLIENT, client.driver, new Nowhere(false));
            Program program = new Program(plans.get(i), functions, headers, List.of(in, server), capacity, seed + i);
            behind.add(program);
            server = new Gate(server.index, server.name, Side.SERVER, server.driver, new Next(program, in, server));
        }
        Program first = new Program(plans.getFirst(), functions, headers, List.of(client, server), capacity, seed);
        first.behind.addAll(behind);
        return first;
    }

    /// Has the next program carry what is sent.
    ///
    /// @param out by which packets leave that program
    private record Next(Program program, Gate in, Gate out) implements Port {
        @Override
        public boolean stamped() {
            return false;
        }

        @Override
        public long nextStamp() {
            return NOTHING_YET;
        }

        @Override
        public int receive(Burst burst, long until) {
            burst.count = 0;
            return 0;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // this very burst
        public int send(Burst burst) {
            int count = burst.count;
            program.advance(System.nanoTime());
            program.beginBurst();
            Burst free = program.carry(burst, in);
            program.flushGates();
            if (free != burst) {
                // What was sent belongs to whoever sends it, and is empty by now.
                out.sendAll(free);
            }
            return count;
        }

        @Override
        public SortedMap<String, Long> counters() {
            return new TreeMap<>();
        }

        @Override
        public String trouble() {
            return "";
        }

        @Override
        public void close() {}
    }
}
