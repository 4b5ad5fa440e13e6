// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Refused;
import io.penstock.api.Side;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.control.Report;
import io.penstock.api.control.Status;
import io.penstock.api.port.Burst;
import io.penstock.api.port.CaptureInterface;
import io.penstock.api.port.Port;
import io.penstock.api.port.PortDriver;
import io.penstock.dataplane.Assembly;
import io.penstock.dataplane.Platform;
import io.penstock.dataplane.program.Counters;
import io.penstock.dataplane.program.Gate;
import io.penstock.dataplane.program.Program;
import io.penstock.function.balancer.Balancer;
import io.penstock.function.classifier.Classifier;
import io.penstock.function.counter.Counter;
import io.penstock.function.firewall.Firewall;
import io.penstock.function.impair.Impair;
import io.penstock.function.nat.Nat;
import io.penstock.function.ratelimit.RateLimit;
import io.penstock.function.streamstats.StreamStats;
import io.penstock.function.wordfilter.WordFilter;
import io.penstock.testkit.ClassCatalog;
import io.penstock.testkit.Packets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The compiled way of whole bursts against the interpreted way of one packet after the other: the same frames
/// leave, the same counters and fields are left behind.
class CompiledTest {
    private static final int BURSTS = 400;
    private static final int FEW_BURSTS = 100;

    /// All kinds of frames.
    private static final List<Integer> ANY = List.of(0, 1, 2, 3, 4, 5, 6, 7, 8);

    private static final int ROOM = 2_048;
    private static final List<String> KINDS = List.of(
            "{type: counter}",
            "{type: counter}",
            "{type: payload-reader}",
            "{type: firewall, policy: allow, rules: [deny udp port 54, \"deny tcp port 81\"]}",
            "{type: firewall, observe: true, rules: [allow udp]}",
            "{type: firewall, policy: allow, match: tcp, rules: [\"deny port 23\"]}",
            "{type: impair, loss: 20, seed: 4}",
            "{type: impair, duplicate: 20, delay: 3, jitter: 2, seed: 5}",
            "{type: impair, corrupt: 10, cut: 5, observe: true, seed: 6}",
            "{type: impair, corrupt: 10, cut: 5, seed: 7}",
            "{type: broken, on-failure: open}",
            "{type: broken, on-failure: open, match: icmp}",
            "{type: broken, on-failure: closed, match: udp port 55}",
            "{type: rewrite, end: source, to: 198.51.100.1, match: ip and udp port 56}",
            "{type: rewrite, end: source, to: 198.51.100.8, port: 9000, owns: 198.51.100.8, match: ip and tcp}",
            "{type: rewrite, end: destination, to: 198.51.100.9, match: ip and (udp or icmp)}",
            "{type: rewrite, end: source, to: 'fd30::9', port: 7000, match: ip6}");

    @ParameterizedTest
    @ValueSource(longs = {101, 102, 103, 104, 105, 106})
    void shouldDoTheSameWhereSeveralNodesTranslate(long seed) throws Refused {
        String chain = """
                format: 1
                chain: test
                ports:
                  client: {driver: end}
                  server: {driver: end}
                functions:
                  a: {type: rewrite, end: source, to: 198.51.100.8}
                  c: {type: counter}
                  b: {type: rewrite, end: destination, to: 198.51.100.9}
                  d: {type: impair, duplicate: 10, seed: 5}
                  e: {type: rewrite, end: source, to: 10.0.0.1}
                  f: {type: rewrite, end: destination, to: 192.0.2.7}
                  g: {type: counter}
                wires:
                  - client -> a -> c -> b -> d -> e -> f -> g -> server
                """;
        String owning = chain.replace("10.0.0.1}", "10.0.0.1, owns: 10.0.0.1}");
        shouldDoTheSame(new Random(seed), seed % 2 == 0 ? chain : owning, List.of(0, 2, 4, 6, 7, 8), BURSTS);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void shouldDoTheSameAsTheInterpretedProgram(long seed) throws Refused {
        Random random = new Random(seed);
        shouldDoTheSame(random, chain(random), ANY, BURSTS);
    }

    /// The chains whose plans are held against their functions one after the other.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void shouldDoTheSameOnChainsWhosePlansAreProved(long seed) throws Refused {
        for (long one = seed * 5; one < seed * 5 + 5; one++) {
            shouldDoTheSame(new Random(one), ProofTest.chain(new Random(one)), ANY, FEW_BURSTS);
        }
    }

    /// @param fromClient kinds of frames that come from the client side, and all others from the other; all from both
    /// where
    ///     it holds all
    private static void shouldDoTheSame(Random random, String chain, List<Integer> fromClient, int bursts)
            throws Refused {
        try (Run compiled = new Run(chain);
                Run interpreted = new Run(chain)) {
            for (int i = 0; i < bursts; i++) {
                Side side = random.nextInt(3) == 0 ? Side.SERVER : Side.CLIENT;
                List<byte[]> frames = frames(random, kinds(fromClient, side));
                long time = random.nextInt(100) == 0 ? 400_000_000_000L : random.nextInt(2_000_000);
                assertThat(compiled.carry(frames, side, time, true))
                        .describedAs("burst %d of %s", i, chain)
                        .isEqualTo(interpreted.carry(frames, side, time, false));
            }
            assertThat(compiled.report()).describedAs(chain).isEqualTo(interpreted.report());
            assertThat(Counters.sessions(compiled.program, 10_000))
                    .describedAs(chain)
                    .isEqualTo(Counters.sessions(interpreted.program, 10_000));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {201, 202, 203, 204, 205, 206, 207, 208})
    void shouldDoTheSameWhereStreamsAreRead(long seed) throws Refused {
        Random random = new Random(seed);
        String row = List.of("words -> c", "c -> words", "stats -> fw -> words -> c", "stats -> x -> words -> nat")
                .get((int) (seed % 4));
        String chain = """
                format: 1
                chain: test
                ports:
                  client: {driver: end}
                  server: {driver: end}
                functions:
                  stats: {type: streamstats}
                  words: {type: wordfilter, over: [tcp], words: [attack], action: remove}
                  c: {type: payload-reader}
                  fw: {type: firewall, rules: [allow tcp]}
                  x: {type: impair, loss: 5, duplicate: 5, delay: 1, seed: 5}
                  nat: {type: rewrite, end: destination, to: 192.0.2.7}
                wires:
                  - client -> %s -> server
                """.formatted(row);
        shouldDoTheSameToConnections(random, chain, "", "word-found");
    }

    @ParameterizedTest
    @ValueSource(longs = {211, 212, 213, 214})
    void shouldDoTheSameOnceAFunctionHasDone(long seed) throws Refused {
        String chain = """
                format: 1
                chain: test
                ports:
                  client: {driver: end}
                  server: {driver: end}
                functions:
                  words: {type: wordfilter, over: [http], words: [attack]}
                wires:
                  - client -> words -> server
                """;
        shouldDoTheSameToConnections(new Random(seed), chain, "no protocol ", "unread");
    }

    /// @param first what each client sends first
    /// @param noted part of what is told beside
    private static void shouldDoTheSameToConnections(Random random, String chain, String first, String noted)
            throws Refused {
        try (Run compiled = new Run(chain);
                Run interpreted = new Run(chain)) {
            Connections connections =
                    new Connections(random, first, chain.contains("-> nat") ? "192.0.2.7" : "192.0.2.8");
            for (int i = 0; i < BURSTS; i++) {
                Side side = random.nextBoolean() ? Side.SERVER : Side.CLIENT;
                List<byte[]> frames = connections.frames(side);
                long time = random.nextInt(50) == 0 ? 1_500_000_000L : random.nextInt(2_000_000);
                List<String> left = compiled.carry(frames, side, time, true);
                assertThat(left)
                        .describedAs("burst %d of %s", i, chain)
                        .isEqualTo(interpreted.carry(frames, side, time, false));
                left.forEach(connections::leaves);
            }
            assertThat(compiled.report()).describedAs(chain).isEqualTo(interpreted.report());
            assertThat(compiled.report().notes().toString()).contains(noted);
            assertThat(Counters.sessions(compiled.program, 10_000))
                    .describedAs(chain)
                    .isEqualTo(Counters.sessions(interpreted.program, 10_000));
            assertThat(compiled.program.largestMethod()).isPositive();
        }
    }

    /// Connections whose ends send again, out of order and wrongly at times, and acknowledge what reaches them.
    private static final class Connections {
        private static final int COUNT = 4;
        private static final int FIRST = 1_000;
        private static final String TEXT = "an attack on att and attic, att";

        private final Random random;
        private final String first;
        private final String server;

        /// By connection and side: the next number of its own, and the next that it waits for.
        private final long[][] next = new long[COUNT][2];

        private final long[][] told = new long[COUNT][2];
        private final boolean[] open = new boolean[COUNT];

        Connections(Random random, String first, String server) {
            this.random = random;
            this.server = server;
            this.first = first;
        }

        List<byte[]> frames(Side side) {
            List<byte[]> frames = new ArrayList<>();
            for (int i = 1 + random.nextInt(16); i > 0; i--) {
                byte[] frame = Packets.packet(segment(random.nextInt(COUNT), side == Side.CLIENT ? 0 : 1));
                if (first.isEmpty() && random.nextInt(40) == 0) {
                    frame[frame.length - 1] ^= 1;
                }
                frames.add(frame);
                if (random.nextInt(20) == 0) {
                    frames.add(frame.clone());
                }
            }
            if (random.nextInt(5) == 0) {
                java.util.Collections.swap(frames, 0, frames.size() - 1);
            }
            return frames;
        }

        private String segment(int connection, int side) {
            String client = "10.0.0." + (1 + connection) + ":4000";
            String ends = side == 0 ? client + " > 192.0.2.8:80" : server + ":80 > " + client;
            if (!open[connection]) {
                open[connection] = side == 1 && told[connection][1] == FIRST + 1;
                next[connection][side] = FIRST + 1;
                return "tcp " + ends + " sequence " + FIRST + " ack " + told[connection][side] + " flags "
                        + (side == 0 ? 2 : 18) + " window 60000";
            }
            boolean begins = side == 0 && next[connection][0] == FIRST + 1;
            String text = begins && !first.isEmpty() ? first : text();
            int flags = random.nextInt(300) == 0 ? 17 : 16;
            long number = next[connection][side] - (random.nextInt(20) == 0 && !begins ? 5 : 0);
            if (random.nextInt(30) != 0) {
                next[connection][side] = Math.max(next[connection][side], number + text.length() + (flags & 1));
            }
            return "tcp " + ends + " sequence " + number + " ack " + told[connection][side] + " flags " + flags
                    + " window 60000" + (text.isEmpty() ? "" : " \"" + text + "\"");
        }

        private String text() {
            int from = random.nextInt(TEXT.length());
            return random.nextInt(3) == 0 ? "" : TEXT.substring(from, from + random.nextInt(TEXT.length() - from));
        }

        /// @param left the port, and a frame's octets
        void leaves(String left) {
            int side = left.startsWith("client") ? 0 : 1;
            byte[] octets = HexFormat.of().parseHex(left.substring(left.indexOf(' ') + 1));
            java.nio.ByteBuffer frame = java.nio.ByteBuffer.wrap(octets);
            int connection = frame.get(side == 0 ? 33 : 29) - 1;
            if (frame.getShort(12) == 0x0800 && connection >= 0 && connection < COUNT) {
                int header = 34 + (frame.get(46) >> 4 & 15) * 4;
                int length = Math.max(0, octets.length - header) + (frame.get(47) & 1) + (frame.get(47) >> 1 & 1);
                told[connection][side] = Math.max(told[connection][side], (long) frame.getInt(38) + length);
            }
        }
    }

    @Test
    void shouldGenerateNoMethodThatIsTooLargeToBeCompiled() throws Refused {
        StringBuilder functions = new StringBuilder();
        StringBuilder wires = new StringBuilder("  - client -> c0 -> x0\n");
        for (int i = 0; i < 6; i++) {
            functions.append("  x%d: {type: classifier, branches: {a: udp, rest: \"\"}}\n".formatted(i));
            wires.append("  - x%1$d.a -> a%1$d -> j%1$d\n  - x%1$d.rest -> b%1$d -> j%1$d\n".formatted(i));
            wires.append("  - j%d -> %s\n".formatted(i, i == 5 ? "server" : "x" + (i + 1)));
            for (String name : List.of("a", "b", "j")) {
                functions.append("  %s%d: {type: counter}\n".formatted(name, i));
            }
        }
        functions.append("  c0: {type: counter}\n");
        try (Run run = new Run("format: 1\nchain: test\nports:\n  client: {driver: end}\n  server: {driver: end}\n"
                + "functions:\n" + functions + "wires:\n" + wires)) {
            assertThat(run.assembly.plan().paths()).hasSize(64);
            assertThat(run.program.largestMethod()).isBetween(1_000, 8_000);
        }
    }

    private static String chain(Random random) {
        boolean forked = random.nextInt(3) == 0;
        int nodes = 1 + random.nextInt(10);
        StringBuilder functions = new StringBuilder();
        StringBuilder wire = new StringBuilder();
        for (int i = 0; i < nodes; i++) {
            functions.append("  n" + i + ": " + KINDS.get(random.nextInt(KINDS.size())) + "\n");
            wire.append(" -> n" + i);
        }
        if (forked) {
            functions.append("  cls: {type: classifier, branches: {web: tcp port 80, rest: \"\"}}\n");
            functions.append("  web: {type: counter}\n");
        }
        String wires = forked
                ? "  - client -> cls\n  - cls.web -> web -> n0\n  - cls.rest -> n0\n  - n0" + wire.substring(6)
                : "  - client" + wire;
        return "format: 1\nchain: test\nports:\n  client: {driver: end}\n  server: {driver: end}\nfunctions:\n"
                + functions + "wires:\n" + wires + " -> server\n";
    }

    private static List<Integer> kinds(List<Integer> fromClient, Side side) {
        return side == Side.CLIENT || fromClient.size() == ANY.size()
                ? fromClient
                : ANY.stream().filter(kind -> !fromClient.contains(kind)).toList();
    }

    private static List<byte[]> frames(Random random, List<Integer> kinds) {
        List<byte[]> frames = new ArrayList<>();
        int count = 1 + random.nextInt(Burst.CAPACITY);
        for (int i = 0; i < count; i++) {
            byte[] octets = Packets.packet(form(random, kinds.get(random.nextInt(kinds.size()))));
            if (random.nextInt(20) == 0) {
                octets[random.nextInt(octets.length)] ^= (byte) (1 << random.nextInt(8));
            }
            frames.add(octets);
        }
        return frames;
    }

    private static String form(Random random, int kind) {
        int client = 1 + random.nextInt(3);
        int port = random.nextBoolean() ? 53 + random.nextInt(5) : 5_353;
        String ends = "10.0.0." + client + ":4000 > 192.0.2.7:" + port;
        String back = "192.0.2.7:" + port + " > 10.0.0." + client + ":4000";
        return switch (kind) {
            case 0 -> "udp " + ends + " \"query\"";
            case 1 -> "udp " + back + " \"answer\"";
            case 2 -> "tcp 10.0.0." + client + ":4000 > 192.0.2.7:" + (79 + random.nextInt(3)) + flags(random);
            case 3 -> "tcp 192.0.2.7:80 > 10.0.0." + client + ":4000" + flags(random) + " \"page\"";
            case 4 -> "udp [fd10::1]:4000 > [fd20::7]:" + port + " \"query\"";
            case 5 -> "udp [fd20::7]:" + port + " > [fd10::1]:4000 \"answer\"";
            case 6 -> "icmp 10.0.0.1 > 192.0.2.7 type 8 id " + client;
            case 7 -> "vlan 7 udp " + ends;
            default -> "arp";
        };
    }

    private static String flags(Random random) {
        return " flags 0x" + List.of("02", "12", "10", "18", "11", "04").get(random.nextInt(6));
    }

    /// A chain that runs.
    private static final class Run implements AutoCloseable, PortDriver {
        private final Assembly assembly;
        private final List<Gate> gates;
        private final Program program;
        private final List<String> left = new ArrayList<>();
        private final Arena arena = Arena.ofConfined();
        private final MemorySegment memory = arena.allocate((long) Burst.CAPACITY * ROOM, 8);
        private long now = 1_000_000_000L;

        Run(String chain) throws Refused {
            Platform platform = new Platform(
                    new ClassCatalog(
                            Counter.class,
                            Firewall.class,
                            Impair.class,
                            Classifier.class,
                            PayloadReader.class,
                            StreamStats.class,
                            WordFilter.class,
                            Broken.class,
                            Rewrite.class,
                            Nat.class,
                            Balancer.class,
                            RateLimit.class),
                    Packets.LAYERS,
                    List.of(this));
            assembly = new Assembly(platform, new ChainRequest("test.chain.yaml", chain, Map.of()));
            gates = assembly.openPorts();
            program = assembly.program(gates, 64, 42);
        }

        List<String> carry(List<byte[]> frames, Side side, long time, boolean whole) {
            Gate gate =
                    gates.stream().filter(one -> one.side() == side).findFirst().orElseThrow();
            Burst burst = new Burst();
            for (byte[] frame : frames) {
                place(frame, burst, whole);
                burst.length[burst.count] = frame.length;
                burst.wireLength[burst.count] = frame.length;
                burst.origin[burst.count] = CaptureInterface.ETHERNET;
                burst.count++;
            }
            left.clear();
            now += time;
            program.advance(now);
            if (whole) {
                program.carry(burst, gate);
            } else {
                for (int i = 0; i < burst.count; i++) {
                    program.entering(burst, i, gate);
                    program.process(burst, i, gate);
                }
            }
            gates.forEach(Gate::flush);
            return List.copyOf(left);
        }

        /// Where a driver would lend it, for the compiled way of most frames; in memory of its own for others.
        private void place(byte[] frame, Burst burst, boolean lent) {
            MemorySegment own = MemorySegment.ofArray(frame.clone());
            burst.memory[burst.count] = own;
            burst.offset[burst.count] = 0;
            if (lent && frame[frame.length - 1] % 8 != 0) {
                MemorySegment there = memory.asSlice((long) burst.count * ROOM, frame.length);
                there.copyFrom(own);
                burst.memory[burst.count] = Burst.EVERYWHERE;
                burst.offset[burst.count] = there.address();
            }
        }

        Report report() {
            return Counters.report("test", Status.State.RUNNING, 0, program, List.of());
        }

        @Override
        public void close() {
            program.close();
            assembly.close();
            arena.close();
        }

        @Override
        public String name() {
            return "end";
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
            return new End(request.port(), left);
        }
    }

    /// A live port that writes down what leaves.
    private record End(String name, List<String> left) implements Port {
        @Override
        public boolean stamped() {
            return false;
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
            for (int i = 0; i < burst.count; i++) {
                byte[] octets = burst.memory[i]
                        .asSlice(burst.offset[i], burst.length[i])
                        .toArray(ValueLayout.JAVA_BYTE);
                left.add(name + " " + HexFormat.of().formatHex(octets));
            }
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
