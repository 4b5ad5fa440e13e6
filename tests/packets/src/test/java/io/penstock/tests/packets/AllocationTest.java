// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Refused;
import io.penstock.api.Side;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.port.Burst;
import io.penstock.api.port.CaptureInterface;
import io.penstock.api.port.Port;
import io.penstock.api.port.PortDriver;
import io.penstock.dataplane.Assembly;
import io.penstock.dataplane.Platform;
import io.penstock.dataplane.program.Gate;
import io.penstock.dataplane.program.Program;
import io.penstock.function.counter.Counter;
import io.penstock.function.firewall.Firewall;
import io.penstock.function.stats.Stats;
import io.penstock.testkit.ClassCatalog;
import io.penstock.testkit.Packets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AllocationTest {
    private static final int MEASURED = 200_000;
    private static final int WARM_UP = 400_000;
    private static final double MOST_BYTES = 0.1;
    private static final String CHAIN = """
            format: 1
            chain: test
            ports:
              client: {driver: sink}
              server: {driver: sink}
            functions:
              fw: {type: firewall, policy: allow, rules: [deny tcp port 23]}
              count: {type: counter}
            wires:
              - client -> fw -> count -> server
            """;

    @Test
    void shouldAllocateNothingForPacketsOfKnownSessions() throws Refused {
        shouldAllocateNothing(CHAIN);
    }

    @Test
    void shouldAllocateNothingWhereTalkersAreCounted() throws Refused {
        shouldAllocateNothing(CHAIN.replace("type: counter", "type: stats"));
    }

    @Test
    void shouldAllocateNothingForPacketsOfTranslatedSessions() throws Refused {
        shouldAllocateNothing(CHAIN.replace(
                        "  count: {type: counter}",
                        "  count: {type: counter}\n  there: {type: rewrite, to: 10.0.0.9, port: 7000, match: ip}\n"
                                + "  back: {type: rewrite, to: 10.0.0.1, port: 5353, owns: 10.0.0.1, match: ip}\n"
                                + "  six: {type: rewrite, end: destination, to: 'fd20::7', match: ip6}")
                .replace("count -> server", "count -> there -> back -> six -> server"));
    }

    private static void shouldAllocateNothing(String chain) throws Refused {
        Platform platform = new Platform(
                new ClassCatalog(Firewall.class, Counter.class, Rewrite.class, Stats.class),
                Packets.LAYERS,
                List.of(new SinkDriver()));
        try (Assembly assembly = new Assembly(platform, new ChainRequest("test.chain.yaml", chain, Map.of()))) {
            List<Gate> gates = assembly.openPorts();
            try (Program program = assembly.program(gates, 1_024, 42)) {
                Traffic traffic = new Traffic(program, gates);
                traffic.carry(WARM_UP);
                long before = allocated();
                traffic.carry(MEASURED);
                double bytes = (allocated() - before) / (double) MEASURED;
                assertThat(bytes).describedAs("bytes allocated for each packet").isLessThan(MOST_BYTES);
            }
        }
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    /// Four packets of two sessions, both ways, over and over.
    private static final class Traffic {
        private static final List<String> FORMS = List.of(
                Guard.UDP,
                Guard.TCP6 + " flags 0x10 \"hello\"",
                "udp 192.0.2.7:53 > 10.0.0.1:5353 \"answer\"",
                "tcp [fd20::7]:80 > [fd10::1]:40000 flags 0x10 \"hello\"");

        private final Program program;
        private final List<Gate> gates;
        private final Burst burst = new Burst();
        private final MemorySegment[] frames = new MemorySegment[FORMS.size()];
        private long now = 1_000_000_000L;

        Traffic(Program program, List<Gate> gates) {
            this.program = program;
            this.gates = gates;
            for (int i = 0; i < frames.length; i++) {
                byte[] octets = Packets.packet(FORMS.get(i));
                frames[i] = Arena.ofAuto().allocate(octets.length);
                frames[i].copyFrom(MemorySegment.ofArray(octets));
            }
        }

        void carry(int packets) {
            Gate client = gates.get(0).side() == Side.CLIENT ? gates.get(0) : gates.get(1);
            Gate server = client == gates.get(0) ? gates.get(1) : gates.get(0);
            for (int i = 0; i < packets; i++) {
                int form = i % frames.length;
                Gate gate = form < 2 ? client : server;
                now += 1_000;
                burst.memory[0] = frames[form];
                burst.offset[0] = 0;
                burst.length[0] = (int) frames[form].byteSize();
                burst.wireLength[0] = burst.length[0];
                burst.stamp[0] = now;
                burst.ticks[0] = now;
                burst.origin[0] = CaptureInterface.ETHERNET;
                burst.count = 1;
                program.advance(now);
                program.entering(burst, 0, gate);
                program.process(burst, 0, gate);
                client.flush();
                server.flush();
            }
        }
    }

    /// Ports that take all and give nothing.
    private static final class SinkDriver implements PortDriver {
        @Override
        public String name() {
            return "sink";
        }

        @Override
        public List<Option> options() {
            return List.of();
        }

        @Override
        public Map<String, Object> parse(String rest) {
            return Map.of();
        }

        @Override
        public Port open(Request request) {
            return new Sink();
        }
    }

    private static final class Sink implements Port {
        @Override
        public boolean stamped() {
            return true;
        }

        @Override
        public long nextStamp() {
            return ENDED;
        }

        @Override
        public int receive(Burst burst, long until) {
            return 0;
        }

        @Override
        public int send(Burst burst) {
            return burst.count;
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
