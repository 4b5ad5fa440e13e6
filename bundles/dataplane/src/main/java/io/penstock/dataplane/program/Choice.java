// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.Edit;
import io.penstock.api.Verdict;
import io.penstock.api.stream.Offer;
import io.penstock.api.stream.Protocol;
import io.penstock.api.stream.Protocol.Beginning;
import io.penstock.api.stream.StreamEvent;
import io.penstock.api.stream.Streams;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells by the first bytes of a session which protocol it speaks, and shows the function what that one carries.
final class Choice implements Streams.Reader {
    /// How often bytes that may be the beginning of a protocol are kept back for more.
    private static final int PATIENCE = 2;

    private final List<Protocol> protocols;
    private final boolean plain;
    private final Edit edits;
    private final Streams.Reader function;
    private final Streams.Notes notes;
    private Streams.@Nullable Reader chosen;
    private int waited;

    /// Whether bytes of the client wait that the function has not seen.
    private boolean waits;

    /// @param plain whether the function is shown the bytes themselves where no protocol is known
    Choice(List<Protocol> protocols, boolean plain, Edit edits, Streams.Reader function, Streams.Notes notes) {
        this.protocols = protocols;
        this.plain = plain;
        this.edits = edits;
        this.function = function;
        this.notes = notes;
    }

    @Override
    public Verdict read(Offer offer, boolean toServer) {
        Streams.Reader reader = chosen == null ? choose(offer, toServer) : chosen;
        waits = reader == null || waits && !toServer;
        return reader == null ? Verdict.holdFrom(0) : reader.read(offer, toServer);
    }

    @Override
    public Verdict overdue(Offer offer, boolean toServer) {
        if (chosen == null && ++waited < PATIENCE) {
            return Verdict.holdFrom(0);
        }
        Streams.Reader reader = chosen == null ? unknown() : chosen;
        boolean unseen = waits && toServer;
        waits &= !toServer;
        return unseen ? reader.read(offer, true) : reader.overdue(offer, toServer);
    }

    @Override
    public void event(StreamEvent event, boolean toServer) {
        if (event == StreamEvent.OPEN) {
            // Of a session in which one connection follows another, each speaks for itself.
            chosen = null;
            waited = 0;
            waits = false;
        }
        (chosen == null ? function : chosen).event(event, toServer);
    }

    private Streams.@Nullable Reader choose(Offer offer, boolean toServer) {
        boolean more = false;
        for (int i = 0; toServer && i < protocols.size(); i++) {
            Beginning beginning = protocols.get(i).begins(offer.window());
            if (beginning == Beginning.YES) {
                chosen = protocols.get(i).open(function, edits, notes);
                return chosen;
            }
            more |= beginning == Beginning.MORE;
        }
        return more && !offer.window().isLast() ? null : unknown();
    }

    private Streams.Reader unknown() {
        chosen = plain ? function : new Unread();
        return chosen;
    }

    /// Shows nothing.
    private final class Unread implements Streams.Reader {
        @Override
        public Verdict read(Offer offer, boolean toServer) {
            notes.count("unread");
            return Verdict.DONE;
        }

        @Override
        public void event(StreamEvent event, boolean toServer) {}
    }
}
