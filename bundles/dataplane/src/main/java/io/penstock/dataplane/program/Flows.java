// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.Edit;
import io.penstock.api.Side;
import io.penstock.api.Verdict;
import io.penstock.api.port.CaptureInterface;
import io.penstock.api.port.Octets;
import io.penstock.api.stream.Message;
import io.penstock.api.stream.Offer;
import io.penstock.api.stream.Protocol;
import io.penstock.api.stream.StreamEvent;
import io.penstock.api.stream.Streams;
import io.penstock.dataplane.packet.Envelope;
import io.penstock.dataplane.packet.Frame;
import io.penstock.dataplane.session.SessionStore;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The streams of a program's sessions: shows their bytes to the stream functions on their path, by way of the layers
/// that know how.
final class Flows implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Flows.class.getName());
    private static final Verdict FAILED = Verdict.reset("function-failed");
    private static final Verdict CUT_OUT = Verdict.reset("function-cut-out");

    /// The largest frame that is made.
    private static final int LARGEST = 1 << 17;

    private final Program program;
    private List<Streams> layers;
    private final List<Protocol> protocols;
    private final boolean replay;
    private final Passing[][] byRecord;

    /// For each path the places of the nodes that are shown streams.
    private final int[][] shown;

    private final PriorityQueue<Passing> alarms = new PriorityQueue<>(Comparator.comparingLong(one -> one.alarm));
    private final Arena arena = Arena.ofShared();
    private final MemorySegment room = arena.allocate(LARGEST, 8);
    private final Frame own = new Frame();

    private boolean told;

    /// Whether another program has them too, and closes them.
    private boolean shares;

    /// Whose function was called last, and whether it is right now.
    private @Nullable Passing inside;

    private boolean called;

    /// @param replay whether all packets are from captures
    Flows(Program program, List<Streams> layers, List<Protocol> protocols, int capacity, boolean replay) {
        this.program = program;
        this.replay = replay;
        this.layers = layers;
        this.protocols = protocols;
        byRecord = new Passing[capacity][];
        shown = program.routes.stream().map(Flows::shown).toArray(int[][]::new);
    }

    private static int[] shown(Route route) {
        return IntStream.range(0, route.stations.length)
                .filter(place -> route.stations[place].stream.isPresent())
                .toArray();
    }

    /// The first layer whose streams a node reads.
    private @Nullable Streams layerOf(Station station, String header) {
        for (int i = 0; i < layers.size(); i++) {
            boolean read = station.reads(header) || !spoken(station, header).isEmpty();
            if (layers.get(i).header().equals(header) && read) {
                return layers.get(i);
            }
        }
        return null;
    }

    /// The protocols in a layer's streams that a node reads.
    private List<Protocol> spoken(Station station, String under) {
        return protocols.stream()
                .filter(protocol -> protocol.under().equals(under) && station.reads(protocol.name()))
                .toList();
    }

    private Streams.Reader reader(Streams layer, Station station, Passing passing) {
        List<Protocol> spoken = spoken(station, layer.header());
        if (spoken.isEmpty()) {
            return passing;
        }
        Edit edits = station.observe ? Edit.NONE : station.node.wired().edits();
        return new Choice(spoken, station.reads(layer.header()), edits, passing, passing);
    }

    /// Takes a packet of a session through a stream function.
    ///
    /// @return whether it goes on itself
    boolean visit(Frame frame, Station station, Route route, int place, int record, boolean toServer) {
        Passing passing = known(record, place);
        if (passing == null) {
            Streams layer = layerOf(station, program.owner(record));
            if (layer == null) {
                return true;
            }
            passing = open(layer, station, route, place, record);
        }
        String damage = program.damage(frame);
        if (!damage.isEmpty()) {
            program.journal.drop(station, damage, "");
            return false;
        }
        int index = frame.find(passing.header);
        if (frame.isPartial()) {
            program.journal.drop(station, "stream-fragment", "");
            return false;
        }
        if (index < 0) {
            return true;
        }
        if (frame.endOf(index) > frame.length()) {
            program.journal.drop(station, "stream-truncated", "");
            return false;
        }
        return passing.take(frame, index, toServer);
    }

    /// Whether no function on its path reads a session any more, and none has to be told of this packet.
    ///
    /// @param at where the header begins whose session it is
    boolean rests(int record, int path, Frame frame, int at) {
        Passing[] known = byRecord[record];
        if (known == null) {
            return false;
        }
        int[] places = shown[path];
        for (int i = 0; i < places.length; i++) {
            Passing passing = known[places[i]];
            if (passing == null || !passing.flow.rests(frame.memory(), frame.place(at))) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Passing known(int record, int place) {
        Passing[] known = byRecord[record];
        return known == null || known.length <= place ? null : known[place];
    }

    private Passing open(Streams layer, Station station, Route route, int place, int record) {
        Passing[] known = byRecord[record];
        Passing[] places = known == null
                ? new Passing[route.stations.length]
                : Arrays.copyOf(known, Math.max(known.length, route.stations.length));
        byRecord[record] = places;
        places[place] = new Passing(this, layer, station, route, place, record);
        return places[place];
    }

    /// When the next of them wants to be told of the time.
    long nextDue() {
        Passing first = alarms.peek();
        return first == null ? Long.MAX_VALUE : first.alarm;
    }

    /// Tells the first of them of the time.
    void tick(long now) {
        Passing first = alarms.poll();
        if (first != null) {
            first.alarm = Long.MAX_VALUE;
            first.tick(now);
        }
    }

    void ended(int record) {
        Passing[] known = byRecord[record];
        if (known != null) {
            byRecord[record] = null;
            for (Passing passing : known) {
                if (passing != null) {
                    passing.close();
                }
            }
        }
    }

    /// Octets that layers keep for streams at this moment.
    long kept() {
        return layers.stream().mapToLong(Streams::used).sum();
    }

    // ---- from one program to the next

    /// Whether the streams of one program can go on in another.
    ///
    /// @param ways for each path of the one what becomes of it
    static boolean goOn(Program before, Program after, List<Succession.Way> ways) {
        if (before.flows.isEmpty()) {
            return true;
        }
        if (after.flows.isEmpty()
                || !kinds(before.flows.get().layers).equals(kinds(after.flows.get().layers))
                || !kinds(before.flows.get().protocols).equals(kinds(after.flows.get().protocols))) {
            return false;
        }
        for (int i = 0; i < ways.size(); i++) {
            if (!goOn(before.routes.get(i), ways.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<Class<?>> kinds(List<?> parts) {
        return parts.stream().<Class<?>>map(Object::getClass).toList();
    }

    /// Each node that reads streams is there again, in the same order, and may change as much.
    private static boolean goOn(Route from, Succession.Way way) {
        int last = -1;
        for (int i = 0; i < from.stations.length; i++) {
            if (from.stations[i].stream.isPresent()) {
                int place = way.to().isEmpty() ? -1 : way.places().get(i);
                if (place <= last || !alike(from.stations[i], way.to().get().stations[place])) {
                    return false;
                }
                last = place;
            }
        }
        return true;
    }

    private static boolean alike(Station before, Station after) {
        var old = before.node.wired();
        var now = after.node.wired();
        return after.stream.isPresent() && old.edits() == now.edits() && before.observe == after.observe;
    }

    /// Goes on with the layers of the program before, whose streams come over one by one.
    void inherit(Flows before) {
        layers.forEach(Streams::close);
        layers = before.layers;
        before.shares = true;
    }

    /// Goes on with the streams of a session of the program before.
    ///
    /// @param places for each place of the old path the place of the same node on the new one
    void adopt(Flows before, int theirs, List<Integer> places, int record, Route to) {
        Passing[] known = before.byRecord[theirs];
        if (known == null) {
            return;
        }
        before.byRecord[theirs] = null;
        Passing[] mine = new Passing[to.stations.length];
        for (int i = 0; i < places.size(); i++) {
            if (known[i] != null) {
                int place = places.get(i);
                known[i].move(this, to, place, record);
                mine[place] = known[i];
            }
        }
        byRecord[record] = mine;
    }

    /// Ends the session in whose bytes a function is that does not come back: what the layer was about to do is left
    /// undone. All others go on.
    ///
    /// @param former has the sessions go over to the program that comes in the place of this one
    void endUnfinished(Former former) {
        Passing passing = called ? inside : null;
        if (passing != null && former.goesOn(passing.record) != SessionStore.NONE) {
            passing.end();
            passing.setAlarm();
        }
    }

    @Override
    public void close() {
        if (!shares) {
            layers.forEach(Streams::close);
        }
        arena.close();
    }

    /// What a function holds of the bytes of one side.
    private enum Holding {
        NOTHING,
        /// All that it was shown since it holds some.
        EVERYTHING,
        /// The end of what it was shown.
        SOME
    }

    /// One session at one node.
    private static final class Passing implements Streams.Reader, Streams.Exit {
        private Flows home;
        private Station station;
        private int place;
        private int record;
        private int[] offsets;
        private final String header;
        private final Streams.Flow flow;
        private final Envelope toServer = new Envelope();
        private final Envelope toClient = new Envelope();
        private @Nullable CaptureInterface serverOrigin;
        private @Nullable CaptureInterface clientOrigin;
        private long alarm = Long.MAX_VALUE;
        private long now;
        private boolean forwarded;
        private boolean rewritten;

        /// The packet taken last, and whether one that the layer makes may leave in its place; its header's depth, and
        /// the way it goes.
        private @Nullable Frame taken;

        private boolean replaceable;

        private int takenIndex;
        private boolean takenToServer;
        private boolean closed;

        private Holding ofClient = Holding.NOTHING;
        private Holding ofServer = Holding.NOTHING;

        Passing(Flows home, Streams layer, Station station, Route route, int place, int record) {
            this.home = home;
            header = layer.header();
            offsets = route.offsets[place];
            this.station = station;
            this.place = place;
            this.record = record;
            flow = layer.open(home.reader(layer, station, this), this, home.replay);
        }

        /// Goes on in another home.program.
        void move(Flows to, Route route, int newPlace, int newRecord) {
            boolean waits = alarm != Long.MAX_VALUE && home.alarms.remove(this);
            home = to;
            station = route.stations[newPlace];
            offsets = route.offsets[newPlace];
            place = newPlace;
            record = newRecord;
            ofClient = Holding.NOTHING;
            ofServer = Holding.NOTHING;
            if (waits) {
                to.alarms.add(this);
            }
        }

        boolean take(Frame frame, int index, boolean server) {
            (server ? toServer : toClient).learn(frame, index);
            Envelope back = server ? toClient : toServer;
            if (back.isEmpty()) {
                back.learnTurned(frame, index);
            }
            note(home.program.origin(), server);
            now = home.program.now();
            forwarded = false;
            if (taken != frame) {
                taken = frame;
            }
            replaceable = true;
            takenIndex = index;
            takenToServer = server;
            int start = frame.start(index);
            int came = frame.sumOf(index);
            rewritten = false;
            try {
                flow.take(server, frame.memory(), frame.place(start), frame.endOf(index) - start, now);
            } catch (RuntimeException | StackOverflowError fault) {
                home.program.journal.drop(station, "stream-failed", "");
                abort(fault);
                return false;
            }
            replaceable = false;
            setAlarm();
            if (!forwarded) {
                home.program.journal.drop(station, "taken-by-stream", "");
                return false;
            }
            if (rewritten) {
                frame.mend();
            } else {
                frame.mendHeader(index, came);
            }
            return true;
        }

        /// Notes where packets of one side come from; those of the other too, as long as none of them has come.
        // A reference is only written where it differs: writing one is dearer than comparing.
        @SuppressWarnings("ReferenceEquality")
        private void note(CaptureInterface origin, boolean server) {
            if (serverOrigin != origin && (server || serverOrigin == null)) {
                serverOrigin = origin;
            }
            if (clientOrigin != origin && (!server || clientOrigin == null)) {
                clientOrigin = origin;
            }
        }

        void tick(long time) {
            if (!closed) {
                now = time;
                try {
                    flow.tick(time);
                } catch (RuntimeException | StackOverflowError fault) {
                    abort(fault);
                }
                setAlarm();
            }
        }

        /// A fault in a layer ends one session, not the worker.
        private void abort(Throwable fault) {
            count("stream-failed");
            if (!home.told) {
                home.told = true;
                LOG.log(
                        System.Logger.Level.ERROR,
                        "node " + station.id + " reset a session, please report this",
                        fault);
            }
            end();
            setAlarm();
        }

        private void end() {
            replaceable = false;
            try {
                flow.abort();
            } catch (RuntimeException | StackOverflowError again) {
                flow.close();
            }
        }

        private void setAlarm() {
            long due = flow.due();
            if (due < alarm) {
                if (alarm != Long.MAX_VALUE) {
                    home.alarms.remove(this);
                }
                alarm = due;
                home.alarms.add(this);
            }
        }

        void close() {
            closed = true;
            flow.close();
        }

        // ---- what its function sees

        @Override
        public Verdict read(Offer offer, boolean server) {
            if (station.breaker.skips(now)) {
                return skipped();
            }
            Program program = enter();
            offer.noteTo(this);
            try {
                Verdict verdict = station.stream.orElseThrow().onData(offer.window(), station.pad);
                leave(program);
                if (verdict.kind() == Verdict.Kind.HOLD) {
                    offer.holdFrom(verdict.heldFrom());
                }
                allowed(offer);
                if (station.observe) {
                    home.program.calls.succeeded(station);
                    offer.forget();
                    return observed(verdict);
                }
                return held(offer, verdict, server);
            } catch (Throwable failure) {
                leave(program);
                offer.forget();
                return home.program.calls.failed(station, failure).passes() ? Verdict.PASS : FAILED;
            }
        }

        /// Where its function holds all that it is shown, nothing tells that it is well again; nor where it was cut out
        /// as it held all of the other side's.
        private Verdict held(Offer offer, Verdict verdict, boolean server) {
            if (verdict.kind() != Verdict.Kind.HOLD || verdict.heldFrom() > 0) {
                holding(server, verdict.kind() == Verdict.Kind.HOLD ? Holding.SOME : Holding.NOTHING);
                if (!station.breaker.isOpenForHolding() || overdueHolds(server) >= Breaker.MOST) {
                    home.program.calls.succeeded(station);
                }
                overdueHolds(server, 0);
                return verdict;
            }
            if (station.breaker.isOpen()) {
                station.breaker.failed(now);
                offer.forget();
                return skipped();
            }
            if ((server ? ofClient : ofServer) == Holding.NOTHING) {
                holding(server, Holding.EVERYTHING);
            }
            return verdict;
        }

        // A reference is only written where it differs: writing one is dearer than comparing.
        private void holding(boolean server, Holding now) {
            if ((server ? ofClient : ofServer) == now) {
                return;
            }
            if (server) {
                ofClient = now;
            } else {
                ofServer = now;
            }
        }

        /// Notes that bytes were held too long, or too many of them, be it by its function or by a layer.
        private void overdue(boolean server) {
            boolean everything = (server ? ofClient : ofServer) == Holding.EVERYTHING;
            holding(server, Holding.NOTHING);
            overdueHolds(server, overdueHolds(server) + (everything ? 1 : 0));
            if (everything && overdueHolds(server) >= Breaker.MOST && !station.breaker.isOpen()) {
                home.program.calls.cutOutForHolding(station);
            }
        }

        private int overdueHolds(boolean server) {
            return server ? station.overdueOfClients : station.overdueOfServers;
        }

        private void overdueHolds(boolean server, int count) {
            if (server) {
                station.overdueOfClients = count;
            } else {
                station.overdueOfServers = count;
            }
        }

        private static Side side(boolean server) {
            return server ? Side.CLIENT : Side.SERVER;
        }

        private Verdict skipped() {
            return station.failOpen ? Verdict.PASS : CUT_OUT;
        }

        @Override
        public Verdict overdue(Offer offer, boolean server) {
            return station.breaker.skips(now) ? skipped() : Verdict.PASS;
        }

        @Override
        public Verdict message(Message message, boolean server) {
            if (station.breaker.skips(now)) {
                return skipped();
            }
            Program program = enter();
            try {
                Verdict verdict = station.stream.orElseThrow().onMessage(message, station.pad);
                leave(program);
                if (message.isChanged() && station.node.wired().edits() != Edit.RESIZE) {
                    throw new IllegalStateException("it changes a message, but does not say edits = RESIZE in @Vnf");
                }
                if (!station.breaker.isOpenForHolding()) {
                    home.program.calls.succeeded(station);
                }
                if (station.observe) {
                    message.forget();
                    return observed(verdict);
                }
                return verdict;
            } catch (Throwable failure) {
                leave(program);
                message.forget();
                return home.program.calls.failed(station, failure).passes() ? Verdict.PASS : FAILED;
            }
        }

        private void allowed(Offer offer) {
            Edit edits = station.node.wired().edits();
            for (int i = 0; i < offer.edits(); i++) {
                boolean same = offer.removed(i) == offer.inserted(i).length();
                if (edits != Edit.RESIZE && !(edits == Edit.SAME_LENGTH && same)) {
                    throw new IllegalStateException("it changes " + offer.removed(i) + " bytes to "
                            + offer.inserted(i).length() + ", but says edits = " + edits + " in @Vnf");
                }
            }
        }

        private Verdict observed(Verdict verdict) {
            if (!verdict.passes() && verdict.kind() != Verdict.Kind.HOLD) {
                station.observed.add(verdict.reason());
            }
            return Verdict.PASS;
        }

        @Override
        public void event(StreamEvent event, boolean server) {
            if (station.breaker.isOpenForGood()) {
                return;
            }
            Program program = enter();
            try {
                station.stream.orElseThrow().onEvent(event, side(server), station.pad);
                leave(program);
                if (event == StreamEvent.TIMEOUT) {
                    overdue(server);
                }
            } catch (Throwable failure) {
                leave(program);
                home.program.calls.failed(station, failure);
            }
        }

        /// @return whose thread this is: the session may be another's when the function comes back
        private Program enter() {
            Program program = home.program;
            program.look(station, record, offsets);
            if (home.inside != this) {
                home.inside = this;
            }
            home.called = true;
            return program;
        }

        private void leave(Program program) {
            if (program.calls.isFenced()) {
                throw new Calls.Fenced();
            }
            home.called = false;
        }

        // ---- what leaves

        @Override
        public void forward() {
            forwarded = true;
            replaceable = false;
        }

        @Override
        public void forwardRewritten() {
            forwarded = true;
            rewritten = true;
            replaceable = false;
        }

        @Override
        public void send(boolean server, MemorySegment header, int octets, MemorySegment payload, long at, int length) {
            Frame frame = replaceable ? taken : null;
            if (frame != null && server == takenToServer) {
                if (overwrite(frame, header, octets, payload, at, length)) {
                    forwardRewritten();
                    return;
                }
                // What is made next would leave before this one.
                replaceable = false;
            }
            Envelope envelope = server ? toServer : toClient;
            CaptureInterface origin = server ? serverOrigin : clientOrigin;
            int size = envelope.isEmpty() ? -1 : envelope.write(home.room, header, octets, payload, at, length);
            if (size < 0 || origin == null) {
                count("stream-not-sent");
                return;
            }
            home.own.wrap(home.room, 0, size, size);
            home.program.sendOwn(home.own, origin, record, place, server);
        }

        /// Has the packet that is taken be the one that is made, where that fits.
        private boolean overwrite(
                Frame frame, MemorySegment header, int octets, MemorySegment payload, long at, int length) {
            int start = frame.start(takenIndex);
            if (octets != frame.bodyOf(takenIndex) - start || !frame.shorten(takenIndex, octets + length)) {
                return false;
            }
            Octets.copy(header, 0, frame.memory(), frame.place(start), octets);
            Octets.copy(payload, at, frame.memory(), frame.place(start + octets), length);
            return true;
        }

        @Override
        public void count(String name) {
            home.program.note(name);
        }
    }
}
