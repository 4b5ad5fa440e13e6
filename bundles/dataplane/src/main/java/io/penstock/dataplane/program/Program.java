// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.Address;
import io.penstock.api.Earlier;
import io.penstock.api.Edit;
import io.penstock.api.End;
import io.penstock.api.NetworkFunction;
import io.penstock.api.Owned;
import io.penstock.api.Side;
import io.penstock.api.Verdict;
import io.penstock.api.layer.Belonging;
import io.penstock.api.layer.Level;
import io.penstock.api.layer.SessionKind;
import io.penstock.api.port.Burst;
import io.penstock.api.port.CaptureInterface;
import io.penstock.dataplane.packet.BurstKeys;
import io.penstock.dataplane.packet.Checksums;
import io.penstock.dataplane.packet.Condition;
import io.penstock.dataplane.packet.FastParser;
import io.penstock.dataplane.packet.Frame;
import io.penstock.dataplane.packet.Headers;
import io.penstock.dataplane.packet.Keys;
import io.penstock.dataplane.packet.Parser;
import io.penstock.dataplane.packet.Shape;
import io.penstock.dataplane.session.Cursor;
import io.penstock.dataplane.session.Handles;
import io.penstock.dataplane.session.SessionStore;
import io.penstock.resolver.Plan;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A plan that runs, interpreted: one parse, one look-up and one classification for all functions of the
/// chain.
///
/// Used by one thread; counters may be read by others. Nothing is allocated for a packet of a known
/// session.
public final class Program implements AutoCloseable {
    /// A packet waits for the link address of its next hop for so long, with so many others at the most.
    private static final long NEIGHBOUR_NANOS = 1_000_000_000L;

    private static final int MOST_WAITING = 256;
    private static final long RETRY_NANOS = 2_000_000L;

    /// While there is no room for another, the first packet that waits may wait for so long.
    private static final long LONGEST_FULL_NANOS = 5_000_000_000L;

    /// No place in any memory.
    private static final long NOWHERE = Long.MIN_VALUE / 2;

    private static final String FAILED = "platform-failed";

    /// Where a packet goes on that has just arrived.
    private static final int FROM_START = 0;

    final Headers headers;
    final List<Gate> gates;
    final List<Station> stations = new ArrayList<>();
    final List<Route> routes = new ArrayList<>();
    final SessionStore store;
    Parked parked = new Parked();
    private final Datagrams datagrams;
    final Keys keys;
    Tally notes = new Tally();
    private Faults faults = new Faults();
    long made;

    /// What nodes and ports counted that have left since.
    private Tally goneDrops = new Tally();

    private long goneIn;
    private long goneOut;
    private @Nullable Former former;
    private boolean heating;

    /// Programs that what leaves this one goes through, and that end with it.
    final List<Program> behind = new ArrayList<>();

    private final Parser parser;
    private final Handles handles = new Handles();
    private final SessionKind[] kinds;
    private final boolean[] tracked;
    private final Set<String> verifyPayload = new HashSet<>();
    private final boolean reads;
    private final boolean writes;

    /// Whether a function that is shown packets, not streams, reads what some layer carries.
    private final boolean readsPayload;

    /// Whether all that reads the session of the packet has done.
    boolean resting;

    private final boolean damages;

    /// Whether time goes on by itself.
    private final boolean live;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment key = arena.allocate(Keys.BYTES, 8);
    private final MemorySegment otherKey = arena.allocate(Keys.BYTES, 8);
    private final MemorySegment saved = arena.allocate(512, 8);
    private Stations learned = new Stations();
    final Frame frame = new Frame();
    private final Burst single = new Burst();
    final Journal journal = new Journal();
    private final Asked asked;
    private final Openings openings;
    final Calls calls = new Calls(this, frame);
    private final Translations translations;
    private final Links links;
    private final Cursor cursor = new Cursor(handles);
    private int largestMethod;
    private final Optional<FastPath> fast;
    final Optional<Flows> flows;

    /// For each shape of frames the headers whose checksum over the payload has to be right.
    private int[][] verified = {};

    /// For each shape where the header begins whose sessions are read.
    private int[] ownerAt = {};

    private final Departure departure = new Departure();
    private final IntConsumer ending = this::ended;
    private @Nullable Steering steering;
    private boolean decided;
    private volatile @Nullable Stopwatch wanted;
    private @Nullable Stopwatch timing;
    private long now;

    /// @param functions the configured functions by node
    /// @param capacity at most so many sessions
    public Program(
            Plan plan,
            Map<String, NetworkFunction<?>> functions,
            Headers headers,
            List<Gate> gates,
            int capacity,
            long seed) {
        this.headers = headers;
        this.gates = List.copyOf(gates);
        parser = new Parser(headers);
        keys = new Keys(headers, parser);
        Classifier classifier = new Classifier(plan.conditions().stream()
                .map(merged -> Condition.of(merged.match(), headers))
                .toArray(Condition[]::new));
        Map<String, Station> byId = new HashMap<>();
        for (Plan.PlannedNode node : plan.nodes()) {
            NetworkFunction<?> function = java.util.Objects.requireNonNull(functions.get(node.id()));
            Station station = new Station(stations.size(), node, function, plan.conditions(), headers);
            stations.add(station);
            byId.put(node.id(), station);
        }
        Map<String, Gate> gateNames = new HashMap<>();
        gates.forEach(gate -> gateNames.put(gate.name, gate));
        for (Plan.PlannedPath path : plan.paths()) {
            routes.add(new Route(routes.size(), path, byId, gateNames));
        }
        store = new SessionStore(capacity, scratchBytes(plan), seed);
        translations = new Translations(keys, store, plan.scratchBytes(), mostTranslators(plan));
        datagrams = new Datagrams(this, frame, journal, seed);
        links = new Links(this.gates, headers.neighbours(), owned());
        kinds = keys.kinds().toArray(SessionKind[]::new);
        tracked = new boolean[kinds.length];
        levels(plan);
        reads = !stations.isEmpty();
        writes = plan.nodes().stream().anyMatch(node -> node.wired().edits() == Edit.HEADERS);
        damages = plan.nodes().stream().anyMatch(node -> node.wired().edits() == Edit.WIRE);
        asked = new Asked(classifier, frame, translations, key);
        openings = new Openings(this, calls, classifier, asked, arena);
        // Captures alone are carried packet by packet, at the time that each stamp tells.
        live = gates.stream().anyMatch(gate -> !gate.port.stamped());
        boolean streams = stations.stream().anyMatch(station -> station.stream.isPresent());
        flows = streams
                ? Optional.of(new Flows(this, headers.streams(), headers.protocols(), capacity, !live))
                : Optional.empty();
        boolean both = stations.stream().anyMatch(station -> station.stream.isPresent() && station.translates);
        boolean compiled = reads && live && !both && !Boolean.getBoolean("penstock.interpreted");
        readsPayload = stations.stream().anyMatch(station -> station.stream.isEmpty() && station.readsAny());
        fast = compiled ? Optional.of(compile(plan.scratchBytes())) : Optional.empty();
    }

    /// Carries its packets together with other workers.
    public void join(Share share) {
        List<Address> shared = stations.stream()
                .filter(station ->
                        !station.observe && station.node.wired().translates().contains(End.SOURCE))
                .flatMap(station -> station.function.owns().stream())
                .filter(owned -> owned.side() == Side.SERVER)
                .map(Owned::address)
                .toList();
        steering = new Steering(this, share, shared);
    }

    /// What it has to do with other workers; null where there are none.
    @Nullable
    Share share() {
        return steering == null ? null : steering.share();
    }

    boolean knowsNeighbours() {
        return links.active();
    }

    private List<Owned> owned() {
        return stations.stream()
                .filter(station -> !station.observe)
                .flatMap(station -> station.function.owns().stream())
                .toList();
    }

    /// Octets of a record behind the platform's part: the functions' fields, then what the session is
    /// called between the nodes that translate it.
    public static int scratchBytes(Plan plan) {
        return plan.scratchBytes() + Translations.bytes(mostTranslators(plan));
    }

    /// The nodes that translate, of the path that has most of them, in order.
    public static List<Plan.PlannedNode> translators(Plan plan) {
        return plan.paths().stream()
                .map(path -> path.steps().stream()
                        .flatMap(step ->
                                plan.nodes().stream().filter(node -> node.id().equals(step.node())))
                        .filter(node -> !node.wired().translates().isEmpty())
                        .toList())
                .max(Comparator.comparingInt(List::size))
                .orElse(List.of());
    }

    /// Octets of a record for a node that translates.
    ///
    /// @param first whether it is the first on its path
    public static int translationBytes(boolean first) {
        return first ? Translations.bytes(1) : Translations.bytes(2) - Translations.bytes(1);
    }

    private static int mostTranslators(Plan plan) {
        return translators(plan).size();
    }

    private FastPath compile(int scratch) {
        BurstKeys found = BurstKeys.of(store.words(), arena);
        FastParser fastParser = FastParser.of(headers, keys, found);
        verified = Checksums.verified(fastParser.shapes(), verifyPayload);
        ownerAt = fastParser.shapes().stream().mapToInt(Shape::ownerAt).toArray();
        SessionKind.@Nullable Tracker[] trackers = new SessionKind.Tracker[kinds.length];
        for (int i = 0; i < kinds.length; i++) {
            trackers[i] = tracked[i] ? kinds[i].tracker() : null;
        }
        CompiledClass code = new CompiledClass(new CompiledClass.Parts(
                this,
                new Compiled.Sessions(store, store.index(), store.records(), trackers),
                fastParser,
                found,
                frame,
                cursor,
                new Stages(store.records(), cursor, scratch),
                routes,
                !verifyPayload.isEmpty(),
                flows.isPresent()));
        largestMethod = code.largestMethod();
        Compiled compiled = code.make();
        return new FastPath(fastParser, found, compiled);
    }

    /// The octets of code of the largest method that was generated; HotSpot compiles none of over 8,000. 0 where the
    /// program is interpreted.
    public int largestMethod() {
        return largestMethod;
    }

    private void levels(Plan plan) {
        for (int i = 0; i < kinds.length; i++) {
            Plan.LayerUse use = plan.layers().get(keys.owner(i).name());
            tracked[i] = use != null && use.level() != Level.OFF;
        }
        plan.layers().forEach((layer, use) -> {
            if (use.level().compareTo(Level.READ) >= 0) {
                verifyPayload.add(layer);
            }
        });
    }

    /// Measures what packets cost at each node from now on; for any thread.
    void measure(Stopwatch watch) {
        wanted = watch;
    }

    /// Measures nothing any more.
    void measureNoMore() {
        wanted = null;
    }

    /// Has a burst begin.
    void beginBurst() {
        calls.condemn();
        Stopwatch watch = wanted;
        timing = watch != null && watch.takes() ? watch : null;
    }

    /// Listens to every packet that comes from now on; null for none.
    public void trace(@Nullable Trace listener) {
        journal.listen(listener);
    }

    /// Moves the clock: ends idle sessions and lets waiting packets go on.
    public void advance(long time) {
        while (Math.min(parked.nextDue(), flowsDue()) <= time) {
            boolean packet = parked.nextDue() <= flowsDue();
            now = Math.max(now, packet ? parked.nextDue() : flowsDue());
            expire();
            if (packet) {
                resume(parked.poll());
            } else if (flowsDue() <= now) {
                flows.orElseThrow().tick(now);
            }
        }
        now = Math.max(now, time);
        expire();
        Former before = former;
        if (before != null && before.advance(now)) {
            former = null;
            before.leave();
        }
        datagrams.advance(now);
    }

    /// Ends what was idle for too long: of captures all that is due, so that a run gives the same each time; else so
    /// much at once that no burst waits long, and the rest in the next rounds.
    private void expire() {
        boolean more = true;
        while (more) {
            more = store.expire(now, ending) && !live;
        }
    }

    /// Carries a burst that came in at one gate, all at the time of the last [#advance]: parses and looks up all frames
    /// first, so that waits for memory overlap, then takes each along its path.
    ///
    /// @return a burst to use in its place from now on, or the same; what it held may still have to be sent
    public Burst carry(Burst burst, Gate gate) {
        if (isInterpreted(gate)) {
            for (int i = 0; i < burst.count; i++) {
                entering(burst, i, gate);
                process(burst, i, gate);
            }
            return burst;
        }
        gate.received(burst);
        return carryFast(burst, gate, former);
    }

    private boolean isInterpreted(Gate gate) {
        return fast.isEmpty() || timing != null || calls.cutsOut() || journal.isRead() || writes && gate.port.stamped();
    }

    /// Carries a burst that another worker received.
    ///
    /// @param settled whether it is known that all of it belongs to this one
    /// @return a burst to use in its place from now on, or the same; what it held may still have to be sent
    Burst carryHanded(Burst burst, Gate gate, boolean settled) {
        beginBurst();
        decided = settled;
        try {
            if (!isInterpreted(gate)) {
                return carryFast(burst, gate, former);
            }
            for (int i = 0; i < burst.count; i++) {
                entering(burst, i, gate);
                interpret(burst, i, gate);
            }
            return burst;
        } finally {
            decided = false;
        }
    }

    /// Learns from frames that another worker carries.
    void overhear(Burst burst, Gate gate) {
        for (int i = 0; i < burst.count; i++) {
            frame.wrap(burst.memory[i], burst.offset[i], burst.length[i], burst.wireLength[i]);
            if (parser.parse(frame, burst.origin[i].linkType()).isEmpty()) {
                links.overhear(frame, gate, now);
            }
        }
    }

    /// What hands over packets of other workers; null where there are none, or it is known that there is none in the
    /// burst.
    private @Nullable Steering steering() {
        return decided || heating ? null : steering;
    }

    private Burst carryFast(Burst burst, Gate gate, @Nullable Former before) {
        current = gate.index;
        departure.begin();
        try {
            fast.orElseThrow().carry(burst, gate, now, before, steering());
            return departure.end(burst);
        } catch (RuntimeException | Error fault) {
            bear(fault);
            departure.settle(burst);
            flushGates();
            gate.drops.add(FAILED, Counters.lost(this));
            return burst;
        }
    }

    /// Goes on where the platform failed at a packet.
    private void bear(Throwable fault) {
        if (calls.isFenced()) {
            throw new Calls.Fenced();
        }
        frame.readOnly(false);
        faults.add(fault);
    }

    /// Carries one frame of a burst along its path.
    public void process(Burst burst, int slot, Gate gate) {
        gate.received(burst.wireLength[slot]);
        interpret(burst, slot, gate);
    }

    private void interpret(Burst burst, int slot, Gate gate) {
        try {
            enter(burst, slot, gate);
        } catch (RuntimeException | Error fault) {
            bear(fault);
            journal.drop(gate, FAILED);
        }
        if (flows.isPresent()) {
            resumeDue();
        }
    }

    private void enter(Burst burst, int slot, Gate gate) {
        frame.wrap(burst.memory[slot], burst.offset[slot], burst.length[slot], burst.wireLength[slot]);
        frame.came(gate.side, now);
        journal.tell(gate.place, gate.side == Side.CLIENT ? "enters at the client side" : "enters at the server side");
        if (!reads) {
            cross(burst, slot, gate);
            return;
        }
        String fault = parser.parse(frame, burst.origin[slot].linkType());
        Steering others = steering();
        if (fault.equals(Parser.UNREAD)) {
            if (others != null && others.takesUnknown(burst, slot, gate)) {
                return;
            }
            notes.add(Parser.UNREAD);
            journal.tell("parse", "no layer reads this link type; the frame crosses unread");
            cross(burst, slot, gate);
            return;
        }
        if (fault.isEmpty()) {
            fault = Checksums.fault(frame, verifyPayload, writes && gate.port.stamped());
        }
        if (!fault.isEmpty()) {
            journal.drop(gate, fault);
            return;
        }
        boolean fragment = datagrams.look(frame);
        if (others != null && others.takes(frame, fragment, burst, slot, gate)) {
            return;
        }
        if (fragment) {
            if (former != null && former.drains() && former.before.datagrams.knows(frame)) {
                drained(burst, slot, gate);
                return;
            }
            datagrams.carry(burst, slot, gate);
        } else {
            classifyAndRun(burst, slot, gate);
        }
    }

    // ---- sessions

    /// Carries a frame by its session.
    ///
    /// @return `record << 1`, plus 1 for the way back, [SessionStore#NONE] where it was not carried
    int carryAlone(Burst burst, int slot, Gate gate) {
        carried = SessionStore.NONE;
        classifyAndRun(burst, slot, gate);
        return carried == SessionStore.NONE ? SessionStore.NONE : carried << 1 | (carriedForward ? 0 : 1);
    }

    /// Carries a frame that goes the way of another one.
    void follow(Burst burst, int slot, int record, boolean forward) {
        store.seen(record, now);
        translations.next(true, keys.kindOf(frame));
        run(burst, slot, record, forward);
    }

    private void classifyAndRun(Burst burst, int slot, Gate gate) {
        int kind = keys.kindOf(frame);
        Belonging belonging = keys.belonging(frame, kind);
        translations.next(belonging == Belonging.KEYED, kind);
        if (journal.isRead()) {
            journal.tell("parse", keys.describe(frame));
        }
        if (belonging == Belonging.NONE) {
            journal.tell("session", "this frame belongs to no session");
            crossNamed(burst, slot, gate);
            return;
        }
        if (belonging == Belonging.QUOTED && quoted(burst, slot, kind)) {
            return;
        }
        if (!keys.fill(frame, kind, key)) {
            journal.drop(gate, "too-many-headers");
            return;
        }
        int hash = store.hash(key);
        int found = findOrCarry(key, hash);
        if (found == SessionStore.NONE && former != null && former.keeps(key, hash)) {
            journal.tell("session", "stays with the version before until it ends");
            drained(burst, slot, gate);
        } else if (found == SessionStore.NONE) {
            open(burst, slot, gate, kind);
        } else {
            known(burst, slot, gate, found >>> 1, (found & 1) == 0);
        }
    }

    /// Sends an error message along the session that it quotes, the way that an answer to the quoted
    /// packet goes.
    private boolean quoted(Burst burst, int slot, int kind) {
        if (!keys.fillQuoted(frame, kind, key)) {
            return false;
        }
        Keys.reverse(key, otherKey);
        int hash = store.hash(otherKey);
        int found = findOrCarry(otherKey, hash);
        if (found == SessionStore.NONE && former != null && former.keeps(otherKey, hash)) {
            drained(burst, slot, gates.get(current));
            return true;
        }
        if (found == SessionStore.NONE) {
            return false;
        }
        journal.tell("session", "an error about a session that it quotes");
        run(burst, slot, found >>> 1, (found & 1) == 0);
        return true;
    }

    /// Finds a session, here or in the program before.
    private int findOrCarry(MemorySegment wanted, int hash) {
        int found = store.find(wanted, hash);
        return found == SessionStore.NONE && former != null ? former.find(wanted, hash) : found;
    }

    /// Has the program before carry a packet of a session that stays there.
    private void drained(Burst burst, int slot, Gate gate) {
        Program before = java.util.Objects.requireNonNull(former).before;
        before.journal.listen(journal.listener());
        before.current = gate.index;
        before.decided = true;
        before.slow(burst, slot, before.gates.get(gate.index));
        before.decided = false;
        before.flushGates();
        before.journal.listen(null);
    }

    private void known(Burst burst, int slot, Gate gate, int record, boolean forward) {
        if (store.stale(record) && !settled(burst, slot, gate, record, forward)) {
            return;
        }
        if (!track(record, forward, false)) {
            journal.drop(gate, "bad-state");
            return;
        }
        if (journal.isRead()) {
            journal.tell(
                    "session",
                    "known, " + stateName(record) + (forward ? ", the way of its opener" : ", the way back"));
        }
        run(burst, slot, record, forward);
    }

    /// Moves the session's state and renews its idle time.
    ///
    /// @param opening whether the session is new
    /// @return whether the packet is possible
    private boolean track(int record, boolean forward, boolean opening) {
        int kindIndex = store.kind(record);
        SessionKind kind = kinds[kindIndex];
        int before = store.state(record);
        int next = before;
        if (tracked[kindIndex]) {
            int at = frame.at(keys.owner(kindIndex));
            next = at < 0 ? before : kind.tracker().next(before, frame, at, forward);
            if (next < 0) {
                return false;
            }
        }
        if (next == before && !opening) {
            store.seen(record, now);
        } else {
            settle(record, next);
        }
        return true;
    }

    private void settle(int record, int state) {
        settle(record, state, now);
    }

    private void settle(int record, int state, long seen) {
        int kindIndex = store.kind(record);
        SessionKind kind = kinds[kindIndex];
        store.state(record, state);
        long idleMillis = kind.idleMillis();
        if (tracked[kindIndex]) {
            store.inUse(record, kind.states().get(state).counts());
            idleMillis = kind.states().get(state).idleMillis();
        }
        store.touch(record, seen, idleMillis * 1_000_000);
    }

    // ---- in the place of another program

    /// Goes on where the program before was, between two bursts.
    void takeOver(Former leaving, Program before, Succession succession) {
        now = Math.max(now, before.now);
        for (Station station : before.stations) {
            Optional<Station> same = stations.stream()
                    .filter(one -> Succession.same(station, one))
                    .findFirst();
            if (same.isPresent()) {
                same.get().takeOver(station);
            } else {
                before.goneDrops.addAll(station.drops);
                station.drops = before.goneDrops;
            }
            station.beginAtZero();
        }
        before.routes.forEach(Route::clear);
        boolean samePorts = before.gates.size() == gates.size();
        for (Gate gate : before.gates) {
            int to = succession.gates[gate.index];
            samePorts &= to == gate.index;
            if (to >= 0) {
                gates.get(to).takeOver(gate);
            } else {
                before.goneDrops.addAll(gate.drops);
                before.goneIn += gate.inPackets;
                before.goneOut += gate.outPackets;
            }
        }
        goneDrops = before.goneDrops;
        goneIn = before.goneIn;
        goneOut = before.goneOut;
        notes = before.notes;
        faults = before.faults;
        countOn(before);
        Hang.inherit(before, this, this);
        if (samePorts) {
            learned = before.learned;
            links.takeOver(before.links);
        }
        former = leaving;
        if (leaving.takesWaiting() && flows.isPresent() && before.flows.isPresent()) {
            flows.get().inherit(before.flows.get());
        }
        if (!leaving.takesWaiting()) {
            for (Gate gate : before.gates) {
                gate.relay(gates.get(gate.index));
            }
        } else {
            takeWaiting(leaving, before);
        }
    }

    private void takeWaiting(Former leaving, Program before) {
        Parked ours = parked;
        parked = before.parked;
        before.parked = ours;
        waiting = before.waiting;
        leaving.moveWaiting(parked, datagrams.takeOver(before.datagrams));
    }

    /// Counts what the program before has counted since it was asked last.
    void countOn(Program before) {
        store.countOn(before.store);
        made += before.made;
        before.made = 0;
        for (Station station : before.stations) {
            stations.stream()
                    .filter(one -> Succession.same(station, one))
                    .findFirst()
                    .ifPresent(one -> one.addRest(station));
        }
        before.routes.forEach(Route::clear);
    }

    /// Tells the functions of nodes that a session's path no longer has that it ended for them.
    void leaves(int record, List<Integer> places) {
        Route route = routes.get(store.path(record));
        for (int i = 0; i < places.size(); i++) {
            if (places.get(i) < 0 && (store.skipped(record) & 1L << i) == 0) {
                Station station = route.stations[i];
                station.pad.look(store.memory(), store.scratch(record), route.offsets[i], handles);
                Calls.end(station);
            }
        }
    }

    /// Gives a session that came from another program its state and idle time.
    ///
    /// @param known whether its state was kept before
    void settleAs(int record, boolean known, long seen) {
        settle(record, known ? store.state(record) : 0, seen);
    }

    /// Shows a function what its version before kept of a session.
    void convert(Station station, int record, int place, Earlier earlier) {
        Route route = routes.get(store.path(record));
        station.pad.look(store.memory(), store.scratch(record), route.offsets[place], handles);
        try {
            station.function.onCarry(earlier, station.pad);
        } catch (Throwable failure) {
            station.failed(failure);
        }
    }

    // ---- where its thread does not come back

    /// The nodes whose function is on this stack.
    List<Station> on(StackTraceElement[] stack) {
        Set<String> classes =
                Arrays.stream(stack).map(StackTraceElement::getClassName).collect(Collectors.toSet());
        return stations.stream()
                .filter(station -> !station.breaker.isOpenForGood())
                .filter(station -> classes.contains(station.function.getClass().getName()))
                .toList();
    }

    /// Moves what has left of a burst to the ports where it leaves.
    void settle(Burst burst) {
        departure.settle(burst);
    }

    /// Has the thread that is in a function of this program touch nothing any more: what it calls next throws.
    void fence() {
        calls.fence();
        gates.forEach(Gate::shut);
        MemorySegment nothing = MemorySegment.NULL;
        frame.wrap(nothing, 0, 0, 0);
        cursor.base = NOWHERE;
        stations.forEach(station -> station.pad.look(nothing, 0, new int[station.fields.size()], handles));
    }

    // ---- before it carries packets

    Optional<FastPath> fast() {
        return fast;
    }

    /// The packet carried last, in words.
    String described() {
        return keys.describe(frame);
    }

    /// While it does, sessions are only those that [#openForHeat] opened.
    void heats(boolean does) {
        heating = does;
    }

    /// Whether the session of a frame was opened.
    boolean knows(Burst burst, int slot) {
        return isWhole(burst, slot) && store.find(key, store.hash(key)) != SessionStore.NONE;
    }

    private boolean isWhole(Burst burst, int slot) {
        frame.wrap(burst.memory[slot], burst.offset[slot], burst.length[slot], burst.wireLength[slot]);
        if (!parser.parse(frame, burst.origin[slot].linkType()).isEmpty() || datagrams.look(frame)) {
            return false;
        }
        int kind = keys.kindOf(frame);
        return keys.belonging(frame, kind) == Belonging.KEYED && keys.fill(frame, kind, key);
    }

    /// Opens a session on a path without asking the functions that only decide about sessions.
    ///
    /// @return its record, [SessionStore#NONE] where it cannot be
    int openForHeat(Burst burst, int slot, Gate gate, Route route) {
        now = Math.max(now, System.nanoTime());
        if (!isWhole(burst, slot) || store.find(key, store.hash(key)) != SessionStore.NONE) {
            return SessionStore.NONE;
        }
        int record = store.open(key, store.hash(key), now);
        if (record < 0) {
            return SessionStore.NONE;
        }
        frame.came(gate.side, now);
        openings.clear();
        openings.begin(route, gate);
        for (Station station : route.stations) {
            if (station.perPacket.isPresent()) {
                openings.onOpen(station);
            }
        }
        fillRecord(record, keys.kindOf(frame), gate.side == Side.SERVER, route);
        return record;
    }

    Burst carryForHeat(Burst burst, Gate gate) {
        now = System.nanoTime();
        Burst free = carryFast(burst, gate, null);
        flushGates();
        while (parked.nextDue() <= now) {
            resume(parked.poll());
        }
        return free;
    }

    void closeForHeat(int record) {
        flows.ifPresent(streams -> streams.ended(record));
        Route route = routes.get(store.path(record));
        for (int i = 0; i < route.stations.length; i++) {
            Station station = route.stations[i];
            if (station.perPacket.isPresent()) {
                station.pad.look(store.memory(), store.scratch(record), route.offsets[i], handles);
                Calls.end(station);
            }
        }
        release(route, record);
        store.close(record);
    }

    /// Forgets all that was counted.
    void beginAgain() {
        stations.forEach(Station::clear);
        routes.forEach(Route::clear);
        gates.forEach(Gate::clear);
        notes.clear();
        made = 0;
        store.beginAgain();
    }

    /// Its ports.
    public List<Gate> gates() {
        return gates;
    }

    boolean isTracked(int kind) {
        return tracked[kind];
    }

    Translations translations() {
        return translations;
    }

    Handles handles() {
        return handles;
    }

    Optional<Former> former() {
        return Optional.ofNullable(former);
    }

    void flushGates() {
        for (int i = 0; i < gates.size(); i++) {
            gates.get(i).flush();
        }
    }

    Tally goneDrops() {
        return goneDrops;
    }

    long goneIn() {
        return goneIn;
    }

    long goneOut() {
        return goneOut;
    }

    /// Asks the nodes that do not know a session which another program opened.
    ///
    /// @return whether the packet goes on
    private boolean settled(Burst burst, int slot, Gate gate, int record, boolean forward) {
        boolean posed = !forward || store.translated(record);
        int octets = Math.min(burst.length[slot], (int) saved.byteSize());
        if (posed) {
            MemorySegment.copy(burst.memory[slot], burst.offset[slot], saved, 0, octets);
        }
        frame.came(store.openedByServer(record) ? Side.SERVER : Side.CLIENT, now);
        try {
            return openings.again(record, gate, posed);
        } finally {
            if (posed) {
                MemorySegment.copy(saved, 0, burst.memory[slot], burst.offset[slot], octets);
            }
            frame.came(gate.side, now);
            frame.unchanged();
        }
    }

    String stateName(int record) {
        int kind = store.kind(record);
        return tracked[kind] ? kinds[kind].states().get(store.state(record)).name() : "open";
    }

    private void run(Burst burst, int slot, int record, boolean forward) {
        carried = record;
        carriedForward = forward;
        Route route = routes.get(store.path(record));
        boolean toServer = forward != store.openedByServer(record);
        if (resume(route, record, toServer, FROM_START)) {
            leave(burst, slot, route, record, toServer, false);
        }
    }

    /// Takes the frame through the nodes of its path, from the `step`th on in its direction.
    ///
    /// @return whether it leaves now
    private boolean resume(Route route, int record, boolean toServer, int step) {
        int count = route.stations.length;
        boolean forward = toServer != store.openedByServer(record);
        for (int i = step; i < count; i++) {
            int place = toServer ? i : count - 1 - i;
            Station station = route.stations[place];
            if ((store.skipped(record) & 1L << place) != 0) {
                continue;
            }
            if (!forward) {
                translate(station, record, place, false);
            }
            station.reached(frame.wireLength());
            if (store.blockedAt(record) == place + 1) {
                journal.drop(station, "flow-dropped", "the flow was dropped before");
                return false;
            }
            if (!timedVisit(route, station, place, record, toServer)) {
                return false;
            }
            if (forward) {
                translate(station, record, place, true);
            }
            if (waits(record, toServer, i + 1)) {
                return false;
            }
        }
        return true;
    }

    private void translate(Station station, int record, int place, boolean forward) {
        if (!translations.at(record, place)) {
            return;
        }
        translations.apply(frame, record, place, forward);
        if (journal.isRead()) {
            journal.tell(
                    station.place, (forward ? "translates it to " : "translates it back to ") + keys.describe(frame));
        }
    }

    private boolean timedVisit(Route route, Station station, int place, int record, boolean toServer) {
        Stopwatch watch = timing;
        if (watch == null) {
            return visit(route, station, place, record, toServer);
        }
        watch.start();
        try {
            return visit(route, station, place, record, toServer);
        } finally {
            watch.stop(station.index);
        }
    }

    private boolean visit(Route route, Station station, int place, int record, boolean toServer) {
        if (station.stream.isPresent()) {
            journal.tell(station, "is shown the bytes that come in order", Verdict.PASS);
            if (!visitStream(route, station, place, record, toServer)) {
                return false;
            }
        }
        if (station.perPacket.isEmpty()) {
            journal.tell(station, "knows the session", Verdict.PASS);
            return true;
        }
        station.pad.look(store.memory(), store.scratch(record), route.offsets[place], handles);
        Verdict verdict = calls.onPacket(station);
        journal.tell(station, "sees the packet", verdict);
        if (Calls.carriesOut(station, verdict)) {
            if (verdict.kind() == Verdict.Kind.DROP_FLOW) {
                store.blockedAt(record, place + 1);
            }
            journal.drop(station, verdict.reason(), verdict.detail());
            return false;
        }
        return true;
    }

    // ---- for streams

    private boolean visitStream(Route route, Station station, int place, int record, boolean toServer) {
        return flows.orElseThrow().visit(frame, station, route, place, record, toServer);
    }

    /// The header whose sessions are of this session's kind.
    String owner(int record) {
        return keys.owner(store.kind(record)).name();
    }

    long now() {
        return now;
    }

    /// What a node that damages packets did to this one; empty where nothing is seen.
    String damage(Frame what) {
        return damages ? Checksums.fault(what, verifyPayload, false) : Parser.FINE;
    }

    /// Where the packet came from that is on its way.
    CaptureInterface origin() {
        return single.origin[0];
    }

    private long flowsDue() {
        return flows.isPresent() ? flows.get().nextDue() : Long.MAX_VALUE;
    }

    /// Whether a function is shown the bytes of sessions.
    public boolean hasStreams() {
        return flows.isPresent();
    }

    /// Has a node's scratchpad look at a session.
    void look(Station station, int record, int[] offsets) {
        station.pad.look(Burst.EVERYWHERE, store.address() + store.scratch(record), offsets, handles);
    }

    /// What the platform itself failed at.
    Faults faults() {
        return faults;
    }

    void note(String name) {
        notes.add(name);
    }

    /// Sends a packet that a layer made at a node, from the node behind it on.
    void sendOwn(Frame own, CaptureInterface origin, int record, int place, boolean toServer) {
        parser.parse(own, origin.linkType());
        own.mend();
        int count = routes.get(store.path(record)).stations.length;
        int step = toServer ? place + 1 : count - place;
        int gate = toServer ? store.clientPort(record) : store.serverPort(record);
        if (park(own, record, toServer, step, now, gate, origin, 0)) {
            made++;
        } else {
            notes.add("stream-not-sent");
        }
    }

    /// Carries out what the function asked of the packet's timing.
    ///
    /// @return whether the packet itself waits
    private boolean waits(int record, boolean toServer, int nextStep) {
        int copies = frame.takeCopies();
        long delay = frame.takeDelay();
        for (int i = 0; i < copies; i++) {
            if (park(record, toServer, nextStep, now + delay)) {
                made++;
            } else {
                notes.add("copy-not-made");
            }
        }
        if (delay == 0) {
            return false;
        }
        if (!park(record, toServer, nextStep, now + delay)) {
            journal.drop(gates.get(current), "hold-full");
            if (parked.nextDue() - now > LONGEST_FULL_NANOS) {
                Station holding = routes.get(store.path(record)).station(toServer, nextStep - 1);
                calls.cutOutForHolding(holding, parked.size(), (parked.nextDue() - now) / 1_000_000_000);
                parked.hasten(now);
            }
        }
        return true;
    }

    private int current;

    /// The session along which the last packet was sent, and whether it went the way of its opener.
    private int carried;

    private boolean carriedForward;

    /// How long the frame may wait for its neighbour in all; 0 where it does not wait for one.
    private long until;

    /// How many frames wait for a neighbour.
    private int waiting;

    private boolean park(int record, boolean toServer, int step, long due) {
        return park(frame, record, toServer, step, due, current, single.origin[0], until);
    }

    private boolean park(
            Frame what,
            int record,
            boolean toServer,
            int step,
            long due,
            int gate,
            CaptureInterface origin,
            long patience) {
        int slot = parked.park(what, due);
        if (slot == Parked.NONE) {
            return false;
        }
        parked.record[slot] = record;
        parked.recordStamp[slot] = record < 0 ? 0 : store.generation(record);
        parked.forward[slot] = toServer;
        parked.place[slot] = step;
        parked.until[slot] = patience;
        parked.gate[slot] = gate;
        parked.origin[slot] = origin;
        return true;
    }

    private void resume(int slot) {
        int record = parked.record[slot];
        until = parked.until[slot];
        waiting -= until == 0 ? 0 : 1;
        Gate gate = gates.get(parked.gate[slot]);
        comeBack(
                gate.index,
                parked.memory(),
                parked.offset(slot),
                parked.length[slot],
                parked.wireLength[slot],
                parked.origin[slot],
                parked.dueOf(slot));
        if (store.generation(record) != parked.recordStamp[slot]) {
            journal.drop(gate, "session-ended");
        } else {
            int kind = keys.kindOf(frame);
            translations.next(keys.belonging(frame, kind) == Belonging.KEYED, kind);
            Route route = routes.get(store.path(record));
            if (kind < 0 && store.translated(record)) {
                // What it has become cannot be translated.
                journal.drop(gate, "damaged");
            } else if (resume(route, record, parked.forward[slot], parked.place[slot])) {
                leave(single, 0, route, record, parked.forward[slot], true);
            }
        }
        parked.release(slot);
        until = 0;
    }

    /// Has a frame go on that waited inside. What a function cut or damaged may no longer parse; the nodes behind then
    /// see what is left of it.
    ///
    /// @return a burst of this frame alone
    Burst comeBack(
            int gate, MemorySegment memory, long offset, int length, int wireLength, CaptureInterface origin, long at) {
        current = gate;
        single.memory[0] = memory;
        single.offset[0] = offset;
        single.length[0] = length;
        single.wireLength[0] = wireLength;
        single.origin[0] = origin;
        single.stamp[0] = at;
        single.ticks[0] = origin.ticks(at);
        single.count = 1;
        frame.wrap(memory, offset, length, wireLength);
        frame.came(gates.get(gate).side, now);
        parser.parse(frame, origin.linkType());
        return single;
    }

    private void leave(Burst burst, int slot, Route route, int record, boolean toServer, boolean flush) {
        Gate out = gates.get(toServer ? route.server : store.clientPort(record));
        if (links.active() && !directed(burst, slot, out, record, toServer)) {
            return;
        }
        send(burst, slot, out);
        if (flush) {
            out.flush();
        }
    }

    /// Finds the station to which a frame goes that came to the port's own link address.
    ///
    /// @return whether it leaves now
    private boolean directed(Burst burst, int slot, Gate out, int record, boolean toServer) {
        if (!links.isForUs(frame, gates.get(current))) {
            return true;
        }
        long opener = translations.opener(record);
        if (opener != 0 && toServer == store.openedByServer(record)) {
            Links.redirect(frame, opener);
            return true;
        }
        if (links.ask(frame, burst, slot, out, now)) {
            made++;
            notes.add("neighbour-asked");
        }
        if (links.resolve(frame, out, now)) {
            return true;
        }
        journal.tell(out.place, "waits for the link address of its next hop");
        waitForNeighbour(record, toServer);
        return false;
    }

    private void waitForNeighbour(int record, boolean toServer) {
        if (until == 0) {
            until = now + NEIGHBOUR_NANOS;
        }
        if (now >= until) {
            journal.drop(gates.get(current), "no-neighbour");
        } else if (waiting == MOST_WAITING
                || !park(record, toServer, io.penstock.resolver.Resolver.MAX_PATH_NODES, now + RETRY_NANOS)) {
            journal.drop(gates.get(current), "neighbour-queue-full");
        } else {
            waiting++;
        }
    }

    private void send(Burst burst, int slot, Gate out) {
        if (frame.length() != burst.length[slot]) {
            burst.length[slot] = frame.length();
            burst.wireLength[slot] = frame.length();
        }
        out.send(burst, slot);
        journal.left(out);
    }

    /// Tells the program which frame comes next, for what may have to wait.
    public void entering(Burst burst, int slot, Gate gate) {
        current = gate.index;
        single.origin[0] = burst.origin[slot];
    }

    // ---- called by compiled code

    /// Carries a frame the interpreted way.
    void slow(Burst burst, int slot, Gate gate) {
        departure.settle(burst);
        single.origin[0] = burst.origin[slot];
        interpret(burst, slot, gate);
        minds(slot);
    }

    /// Once a node is cut out, the rest of the burst goes the interpreted way, which knows of it.
    private void minds(int slot) {
        if (calls.cutsOut()) {
            fast.orElseThrow().interpretFrom(slot + 1);
        }
    }

    /// Whether what has to be right of a packet is; of streams that nobody reads any more, that is for their ends to
    /// find out.
    boolean sound(int shape, int entry, int path) {
        resting = flows.isPresent() && flows.get().rests(entry >>> 1, path, frame, ownerAt[shape]);
        return resting && !readsPayload || verified(shape);
    }

    private boolean verified(int shape) {
        int[] due = verified[shape];
        for (int i = 0; i < due.length; i++) {
            if (!Checksums.holds(frame, due[i])) {
                return false;
            }
        }
        return true;
    }

    /// Shows the stream function at this step the packet, which is not [#resting].
    ///
    /// @return whether it goes on itself
    boolean streams(Burst burst, int slot, Route route, boolean toServer, int step) {
        single.origin[0] = burst.origin[slot];
        int place = toServer ? step : route.stations.length - 1 - step;
        if (visitStream(route, route.stations[place], place, cursor.record, toServer)) {
            if (frame.length() != burst.length[slot]) {
                shortened(burst, slot, route, toServer, step);
            }
            return true;
        }
        reached(burst, slot, route, toServer, step);
        return false;
    }

    /// A stream has changed the length of a packet: nodes up to it count that as it came.
    private void shortened(Burst burst, int slot, Route route, boolean toServer, int step) {
        int before = Frame.wireLength(burst.length[slot], burst.wireLength[slot]);
        burst.length[slot] = frame.length();
        burst.wireLength[slot] = frame.length();
        for (int i = 0; i <= step; i++) {
            route.station(toServer, i).countRest(before - frame.length());
        }
    }

    /// Sends what streams have made of a packet, behind it.
    void follow(Burst burst) {
        if (parked.nextDue() <= now) {
            departure.settle(burst);
            resumeDue();
        }
    }

    private void resumeDue() {
        while (parked.nextDue() <= now) {
            resume(parked.poll());
        }
    }

    /// A packet met all nodes of its path.
    void passed(Burst burst, int slot, Passage passage, Gate out, boolean toServer) {
        passage.packets++;
        passage.bytes += frame.wireLength();
        if (links.active() && links.isForUs(frame, gates.get(current))) {
            direct(burst, slot, out, toServer);
        } else {
            departure.add(burst, slot, out);
        }
    }

    private void direct(Burst burst, int slot, Gate out, boolean toServer) {
        departure.settle(burst);
        single.origin[0] = burst.origin[slot];
        if (directed(burst, slot, out, cursor.record, toServer)) {
            send(burst, slot, out);
        }
    }

    /// A node that may translate the session of the packet is reached, or left.
    ///
    /// @param forward which of both it is about: the way of the session's opener, or the way back
    void translate(int place, boolean forward) {
        if (cursor.forward == forward && translations.at(cursor.record, place)) {
            translations.applyOwn(frame, cursor.record, place, forward);
        }
    }

    /// Carries out a verdict other than pass.
    ///
    /// @return whether the packet goes on
    boolean goesOn(Burst burst, int slot, Route route, boolean toServer, int step, Verdict verdict) {
        Station station = route.station(toServer, step);
        if (!Calls.carriesOut(station, verdict)) {
            return true;
        }
        reached(burst, slot, route, toServer, step);
        if (verdict.kind() == Verdict.Kind.DROP_FLOW) {
            store.blockedAt(cursor.record, (toServer ? step : route.stations.length - 1 - step) + 1);
        }
        journal.drop(station, verdict.reason(), verdict.detail());
        return false;
    }

    /// Counts a packet that came no further than this step, or goes on the interpreted way, for each node
    /// up to it. All of them saw it as it came.
    private void reached(Burst burst, int slot, Route route, boolean toServer, int step) {
        int length = Frame.wireLength(burst.length[slot], burst.wireLength[slot]);
        for (int i = 0; i <= step; i++) {
            route.station(toServer, i).reached(length);
        }
    }

    /// The function at this step asked for a copy or a wait, or cut the packet, which goes on the
    /// interpreted way.
    void unusual(Burst burst, int slot, Route route, boolean toServer, int step) {
        reached(burst, slot, route, toServer, step);
        goOn(burst, slot, route, toServer, step + 1);
        minds(slot);
    }

    /// A function threw: the packet goes on the interpreted way, or is dropped.
    void broke(Burst burst, int slot, Route route, boolean toServer, int step, Throwable failure) {
        frame.readOnly(false);
        Station station = route.station(toServer, step);
        reached(burst, slot, route, toServer, step);
        Verdict verdict = calls.failed(station, failure);
        minds(slot);
        if (Calls.carriesOut(station, verdict)) {
            journal.drop(station, verdict.reason(), verdict.detail());
        } else {
            translate(toServer ? step : route.stations.length - 1 - step, true);
            goOn(burst, slot, route, toServer, step + 1);
        }
    }

    private void goOn(Burst burst, int slot, Route route, boolean toServer, int step) {
        departure.settle(burst);
        single.origin[0] = burst.origin[slot];
        translations.next(true, store.kind(cursor.record));
        if (!waits(cursor.record, toServer, step) && resume(route, cursor.record, toServer, step)) {
            leave(burst, slot, route, cursor.record, toServer, false);
        }
    }

    // ---- opening

    private void open(Burst burst, int slot, Gate gate, int kind) {
        if (heating) {
            return;
        }
        journal.tell("session", "new: the functions are asked");
        if (tracked[kind] && kinds[kind].tracker().next(0, frame, frame.at(keys.owner(kind)), true) < 0) {
            journal.drop(gate, "bad-state");
            return;
        }
        if (isFull()) {
            expire();
        }
        if (isFull() && store.oldestUnused() == SessionStore.NONE) {
            store.refuse();
            journal.drop(gate, "sessions-full");
            return;
        }
        openings.clear();
        boolean fromServer = gate.side == Side.SERVER;
        Route route = fromServer ? openings.routeBack(gate) : null;
        if (fromServer && route == null) {
            journal.drop(gate, "no-branch");
            return;
        }
        openings.begin(route, gate);
        if (!(fromServer ? openings.backward() : openings.forward())) {
            return;
        }
        makeRoom();
        int record = store.open(key, translations.back(key), now);
        if (record == SessionStore.COLLISION) {
            openings.undo(gate);
            return;
        }
        fillRecord(record, kind, fromServer, openings.route());
        translations.open(frame, key, record);
        run(burst, slot, record, true);
    }

    private boolean isFull() {
        int elsewhere = former == null ? 0 : former.sessions();
        return store.size() + elsewhere >= store.capacity();
    }

    /// Gives up the oldest session that is not in use yet, where the store is full.
    private void makeRoom() {
        if (isFull()) {
            int oldest = store.oldestUnused();
            ended(oldest);
            store.close(oldest);
            store.evicted();
            notes.add("half-open-session-evicted");
        }
    }

    private void fillRecord(int record, int kind, boolean fromServer, Route route) {
        store.kind(record, kind);
        store.path(record, route.index);
        store.openedByServer(record, fromServer);
        store.ports(record, route.client, route.server);
        store.skipped(record, openings.skipped());
        store.blockedAt(record, openings.blockedAt());
        openings.unload(record, route);
        track(record, true, true);
    }

    // ---- frames without a session

    /// Asks the functions whether one of their rules names the frame, then lets it cross.
    private void crossNamed(Burst burst, int slot, Gate gate) {
        if (links.active()) {
            Links.Fate fate = links.take(frame, burst, slot, gate, now);
            if (fate == Links.Fate.ANSWERED) {
                notes.add("neighbour-answered");
                journal.tell(gate.place, "is answered with the port's link address");
                return;
            }
            if (fate == Links.Fate.TAKEN) {
                journal.drop(gate, "neighbour-told");
                return;
            }
        }
        for (Route route : routes) {
            if ((gate.side == Side.CLIENT ? route.client : route.server) == gate.index) {
                if (named(route, gate)) {
                    cross(burst, slot, gate);
                }
                return;
            }
        }
        cross(burst, slot, gate);
    }

    /// @return whether it goes on
    private boolean named(Route route, Gate gate) {
        asked.aboutFrame();
        int count = route.stations.length;
        for (int i = 0; i < count; i++) {
            Station station = route.stations[gate.side == Side.CLIENT ? i : count - 1 - i];
            station.reached(frame.wireLength());
            Verdict verdict = calls.onFrame(station, asked.by(station));
            // A frame without session cannot wait for one: what was asked of its timing has no effect.
            frame.takeDelay();
            frame.takeCopies();
            journal.tell(station, "is asked whether a rule names the frame", verdict);
            if (Calls.carriesOut(station, verdict)) {
                journal.drop(station, verdict.reason(), verdict.detail());
                return false;
            }
        }
        return true;
    }

    /// Sends a frame to where its receiver was seen, else to all ports of the other side.
    private void cross(Burst burst, int slot, Gate gate) {
        learned.learn(frame, gate.index);
        int known = learned.find(frame);
        if (known >= 0 && gates.get(known).side != gate.side) {
            send(burst, slot, gates.get(known));
            return;
        }
        Gate last = null;
        for (int i = 0; i < gates.size(); i++) {
            Gate other = gates.get(i);
            if (other.side != gate.side) {
                if (last != null) {
                    last.sendCopy(burst, slot);
                    made++;
                }
                last = other;
            }
        }
        if (last == null) {
            journal.drop(gate, "no-port");
        } else {
            send(burst, slot, last);
        }
    }

    /// The only port that whatever enters at this one can leave by, unread; null where frames have to be
    /// looked at.
    @Nullable
    Gate opposite(Gate gate) {
        if (reads || journal.isRead() || gates.size() != 2) {
            return null;
        }
        Gate other = gates.get(1 - gate.index);
        return other.side == gate.side ? null : other;
    }

    // ---- endings

    void ended(int record) {
        if (flows.isPresent()) {
            flows.get().ended(record);
        }
        Route route = routes.get(store.path(record));
        for (int i = 0; i < route.stations.length; i++) {
            if ((store.skipped(record) & 1L << i) == 0) {
                Station station = route.stations[i];
                station.pad.look(store.memory(), store.scratch(record), route.offsets[i], handles);
                Calls.end(station);
            }
        }
        release(route, record);
    }

    private void release(Route route, int record) {
        translations.ended(record);
        for (int offset : route.handleOffsets) {
            handles.release(store.memory()
                    .get(java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED, store.scratch(record) + offset));
        }
    }

    /// Packets that have entered; may be a burst old.
    public long received() {
        return gates.stream().mapToLong(gate -> gate.inPackets).sum();
    }

    /// Which frames the program has held back.
    public int held() {
        return parked.size() + datagrams.waiting();
    }

    /// When the next of these goes on, [Long#MAX_VALUE] where none waits.
    public long nextDue() {
        return Math.min(Math.min(parked.nextDue(), flowsDue()), datagrams.nextDue());
    }

    @Override
    public void close() {
        behind.forEach(Program::close);
        store.forEach(ending);
        flows.ifPresent(Flows::close);
        store.close();
        parked.close();
        datagrams.close();
        arena.close();
    }
}
