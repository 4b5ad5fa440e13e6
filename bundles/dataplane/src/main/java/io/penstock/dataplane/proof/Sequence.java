// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.proof;

import io.penstock.api.Address;
import io.penstock.api.End;
import io.penstock.api.NetworkFunction;
import io.penstock.api.Opening;
import io.penstock.api.Packet;
import io.penstock.api.Side;
import io.penstock.api.Verdict;
import io.penstock.api.layer.Belonging;
import io.penstock.api.layer.Level;
import io.penstock.api.match.Match;
import io.penstock.chain.Chain;
import io.penstock.chain.PortSpec;
import io.penstock.chain.Wire;
import io.penstock.dataplane.packet.Ends;
import io.penstock.dataplane.packet.Frame;
import io.penstock.dataplane.packet.Headers;
import io.penstock.dataplane.packet.Keys;
import io.penstock.dataplane.packet.Parser;
import io.penstock.resolver.Plan;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The functions of a chain one after the other along its wires, each alone: what a plan is held against.
///
/// Nothing is merged here. Each function looks its session up in its own table, asks its own matches of the octets
/// in front of it, keeps its fields for itself and translates for itself. As in any chain, a packet that opens a
/// session is shown to all functions before any of them keeps it, and one that is refused leaves nothing behind.
final class Sequence {
    private static final int LINK = 1;

    private final Chain chain;
    private final Plan plan;
    private final Oracle oracle;
    private final PlainOracle plain;
    private final Headers headers;
    private final Parser parser;
    private final Keys keys;
    private final Ends ends;
    private final Map<String, Alone> nodes = new LinkedHashMap<>();
    private final Set<String> reached = new HashSet<>();

    private Fate fate = new Fate();
    private byte[] octets = {};
    private Frame frame = new Frame();
    private Side from = Side.CLIENT;
    private long now;
    private int kind;
    private boolean keyed;

    Sequence(Chain chain, Plan plan, Map<String, NetworkFunction<?>> functions, Headers headers, Oracle oracle) {
        this.chain = chain;
        this.plan = plan;
        this.oracle = oracle;
        this.headers = headers;
        plain = new PlainOracle(headers);
        parser = new Parser(headers);
        keys = new Keys(headers, parser);
        ends = new Ends(keys);
        plan.nodes()
                .forEach(node -> nodes.put(
                        node.id(),
                        new Alone(node.wired(), java.util.Objects.requireNonNull(functions.get(node.id())))));
    }

    /// Places at which a function decided so far, as `node index`, the index being -1 where no match held.
    Set<String> reached() {
        return reached;
    }

    /// Ends all sessions.
    void forget() {
        nodes.values().forEach(Alone::forgetAll);
    }

    /// The key of the session that a frame would belong to by itself.
    byte[] key(byte[] arrived) {
        look(arrived);
        kind = keys.kindOf(frame);
        return kind < 0 ? new byte[0] : key();
    }

    /// The fields that each function keeps for each of its sessions, sorted.
    List<String> fields() {
        return nodes.values().stream()
                .flatMap(node -> node.fields().stream())
                .sorted()
                .toList();
    }

    private record Visit(Alone node, Alone.Talk talk, boolean forward, boolean opened) {}

    /// Carries one frame that comes in at a port.
    Fate carry(byte[] arrived, String port, long time) {
        fate = new Fate();
        from = clients().contains(port) ? Side.CLIENT : Side.SERVER;
        now = time;
        String fault = look(arrived);
        fate.step("port " + port, from == Side.CLIENT ? "enters at the client side" : "enters at the server side", "");
        if (!fault.isEmpty()) {
            fate.dropped("", fault, "");
            return fate;
        }
        kind = keys.kindOf(frame);
        Belonging belonging = keys.belonging(frame, kind);
        fate.step("parse", keys.describe(frame), "");
        if (belonging == Belonging.NONE) {
            named(port);
            return fate;
        }
        keyed = belonging == Belonging.KEYED;
        List<Visit> visits = new ArrayList<>();
        String leaving = open(port, visits);
        if (!leaving.isEmpty()) {
            look(arrived);
            pass(visits, leaving);
        }
        return fate;
    }

    private List<String> clients() {
        return chain.clientPorts().stream().map(PortSpec::id).toList();
    }

    private String look(byte[] arrived) {
        octets = arrived.clone();
        frame = new Frame();
        frame.wrap(MemorySegment.ofArray(octets), 0, octets.length, octets.length);
        frame.came(from, now);
        return parser.parse(frame, LINK);
    }

    // ---- the first time: who knows the packet, and does everybody agree

    /// Finds or opens the session at each node on the way.
    ///
    /// @return the port by which it would leave; empty where it was dropped
    private String open(String port, List<Visit> visits) {
        Optional<Alone> first = first(port);
        Optional<Alone.Entry> known = first.flatMap(this::find);
        boolean possible = known.isEmpty()
                ? track(new Alone.State(), true)
                : isQuoted(first.get())
                        || track(known.get().talk().state, known.get().forward());
        if (!possible) {
            fate.dropped("", "bad-state", "");
            return "";
        }
        List<String> way = List.of();
        if (known.isEmpty() && from == Side.SERVER) {
            way = wayBack(port);
            if (way.isEmpty()) {
                fate.dropped("", "no-branch", "");
                return "";
            }
        }
        Alone.State state = new Alone.State();
        track(state, true);
        String before = port;
        String element = from == Side.CLIENT ? after(port, "") : way.isEmpty() ? id(first) : way.getLast();
        while (nodes.containsKey(element)) {
            Alone node = java.util.Objects.requireNonNull(nodes.get(element));
            Optional<Alone.Entry> entry = find(node);
            Visit visit = entry.map(one -> new Visit(node, one.talk(), one.forward(), false))
                    .orElseGet(() -> new Visit(node, node.talk(key()), true, true));
            visits.add(visit);
            if (visit.opened()) {
                visit.talk().state = state;
                String next = way.isEmpty() ? "" : before(way, node.id());
                if (!ask(visit, before, next, visits)) {
                    return "";
                }
            } else {
                translate(visit);
            }
            if (visit.talk().blocked) {
                return port;
            }
            before = element;
            element = from == Side.CLIENT ? visit.talk().after : visit.talk().before;
        }
        if (element.isEmpty()) {
            undo(visits);
            fate.dropped("", "no-branch", "");
        }
        return element;
    }

    private static String id(Optional<Alone> node) {
        return node.map(Alone::id).orElse("");
    }

    /// The node that a frame meets first: at a join, the one that knows its session.
    private Optional<Alone> first(String port) {
        if (from == Side.CLIENT) {
            return Optional.ofNullable(nodes.get(after(port, "")));
        }
        return chain.wires().stream()
                .filter(wire -> wire.to().element().equals(port))
                .map(wire -> wire.from().element())
                .filter(nodes::containsKey)
                .map(nodes::get)
                .filter(node -> find(node).isPresent())
                .findFirst();
    }

    private Optional<Alone.Entry> find(Alone node) {
        if (!keyed) {
            Optional<Alone.Entry> found = quoted().flatMap(node::find);
            if (found.isPresent()) {
                return found;
            }
        }
        return node.find(key());
    }

    private boolean isQuoted(Alone node) {
        return quoted().flatMap(node::find).isPresent();
    }

    private byte[] key() {
        MemorySegment key = MemorySegment.ofArray(new long[Keys.BYTES / 8]);
        keys.fill(frame, kind, key);
        return key.toArray(ValueLayout.JAVA_BYTE);
    }

    /// The key of what goes the way of an error message: that of the packet it quotes, turned round.
    private Optional<byte[]> quoted() {
        MemorySegment key = MemorySegment.ofArray(new long[Keys.BYTES / 8]);
        return !keyed && keys.fillQuoted(frame, kind, key)
                ? Optional.of(reverse(key.toArray(ValueLayout.JAVA_BYTE)))
                : Optional.empty();
    }

    private static byte[] reverse(byte[] key) {
        MemorySegment turned = MemorySegment.ofArray(new long[Keys.BYTES / 8]);
        MemorySegment plain = MemorySegment.ofArray(new long[Keys.BYTES / 8]);
        MemorySegment.copy(key, 0, plain, ValueLayout.JAVA_BYTE, 0, key.length);
        Keys.reverse(plain, turned);
        return turned.toArray(ValueLayout.JAVA_BYTE);
    }

    private boolean track(Alone.State state, boolean forward) {
        Plan.LayerUse use = plan.layers().get(keys.owner(kind).name());
        if (use == null || use.level() == Level.OFF) {
            return true;
        }
        int next = keys.kinds().get(kind).tracker().next(state.number, frame, frame.at(keys.owner(kind)), forward);
        state.number = Math.max(0, next);
        return next >= 0;
    }

    /// The node behind an output, or behind a port.
    private String after(String element, String output) {
        return chain.wires().stream()
                .filter(wire -> wire.from().element().equals(element))
                .filter(wire -> output.isEmpty() || wire.from().connector().equals(output))
                .map(Wire::to)
                .map(end -> end.element())
                .findFirst()
                .orElse("");
    }

    private String after(Alone node, int output) {
        return after(node.id(), node.branches() ? node.wired.outputs().get(output) : "");
    }

    /// The element in front of a node on a way from a client port; the way begins with that port.
    private static String before(List<String> way, String node) {
        return way.get(way.indexOf(node) - 1);
    }

    /// The client port and the nodes by which the packet turned round would come to a server port.
    private List<String> wayBack(String server) {
        for (String client : clients()) {
            List<String> way = new ArrayList<>(List.of(client));
            String element = after(client, "");
            while (nodes.containsKey(element)) {
                way.add(element);
                Alone node = java.util.Objects.requireNonNull(nodes.get(element));
                int output = turnedOutput(node);
                element = output < 0 ? "" : after(node, output);
            }
            if (element.equals(server)) {
                return way;
            }
        }
        return List.of();
    }

    private int turnedOutput(Alone node) {
        byte[] turned = new Reading(octets, headers).turned();
        Side side = from.opposite();
        if (!node.branches() || !oracle.holds(node.wired.narrowed(), turned, side)) {
            return 0;
        }
        Verdict verdict = call(node, () -> {
            frame.readOnly(true);
            return node.function.onOpen(new Asked(node, turned, side), node.pad(node.talk(key())));
        });
        return verdict.passes() ? verdict.output() : -1;
    }

    private interface Call {
        Verdict make();
    }

    private Verdict call(Alone node, Call call) {
        try {
            return call.make();
        } catch (Throwable failure) {
            return node.failOpen
                    ? Verdict.PASS
                    : Verdict.drop("function-failed").because(failure.toString());
        } finally {
            frame.readOnly(false);
        }
    }

    /// @return whether the packet goes on
    private boolean ask(Visit visit, String came, String wayOut, List<Visit> visits) {
        Alone node = visit.node();
        Alone.Talk talk = visit.talk();
        boolean client = from == Side.CLIENT;
        talk.before = client ? came : wayOut;
        talk.after = client ? after(node, 0) : came;
        Verdict verdict = Verdict.PASS;
        Asked asked = new Asked(node, octets, from);
        if (!oracle.holds(node.wired.narrowed(), octets, from)) {
            talk.skipped = client || !node.branches();
        } else if (client || !node.branches()) {
            verdict = call(node, () -> {
                frame.readOnly(node.observe);
                return node.function.onOpen(asked, node.pad(talk));
            });
            reached.add(node.id() + " " + asked.firstMatch());
            fate.step("node " + node.id(), "opens the session", verdict.toString());
        }
        if (!verdict.passes() && !node.observe) {
            if (verdict.kind() != Verdict.Kind.DROP_FLOW) {
                undo(visits);
                fate.dropped(node.id(), verdict.reason(), verdict.detail());
                return false;
            }
            talk.blocked = true;
        } else if (!node.observe && asked.fulfil()) {
            talk.translated = true;
            talk.far = key();
        }
        if (client && verdict.kind() == Verdict.Kind.BRANCH) {
            talk.after = after(node, verdict.output());
        }
        if (!node.keep(talk, reverse(talk.far))) {
            undo(visits);
            fate.dropped("", "session-collision", "");
            return false;
        }
        return true;
    }

    private void undo(List<Visit> visits) {
        for (Visit visit : visits) {
            if (visit.opened()) {
                visit.node().forget(visit.talk());
                visit.node().function.onEnd(visit.node().pad(visit.talk()));
            }
        }
    }

    // ---- the second time: each packet

    private void pass(List<Visit> visits, String leaving) {
        for (Visit visit : visits) {
            if (visit.talk().skipped) {
                continue;
            }
            if (!visit.forward()) {
                translate(visit);
            }
            if (visit.talk().blocked) {
                fate.dropped(visit.node().id(), "flow-dropped", "the flow was dropped before");
                return;
            }
            if (!show(visit)) {
                return;
            }
            if (visit.forward()) {
                translate(visit);
            }
        }
        fate.left(leaving);
        fate.leaves(leaving, octets);
    }

    private boolean show(Visit visit) {
        Alone node = visit.node();
        if (node.perPacket.isEmpty()) {
            return true;
        }
        Verdict verdict = call(node, () -> {
            frame.readOnly(node.observe);
            return node.perPacket.get().onPacket(frame, node.pad(visit.talk()));
        });
        fate.step("node " + node.id(), "sees the packet", verdict.toString());
        if (verdict.passes() || node.observe) {
            return true;
        }
        visit.talk().blocked = verdict.kind() == Verdict.Kind.DROP_FLOW;
        fate.dropped(node.id(), verdict.reason(), verdict.detail());
        return false;
    }

    /// Gives the packet the ends that its session has on the other side of a node.
    private void translate(Visit visit) {
        Alone.Talk talk = visit.talk();
        if (!talk.translated) {
            return;
        }
        MemorySegment near = copy(talk.near);
        MemorySegment far = copy(talk.far);
        if (keyed) {
            ends.impose(frame, visit.forward() ? far : near, !visit.forward());
        } else if (visit.forward()) {
            ends.imposeError(frame, kind, near, false, far, false);
        } else {
            ends.imposeError(frame, kind, far, true, near, true);
        }
        fate.step(
                "node " + visit.node().id(),
                (visit.forward() ? "translates it to " : "translates it back to ") + keys.describe(frame),
                "");
    }

    private static MemorySegment copy(byte[] key) {
        MemorySegment copy = MemorySegment.ofArray(new long[Keys.BYTES / 8]);
        MemorySegment.copy(key, 0, copy, ValueLayout.JAVA_BYTE, 0, key.length);
        return copy;
    }

    // ---- frames without a session

    /// Asks the functions of the first way through the port, then lets the frame go out at the other side.
    private void named(String port) {
        List<String> way = firstWay(port);
        for (String id : from == Side.CLIENT ? way : way.reversed()) {
            Alone node = java.util.Objects.requireNonNull(nodes.get(id));
            Verdict verdict = call(node, () -> {
                frame.readOnly(node.observe);
                return node.function.onFrame(new Named(node));
            });
            fate.step("node " + id, "is asked whether a rule names the frame", verdict.toString());
            if (!verdict.passes() && !node.observe) {
                fate.dropped(id, verdict.reason(), verdict.detail());
                return;
            }
        }
        for (PortSpec other : from == Side.CLIENT ? chain.serverPorts() : chain.clientPorts()) {
            fate.left(other.id());
            fate.leaves(other.id(), octets);
        }
    }

    private List<String> firstWay(String port) {
        for (String client : from == Side.CLIENT ? List.of(port) : clients()) {
            List<String> way = new ArrayList<>();
            if (lead(after(client, ""), from == Side.CLIENT ? "" : port, way)) {
                return way;
            }
        }
        return List.of();
    }

    private boolean lead(String element, String server, List<String> way) {
        Alone node = nodes.get(element);
        if (node == null) {
            return server.isEmpty() || element.equals(server);
        }
        way.add(element);
        for (int i = 0; i < node.wired.outputs().size(); i++) {
            if (lead(after(node, i), server, way)) {
                return true;
            }
        }
        way.removeLast();
        return false;
    }

    /// What a function is asked about a frame that belongs to no session: only matches count that name it.
    private final class Named extends Asked {
        Named(Alone node) {
            super(node, Sequence.this.octets, Sequence.this.from);
        }

        @Override
        public boolean matched(int index) {
            return plain.names(match(index), octets, from);
        }
    }

    /// What a function is asked when a session opens.
    private class Asked implements Opening {
        private final Alone node;
        private final byte[] seen;
        private final Side side;
        private final List<Match> matches;
        private final List<Runnable> wishes = new ArrayList<>();

        Asked(Alone node, byte[] seen, Side side) {
            this.node = node;
            this.seen = seen.clone();
            this.side = side;
            matches = node.wired.matches();
        }

        Match match(int index) {
            return matches.get(index);
        }

        boolean fulfil() {
            wishes.forEach(Runnable::run);
            return !wishes.isEmpty();
        }

        @Override
        public Packet packet() {
            return frame;
        }

        @Override
        public int firstMatch() {
            for (int i = 0; i < matches.size(); i++) {
                if (matched(i)) {
                    return i;
                }
            }
            return -1;
        }

        @Override
        public boolean matched(int index) {
            return oracle.holds(match(index), seen, side);
        }

        @Override
        public int port(End end) {
            return keyed ? ends.port(frame, end) : Opening.NO_PORT;
        }

        @Override
        public boolean translate(End end, Address address, int port) {
            if (node.wired.translates().isEmpty()) {
                throw new IllegalStateException("it translates, but does not say so in @Vnf(translates)");
            }
            boolean fits = keyed && ends.fits(frame, address, port);
            if (fits) {
                wishes.add(() -> ends.set(frame, end, address, port));
            }
            return fits;
        }
    }
}
