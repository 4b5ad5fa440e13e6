// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.tcp.stream;

import io.penstock.api.Bytes;
import io.penstock.api.Verdict;
import io.penstock.api.stream.Offer;
import io.penstock.api.stream.StreamEvent;
import io.penstock.api.stream.Streams.Reader;

/// A connection with a function in its middle: segments and the time go in, segments come out.
///
/// It begins with the handshake; of one whose beginning was not seen, segments go through untouched.
final class Connection {
    static final long NEVER = Long.MAX_VALUE;

    /// A server that has not answered for so long is one whose answers go another way.
    private static final long ONE_SIDED_NANOS = 3_000_000_000L;

    private enum Phase {
        /// The beginning was not seen, or must not be changed.
        RAW,
        /// One SYN was seen.
        BEGUN,
        OPEN,
        /// The function has done and no number was moved: segments go through untouched.
        PASSED,
        /// Ended here; segments go nowhere.
        OVER
    }

    private final Line line;
    private final Reader reader;
    private final Offer offer;
    private final Half toServer;
    private final Half toClient;
    private final Segment own = new Segment();
    private Phase phase = Phase.RAW;
    private long begunAt;

    /// Whether a SYN was seen that nobody has answered.
    private boolean asked;

    private boolean done;
    /// Whether ends that go on after the end are told nothing.
    private boolean silent;

    /// Whether ends were seen that went through untouched.
    private boolean serverEnded;

    private boolean clientEnded;

    private boolean serverGone;
    private boolean clientGone;
    private boolean selective;
    private int synMss;
    private int synScale;
    private boolean synSelective;
    private boolean synToServer;
    private int synSeq;
    private int synWindow;
    private Verdict ending = Verdict.PASS;
    private boolean endingToServer;
    private boolean wasDone;

    /// @param offer made once for each worker
    Connection(Line line, Reader reader, Offer offer, Limits limits, Slabs slabs) {
        this.line = line;
        this.reader = reader;
        this.offer = offer;
        toServer = new Half(true, this, limits, slabs);
        toClient = new Half(false, this, limits, slabs);
    }

    private Half half(boolean server) {
        return server ? toServer : toClient;
    }

    /// Takes a segment that came; its numbers are changed.
    void segment(Segment came, long now) {
        Half from = half(came.toServer);
        Half back = half(!came.toServer);
        if (came.has(Segment.SYN)) {
            synchronise(came, now);
        } else if (phase == Phase.OPEN) {
            open(came, from, back, now);
        } else if (phase == Phase.OVER) {
            afterEnd(came);
        } else if (phase == Phase.PASSED) {
            pass(came);
        } else if (phase == Phase.BEGUN && now - begunAt < ONE_SIDED_NANOS && !came.has(Segment.RST)) {
            count("before-handshake");
        } else {
            count("unedited");
            line.forward(came);
        }
    }

    // ---- the handshake

    private void synchronise(Segment came, long now) {
        if (came.has(Segment.FIN | Segment.RST)) {
            count("bad-flags");
            return;
        }
        if (came.length > 0) {
            // Nobody would have read it. Who sends data so early sends it again behind the handshake (RFC 7413).
            count("data-on-syn");
            return;
        }
        if (came.has(Segment.ACK)) {
            answer(came);
        } else {
            ask(came, now);
        }
        line.forward(came);
    }

    /// In the middle of an open connection, a SYN may be forged: only its answer shows that the ends have begun anew.
    private void ask(Segment came, long now) {
        boolean open = rests() || phase == Phase.OPEN && !(toServer.ended() && toClient.ended());
        boolean again =
                open && !(serverEnded && clientEnded) && half(came.toServer).isFirst(came.seq + 1);
        if (again || phase == Phase.BEGUN && came.toServer != synToServer) {
            return;
        }
        if (!open) {
            letGo();
            phase = Phase.BEGUN;
            begunAt = now;
        }
        asked = true;
        synToServer = came.toServer;
        synSeq = came.seq;
        synMss = came.mss;
        synScale = came.scale;
        synWindow = came.window;
        synSelective = came.selective;
    }

    private void answer(Segment came) {
        if (!asked || came.toServer == synToServer || came.ack != synSeq + 1) {
            return;
        }
        asked = false;
        letGo();
        Half asked = half(synToServer);
        Half answered = half(came.toServer);
        boolean scaled = synScale >= 0 && came.scale >= 0;
        int mss = Math.max(Limits.LEAST_MSS, Math.min(largest(synMss), largest(came.mss)));
        asked.begin(synSeq + 1);
        asked.receiver(mss, scaled ? Math.min(came.scale, 14) : 0);
        asked.window(came.window);
        answered.begin(came.seq + 1);
        answered.receiver(mss, scaled ? Math.min(synScale, 14) : 0);
        answered.window(synWindow);
        answered.noteStamp(came);
        selective = synSelective && came.selective;
        done = false;
        wasDone = false;
        silent = false;
        serverGone = false;
        clientGone = false;
        serverEnded = false;
        clientEnded = false;
        phase = Phase.OPEN;
        event(StreamEvent.OPEN, true);
        event(StreamEvent.OPEN, false);
    }

    private static int largest(int named) {
        return named == 0 ? Limits.DEFAULT_MSS : named;
    }

    // ---- open

    private void open(Segment came, Half from, Half back, long now) {
        if (came.has(Segment.RST)) {
            reset(came, from, back);
            return;
        }
        if (came.toServer ? clientGone : serverGone) {
            afterEnd(came);
            return;
        }
        if (!came.has(Segment.ACK)) {
            count("no-ack");
            return;
        }
        if (!back.acknowledge(came, now)) {
            count("ack-of-unsent");
            return;
        }
        from.noteStamp(came);
        from.receive(came, now);
        back.pump(now);
        follow(now);
    }

    /// RFC 9293 section 3.10.7.4 and RFC 5961 section 3.2.
    private void reset(Segment came, Half from, Half back) {
        int kind = from.resets(came.seq);
        if (kind < 0) {
            count("reset-out-of-window");
            return;
        }
        came.seq += from.sentTo() - from.expected();
        if (came.has(Segment.ACK)) {
            back.translate(came);
        }
        line.forward(came);
        if (kind > 0) {
            over();
        }
    }

    /// What is left to do when a segment, or the time, has been seen to.
    private void follow(long now) {
        if (ending != Verdict.PASS) {
            end(now);
        }
        if (done && !wasDone && phase == Phase.OPEN) {
            wasDone = true;
            toServer.done(now);
            toClient.done(now);
        }
        tellSender(true);
        tellSender(false);
        toServer.settle();
        toClient.settle();
        if (phase == Phase.OPEN && wasDone && toServer.rests() && toClient.rests()) {
            letGo();
            phase = Phase.PASSED;
        }
    }

    private void pass(Segment came) {
        boolean reset = came.has(Segment.RST);
        clientEnded |= reset || came.toServer && came.has(Segment.FIN);
        serverEnded |= reset || !came.toServer && came.has(Segment.FIN);
        line.forward(came);
    }

    /// Whether segments go through untouched that neither begin nor end anything.
    boolean rests() {
        return phase == Phase.PASSED;
    }

    private void tellSender(boolean server) {
        if (phase == Phase.OPEN && half(server).mustTell()) {
            send(own(!server));
        }
    }

    private void end(long now) {
        Verdict verdict = ending;
        ending = Verdict.PASS;
        if (phase != Phase.OPEN) {
            return;
        }
        done = true;
        wasDone = true;
        count(verdict.reason());
        if (verdict.kind() == Verdict.Kind.CLOSE) {
            half(endingToServer).finish(Bytes.EMPTY, now);
            half(!endingToServer).finish(Bytes.EMPTY, now);
        } else if (verdict.kind() == Verdict.Kind.REPLY || verdict.kind() == Verdict.Kind.PAGE) {
            resetTo(endingToServer);
            half(endingToServer).swallowAll();
            half(!endingToServer).finish(verdict.answer(), now);
            serverGone = endingToServer;
            clientGone = !endingToServer;
        } else if (verdict.kind() == Verdict.Kind.RESET) {
            fail("");
        } else {
            silent = true;
            over();
        }
    }

    /// RFC 9293 section 3.10.7.1: an end that goes on has not had its reset, and is sent another.
    private void afterEnd(Segment came) {
        count("after-end");
        if (silent || came.has(Segment.RST)) {
            return;
        }
        own.clear(!came.toServer);
        if (came.has(Segment.ACK)) {
            own.flags = Segment.RST;
            own.seq = came.ack;
        } else {
            own.flags = Segment.RST | Segment.ACK;
            own.ack = came.end() + (came.has(Segment.FIN) ? 1 : 0);
        }
        send(own);
    }

    // ---- for the halves

    Offer offer() {
        return offer;
    }

    boolean selective() {
        return selective;
    }

    boolean done() {
        return done;
    }

    boolean isOver() {
        return phase == Phase.OVER;
    }

    void event(StreamEvent event, boolean server) {
        if (!done) {
            reader.event(event, server);
        }
    }

    /// Shows the offer to the function, unless it has done.
    Verdict read(boolean server) {
        return done ? Verdict.PASS : taken(reader.read(offer, server), server);
    }

    /// Shows an offer that waited too long.
    Verdict overdue(boolean server) {
        return done ? Verdict.PASS : taken(reader.overdue(offer, server), server);
    }

    private Verdict taken(Verdict verdict, boolean server) {
        switch (verdict.kind()) {
            case DONE -> done = true;
            case DROP, DROP_FLOW, RESET, CLOSE, REPLY, PAGE -> {
                ending = verdict;
                endingToServer = server || verdict.kind() == Verdict.Kind.PAGE;
                done = true;
            }
            case PASS, BRANCH, HOLD -> {}
        }
        return verdict;
    }

    void forward(Segment came) {
        half(!came.toServer).translate(came);
        line.forward(came);
    }

    /// A segment of our own in this direction, with what its receiver is to be told.
    Segment own(boolean server) {
        own.clear(server);
        own.seq = half(server).sentTo();
        own.stamped = half(server).stamped();
        own.stamp = half(server).stamp();
        half(!server).tell(own);
        return own;
    }

    void send(Segment made) {
        line.send(made);
    }

    void count(String name) {
        line.count(name);
    }

    /// Ends the flow at both ends with a reset.
    void fail(String reason) {
        if (phase != Phase.OPEN) {
            return;
        }
        if (!reason.isEmpty()) {
            count(reason);
        }
        resetTo(true);
        resetTo(false);
        over();
    }

    void abort() {
        offer.hide();
        ending = Verdict.PASS;
        done = true;
        fail("");
        over();
    }

    private void resetTo(boolean server) {
        Segment reset = own(server);
        reset.flags = Segment.RST | Segment.ACK;
        send(reset);
    }

    private void over() {
        phase = Phase.OVER;
        letGo();
    }

    // ---- time

    /// When [#tick] is due, [#NEVER] where it is not.
    long due() {
        return phase == Phase.OPEN ? Math.min(toServer.due(), toClient.due()) : NEVER;
    }

    void tick(long now) {
        if (phase == Phase.OPEN) {
            toServer.tick(now);
            toClient.tick(now);
            follow(now);
        }
    }

    /// Bytes that lie here.
    int bytes() {
        return toServer.bytes() + toClient.bytes();
    }

    /// Gives its memory back.
    void letGo() {
        toServer.letGo();
        toClient.letGo();
    }

    void close() {
        letGo();
        asked = false;
        phase = Phase.RAW;
    }
}
