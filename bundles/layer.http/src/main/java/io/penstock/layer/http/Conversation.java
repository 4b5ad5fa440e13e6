// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.http;

import io.penstock.api.Edit;
import io.penstock.api.Verdict;
import io.penstock.api.stream.Offer;
import io.penstock.api.stream.StreamEvent;
import io.penstock.api.stream.Streams;
import java.util.ArrayDeque;

/// Requests and their responses on one connection (RFC 9112 section 9).
final class Conversation implements Streams.Reader {
    /// Requests that wait for their response; more are refused.
    private static final int MOST_ASKED = 1_000;

    /// A request that waits for its response.
    ///
    /// @param modern whether whoever asks knows HTTP/1.1
    /// @param zipped whether whoever asks takes gzip
    record Asked(String method, boolean modern, boolean zipped) {}

    /// What a response belongs to that nobody asked for.
    private static final Asked NOTHING = new Asked("", false, false);

    private final Streams.Reader above;
    private final Streams.Notes notes;
    private final ArrayDeque<Asked> asked = new ArrayDeque<>();
    private final Way toServer;
    private final Way toClient;
    private final Content content = new Content();
    private final boolean readsContent;
    private boolean done;

    /// @param readsContent whether the function is shown content, not heads alone
    /// @param inner made once for each worker
    Conversation(Streams.Reader above, boolean readsContent, Edit edits, Streams.Notes notes, Offer inner) {
        this.above = above;
        this.readsContent = readsContent;
        this.notes = notes;
        Edit body = edits == Edit.RESIZE || edits == Edit.SAME_LENGTH ? edits : Edit.NONE;
        toServer = new Way(true, this, body, inner, content);
        toClient = new Way(false, this, body, inner, content);
    }

    @Override
    public Verdict read(Offer offer, boolean server) {
        return read(offer, server, false);
    }

    @Override
    public Verdict overdue(Offer offer, boolean server) {
        return read(offer, server, true);
    }

    private Verdict read(Offer offer, boolean server, boolean late) {
        Verdict verdict = (server ? toServer : toClient).read(offer, late);
        boolean over = toServer.isOver() && toClient.isOver();
        return over && verdict == Verdict.PASS ? Verdict.DONE : verdict;
    }

    @Override
    public void event(StreamEvent event, boolean server) {
        above.event(event, server);
    }

    // ---- for its two ways

    boolean readsContent() {
        return readsContent;
    }

    /// Tells the function of a message, unless it has done.
    Verdict message(Fields fields, boolean server) {
        if (done) {
            return Verdict.PASS;
        }
        Verdict verdict = above.message(fields, server);
        done |= verdict.kind() == Verdict.Kind.DONE;
        return verdict;
    }

    /// Shows content to the function, unless it has done.
    Verdict show(Offer inner, boolean server, boolean late) {
        if (done || !readsContent) {
            return Verdict.PASS;
        }
        Verdict verdict = late ? above.overdue(inner, server) : above.read(inner, server);
        done |= verdict.kind() == Verdict.Kind.DONE;
        return verdict;
    }

    /// Whether the function wants to see nothing more.
    boolean done() {
        return done;
    }

    boolean ask(Head request) {
        asked.add(new Asked(request.method(), request.isModern(), Accepted.gzip(request.values("accept-encoding"))));
        return asked.size() <= MOST_ASKED;
    }

    /// What the next response answers.
    Asked asked() {
        return asked.isEmpty() ? NOTHING : asked.peek();
    }

    void answered() {
        asked.poll();
    }

    /// Whether an answer that is made here would be taken for the one to the request at hand: no other is under way.
    ///
    /// @param passed whether the request's head has gone on
    boolean canAnswer(boolean passed) {
        return asked.size() == (passed ? 1 : 0) && toClient.isBetween();
    }

    /// From here on the connection speaks another protocol.
    void leave() {
        toServer.leave();
        toClient.leave();
    }

    void count(String name) {
        notes.count(name);
    }
}
