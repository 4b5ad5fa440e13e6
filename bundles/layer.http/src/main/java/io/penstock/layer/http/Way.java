// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.http;

import io.penstock.api.Bytes;
import io.penstock.api.Edit;
import io.penstock.api.Verdict;
import io.penstock.api.stream.Offer;
import io.penstock.api.stream.Window;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One direction of a conversation: messages one after the other, each a head and content.
///
/// Where the function may change the number of octets, a message whose content is short waits here until it is
/// whole and is given its new length; all others are sent in chunks, or to somebody who knows none (HTTP/1.0) until
/// the connection ends.
final class Way {
    /// Content up to here is waited for: it comes in the sender's first window (RFC 6928), whose acknowledgement it
    /// need not wait for.
    static final int SHORT = 8_192;

    /// How often an unfinished head is given more time.
    private static final int PATIENCE = 15;

    private static final Bytes CHUNKED = Bytes.utf8("Transfer-Encoding: chunked");
    private static final Bytes CLOSING = Bytes.utf8("Connection: close\r\nTransfer-Encoding: chunked");
    private static final Bytes MODERN = Bytes.utf8("1");
    private static final Bytes WEAK = Bytes.utf8("W/");
    private static final Bytes EMPTY_LINE = Bytes.utf8("\r\n");
    /// Unzipped bytes that the function may hold.
    private static final int MOST_HELD = 65_536;

    private static final int MINOR_VERSION = 7;

    private enum State {
        HEAD,
        CONTENT,
        TRAILER,
        /// Nothing more is read.
        OVER,
        /// Nothing more goes on: the connection's end is the last message's.
        LAST
    }

    /// How a message says where it ends (RFC 9112 section 6.3).
    private enum Framing {
        LENGTH,
        CHUNKED,
        CLOSE
    }

    private enum Manner {
        /// The function sees nothing of it.
        UNREAD,
        /// Framed as it came.
        AS_IT_CAME,
        WHOLE,
        IN_CHUNKS,
        UNTIL_CLOSE
    }

    private final boolean toServer;
    private final Conversation whole;
    private final Edit edits;
    private final Offer inner;
    private final Offer unzipped = new Offer();
    private final Content content;
    private final Chunks chunks = new Chunks();

    private State state = State.HEAD;
    private Framing framing = Framing.LENGTH;
    private Manner manner = Manner.UNREAD;
    private @Nullable Fields fields;
    private @Nullable Recoding zip;
    private long left;
    private long shown;
    private boolean leaves;
    private int searched;
    private int waits;

    /// How often the content of a message that waits here to be whole was overdue.
    private int slow;

    private boolean waste;

    /// Of the window at hand.
    private Offer outer;

    private Window data;
    private boolean late;
    private boolean heldAbove;
    private int place;

    /// Where the head of the message at hand begins, -1 where it is in no window any more.
    private int headAt;

    private boolean stopped;
    private Verdict outcome = Verdict.PASS;

    Way(boolean toServer, Conversation whole, Edit edits, Offer inner, Content content) {
        this.toServer = toServer;
        this.whole = whole;
        this.edits = edits;
        this.inner = inner;
        this.content = content;
        outer = inner;
        data = inner.window();
    }

    boolean isOver() {
        return state == State.OVER;
    }

    /// Whether nothing has gone on of a message that has not gone on whole.
    boolean isBetween() {
        return state == State.HEAD;
    }

    /// Reads nothing more from the next message on.
    void leave() {
        leaves = true;
        if (state == State.HEAD) {
            state = State.OVER;
        }
    }

    /// @param overdue whether all these bytes were shown before and wait too long
    Verdict read(Offer offer, boolean overdue) {
        outer = offer;
        data = offer.window();
        late = overdue;
        heldAbove = state == State.CONTENT;
        place = 0;
        headAt = -1;
        stopped = false;
        while (!stopped) {
            switch (state) {
                case HEAD -> head();
                case CONTENT -> content();
                case TRAILER -> trailer();
                case OVER -> stop(Verdict.PASS);
                case LAST -> takeAway();
            }
        }
        return outcome;
    }

    private void stop(Verdict verdict) {
        if (ends(verdict)) {
            outer.forget();
        }
        outcome = verdict;
        stopped = true;
    }

    private void refuse(String reason) {
        answer(reason, Refusal.of(reason), false);
    }

    private void answer(String reason, Bytes answer, boolean passed) {
        stop(toServer && whole.canAnswer(passed) ? Verdict.reply(reason, answer) : Verdict.reset(reason));
    }

    /// Does what the function says of a message that is not to go on as it is.
    private void end(Verdict verdict) {
        boolean closes = verdict.kind() == Verdict.Kind.CLOSE;
        if (verdict.kind() == Verdict.Kind.PAGE) {
            page(verdict.reason(), Refusal.page(verdict.answer()));
        } else if (closes && headAt < 0 && (framing == Framing.CLOSE || manner == Manner.UNTIL_CLOSE)) {
            // What has gone on would seem to be whole.
            stop(Verdict.reset(verdict.reason()));
        } else {
            stop(verdict);
        }
    }

    private void page(String reason, Bytes page) {
        if (toServer || headAt < 0 || edits != Edit.RESIZE) {
            answer(reason, page, state == State.CONTENT);
            return;
        }
        whole.count(reason);
        inner.hide();
        outer.holdFrom(headAt);
        data.replace(headAt, data.length() - headAt, page);
        state = State.LAST;
        waste = true;
        stop(Verdict.PASS);
    }

    private void takeAway() {
        if (place < data.length() && !waste) {
            waste = true;
            whole.count("http-behind-last");
        }
        data.remove(place, data.length() - place);
        stop(Verdict.PASS);
    }

    // ---- the head

    private void head() {
        while (place + 1 < data.length() && data.u8(place) == '\r' && data.u8(place + 1) == '\n') {
            place += 2;
            searched = 0;
        }
        if (place == data.length()) {
            stop(Verdict.PASS);
            return;
        }
        int end = Head.end(data, place, place + searched);
        if (end == Head.BROKEN) {
            refuse("http-bad-line-end");
        } else if (end == Head.MORE) {
            unfinished();
        } else {
            searched = 0;
            waits = 0;
            Head head = new Head(text(end), toServer);
            if (head.refusal().isEmpty()) {
                begin(head, end);
            } else {
                refuse(head.refusal());
            }
        }
    }

    private String text(int end) {
        byte[] octets = new byte[end - place];
        outer.copy(place, octets.length, octets, 0);
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private void unfinished() {
        searched = data.length() - place;
        if (searched > Head.LONGEST) {
            refuse("http-head-too-long");
        } else if (data.isLast()) {
            stop(Verdict.PASS);
        } else if (late && ++waits > PATIENCE) {
            refuse("http-slow-head");
        } else {
            stop(Verdict.holdFrom(place));
        }
    }

    private void begin(Head head, int end) {
        headAt = place;
        boolean empty = toServer ? framesRequest(head) : framesResponse(head);
        Fields told = fields == null ? new Fields(head, whole.asked(), mayZip(head, empty)) : fields;
        if (fields == null && (toServer || head.status() >= 200)) {
            Verdict verdict = whole.message(told, toServer);
            if (ends(verdict)) {
                end(verdict);
                return;
            }
        }
        manner = empty ? Manner.UNREAD : manner(head, told);
        if (manner == Manner.WHOLE) {
            whole(head, told, end);
            return;
        }
        zip = manner == Manner.UNREAD ? null : recoding(head, told);
        pass(head, told, empty);
        place = end;
        shown = 0;
        chunks.begin();
        if (empty) {
            finish();
        } else if (!stopped) {
            state = State.CONTENT;
        }
    }

    /// RFC 9112 section 6.3.
    ///
    /// @return whether it has no content
    private boolean framesRequest(Head head) {
        framing = head.isChunked() ? Framing.CHUNKED : Framing.LENGTH;
        left = head.length();
        return framing == Framing.LENGTH && left <= 0;
    }

    private boolean framesResponse(Head head) {
        framing = head.isChunked()
                ? Framing.CHUNKED
                : head.length() >= 0 && !head.isCodedOnTheWay() ? Framing.LENGTH : Framing.CLOSE;
        left = head.length();
        boolean none = head.status() < 200
                || head.status() == 204
                || head.status() == 304
                || whole.asked().method().equals("HEAD")
                || isTunnel(head);
        return none || framing == Framing.LENGTH && left == 0;
    }

    private boolean isTunnel(Head head) {
        boolean connected = whole.asked().method().equals("CONNECT") && head.status() / 100 == 2;
        return connected || head.status() == 101;
    }

    private static @Nullable Recoding recoding(Head head, Fields told) {
        if (told.zips()) {
            return new Recoding("");
        }
        return head.isCoded() ? new Recoding(head.coding()) : null;
    }

    private boolean mayZip(Head head, boolean empty) {
        boolean standsForContent =
                !empty || head.status() == 304 || whole.asked().method().equals("HEAD");
        boolean framed = whole.asked().modern() || framing != Framing.LENGTH || left <= SHORT;
        return !toServer
                && edits == Edit.RESIZE
                && standsForContent
                && head.status() >= 200
                && head.status() != 204
                && !isTunnel(head)
                && framed
                && whole.asked().zipped()
                && !head.isCoded()
                && !head.isPartial()
                && !head.forbidsTransforming();
    }

    private Manner manner(Head head, Fields told) {
        if (!told.zips() && (whole.done() || !whole.readsContent())) {
            return Manner.UNREAD;
        }
        if (!isReadable(head)) {
            whole.count(head.isPartial() ? "http-partial" : "http-coded");
            return Manner.UNREAD;
        }
        if (edits == Edit.NONE || framing == Framing.CLOSE) {
            return Manner.AS_IT_CAME;
        }
        if (framing == Framing.CHUNKED) {
            return Manner.IN_CHUNKS;
        }
        if (edits == Edit.SAME_LENGTH && !head.isCoded()) {
            return Manner.AS_IT_CAME;
        }
        return resized(head);
    }

    private static boolean isReadable(Head head) {
        return !head.isPartial() && (!head.isCoded() || Recoding.knows(head.coding()));
    }

    private Manner resized(Head head) {
        boolean chunks = toServer ? head.isModern() : whole.asked().modern();
        // Who knows no chunks is given more time: its request would have to go on unread.
        if (left <= SHORT && !head.expects() && (!late || toServer && !chunks)) {
            return Manner.WHOLE;
        }
        if (chunks) {
            return Manner.IN_CHUNKS;
        }
        if (toServer) {
            whole.count("http-unedited");
            return Manner.UNREAD;
        }
        return Manner.UNTIL_CLOSE;
    }

    /// Lets a head go on, and says what has to be said of its message.
    private void pass(Head head, Fields told, boolean empty) {
        fields = null;
        boolean reads = whole.readsContent() && !whole.done();
        boolean other = told.zips() && (empty || manner != Manner.UNREAD);
        if (edits == Edit.RESIZE && (reads || other)) {
            reframe(head, told, empty);
        }
        boolean changed = manner != Manner.UNREAD || head.status() == 304 && (reads || other);
        if (edits != Edit.NONE && (changed || other)) {
            forgetSums(head, told);
        }
        if (other && head.status() != 304) {
            told.sayZipped();
        }
        told.write(data, place);
        if (toServer) {
            if (!whole.ask(head)) {
                stop(Verdict.reset("http-too-many-requests"));
            }
            return;
        }
        if (isTunnel(head)) {
            whole.leave();
            leaves = true;
        } else if (head.status() >= 200) {
            whole.answered();
        }
    }

    private void reframe(Head head, Fields told, boolean empty) {
        Head.Line line = head.lengthLine();
        if (manner == Manner.IN_CHUNKS && framing == Framing.LENGTH) {
            data.replace(place + line.start(), line.end() - 2 - line.start(), modernises(head) ? CLOSING : CHUNKED);
        } else if (manner == Manner.UNTIL_CLOSE || empty && !toServer && left > 0 && isReadable(head)) {
            // What answers HEAD, or is not modified, has the length of what was never changed.
            told.remove(line);
        }
        if (toServer && !head.isModern() && head.keepsAlive()) {
            // Its answer may end with the connection.
            told.remove(head.connection());
        }
    }

    /// A server of HTTP/1.0 answers somebody who knows chunks: whoever is in the middle speaks its own version (RFC
    /// 9110 section 2.5).
    ///
    /// @return whether it has to be said that the connection ends
    private boolean modernises(Head head) {
        if (head.isModern()) {
            return false;
        }
        data.replace(place + MINOR_VERSION, 1, MODERN);
        return !head.keepsAlive();
    }

    /// RFC 9110 section 8.8.1: other octets need another strong tag. RFC 9530: and other digests.
    private void forgetSums(Head head, Fields told) {
        head.digests().forEach(told::remove);
        if (head.isStronglyTagged() && told.has(head.tag())) {
            data.insert(place + head.tag().value(), WEAK);
        }
    }

    // ---- the content

    private void whole(Head head, Fields told, int end) {
        int length = (int) left;
        if (data.length() - end < length) {
            if (!data.isLast()) {
                fields = told;
                if (late && ++slow > PATIENCE) {
                    refuse("http-slow-content");
                } else {
                    stop(Verdict.holdFrom(place));
                }
                return;
            }
            manner = Manner.UNREAD;
        }
        zip = recoding(head, told);
        int present = Math.min(length, data.length() - end);
        content.begin(end);
        content.add(end, present, length);
        if (manner == Manner.WHOLE) {
            content.show(outer, inner, 0, true);
            shown = 0;
            Verdict verdict = zip == null ? whole.show(inner, toServer, false) : recode(zip, true, true);
            if (ends(verdict)) {
                end(verdict);
                return;
            }
            changeWhole(head, present);
        }
        pass(head, told, false);
        inner.hide();
        place = end + present;
        finish();
    }

    private void changeWhole(Head head, int length) {
        if (inner.edits() == 0) {
            manner = Manner.UNREAD;
            return;
        }
        content.change(inner, data, length);
        if (inner.growth() != 0) {
            Head.Line line = head.lengthLine();
            Bytes value = Bytes.utf8(Long.toString(length + inner.growth()));
            data.replace(place + line.value(), line.end() - 2 - line.value(), value);
        }
    }

    private static boolean ends(Verdict verdict) {
        return switch (verdict.kind()) {
            case DROP, DROP_FLOW, RESET, CLOSE, REPLY, PAGE -> true;
            case PASS, BRANCH, HOLD, DONE -> false;
        };
    }

    private void content() {
        boolean ended = collect();
        if (chunks.isBroken()) {
            stop(Verdict.reset("http-bad-chunk"));
            return;
        }
        if (manner != Manner.UNREAD && !showContent(ended)) {
            return;
        }
        place = content.stop();
        if (!ended) {
            stop(Verdict.PASS);
        } else if (framing == Framing.CHUNKED) {
            state = State.TRAILER;
        } else {
            if (manner == Manner.IN_CHUNKS) {
                data.insert(place, EMPTY_LINE);
                outer.settle();
            }
            finish();
        }
    }

    /// Gathers what the window has of this message's content.
    ///
    /// @return whether it ends there
    private boolean collect() {
        content.begin(place);
        if (framing == Framing.CHUNKED) {
            return collectChunks();
        }
        int present = data.length() - place;
        if (framing == Framing.CLOSE) {
            content.add(place, present, Long.MAX_VALUE);
            return data.isLast();
        }
        int length = (int) Math.min(left, present);
        content.add(place, length, left);
        left -= length;
        return left == 0;
    }

    private boolean collectChunks() {
        int at = place;
        while (at < data.length() && !chunks.inTrailer() && !chunks.isBroken()) {
            if (chunks.inData()) {
                int length = (int) Math.min(chunks.left(), data.length() - at);
                content.add(at, length, chunks.left());
                chunks.skip(length);
                at += length;
            } else {
                chunks.step(data.u8(at++));
            }
        }
        content.stop(at);
        return chunks.inTrailer();
    }

    /// @return whether all of it goes on
    private boolean showContent(boolean ended) {
        boolean last = ended || data.isLast();
        int passing = content.total();
        if (passing > 0 || last) {
            content.show(outer, inner, shown, last);
            Verdict verdict = zip == null ? whole.show(inner, toServer, late && heldAbove) : recode(zip, last, ended);
            heldAbove = false;
            if (ends(verdict)) {
                end(verdict);
                return false;
            }
            if (verdict.kind() == Verdict.Kind.HOLD && !last) {
                passing = Math.min(verdict.heldFrom(), passing);
                inner.holdFrom(passing);
            }
        } else {
            inner.hide();
        }
        boolean all = passing == content.total();
        change(passing, ended && all);
        inner.hide();
        shown += zip == null ? passing : 0;
        if (!all) {
            hold(passing);
        }
        return all;
    }

    /// Shows what the offered bytes are unzipped, and offers in their place what became of it, zipped again.
    ///
    /// @param last whether no more bytes will come
    /// @param ended whether the content has come to its end
    private Verdict recode(Recoding zipped, boolean last, boolean ended) {
        byte[] coded = new byte[content.total()];
        inner.copy(0, coded.length, coded, 0);
        zipped.feed(coded, coded.length);
        boolean changed = false;
        int fresh = zipped.size();
        boolean more = true;
        while (more) {
            more = zipped.unzip() > 0;
            boolean end = last && zipped.isUnzipped();
            if (zipped.isBroken()) {
                return Verdict.reset("http-bad-coding");
            }
            if (!more && !end) {
                break;
            }
            unzipped.show(
                    MemorySegment.ofArray(zipped.plain()),
                    0,
                    zipped.size(),
                    fresh,
                    shown,
                    end,
                    outer.window().from());
            Verdict verdict = whole.show(unzipped, toServer, false);
            if (ends(verdict)) {
                return verdict;
            }
            changed |= unzipped.edits() > 0;
            zipBack(zipped, verdict, end);
            fresh = zipped.size();
            more &= !end;
        }
        offerZipped(zipped, coded.length, zipped.zipsOnly() ? ended : last, changed);
        return Verdict.PASS;
    }

    private void zipBack(Recoding zipped, Verdict verdict, boolean end) {
        boolean holds = verdict.kind() == Verdict.Kind.HOLD && !end && zipped.size() <= MOST_HELD;
        int passing = holds ? Math.min(verdict.heldFrom(), zipped.size()) : zipped.size();
        if (holds) {
            unzipped.holdFrom(passing);
        }
        byte[] changed = new byte[Math.toIntExact(passing + unzipped.growth())];
        unzipped.copyTo(MemorySegment.ofArray(changed), 0, passing);
        unzipped.hide();
        if (edits != Edit.NONE) {
            zipped.zip(changed, changed.length);
        }
        zipped.release(passing);
        shown += passing;
    }

    private void offerZipped(Recoding zipped, int length, boolean last, boolean changed) {
        if (edits == Edit.NONE || manner == Manner.WHOLE && !changed && !zipped.zipsOnly()) {
            return;
        }
        if (last) {
            zipped.finish();
        } else {
            zipped.flush();
        }
        inner.window().replace(0, length, Bytes.of(zipped.taken()));
    }

    private void change(int passing, boolean ends) {
        if (manner == Manner.IN_CHUNKS) {
            content.rechunk(inner, data, passing, ends);
            outer.settle();
        } else if (edits != Edit.NONE) {
            content.change(inner, data, passing);
        }
    }

    private void hold(int octet) {
        if (framing == Framing.CHUNKED) {
            chunks.rewind(content.left(octet));
        } else {
            left = content.left(octet);
        }
        stop(Verdict.holdFrom(content.place(octet)));
    }

    private void trailer() {
        while (place < data.length() && !chunks.isEnd() && !chunks.isBroken()) {
            chunks.step(data.u8(place++));
        }
        if (chunks.isBroken()) {
            stop(Verdict.reset("http-bad-trailer"));
        } else if (chunks.isEnd()) {
            finish();
        } else {
            stop(Verdict.PASS);
        }
    }

    private void finish() {
        slow = 0;
        if (zip != null) {
            zip.close();
            zip = null;
        }
        boolean closed = framing == Framing.CLOSE && state == State.CONTENT;
        if (manner == Manner.UNTIL_CLOSE) {
            state = State.LAST;
        } else {
            state = leaves || closed || whole.done() ? State.OVER : State.HEAD;
        }
    }
}
