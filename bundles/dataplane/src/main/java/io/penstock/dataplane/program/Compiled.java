// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.layer.SessionKind;
import io.penstock.api.port.Burst;
import io.penstock.dataplane.packet.BurstKeys;
import io.penstock.dataplane.packet.FastParser;
import io.penstock.dataplane.packet.Frame;
import io.penstock.dataplane.session.Cursor;
import io.penstock.dataplane.session.Index;
import io.penstock.dataplane.session.Records;
import io.penstock.dataplane.session.SessionStore;
import io.penstock.dataplane.session.Words;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// A plan made to code: carries the packets of known sessions along their paths without looking anything up in the
/// plan. Whatever is not usual (a new session, a change of state, a narrowed session, a frame of no known shape)
/// goes the interpreted way.
///
/// Generated code calls the static methods; what they are given are its constants, so that the compiler looks through
/// them.
abstract class Compiled {
    /// The entry of a packet that goes the interpreted way.
    static final int SLOW = -1;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    /// How the sessions of a plan are told and kept alive.
    ///
    /// @param trackers by kind of session; null where no state is kept
    // A record because the compiler trusts its components never to change.
    @SuppressWarnings("ArrayRecordComponent")
    record Sessions(SessionStore store, Index index, Records records, SessionKind.@Nullable Tracker[] trackers) {}

    /// Carries the frames of a burst, whose keys were found.
    ///
    /// @param former the program before, while it still has sessions
    abstract void run(Burst burst, Gate gate, long now, @Nullable Former former);

    // What generated code calls for each frame is small on purpose: what is compiled by itself before its caller is,
    // and
    // comes out large, is never compiled into the caller, and then its arguments are no constants any more.

    /// Looks all sessions of a burst up.
    static void lookUp(Index index, BurstKeys found, Burst burst) {
        int[] entries = found.entries();
        for (int i = 0; i < burst.count; i++) {
            entries[i] = found.shapes()[i] == FastParser.SLOW ? SLOW : index.candidate(found.hash()[i]);
        }
    }

    /// Brings over the sessions of the burst that the program before still has.
    static void carryOver(Index index, BurstKeys found, Burst burst, @Nullable Former former) {
        if (former == null) {
            return;
        }
        int[] entries = found.entries();
        for (int i = 0; i < burst.count; i++) {
            if (entries[i] == SessionStore.NONE && found.shapes()[i] != FastParser.SLOW) {
                int entry =
                        former.find(found.first()[i], found.second()[i], found.hash()[i], found.keys(), found.at(i));
                entries[i] = entry == SessionStore.NONE ? index.candidate(found.hash()[i]) : entry;
            }
        }
    }

    /// Where a frame's search began, negative where it goes the interpreted way.
    static int entry(BurstKeys found, int slot) {
        return found.entries()[slot];
    }

    /// The shape of a frame that goes the compiled way.
    static int shape(BurstKeys found, int slot) {
        return found.shapes()[slot];
    }

    /// What the session of an entry is.
    static long about(Records records, int entry) {
        return records.hot().get(LONG, base(records, entry) + Records.ABOUT);
    }

    private static long base(Records records, int entry) {
        return (long) (entry >>> 1) * records.stride();
    }

    /// Whether the packets of a session go the compiled way.
    static boolean regular(long about) {
        return !Records.irregular(about);
    }

    /// Whether an entry is that of answers which are no mirror of what they answer to.
    static boolean apart(int entry, long about) {
        return (entry & 1) != 0 && Records.ownReply(about);
    }

    /// Whether a frame's words are those of its entry, which is not [#apart].
    static boolean opens(Records records, int entry, BurstKeys found, int slot) {
        long base = base(records, entry);
        long opener = records.hot().get(LONG, base + Records.FIRST);
        long answer = records.hot().get(LONG, base + Records.SECOND);
        long first = found.first()[slot];
        long second = found.second()[slot];
        return (entry & 1) == 0
                ? opener == first && answer == second
                : Words.backFirst(opener, answer) == first && Words.backSecond(opener, answer) == second;
    }

    /// Whether a frame's words are those of its entry, which is [#apart].
    static boolean answers(Records records, int entry, BurstKeys found, int slot) {
        long cold = (long) (entry >>> 1) * Records.COLD;
        return records.cold().get(LONG, cold + Records.REPLY_FIRST) == found.first()[slot]
                && records.cold().get(LONG, cold + Records.REPLY_SECOND) == found.second()[slot];
    }

    /// Whether a frame's key is more than its words.
    static boolean wide(BurstKeys found, int slot) {
        return Words.wide(found.second()[slot]);
    }

    /// Whether a frame's whole key is that of its entry.
    static boolean whole(SessionStore store, int entry, BurstKeys found, int slot) {
        return store.sameWide(entry, found.second()[slot], found.keys(), found.at(slot));
    }

    /// Whether the packet changes the state of its session.
    static boolean moves(
            Sessions sessions, FastParser parser, BurstKeys found, Frame frame, int slot, int entry, long about) {
        SessionKind.Tracker tracker = sessions.trackers()[Records.kind(about)];
        if (tracker == null) {
            return false;
        }
        int state = Records.state(about);
        return tracker.next(state, frame, parser.shape(found.shapes()[slot]).ownerAt(), (entry & 1) == 0) != state;
    }

    /// Has the functions' fields be those of this entry's session, which is not idle.
    static void meet(Records records, Cursor cursor, int entry, long now) {
        long base = base(records, entry);
        records.hot().set(LONG, base + Records.LAST_SEEN, now);
        cursor.base = base + Records.HEADER;
        cursor.record = entry >>> 1;
        cursor.forward = (entry & 1) == 0;
    }

    /// Twice the path, plus 1 towards the server.
    static int way(long about, int entry) {
        return Records.path(about) << 1 | ((entry & 1) == 0 == Records.byServer(about) ? 0 : 1);
    }
}
