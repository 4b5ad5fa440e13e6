// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.proof;

import io.penstock.api.Edit;
import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.Side;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.control.Proof;
import io.penstock.api.match.Match;
import io.penstock.api.match.Matches;
import io.penstock.api.stream.StreamFunction;
import io.penstock.chain.Node;
import io.penstock.chain.PortSpec;
import io.penstock.dataplane.Assembly;
import io.penstock.dataplane.Platform;
import io.penstock.dataplane.packet.Headers;
import io.penstock.dataplane.packet.PacketText;
import io.penstock.resolver.Plan;
import io.penstock.resolver.Plan.PathStep;
import io.penstock.resolver.Plan.PlannedNode;
import io.penstock.resolver.Plan.PlannedPath;
import io.penstock.resolver.Reach;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Makes packets for every place at which a chain's plan can decide, and holds the plan against the functions one
/// after the other.
public final class Checker implements AutoCloseable {
    private static final int ATTEMPTS = 240;
    private static final int CALM = 40;
    private static final long BUDGET_NANOS = 30_000_000_000L;
    private static final int SHRINKS = 40;

    /// What is left behind is compared after each of so many packets, then once in so many.
    private static final int SETTLED = 32;

    private static final Pattern VALUE = Pattern.compile("[0-9a-fA-F]*:[0-9a-fA-F:]+|\\d+(?:\\.\\d+){3}|\\d+");

    private final Platform platform;
    private final ChainRequest request;
    private final Optional<Oracle> oracle;
    private final Random random;
    private final Trial trial;
    private final Headers headers;
    private final Plan plan;
    private final Solver solver;
    private final Wording wording;
    private final List<Trial.Sent> history = new ArrayList<>();
    private final Map<ByteBuffer, Side> sides = new HashMap<>();
    private final Reach reach;
    private final Map<String, Boolean> possible = new HashMap<>();
    private final Set<String> reached = new HashSet<>();
    private final Set<String> closed = new HashSet<>();
    private List<Proof.Way> difference = List.of();
    private long sessions;

    private Checker(Platform platform, ChainRequest request, Optional<Oracle> oracle, long seed) throws Refused {
        this.platform = platform;
        this.request = request;
        this.oracle = oracle;
        random = new Random(seed);
        trial = new Trial(platform, request, oracle);
        headers = trial.assembly().headers();
        plan = trial.assembly().plan();
        solver = new Solver(headers, random);
        reach = new Reach(trial.assembly().chain(), plan, headers.all());
        wording = new Wording(headers);
        trial.assembly().chain().nodes().values().forEach(this::listen);
        trial.assembly().functions().values().stream()
                .flatMap(function -> function.owns().stream())
                .forEach(owned -> solver.speak(owned.address().toString()));
    }

    /// Tries a chain.
    ///
    /// @throws Refused when it cannot be put together, or does by chance what it does
    public static Proof check(Platform platform, ChainRequest request) throws Refused {
        return check(platform, request, Optional.empty(), 1);
    }

    /// Tries a chain with other packets, or with matches evaluated by somebody else.
    public static Proof check(Platform platform, ChainRequest request, Optional<Oracle> oracle, long seed)
            throws Refused {
        try (Checker checker = new Checker(platform, request, oracle, seed)) {
            checker.refuseChance();
            checker.tryAll();
            return checker.proof();
        }
    }

    private void refuseChance() throws Refused {
        for (PlannedNode node : plan.nodes()) {
            if (trial.assembly().functions().get(node.id()) instanceof StreamFunction<?>) {
                throw new Refused(Problem.error(
                        "node " + node.id() + " reads streams, of which nothing can be proved packet by packet",
                        "take it out for the proof"));
            }
            if (node.wired().edits() == Edit.WIRE) {
                throw new Refused(Problem.error(
                        "node " + node.id() + " damages and delays packets by chance, so that nothing can be proved"
                                + " of the chain with it",
                        "take it out for the proof"));
            }
        }
    }

    /// Numbers and addresses in a node's properties are likely to matter.
    private void listen(Node node) {
        Matcher values = VALUE.matcher(node.properties() + " " + node.match());
        while (values.find()) {
            solver.speak(values.group());
        }
    }

    // ---- places

    private static String place(PlannedNode node, int index) {
        return node.id() + " " + index;
    }

    /// Whether a packet can come to a place at all.
    private boolean possible(PlannedNode node, int index) {
        return possible.computeIfAbsent(place(node, index), unknown -> {
            List<Match> matches = node.wired().matches();
            List<Match> wanted = new ArrayList<>(index < 0 ? Reach.none(matches) : Reach.first(matches, index));
            wanted.add(node.wired().narrowed());
            return reach.possible(node, wanted);
        });
    }

    private void tryAll() throws Refused {
        long end = System.nanoTime() + BUDGET_NANOS;
        for (PlannedNode node : plan.nodes()) {
            for (int i = -1; i < node.wired().matches().size() && difference.isEmpty(); i++) {
                if (System.nanoTime() > end) {
                    break;
                }
                reach(node, i);
            }
        }
        for (int i = 0; i < CALM && difference.isEmpty(); i++) {
            plan.nodes().forEach(node -> attempt(node, -1, random.nextInt(4) == 0));
        }
        if (difference.isEmpty()) {
            difference = trial.settle();
        }
        reached.addAll(trial.sequence().reached());
        for (PlannedNode node : plan.nodes()) {
            if (difference.isEmpty() && open(node).findAny().isPresent()) {
                count(node, end);
            }
        }
    }

    /// Places of a node that no packet came to, as far as one can.
    private Stream<Integer> open(PlannedNode node) {
        return IntStream.range(-1, node.wired().matches().size())
                .filter(index -> !reached.contains(place(node, index)) && possible(node, index))
                .boxed();
    }

    // ---- what chance did not find

    /// Tries one packet of each kind, each as the first one of all, for the places of a node that none came to.
    private void count(PlannedNode node, long end) throws Refused {
        Set<String> open = open(node).map(index -> place(node, index)).collect(Collectors.toCollection(HashSet::new));
        List<Trial.Sent> found = new ArrayList<>();
        boolean all = true;
        try (Assembly own = Trial.assemble(platform, request)) {
            Sequence sequence = Trial.sequence(own, Optional.empty());
            for (Side side : Side.values()) {
                Census census = census(node, side);
                all &= census.count() > 0;
                census.show(text -> {
                    byte[] octets = new PacketText(headers).bytes(text);
                    for (PortSpec port : ports(side)) {
                        sequence.carry(octets, port.id(), 1);
                        sequence.forget();
                        if (open.removeAll(sequence.reached())) {
                            found.add(new Trial.Sent(octets, port.id(), side));
                        }
                    }
                    return !open.isEmpty() && System.nanoTime() < end;
                });
            }
        }
        if (all && System.nanoTime() < end) {
            closed.addAll(open);
        }
        for (Trial.Sent sent : found) {
            if (difference.isEmpty()) {
                carryAlone(sent);
            }
        }
    }

    /// One packet of each kind that the functions on the way to a node can tell apart.
    private Census census(PlannedNode node, Side side) {
        Set<String> names = new HashSet<>();
        for (PlannedPath path : plan.paths()) {
            List<String> steps = path.steps().stream().map(PathStep::node).toList();
            int at = steps.indexOf(node.id());
            if (at >= 0) {
                names.addAll(side == Side.CLIENT ? steps.subList(0, at + 1) : steps.subList(at, steps.size()));
            }
        }
        List<Match> matches = new ArrayList<>();
        Map<Integer, Set<BigInteger>> named = new HashMap<>();
        for (PlannedNode other : plan.nodes()) {
            // From the server side all branches are chosen at once, by the packet turned round as it came.
            boolean branches = side == Side.SERVER && other.wired().outputs().size() > 1;
            if (names.contains(other.id()) || branches) {
                matches.addAll(other.wired().matches());
                matches.add(other.wired().narrowed());
            }
            if (branches) {
                other.wired().matches().forEach(match -> matches.add(reach.turned(match)));
            }
            if (names.contains(other.id()) && !other.wired().translates().isEmpty()) {
                Matcher values = VALUE.matcher(other.wired().node().properties().toString());
                while (values.find()) {
                    Solver.values(values.group())
                            .forEach((width, value) -> named.computeIfAbsent(width, none -> new HashSet<>())
                                    .add(value));
                }
            }
        }
        return new Census(matches, named, headers);
    }

    private void carryAlone(Trial.Sent sent) throws Refused {
        try (Trial fresh = new Trial(platform, request, oracle)) {
            difference = fresh.carry(sent);
            if (difference.isEmpty()) {
                difference = fresh.settle();
            }
            history.add(sent);
            sessions += fresh.last().opened() ? 1 : 0;
            reached.addAll(fresh.sequence().reached());
        }
    }

    private void reach(PlannedNode node, int index) {
        for (int i = 0; possible(node, index) && i < ATTEMPTS && difference.isEmpty(); i++) {
            boolean reached = trial.sequence().reached().contains(place(node, index));
            if (reached && i > 2) {
                return;
            }
            attempt(node, index, i % 4 == 3);
        }
    }

    /// Sends a packet that could come to a place, and what may follow it.
    private void attempt(PlannedNode node, int index, boolean fromServer) {
        List<Match> wanted = new ArrayList<>();
        List<PlannedPath> paths = plan.paths().stream()
                .filter(path ->
                        path.steps().stream().anyMatch(step -> step.node().equals(node.id())))
                .toList();
        if (!paths.isEmpty()) {
            ask(paths.get(random.nextInt(paths.size())), node, fromServer, wanted);
        }
        wanted.add(node.wired().narrowed());
        if (index >= 0) {
            wanted.add(node.wired().matches().get(index));
            // What comes first must not hold: as often as not, an earlier rule is told to stay away.
            for (int i = random.nextInt(index + 1); i < index; i++) {
                wanted.add(new Match.Not(node.wired().matches().get(i)));
            }
        }
        solver.sample(wanted, fromServer ? Side.SERVER : Side.CLIENT).ifPresent(this::talk);
    }

    /// What branches and other nodes on the way ask of a packet, where nothing changes it before.
    private void ask(PlannedPath path, PlannedNode target, boolean fromServer, List<Match> wanted) {
        List<PathStep> steps = fromServer ? path.steps().reversed() : path.steps();
        for (PathStep step : steps) {
            PlannedNode node = plan.nodes().stream()
                    .filter(one -> one.id().equals(step.node()))
                    .findFirst()
                    .orElseThrow();
            if (node.id().equals(target.id())) {
                return;
            }
            List<Match> matches = node.wired().matches();
            if (!step.outputName().isEmpty() && step.output() < matches.size()) {
                for (int i = 0; i < step.output(); i++) {
                    if (random.nextBoolean()) {
                        wanted.add(new Match.Not(matches.get(i)));
                    }
                }
                wanted.add(matches.get(step.output()));
            } else if (!matches.isEmpty() && random.nextInt(3) > 0) {
                wanted.add(matches.get(random.nextInt(matches.size())));
            }
        }
    }

    // ---- packets

    /// A packet, what answers it, and more of both.
    private void talk(Sample sample) {
        byte[] octets = new PacketText(headers).bytes(sample.text());
        Side side = sample.fromServer() ? Side.SERVER : Side.CLIENT;
        List<PortSpec> ports = ports(side);
        String port = ports.get(random.nextInt(ports.size())).id();
        if (!send(octets, side, port) || !trial.last().passed() || random.nextInt(3) == 0) {
            return;
        }
        for (int i = 0; i < 3 && trial.last().passed() && difference.isEmpty(); i++) {
            Optional<byte[]> back = trial.last().leaving();
            if (back.isEmpty()) {
                return;
            }
            Side other = side.opposite();
            byte[] answer = changed(new Reading(back.get(), headers).turned());
            if (!send(answer, other, trial.last().port())) {
                return;
            }
            if (i < 2 && difference.isEmpty()) {
                send(changed(octets), side, port);
            }
        }
    }

    private List<PortSpec> ports(Side side) {
        return side == Side.SERVER
                ? trial.assembly().chain().serverPorts()
                : trial.assembly().chain().clientPorts();
    }

    /// The same packet, or one with other bits in the innermost header that no session's key is made of.
    private byte[] changed(byte[] octets) {
        if (random.nextInt(3) > 0) {
            return octets;
        }
        Reading reading = new Reading(octets, headers);
        Reading.Found inner = reading.found().getLast();
        return inner.header().fields().values().stream()
                .filter(field -> field.format() == io.penstock.api.layer.Field.Format.HEX && field.width() == 8)
                .findFirst()
                .map(field -> {
                    byte[] other = octets.clone();
                    int at = inner.start() + field.octet();
                    int bits = 1 << random.nextInt(5) | (random.nextBoolean() ? 16 : 0);
                    int was = other[at] & 0xff;
                    other[at] = (byte) bits;
                    return sealed(other, octets, inner, at, was, bits);
                })
                .orElse(octets);
    }

    /// Mends the checksum of a header in which one octet was changed (RFC 1624).
    private static byte[] sealed(byte[] changed, byte[] octets, Reading.Found inner, int at, int was, int is) {
        if (inner.header().checksums().isEmpty()) {
            return changed;
        }
        int place = inner.start()
                + inner.header()
                        .field(inner.header().checksums().getFirst().field())
                        .octet();
        int scale = (at - inner.start()) % 2 == 0 ? 256 : 1;
        int sum = (~((octets[place] & 0xff) << 8 | octets[place + 1] & 0xff) & 0xffff)
                + (~(was * scale) & 0xffff)
                + is * scale;
        sum = (sum & 0xffff) + (sum >>> 16);
        sum = ~((sum & 0xffff) + (sum >>> 16)) & 0xffff;
        changed[place] = (byte) (sum >> 8);
        changed[place + 1] = (byte) sum;
        return changed;
    }

    /// @return whether it was sent: what answers a session does not also come from its opener's side
    private boolean send(byte[] octets, Side side, String port) {
        ByteBuffer key = ByteBuffer.wrap(trial.sequence().key(octets));
        if (sides.getOrDefault(key, side) != side) {
            return false;
        }
        note(octets, side);
        Trial.Sent sent = new Trial.Sent(octets, port, side);
        history.add(sent);
        difference = trial.carry(sent);
        if (trial.last().opened()) {
            sessions++;
        }
        trial.last().leaving().ifPresent(left -> note(left, side));
        if (difference.isEmpty() && (history.size() < SETTLED || history.size() % SETTLED == 0)) {
            difference = trial.settle();
        }
        return difference.isEmpty();
    }

    private void note(byte[] octets, Side side) {
        sides.putIfAbsent(ByteBuffer.wrap(trial.sequence().key(octets)), side);
        byte[] turned = new Reading(octets, headers).turned();
        sides.putIfAbsent(ByteBuffer.wrap(trial.sequence().key(turned)), side.opposite());
    }

    // ---- what was found

    private Proof proof() throws Refused {
        List<String> unreached = new ArrayList<>();
        List<String> unreachable = new ArrayList<>();
        int places = 0;
        for (PlannedNode node : plan.nodes()) {
            for (int i = -1; i < node.wired().matches().size(); i++) {
                String place = place(node, i);
                boolean came = reached.contains(place);
                boolean none = !came && (!possible(node, i) || closed.contains(place));
                places += none ? 0 : 1;
                if (!came) {
                    (none ? unreachable : unreached).add(described(node, i));
                }
            }
        }
        List<Proof.Counterexample> found = difference.isEmpty() ? List.of() : List.of(shrunk());
        return new Proof(plan.chain(), history.size(), sessions, places, unreached, unreachable, found);
    }

    private static String described(PlannedNode node, int index) {
        List<Match> matches = node.wired().matches();
        if (index < 0) {
            return node.id() + ": no match holds";
        }
        return node.id() + " match " + (index + 1) + " holds first: " + Matches.text(matches.get(index));
    }

    /// The shortest run of packets found that still shows a difference.
    private Proof.Counterexample shrunk() throws Refused {
        List<Trial.Sent> shortest = List.copyOf(history);
        List<Proof.Way> ways = difference;
        int tries = 0;
        for (int length = 1; length < shortest.size() && tries < SHRINKS; length *= 2, tries++) {
            List<Trial.Sent> tail = history.subList(history.size() - length, history.size());
            List<Proof.Way> again = replay(tail);
            if (!again.isEmpty()) {
                shortest = List.copyOf(tail);
                ways = again;
                break;
            }
        }
        for (int i = 0; i < shortest.size() - 1 && tries < SHRINKS; tries++) {
            List<Trial.Sent> fewer = new ArrayList<>(shortest);
            fewer.remove(i);
            List<Proof.Way> again = replay(fewer);
            if (again.isEmpty()) {
                i++;
            } else {
                shortest = List.copyOf(fewer);
                ways = again;
            }
        }
        List<String> shown = shortest.stream().map(sent -> sent.shown(wording)).toList();
        return new Proof.Counterexample(shown.subList(0, shown.size() - 1), shown.getLast(), ways);
    }

    /// Sends some packets through new programs.
    ///
    /// @return the ways of the last one where they differ
    private List<Proof.Way> replay(List<Trial.Sent> packets) throws Refused {
        try (Trial again = new Trial(platform, request, oracle)) {
            List<Proof.Way> ways = List.of();
            for (Trial.Sent packet : packets) {
                ways = again.carry(packet);
            }
            return ways.isEmpty() ? again.settle() : ways;
        }
    }

    @Override
    public void close() {
        trial.close();
    }
}
