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
        int record = entry >>> 1;
        long base = (long) record * records.stride();
        long opener = hot.get(LONG, base + Records.FIRST);
        long answer = hot.get(LONG, base + Records.SECOND);
        long first = found.first()[slot];
        long second = found.second()[slot];
        boolean forward = (entry & 1) == 0;
        boolean same = forward
                ? opener == first && answer == second
                : Words.backFirst(opener, answer) == first && Words.backSecond(opener, answer) == second;
        long about = hot.get(LONG, base + Records.ABOUT);
        if (!same || Words.wide(second) || Records.irregular(about)) {
            return SLOW;
        }
        int shape = found.shapes()[slot];
        parser.wrap(frame, burst, slot, shape);
        frame.came(gate.side, now);
        SessionKind.Tracker tracker = sessions.trackers()[Records.kind(about)];
        if (tracker != null) {
            int state = Records.state(about);
            if (tracker.next(state, frame, parser.shape(shape).ownerAt(), forward) != state) {
                return SLOW;
            }
        }
        hot.set(LONG, base + Records.LAST_SEEN, now);
        cursor.base = base + Records.HEADER;
        cursor.record = record;
        return Records.path(about) << 1 | (forward == Records.byServer(about) ? 0 : 1);
    }
}
