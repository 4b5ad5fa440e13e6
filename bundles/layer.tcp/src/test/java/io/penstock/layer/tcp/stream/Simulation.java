// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.tcp.stream;

import io.penstock.api.Verdict;
import io.penstock.api.stream.Offer;
import io.penstock.api.stream.StreamEvent;
import io.penstock.api.stream.Streams.Reader;
import io.penstock.api.stream.Window;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BiFunction;

/// Two ends with a connection in their middle, over a bad network, in virtual time. The same seed gives the same run.
final class Simulation implements Line, Reader {
    static final long MILLI = 1_000_000L;

    /// How bad the network is, in thousandths, on each of its four ways.
    record Network(int loss, int duplicates, int reorder, long delay) {
        static final Network GOOD = new Network(0, 0, 0, MILLI);
    }

    private record Event(long time, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return time != other.time ? Long.compare(time, other.time) : Long.compare(order, other.order);
        }
    }

    final Random random;
    final Slabs slabs = new Slabs(64L << 20);
    final Map<String, Integer> counts = new HashMap<>();
    final List<StreamEvent> events = new ArrayList<>();
    final SimulatedEnd client;
    final SimulatedEnd server;
    final Connection middle;
    BiFunction<Window, Boolean, Verdict> function = (window, toServer) -> Verdict.PASS;
    /// Segments as they leave the middle.
    final List<String> log = new ArrayList<>();
    long now;
    private final Network network;
    private final PriorityQueue<Event> queue = new PriorityQueue<>();
    private long order;
    private long ticking = Connection.NEVER;

    Simulation(long seed, Network network, Limits limits, byte[] fromClient, byte[] fromServer) {
        random = new Random(seed);
        this.network = network;
        middle = new Connection(this, this, new Offer(), limits, slabs);
        client = new SimulatedEnd(this, true, nearWrap(random.nextInt()), fromClient);
        server = new SimulatedEnd(this, false, nearWrap(random.nextInt()), fromServer);
    }

    /// A first number from which the sign, or all bits, turn soon.
    private static int nearWrap(int drawn) {
        return (drawn < 0 ? -1 : Integer.MAX_VALUE) - (drawn & 0x7ff);
    }

    /// Runs until nothing happens any more, or for so long.
    void run(long most) {
        client.connect();
        resume(most);
    }

    void resume(long most) {
        while (!queue.isEmpty() && queue.peek().time <= most) {
            Event event = queue.poll();
            now = event.time;
            event.action.run();
            arm();
        }
    }

    void at(long time, Runnable action) {
        queue.add(new Event(time, order++, action));
    }

    private void arm() {
        long due = middle.due();
        if (due < ticking) {
            ticking = due;
            at(Math.max(due, now), () -> {
                ticking = Connection.NEVER;
                middle.tick(now);
            });
        }
    }

    /// What an end sends goes to the middle.
    void leave(Segment sent) {
        carry(copy(sent), segment -> middle.segment(segment, now));
    }

    private void carry(Segment sent, java.util.function.Consumer<Segment> to) {
        if (random.nextInt(1_000) < network.loss) {
            return;
        }
        int copies = random.nextInt(1_000) < network.duplicates ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            boolean late = random.nextInt(1_000) < network.reorder;
            Segment each = copy(sent);
            at(now + network.delay + (late ? random.nextInt(5) * MILLI : 0), () -> to.accept(each));
        }
    }

    @Override
    public void forward(Segment came) {
        send(came);
    }

    @Override
    public void send(Segment own) {
        log.add(own.toString());
        SimulatedEnd to = own.toServer ? server : client;
        carry(copy(own), segment -> to.receive(segment));
    }

    @Override
    public void count(String name) {
        counts.merge(name, 1, Integer::sum);
    }

    @Override
    public Verdict read(Offer offer, boolean toServer) {
        Verdict verdict = function.apply(offer.window(), toServer);
        if (verdict.kind() == Verdict.Kind.HOLD) {
            offer.holdFrom(verdict.heldFrom());
        }
        return verdict;
    }

    @Override
    public void event(StreamEvent event, boolean toServer) {
        events.add(event);
    }

    static Segment copy(Segment from) {
        Segment to = new Segment().clear(from.toServer);
        to.seq = from.seq;
        to.ack = from.ack;
        to.flags = from.flags;
        to.window = from.window;
        to.blocks = from.blocks;
        System.arraycopy(from.blockFrom, 0, to.blockFrom, 0, from.blocks);
        System.arraycopy(from.blockTo, 0, to.blockTo, 0, from.blocks);
        to.mss = from.mss;
        to.scale = from.scale;
        to.selective = from.selective;
        to.data = MemorySegment.ofArray(bytes(from));
        to.length = from.length;
        return to;
    }

    static byte[] bytes(Segment from) {
        return from.data.asSlice(from.at, from.length).toArray(ValueLayout.JAVA_BYTE);
    }
}
