// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.tcp.stream;

import static io.penstock.api.port.Burst.EVERYWHERE;

import io.penstock.api.Bytes;
import io.penstock.api.Side;
import io.penstock.api.Verdict;
import io.penstock.api.stream.Offer;
import io.penstock.api.stream.StreamEvent;
import java.lang.foreign.MemorySegment;

/// One direction of a connection: from its sender, whose numbers count the bytes as they came, to its receiver, whose
/// numbers count them as changed.
///
/// Every byte that passed is kept until the receiver acknowledged it, and what is sent again comes from there: so
/// both ends see one stream, whatever is retransmitted. Bytes that come out of order wait; the sender is told of them.
final class Half {
    private final boolean toServer;
    private final Connection whole;
    private final Limits limits;
    private final Arrived arrived;
    private final Kept kept;
    private final ShiftMap map = new ShiftMap();
    private final Rto rto = new Rto();

    /// Sender's numbers: the next that comes in order, the first that has not passed, and the highest that the sender
    /// may be told it was received.
    private int next;

    private int shown;
    private int ahead;
    private int first;

    /// Receiver's numbers: the next to send, the oldest not acknowledged, and the end of its window.
    private int sent;

    private int una;
    private int edge;

    /// What is sent again after a timeout, and up to where.
    private int redo;

    private int redoTo;

    /// Where a loss ends that others told of by acknowledging the same again and again.
    private int recover;

    private boolean finSeen;
    private int finAt;
    private boolean finSent;
    private boolean finDone;
    private boolean lastShown;
    private boolean through;

    /// Whether this direction was ended here: what the sender still sends is acknowledged and goes nowhere.
    private boolean ours;

    private int swallowed;
    private int mss = Limits.DEFAULT_MSS;
    private int receiverScale;
    private int duplicates;

    /// What the sender was told last.
    private int told;

    private int toldWindow;
    private boolean mustTell;

    private boolean stamped;
    private int stamp;
    private int reportedFrom;
    private int reportedTo;

    private long holdSince = Connection.NEVER;

    /// The first number that waits since then.
    private int heldFrom;

    private long ackDue = Connection.NEVER;
    private long sendDue = Connection.NEVER;
    private long probePause;

    Half(boolean toServer, Connection whole, Limits limits, Slabs slabs) {
        this.toServer = toServer;
        this.whole = whole;
        this.limits = limits;
        arrived = new Arrived(slabs);
        kept = new Kept(slabs);
    }

    /// Begins with the first number behind the SYN's.
    void begin(int number) {
        first = number;
        next = number;
        shown = number;
        ahead = number;
        told = number;
        sent = number;
        una = number;
        edge = number;
        redo = number;
        redoTo = number;
        recover = number;
        arrived.begin(number);
        kept.begin(number);
        map.clear();
        finSeen = false;
        finSent = false;
        finDone = false;
        lastShown = false;
        ours = false;
        through = false;
        duplicates = 0;
        stamped = false;
        toldWindow = 1;
        mustTell = false;
        rest();
        reportedFrom = reportedTo;
    }

    /// Whether this is the number of its first byte.
    boolean isFirst(int number) {
        return first == number;
    }

    /// How large the receiver takes segments, and how it scales its window.
    void receiver(int largest, int scale) {
        mss = largest;
        receiverScale = scale;
        rto.begin(mss);
    }

    /// The receiver's window as its SYN says it, unscaled.
    void window(int bytes) {
        edge = una + bytes;
    }

    private void rest() {
        holdSince = Connection.NEVER;
        ackDue = Connection.NEVER;
        sendDue = Connection.NEVER;
        probePause = 0;
    }

    // ---- what the receiver says

    /// Takes the acknowledgement and the window of the receiver.
    ///
    /// @return whether it is possible: nothing was sent that it acknowledges falsely
    boolean acknowledge(Segment from, long now) {
        int number = from.ack;
        if (Seq.after(number, sentTo())) {
            if (!limits.replay()) {
                return false;
            }
            whole.count("replay");
            number = sentTo();
        }
        if (Seq.before(number, una)) {
            return true;
        }
        int newEdge = number + (from.window << receiverScale);
        boolean same = newEdge == edge && from.length == 0;
        edge = newEdge;
        finDone |= finSent && number == sent + 1;
        int upTo = Seq.earlier(number, sent);
        if (Seq.after(upTo, una)) {
            advance(upTo, now);
        } else if (same && !finDone && sent != una && owes() && ++duplicates == 3) {
            rto.lost(sent - una, mss);
            recover = sent;
            sendFirst();
        }
        return true;
    }

    private void sendFirst() {
        whole.count("retransmitted");
        int end = Seq.earlier(una + segmentSize(), sent);
        sendAgain(una, end, ours && finSent && end == sent);
    }

    private void advance(int upTo, long now) {
        duplicates = 0;
        probePause = 0;
        rto.acknowledged(upTo, upTo - una, mss, now);
        una = upTo;
        if (!Seq.before(una, kept.from())) {
            kept.release(una);
        }
        map.forget(map.sent(una, true));
        boolean owes = owes();
        sendDue = owes ? now + rto.timeout() : Connection.NEVER;
        if (owes && Seq.before(una, recover)) {
            // RFC 6582 section 3.2: what comes next is lost too.
            sendFirst();
        }
    }

    /// What the sender may be told it was received.
    int ackNumber() {
        if (ours) {
            return swallowed;
        }
        if (finDone) {
            return finAt + 1;
        }
        ahead = Seq.later(ahead, map.sent(una, true));
        return ahead;
    }

    /// Whether bytes were acknowledged to the sender that the receiver may not have.
    private boolean owes() {
        if (ours) {
            return !finDone;
        }
        return Seq.after(owedTo(), una) && !finDone;
    }

    private int owedTo() {
        return ours ? kept.to() : Seq.earlier(map.made(ackNumber(), true), kept.to());
    }

    /// The window to offer the sender, as its header says it: within the receiver's, and within the room here.
    int offered() {
        if (ours) {
            return Math.min(limits.bytes() >> receiverScale, 65_535);
        }
        int number = ackNumber();
        int made = map.made(number, true);
        int grown = Math.max(0, kept.to() - made - Math.max(0, shown - number));
        int receivers = edge - made - grown;
        int owed = Math.max(0, Seq.earlier(made, kept.to()) - una);
        int room = limits.bytes() - owed - Math.max(0, number - shown) - (through ? 0 : Math.max(0, kept.to() - sent));
        return Math.clamp(Math.min(receivers, room) >> receiverScale, 0, 65_535);
    }

    /// Rewrites what the receiver says so that the sender understands it.
    void translate(Segment back) {
        back.ack = ackNumber();
        back.window = offered();
        int kept = 0;
        for (int i = 0; i < back.blocks; i++) {
            int from = map.sent(back.blockFrom[i], true);
            int to = map.sent(back.blockTo[i], false);
            if (Seq.before(from, to) && !Seq.before(from, back.ack)) {
                back.blockFrom[kept] = from;
                back.blockTo[kept++] = to;
            }
        }
        back.blocks = kept;
        toldNow(back);
    }

    private void toldNow(Segment back) {
        told = back.ack;
        toldWindow = back.window;
        mustTell = false;
        ackDue = holdSince == Connection.NEVER ? Connection.NEVER : ackDue;
    }

    /// Fills in what the sender is to be told, into a segment to it.
    void tell(Segment back) {
        back.ack = ackNumber();
        back.window = offered();
        if (stamped) {
            back.echo = stamp;
        }
        if (reportedFrom != reportedTo && whole.selective() && Seq.after(reportedTo, back.ack)) {
            back.blocks = 1;
            back.blockFrom[0] = Seq.later(reportedFrom, back.ack);
            back.blockTo[0] = reportedTo;
        }
        reportedFrom = reportedTo;
        toldNow(back);
    }

    /// Whether the sender has to be told something that no segment on its way tells.
    boolean mustTell() {
        if (mustTell || Seq.after(ackNumber(), told)) {
            return true;
        }
        return (toldWindow << receiverScale) < 2 * mss && offered() > toldWindow + (mss >> receiverScale);
    }

    // ---- what the sender sends

    /// Notes the time stamp of a segment of the sender (RFC 7323 section 4.3).
    void noteStamp(Segment from) {
        if (from.stamped) {
            stamped = true;
            stamp = from.stamp;
        }
    }

    boolean stamped() {
        return stamped;
    }

    int stamp() {
        return stamp;
    }

    /// The number that the sender's next byte has.
    int expected() {
        return next;
    }

    /// The number of the next segment to the receiver.
    int sentTo() {
        return finSent ? sent + 1 : sent;
    }

    void receive(Segment from, long now) {
        if (from.length == 0 && !from.has(Segment.FIN)) {
            int made = map.made(from.seq, true);
            from.seq = Seq.later(Seq.earlier(made, sentTo()), una - 1);
            whole.forward(from);
            return;
        }
        int end = from.end();
        if (ours) {
            swallow(from);
            return;
        }
        if (from.has(Segment.FIN) && !finSeen) {
            finSeen = true;
            finAt = end;
        }
        if (finSeen && Seq.after(end, finAt)) {
            whole.count("behind-fin");
        } else if (Seq.after(end, next + limits.bytes())) {
            whole.count("out-of-window");
        } else if (through) {
            passThrough(from);
        } else if (Seq.before(end, next) || end == next && !isNewEnd(from)) {
            again(from);
        } else if (Seq.after(from.seq, next)) {
            hole(from);
        } else {
            inOrder(from, now);
        }
    }

    private boolean isNewEnd(Segment from) {
        return from.has(Segment.FIN) && !lastShown;
    }

    private void swallow(Segment from) {
        swallowed = Seq.later(swallowed, from.has(Segment.FIN) ? from.end() + 1 : from.end());
        mustTell = true;
    }

    /// RFC 9293 section 3.10.7.4: the sender is told at once what is missing.
    private void hole(Segment from) {
        whole.event(StreamEvent.GAP, toServer);
        if (from.length == 0) {
            return;
        }
        if (!arrived.put(from.seq, from.data, from.at, from.length)) {
            whole.count("no-room");
            return;
        }
        reportedFrom = from.seq;
        reportedTo = from.end();
        mustTell = true;
    }

    /// What came before is sent again as it was sent, cut as the numbers say; held bytes are acknowledged.
    private void again(Segment from) {
        whole.event(StreamEvent.RETRANSMISSION, toServer);
        if (Seq.after(from.end(), shown)) {
            ahead = Seq.later(ahead, next);
            mustTell = true;
        }
        boolean fin = from.has(Segment.FIN) && finSent;
        int start = Seq.later(map.made(from.seq, false), una);
        int end = Seq.earlier(fin ? sent : map.made(from.end(), true), sent);
        if (Seq.after(end, start) || fin && !finDone) {
            sendAgain(start, Seq.later(end, start), fin);
        } else if (!mustTell) {
            probe();
        }
    }

    private void inOrder(Segment from, long now) {
        int skip = next - from.seq;
        int length = from.length - skip;
        int before = next;
        if (kept.length() + arrived.span() + length > limits.bytes() * 2) {
            whole.count("no-room");
            return;
        }
        if (arrived.isEmpty()) {
            next = from.end();
            direct(from, skip, length, now);
            return;
        }
        if (!arrived.put(next, from.data, from.at + skip, length)) {
            whole.count("no-room");
            return;
        }
        next = arrived.end();
        int passing = show(EVERYWHERE, arrived.place(), next - shown, before - shown);
        commit(EVERYWHERE, arrived.place(), next - shown, passing, true);
        after(now);
    }

    /// Nothing waits: the function reads the segment where it lies, and an unchanged one goes on as it is.
    private void direct(Segment from, int skip, int length, long now) {
        int passing = show(from.data, from.at + skip, length, 0);
        Offer offer = whole.offer();
        boolean same = skip == 0 && passing == length && offer.edits() == 0 && length > 0;
        if (same && sent == kept.to() && !Seq.after(sent + length, edge) && kept.reserve(kept.length() + length)) {
            kept.add(from.data, from.at, length);
            shown = next;
            arrived.begin(shown);
            from.seq = sent;
            sent += length;
            finSent = from.has(Segment.FIN);
            whole.forward(from);
            offer.hide();
            return;
        }
        commit(from.data, from.at + skip, length, passing, false);
        after(now);
    }

    private boolean last() {
        return finSeen && next == finAt;
    }

    /// @return how many of the bytes pass
    private int show(MemorySegment memory, long at, int length, int fresh) {
        boolean last = last();
        lastShown = last;
        offer(memory, at, length, fresh, last);
        Verdict verdict = whole.read(toServer);
        return last && verdict.kind() == Verdict.Kind.HOLD ? length : passing(verdict, length);
    }

    private void offer(MemorySegment memory, long at, int length, int fresh, boolean last) {
        long offset = Integer.toUnsignedLong(shown - first);
        whole.offer().show(memory, at, length, fresh, offset, last, toServer ? Side.CLIENT : Side.SERVER);
    }

    private static int passing(Verdict verdict, int length) {
        return switch (verdict.kind()) {
            case HOLD -> Math.min(verdict.heldFrom(), length);
            case DROP, DROP_FLOW, RESET, CLOSE, REPLY, PAGE -> 0;
            case PASS, BRANCH, DONE -> length;
        };
    }

    /// Moves what passes, with its changes, to the kept bytes; the rest waits.
    private void commit(MemorySegment memory, long at, int length, int passing, boolean waited) {
        Offer offer = whole.offer();
        offer.holdFrom(passing == length ? Integer.MAX_VALUE : passing);
        long size = (long) kept.length() + passing + offer.growth();
        if (whole.isOver() || size > Slabs.MOST / 2 || !kept.reserve((int) size)) {
            whole.fail("no-room");
            return;
        }
        kept.added(offer.copyTo(EVERYWHERE, kept.place(kept.to()), passing));
        for (int i = 0; i < offer.edits(); i++) {
            map.add(shown + offer.place(i), offer.removed(i), offer.inserted(i).length());
        }
        offer.hide();
        shown += passing;
        if (waited) {
            arrived.release(shown);
        } else {
            arrived.begin(shown);
            if (passing < length && !arrived.put(shown, memory, at + passing, length - passing)) {
                whole.fail("no-room");
            }
        }
    }

    private void after(long now) {
        if (shown == next) {
            holdSince = Connection.NEVER;
            ackDue = Connection.NEVER;
        } else if (holdSince == Connection.NEVER || heldFrom != shown) {
            // What was held first has gone on meanwhile: others wait now.
            heldFrom = shown;
            holdSince = now;
            ackDue = now + limits.ackNanos();
        }
        if (next - shown > limits.held()) {
            whole.count("held-too-much");
            flush(false, now);
            return;
        }
        pump(now);
    }

    /// Lets go what is held, unless the function asks for more time and may have it.
    private void flush(boolean more, long now) {
        whole.event(StreamEvent.TIMEOUT, toServer);
        if (limits.reset()) {
            whole.fail("held-too-long");
            return;
        }
        int length = next - shown;
        offer(EVERYWHERE, arrived.place(), length, length, false);
        Verdict verdict = whole.overdue(toServer);
        boolean all = verdict.kind() == Verdict.Kind.HOLD && !more;
        commit(EVERYWHERE, arrived.place(), length, all ? length : passing(verdict, length), true);
        holdSince = shown == next ? Connection.NEVER : now;
        ackDue = Connection.NEVER;
        pump(now);
    }

    // ---- sending

    /// Sends what the receiver's window, and the one of congestion for what is owed, leave room for.
    void pump(long now) {
        if (through || whole.isOver()) {
            return;
        }
        boolean owes = owes();
        if (owes) {
            sendLost();
        }
        boolean any = false;
        while (sent != kept.to() && !finSent) {
            int room = edge - sent;
            room = owes ? Math.min(room, una + rto.window() - sent) : room;
            if (room <= 0) {
                break;
            }
            int length = Math.min(Math.min(segmentSize(), kept.to() - sent), room);
            boolean fin = finReady() && sent + length == kept.to();
            sendPart(sent, length, fin);
            rto.sent(sent + length, now);
            any = true;
            sent += length;
            finSent |= fin;
        }
        if (finReady() && sent == kept.to() && !finSent) {
            finSent = true;
            any = true;
            sendPart(sent, 0, true);
        }
        boolean probed = any && probePause != 0;
        if ((sendDue == Connection.NEVER || probed) && (owes || sent != kept.to())) {
            sendDue = now + rto.timeout();
        }
        probePause = any ? 0 : probePause;
    }

    /// RFC 5681 section 3.1: after a timeout what was on its way is sent again, slowly at first.
    private void sendLost() {
        redo = Seq.later(redo, una);
        while (Seq.before(redo, redoTo) && redo - una < rto.window()) {
            int end = Seq.earlier(redo + segmentSize(), redoTo);
            sendAgain(redo, end, ours && finSent && end == sent);
            redo = end;
        }
    }

    private int segmentSize() {
        // RFC 6691 section 2: options come out of the segment; a time stamp takes 12 octets.
        return stamped ? mss - 12 : mss;
    }

    private boolean finReady() {
        return last() && shown == next;
    }

    private void sendPart(int number, int length, boolean fin) {
        Segment own = whole.own(toServer);
        own.seq = number;
        own.flags = Segment.ACK | (length > 0 ? Segment.PSH : 0) | (fin ? Segment.FIN : 0);
        own.data = EVERYWHERE;
        own.at = kept.place(number);
        own.length = length;
        whole.send(own);
    }

    private void sendAgain(int from, int to, boolean fin) {
        int number = from;
        do {
            int length = Math.min(segmentSize(), to - number);
            boolean last = number + length == to;
            sendPart(number, length, fin && last);
            number += length;
        } while (number != to);
    }

    /// An empty segment of the past, which the receiver has to answer with its acknowledgement and its window (RFC
    /// 9293 section 3.8.6.1 allows no data too).
    private void probe() {
        Segment own = whole.own(toServer);
        own.seq = una - 1;
        whole.send(own);
    }

    // ---- time

    long due() {
        long held = holdSince == Connection.NEVER ? Connection.NEVER : holdSince + limits.holdNanos();
        return Math.min(Math.min(held, ackDue), sendDue);
    }

    void tick(long now) {
        if (ackDue <= now) {
            ackDue = Connection.NEVER;
            // Acknowledged ahead so that the sender goes on; its FIN never is.
            ahead = Seq.later(ahead, next);
            mustTell = true;
            whole.count("acknowledged-ahead");
        }
        if (holdSince != Connection.NEVER && holdSince + limits.holdNanos() <= now) {
            whole.count("held-too-long");
            flush(true, now);
        }
        if (sendDue <= now) {
            expired(now);
        }
    }

    private void expired(long now) {
        sendDue = Connection.NEVER;
        boolean owes = owes();
        if (owes && (sent != una || finSent)) {
            rto.expired(sent - una, mss);
            if (rto.gaveUp()) {
                whole.fail("no-answer");
                return;
            }
            duplicates = 0;
            recover = una;
            sendFirst();
            redo = Seq.earlier(una + segmentSize(), sent);
            redoTo = Seq.earlier(owedTo(), sent);
            sendDue = now + rto.timeout();
        } else if (sent != kept.to()) {
            probePause = probePause == 0 ? rto.timeout() : Math.min(probePause * 2, 60_000_000_000L);
            whole.count("window-probed");
            probe();
            sendDue = now + probePause;
        }
    }

    // ---- the function has ended the flow

    /// Sends the receiver some bytes behind what has passed, and the end. What waits here is forgotten.
    void finish(Bytes last, long now) {
        swallowed = Seq.later(ackNumber(), next);
        arrived.begin(shown);
        next = shown;
        rest();
        if (!finSent) {
            finSeen = true;
            finAt = shown;
            lastShown = true;
            if (kept.reserve(kept.length() + last.length())) {
                last.copyTo(EVERYWHERE, kept.place(kept.to()));
                kept.added(last.length());
            }
        }
        ours = true;
        through = false;
        pump(now);
    }

    /// Sends the receiver nothing more.
    void swallowAll() {
        swallowed = Seq.later(ackNumber(), next);
        ours = true;
        finDone = true;
        letGo();
    }

    // ---- the function has done

    /// Shows no byte any more. What is held goes on first.
    void done(long now) {
        if (shown != next && !whole.isOver()) {
            offer(EVERYWHERE, arrived.place(), next - shown, 0, false);
            commit(EVERYWHERE, arrived.place(), next - shown, next - shown, true);
            holdSince = Connection.NEVER;
            ackDue = Connection.NEVER;
            pump(now);
        }
        goThrough();
    }

    /// From the moment on when nothing is kept here, segments go on as they come, with their numbers moved.
    private void goThrough() {
        through = whole.done() && arrived.isEmpty() && kept.length() == 0 && !finSent && !owes() && sent == una;
    }

    void settle() {
        if (whole.done() && !through) {
            goThrough();
        }
    }

    private void passThrough(Segment from) {
        int shift = map.shift();
        from.seq += shift;
        int end = from.end();
        next = Seq.later(next, from.seq + from.length - shift);
        shown = next;
        sent = Seq.later(sent, end);
        finSent |= from.has(Segment.FIN);
        kept.begin(sent);
        whole.forward(from);
    }

    /// Whether nothing is left to do here.
    boolean rests() {
        return through && !ours && map.count() == 0 && map.shift() == 0;
    }

    boolean ended() {
        return finDone;
    }

    /// Bytes that lie here.
    int bytes() {
        return kept.length() + arrived.span();
    }

    /// Whether a reset with this number ends the connection (RFC 5961 section 3.2).
    int resets(int number) {
        if (number == next) {
            return 1;
        }
        return Seq.before(number, next) || Seq.after(number, next + limits.bytes()) ? -1 : 0;
    }

    void letGo() {
        kept.letGo();
        arrived.begin(next);
        rest();
    }
}
