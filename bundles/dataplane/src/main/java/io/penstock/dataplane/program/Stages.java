// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.dataplane.packet.Frame;
import io.penstock.dataplane.session.Cursor;
import io.penstock.dataplane.session.Records;
import io.penstock.dataplane.session.Words;
import java.lang.foreign.ValueLayout;

/// What the sessions of a program are called between the nodes that translate them, as compiled code reads it: out of
/// memory that never changes, at constant distances, for narrow keys. [Translations] does the same for all.
///
/// @param between where in a record's scratch part [Translations] begins
// A record because the compiler trusts its components never to change.
record Stages(Records records, Cursor cursor, int between) {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    /// Whether the node at this place of the path translates the session, given that the packet goes its way.
    static boolean at(Stages stages, int place, boolean forward) {
        return stages.cursor.forward == forward
                && Records.translated(about(stages))
                && (bits(stages) & 1L << place) != 0;
    }

    private static long about(Stages stages) {
        return stages.records.hot().get(LONG, stages.cursor.base - Records.HEADER + Records.ABOUT);
    }

    private static long bits(Stages stages) {
        return stages.records.hot().get(LONG, stages.cursor.base + stages.between);
    }

    /// Behind how many nodes that translate it the session is called what the packet shall be called now, the opener's
    /// side being 0; -1 where it is called what the answers say.
    static int index(Stages stages, int place, boolean forward) {
        long bits = bits(stages);
        boolean byServer = Records.byServer(about(stages));
        long nearer = byServer ? bits >>> place >>> 1 : bits & (1L << place) - 1;
        int index = Long.bitCount(nearer) + (forward ? 1 : 0);
        return index == Long.bitCount(bits) ? -1 : index;
    }

    /// A word of what the session is called there.
    ///
    /// @param second whether it is that of the receiver
    static long word(Stages stages, int index, boolean second) {
        if (index < 0) {
            long cold = (long) stages.cursor.record * Records.COLD;
            return stages.records.cold().get(LONG, cold + (second ? Records.REPLY_SECOND : Records.REPLY_FIRST));
        }
        long base = stages.cursor.base;
        if (index == 0) {
            return stages.records.hot().get(LONG, base - Records.HEADER + (second ? Records.SECOND : Records.FIRST));
        }
        long key = base + stages.between + Translations.keyAt(index);
        return stages.records.hot().get(LONG, key + (second ? Long.BYTES : 0));
    }

    /// Gives the packet the ends that the session has there.
    ///
    /// @return false where that has to be done the slow way
    static boolean impose(Frame frame, int index, boolean forward, long first, long second, boolean wide) {
        if (wide || !frame.endsKnown()) {
            return false;
        }
        boolean turned = index < 0 == forward;
        frame.ends(turned ? second : first, turned ? first : second);
        return true;
    }

    /// Whether the session's key is a wide one.
    static boolean wide(Stages stages) {
        return Words.wide(stages.records.hot().get(LONG, stages.cursor.base - Records.HEADER + Records.SECOND));
    }
}
