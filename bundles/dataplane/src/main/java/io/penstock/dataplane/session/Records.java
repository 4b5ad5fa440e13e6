// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.session;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The memory of all records: what each packet touches first, one or few lines of 64 octets, with the
/// functions' fields behind it; what only opening, ending and slower ways touch, apart.
///
/// @param hot a record is its two words, when a packet came last, what it is, then the functions' fields
/// @param cold timers, lists, the reply's words, one line a record
/// @param stride octets of a hot record
public record Records(MemorySegment hot, MemorySegment cold, int stride) {
    /// Octets of a hot record before the functions' fields.
    public static final int HEADER = 32;

    /// The opener's first word.
    public static final int FIRST = 0;
    /// The opener's second word.
    public static final int SECOND = 8;
    /// When the last packet came.
    public static final int LAST_SEEN = 16;
    /// Path, state, kind and flags, in eight octets that are read at once.
    public static final int ABOUT = 24;
    static final int PATH = 24;
    static final int STATE = 26;
    static final int KIND = 27;
    static final int FLAGS = 28;
    static final int BLOCKED_AT = 29;
    static final int PLAN = 30;

    /// Octets of the cold part of a record.
    public static final int COLD = 64;
    /// The first word of the answers.
    public static final int REPLY_FIRST = 0;
    /// The second word of the answers.
    public static final int REPLY_SECOND = 8;
    static final int SKIPPED = 16;
    static final int WHEEL_NEXT = 24;
    static final int WHEEL_PREVIOUS = 28;
    static final int YOUNG_NEXT = 32;
    static final int YOUNG_PREVIOUS = 36;
    static final int IDLE_MILLIS = 40;
    static final int GENERATION = 44;
    static final int WIDE_KEY = 48;
    static final int WIDE_REPLY = 52;
    static final int CLIENT_PORT = 56;
    static final int SERVER_PORT = 58;
    static final int WHEEL_BUCKET = 60;

    /// The server side opened the session.
    public static final int BY_SERVER = 1;
    /// Some node does not see the session or drops it: its packets go the interpreted way.
    public static final int IRREGULAR = 2;
    /// The reply's words stand in the cold part, as they are no mirror of the opener's.
    public static final int OWN_REPLY = 4;
    /// Some node translates the session.
    public static final int TRANSLATED = 32;
    /// Nodes were not asked yet about the session, which another program opened: its next packet goes the interpreted
    /// way.
    static final int STALE = 64;
    /// The session is in the list of those that are given up first.
    static final int YOUNG = 8;
    /// The record is in use.
    static final int OPEN = 16;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    static Records of(int capacity, int scratchBytes, Arena arena) {
        int stride = HEADER + scratchBytes + 63 & ~63;
        return new Records(
                arena.allocate((long) capacity * stride, 64), arena.allocate((long) capacity * COLD, 64), stride);
    }

    /// The path that [#ABOUT] names.
    public static int path(long about) {
        return (int) about & 0xffff;
    }

    /// The state that [#ABOUT] names.
    public static int state(long about) {
        return (int) (about >>> 16) & 0xff;
    }

    /// The kind of session that [#ABOUT] names.
    public static int kind(long about) {
        return (int) (about >>> 24) & 0xff;
    }

    /// Whether [#ABOUT] says that packets go the interpreted way.
    public static boolean irregular(long about) {
        return (about & (long) IRREGULAR << 32) != 0;
    }

    /// Whether [#ABOUT] says that some node translates the session.
    public static boolean translated(long about) {
        return (about & (long) TRANSLATED << 32) != 0;
    }

    /// Whether [#ABOUT] says that the reply's words stand in the cold part.
    public static boolean ownReply(long about) {
        return (about & (long) OWN_REPLY << 32) != 0;
    }

    /// Whether [#ABOUT] says that the server side opened the session.
    public static boolean byServer(long about) {
        return (about & (long) BY_SERVER << 32) != 0;
    }

    long base(int record) {
        return (long) record * stride;
    }

    long getLong(int record, int field) {
        return hot.get(LONG, base(record) + field);
    }

    void setLong(int record, int field, long value) {
        hot.set(LONG, base(record) + field, value);
    }

    int getShort(int record, int field) {
        return hot.get(SHORT, base(record) + field) & 0xffff;
    }

    void setShort(int record, int field, int value) {
        hot.set(SHORT, base(record) + field, (short) value);
    }

    int getByte(int record, int field) {
        return hot.get(BYTE, base(record) + field) & 0xff;
    }

    void setByte(int record, int field, int value) {
        hot.set(BYTE, base(record) + field, (byte) value);
    }

    boolean flag(int record, int flag) {
        return (getByte(record, FLAGS) & flag) != 0;
    }

    void flag(int record, int flag, boolean on) {
        int flags = getByte(record, FLAGS);
        setByte(record, FLAGS, on ? flags | flag : flags & ~flag);
    }

    long coldLong(int record, int field) {
        return cold.get(LONG, (long) record * COLD + field);
    }

    void coldLong(int record, int field, long value) {
        cold.set(LONG, (long) record * COLD + field, value);
    }

    int coldInt(int record, int field) {
        return cold.get(INT, (long) record * COLD + field);
    }

    void coldInt(int record, int field, int value) {
        cold.set(INT, (long) record * COLD + field, value);
    }

    int coldShort(int record, int field) {
        return cold.get(SHORT, (long) record * COLD + field) & 0xffff;
    }

    void coldShort(int record, int field, int value) {
        cold.set(SHORT, (long) record * COLD + field, (short) value);
    }

    /// Copies what the platform keeps of a record of other memory.
    void copyFrom(Records other, int theirs, int record) {
        MemorySegment.copy(other.hot, other.base(theirs), hot, base(record), HEADER);
        MemorySegment.copy(other.cold, (long) theirs * COLD, cold, (long) record * COLD, COLD);
    }

    /// Makes all of a record 0 but its generation.
    void clear(int record) {
        int generation = coldInt(record, GENERATION);
        hot.asSlice(base(record), stride).fill((byte) 0);
        cold.asSlice((long) record * COLD, COLD).fill((byte) 0);
        coldInt(record, GENERATION, generation);
    }
}
