// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.layer.SessionKind;
import io.penstock.api.port.Burst;
import io.penstock.dataplane.packet.BurstKeys;
import io.penstock.dataplane.packet.FastParser;
import io.penstock.dataplane.packet.Frame;
import io.penstock.dataplane.session.Cursor;
import io.penstock.dataplane.session.Records;
import io.penstock.dataplane.session.Words;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// A plan made to code: carries the packets of known sessions along their paths without looking anything up in the
/// plan.
/// Whatever is not usual (a new session, a change of state, a translated or narrowed session, a frame of no known
/// shape) goes the interpreted way.
///
/// Generated code calls the static methods; what they are given are its constants, so that the compiler looks through
/// them.
abstract class Compiled {
    /// What [#enter] returns for a packet that goes the interpreted way.
    static final int SLOW = -1;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    /// How the sessions of a plan are told and kept alive.
    ///
    /// @param trackers by kind of session; null where no state is kept
    // A record because the compiler trusts its components never to change.
    @SuppressWarnings("ArrayRecordComponent")
    record Sessions(Records records, SessionKind.@Nullable Tracker[] trackers) {}

    /// Carries the frames of a burst, whose keys were found.
    abstract void run(Burst burst, Gate gate, long now);

    /// Looks at a frame, and moves its session on.
    ///
    /// @return twice the path, plus 1 towards the server, or [#SLOW]
    static int enter(
            Sessions sessions,
            FastParser parser,
            BurstKeys found,
            Frame frame,
            Cursor cursor,
            Burst burst,
            int slot,
            Gate gate,
            long now) {
        int entry = found.entries()[slot];
        if (entry < 0) {
            return SLOW;
        }
        Records records = sessions.records();
        MemorySegment hot = records.hot();
        long base = (long) (entry >>> 1) * records.stride();
        boolean forward = (entry & 1) == 0;
        long about = hot.get(LONG, base + Records.ABOUT);
        if (Records.irregular(about) || !same(hot, base, forward, found.first()[slot], found.second()[slot])) {
            return SLOW;
        }
        int shape = found.shapes()[slot];
        parser.wrap(frame, burst, slot, shape);
        frame.came(gate.side, now);
        SessionKind.Tracker tracker = sessions.trackers()[Records.kind(about)];
        if (tracker != null
                && moves(
                        tracker,
                        Records.state(about),
                        frame,
                        parser.shape(shape).ownerAt(),
                        forward)) {
            return SLOW;
        }
        hot.set(LONG, base + Records.LAST_SEEN, now);
        cursor.base = base + Records.HEADER;
        cursor.record = entry >>> 1;
        return Records.path(about) << 1 | (forward == Records.byServer(about) ? 0 : 1);
    }

    /// Whether a record has these narrow words, those of its opener or those of the answer.
    private static boolean same(MemorySegment hot, long base, boolean forward, long first, long second) {
        long opener = hot.get(LONG, base + Records.FIRST);
        long answer = hot.get(LONG, base + Records.SECOND);
        if (Words.wide(second)) {
            return false;
        }
        return forward
                ? opener == first && answer == second
                : Words.backFirst(opener, answer) == first && Words.backSecond(opener, answer) == second;
    }

    private static boolean moves(SessionKind.Tracker tracker, int state, Frame frame, int at, boolean forward) {
        return tracker.next(state, frame, at, forward) != state;
    }
}
