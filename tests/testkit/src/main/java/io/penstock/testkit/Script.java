// SPDX-License-Identifier: Apache-2.0
package io.penstock.testkit;

import io.penstock.api.NetworkFunction;
import io.penstock.api.Refused;
import io.penstock.api.Side;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.control.Control.SessionRow;
import io.penstock.api.control.Manner;
import io.penstock.api.control.Report;
import io.penstock.api.control.Status;
import io.penstock.api.layer.Layer;
import io.penstock.api.port.Burst;
import io.penstock.api.port.CaptureInterface;
import io.penstock.api.port.Port;
import io.penstock.api.port.PortDriver;
import io.penstock.dataplane.Assembly;
import io.penstock.dataplane.ChainCheck;
import io.penstock.dataplane.Platform;
import io.penstock.dataplane.program.Counters;
import io.penstock.dataplane.program.Former;
import io.penstock.dataplane.program.Gate;
import io.penstock.dataplane.program.Program;
import io.penstock.dataplane.program.Trace;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assertj.core.api.Assertions;

/// A chain under test: packets go in one at a time, in virtual time, and each says at once what became of it.
///
/// ```java
/// try (Script script = Script.of("fw: {type: firewall, rules: [allow udp port 53]}", Firewall.class)) {
///     script.client("udp 10.0.0.1:5353 > 192.0.2.7:53").passes();
///     script.client("udp 10.0.0.1:5353 > 192.0.2.7:54").drops("denied");
/// }
/// ```
public final class Script implements AutoCloseable {
    private static final int SESSIONS = 4_096;

    private final Platform platform;
    private final int sessions;
    private Assembly assembly;
    private List<Gate> gates;
    private Program program;
    private final Map<String, List<byte[]>> out = new HashMap<>();
    private long now = 1_000_000_000L;

    private Script(String chain, int sessions, List<Class<? extends NetworkFunction<?>>> functions) {
        this(chain, sessions, functions, Packets.LAYERS);
    }

    private Script(
            String chain, int sessions, List<Class<? extends NetworkFunction<?>>> functions, List<Layer> layers) {
        @SuppressWarnings({"unchecked", "rawtypes"})
        Class<? extends NetworkFunction<?>>[] types = functions.toArray(new Class[0]);
        platform = new Platform(new ClassCatalog(types), layers, List.of(new Ends()));
        this.sessions = sessions;
        try {
            assembly = new Assembly(platform, new ChainRequest("test.chain.yaml", chain, Map.of()));
            gates = assembly.openPorts();
        } catch (Refused refused) {
            throw new AssertionError(
                    refused.problems().stream().map(one -> one.oneLine()).toList() + " in\n" + chain, refused);
        }
        program = assembly.program(gates, sessions, 42);
    }

    /// What a dataplane finds wrong with a chain, one line each.
    @SafeVarargs
    public static List<String> check(String chain, Class<? extends NetworkFunction<?>>... functions) {
        Platform platform = new Platform(new ClassCatalog(functions), Packets.LAYERS, List.of());
        return ChainCheck.of(platform, new ChainRequest("test.chain.yaml", chain, Map.of())).stream()
                .map(one -> one.oneLine())
                .toList();
    }

    /// A chain of one node after another between the ports `client` and `server`.
    ///
    /// @param nodes lines of the chain's `functions`, in order, such as `fw: {type: firewall}`
    /// @param functions their classes
    @SafeVarargs
    public static Script of(String nodes, Class<? extends NetworkFunction<?>>... functions) {
        return new Script(document(nodes), SESSIONS, java.util.Arrays.asList(functions));
    }

    /// The same with a layer beside those that the platform brings.
    @SafeVarargs
    public static Script with(Layer layer, String nodes, Class<? extends NetworkFunction<?>>... functions) {
        List<Layer> layers = new ArrayList<>(Packets.LAYERS);
        layers.add(layer);
        return new Script(document(nodes), SESSIONS, java.util.Arrays.asList(functions), layers);
    }

    private static String document(String nodes) {
        StringBuilder wire = new StringBuilder("client");
        StringBuilder lines = new StringBuilder();
        nodes.lines().filter(line -> !line.isBlank()).forEach(line -> {
            lines.append("  ").append(line.strip()).append('\n');
            wire.append(" -> ").append(line.strip(), 0, line.strip().indexOf(':'));
        });
        return "format: 1\nchain: test\nports:\n  client: {driver: end}\n  server: {driver: end}\n"
                + (lines.isEmpty() ? "" : "functions:\n" + lines)
                + "wires:\n  - " + wire + " -> server\n";
    }

    /// A whole chain document whose ports have the driver `end`.
    @SafeVarargs
    public static Script chain(String document, Class<? extends NetworkFunction<?>>... functions) {
        return new Script(document, SESSIONS, java.util.Arrays.asList(functions));
    }

    /// A whole chain document whose ports have the driver `end`, with room for so many sessions.
    @SafeVarargs
    public static Script chain(String document, int sessions, Class<? extends NetworkFunction<?>>... functions) {
        return new Script(document, sessions, java.util.Arrays.asList(functions));
    }

    /// Puts another chain in the place of this one; sessions are kept.
    ///
    /// @param nodes as in [#of]
    @SafeVarargs
    public final Script become(String nodes, Class<? extends NetworkFunction<?>>... functions) {
        return become(document(nodes), Manner.State.KEEP, functions);
    }

    /// Puts another chain in the place of this one.
    ///
    /// @param document a whole chain document
    /// @param functions their classes; none for those that are there
    @SafeVarargs
    public final Script become(String document, Manner.State state, Class<? extends NetworkFunction<?>>... functions) {
        Platform now = functions.length == 0
                ? platform
                : new Platform(new ClassCatalog(functions), Packets.LAYERS, List.of(new Ends()));
        try {
            Assembly next = new Assembly(now, new ChainRequest("test.chain.yaml", document, Map.of()), assembly);
            List<Gate> opened = next.openPorts(gates);
            Program successor = next.program(opened, sessions, 42);
            new Former(program, successor, state).takeOver();
            assembly = next;
            gates = opened;
            program = successor;
        } catch (Refused refused) {
            throw new AssertionError(
                    refused.problems().stream().map(one -> one.oneLine()).toList() + " in\n" + document, refused);
        }
        return this;
    }

    /// Sends a packet, written as text, in at the client side.
    public Fate client(String packet) {
        return send(Side.CLIENT, Packets.packet(packet));
    }

    /// Sends a packet, written as text, in at the server side.
    public Fate server(String packet) {
        return send(Side.SERVER, Packets.packet(packet));
    }

    /// Sends a frame in at the first port of a side.
    public Fate send(Side side, byte[] octets) {
        return send(side, octets, octets.length, CaptureInterface.ETHERNET);
    }

    /// Sends a frame as a capture had it.
    public Fate send(Side side, byte[] octets, int wireLength, CaptureInterface origin) {
        Gate gate = gates.stream().filter(one -> one.side() == side).findFirst().orElseThrow();
        Burst burst = new Burst();
        burst.memory[0] = MemorySegment.ofArray(octets.clone());
        burst.length[0] = octets.length;
        burst.wireLength[0] = wireLength;
        burst.stamp[0] = now;
        burst.ticks[0] = now;
        burst.origin[0] = origin;
        burst.count = 1;
        out.clear();
        Fate fate = new Fate(octets);
        program.trace(fate);
        program.advance(now);
        program.entering(burst, 0, gate);
        program.process(burst, 0, gate);
        gates.forEach(Gate::flush);
        program.trace(null);
        return fate;
    }

    /// Lets time pass; what waits may leave, sessions may end.
    public Script after(long millis) {
        out.clear();
        now += millis * 1_000_000;
        program.advance(now);
        gates.forEach(Gate::flush);
        return this;
    }

    /// What left by a port since the last packet or passing of time.
    public List<byte[]> leaving(String port) {
        return List.copyOf(out.getOrDefault(port, List.of()));
    }

    /// All counters; what went in and what came out are checked to add up.
    public Report report() {
        Report report = Counters.report("test", Status.State.RUNNING, 0, program, List.of());
        Assertions.assertThat(report.in() + report.made())
                .describedAs("in + made = out + dropped + held of %s", report)
                .isEqualTo(report.out() + report.dropped() + report.held());
        return report;
    }

    /// The open sessions with their fields.
    public List<SessionRow> sessions() {
        return Counters.sessions(program, Integer.MAX_VALUE);
    }

    /// The chain as it was put together.
    public Assembly assembly() {
        return assembly;
    }

    @Override
    public void close() {
        program.close();
        assembly.close();
    }

    /// What became of one packet.
    public final class Fate implements Trace {
        private final byte[] sent;
        private final List<String> story = new ArrayList<>();
        private String port = "";
        private String node = "";
        private String reason = "";
        private String rule = "";

        private Fate(byte[] sent) {
            this.sent = sent;
        }

        @Override
        public void step(String place, String what, String verdict) {
            story.add(place + ": " + what + (verdict.isEmpty() ? "" : " -> " + verdict));
        }

        @Override
        public void dropped(String where, String why, String detail) {
            node = where;
            reason = why;
            rule = detail;
            story.add("dropped at " + (where.isEmpty() ? "the port" : where) + ": " + why + " " + detail);
        }

        @Override
        public void left(String where) {
            port = where;
            story.add("left by " + where);
        }

        /// The packet left, unchanged.
        public Fate passes() {
            Assertions.assertThat(reason).describedAs(this::tell).isEmpty();
            Assertions.assertThat(leaving(port)).describedAs(this::tell).isNotEmpty();
            Assertions.assertThat(leaving(port).getLast())
                    .describedAs(this::tell)
                    .isEqualTo(sent);
            return this;
        }

        /// The packet left, and now is the one that this text describes, checksums included.
        public Fate becomes(String packet) {
            Assertions.assertThat(reason).describedAs(this::tell).isEmpty();
            Assertions.assertThat(leaving(port)).describedAs(this::tell).isNotEmpty();
            byte[] found = leaving(port).getLast();
            Assertions.assertThat(found)
                    .describedAs(() -> tell() + "\n  as " + Packets.words(found))
                    .isEqualTo(Packets.packet(packet));
            return this;
        }

        /// Something that was told of the packet on its way contains these words.
        public Fate tells(String expected) {
            Assertions.assertThat(story)
                    .anySatisfy(line -> Assertions.assertThat(line).contains(expected));
            return this;
        }

        /// The packet left by this port.
        public Fate leavesBy(String expected) {
            Assertions.assertThat(port).describedAs(this::tell).isEqualTo(expected);
            return this;
        }

        /// The packet was dropped for this reason.
        public Fate drops(String expected) {
            Assertions.assertThat(reason).describedAs(this::tell).isEqualTo(expected);
            Assertions.assertThat(out).describedAs(this::tell).isEmpty();
            return this;
        }

        /// The packet was dropped at this node.
        public Fate at(String expected) {
            Assertions.assertThat(node).describedAs(this::tell).isEqualTo(expected);
            return this;
        }

        /// What decided contains these words.
        public Fate because(String expected) {
            Assertions.assertThat(rule).describedAs(this::tell).contains(expected);
            return this;
        }

        private String tell() {
            return Packets.words(sent) + "\n  " + String.join("\n  ", story);
        }
    }

    /// Makes ports whose packets the script collects.
    private final class Ends implements PortDriver {
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
            return new End(request.port());
        }
    }

    private final class End implements Port {
        private final String name;

        private End(String name) {
            this.name = name;
        }

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
            for (int i = 0; i < burst.count; i++) {
                byte[] octets = burst.memory[i]
                        .asSlice(burst.offset[i], burst.length[i])
                        .toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
                out.computeIfAbsent(name, port -> new ArrayList<>()).add(octets);
            }
            return burst.count;
        }

        @Override
        public SortedMap<String, Long> counters() {
            return Collections.unmodifiableSortedMap(new TreeMap<>());
        }

        @Override
        public String trouble() {
            return "";
        }

        @Override
        public void close() {}
    }
}
