// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.session;

import io.penstock.dataplane.packet.Keys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.IntConsumer;

/// The sessions of a worker: a bounded number of records off the heap, each reached by two keys, that of its
/// opener and that of the answer, through one table with open addressing.
///
/// Keys are hashed with a secret, so that nobody can choose tuples that collide. Idle records are found by a
/// timer wheel. Used by one thread.
public final class SessionStore implements AutoCloseable {
    /// What [#find] returns where there is no session.
    public static final int NONE = -1;

    /// Octets of a record before the functions' fields.
    public static final int HEADER_BYTES = 192;

    private static final int REVERSE = Keys.BYTES;
    private static final int LAST_SEEN = 128;
    private static final int IDLE = 136;
    private static final int SKIPPED = 144;
    private static final int HASH = 152;
    private static final int REVERSE_HASH = 156;
    private static final int PATH = 160;
    private static final int WHEEL_NEXT = 164;
    private static final int WHEEL_PREVIOUS = 168;
    private static final int WHEEL_BUCKET = 172;
    private static final int STATE = 176;
    private static final int KIND = 177;
    private static final int BLOCKED_AT = 178;
    private static final int OPENER_SERVER = 179;
    private static final int CLIENT_PORT = 180;
    private static final int SERVER_PORT = 182;

    private static final int BUCKETS = 4_096;
    private static final long TICK_NANOS = 100_000_000L;
    private static final int EMPTY = 0;

    private final Arena arena = Arena.ofShared();
    private final int capacity;
    private final int stride;
    private final MemorySegment records;
    private final int[] table;
    private final int mask;
    private final int[] free;
    private final int[] generations;
    private int freeCount;
    private final long secret0;
    private final long secret1;
    private final int[] bucketHeads = new int[BUCKETS];
    private long wheelTick = Long.MIN_VALUE;
    private long opened;
    private long expired;
    private long refused;

    /// @param capacity at most so many sessions
    /// @param scratchBytes octets for the functions' fields
    /// @param seed makes the hash secret; a different one for each run
    public SessionStore(int capacity, int scratchBytes, long seed) {
        this.capacity = capacity;
        stride = HEADER_BYTES + (scratchBytes + 63 & ~63);
        records = arena.allocate((long) capacity * stride, 64);
        table = new int[Integer.highestOneBit(Math.max(8, capacity * 4 - 1)) << 1];
        mask = table.length - 1;
        free = new int[capacity];
        generations = new int[capacity];
        for (int i = 0; i < capacity; i++) {
            free[i] = capacity - 1 - i;
        }
        freeCount = capacity;
        secret0 = mix(seed ^ 0x9E37_79B9_7F4A_7C15L);
        secret1 = mix(seed + 0xD1B5_4A32_D192_ED03L) | 1;
        java.util.Arrays.fill(bucketHeads, NONE);
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 32) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ mixed >>> 29) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ mixed >>> 32;
    }

    /// The hash of a key.
    public int hash(MemorySegment key) {
        return hash(key, 0);
    }

    private int hash(MemorySegment key, long at) {
        long state = secret0;
        for (int i = 0; i < Keys.BYTES; i += 16) {
            long left = key.get(ValueLayout.JAVA_LONG_UNALIGNED, at + i) ^ secret1;
            long right = key.get(ValueLayout.JAVA_LONG_UNALIGNED, at + i + 8) ^ state;
            state = left * right ^ Math.unsignedMultiplyHigh(left, right) ^ Long.rotateLeft(state, 23);
        }
        return (int) mix(state);
    }

    /// Finds the session of a key.
    ///
    /// @return `record << 1`, plus 1 where the key is that of the way back, or [#NONE]
    public int find(MemorySegment key, int hash) {
        for (int at = hash & mask; table[at] != EMPTY; at = at + 1 & mask) {
            int entry = table[at] - 1;
            long base = base(entry >>> 1) + ((entry & 1) == 0 ? 0 : REVERSE);
            int stored =
                    records.get(ValueLayout.JAVA_INT, base(entry >>> 1) + ((entry & 1) == 0 ? HASH : REVERSE_HASH));
            if (stored == hash && same(key, base)) {
                return entry;
            }
        }
        return NONE;
    }

    private boolean same(MemorySegment key, long base) {
        for (int i = 0; i < Keys.BYTES; i += 8) {
            if (key.get(ValueLayout.JAVA_LONG_UNALIGNED, i) != records.get(ValueLayout.JAVA_LONG, base + i)) {
                return false;
            }
        }
        return true;
    }

    /// Opens a session with the key of its opener; the way back has the same key reversed. Its fields are 0.
    ///
    /// @return the record, or [#NONE] where the store is full
    public int open(MemorySegment key, int hash, long now) {
        if (freeCount == 0) {
            refuse();
            return NONE;
        }
        int record = free[--freeCount];
        generations[record]++;
        long base = base(record);
        records.asSlice(base, stride).fill((byte) 0);
        MemorySegment.copy(key, 0, records, base, Keys.BYTES);
        MemorySegment back = records.asSlice(base + REVERSE, Keys.BYTES);
        Keys.reverse(key, back);
        int backHash = hash(records, base + REVERSE);
        setInt(record, HASH, hash);
        setInt(record, REVERSE_HASH, backHash);
        insert(hash, record << 1);
        // A key that is its own way back (one end talking to itself) has one entry only.
        if (find(back, backHash) == NONE) {
            insert(backHash, record << 1 | 1);
        }
        setInt(record, WHEEL_BUCKET, NONE);
        setLong(record, LAST_SEEN, now);
        opened++;
        return record;
    }

    private void insert(int hash, int entry) {
        int at = hash & mask;
        while (table[at] != EMPTY) {
            at = at + 1 & mask;
        }
        table[at] = entry + 1;
    }

    /// Counts a session that was turned away because the store is full.
    public void refuse() {
        refused++;
    }

    /// Ends a session.
    public void close(int record) {
        unlink(record);
        remove(getInt(record, HASH), record << 1);
        remove(getInt(record, REVERSE_HASH), record << 1 | 1);
        // Whoever still waits for this session finds that it ended, even before the record is used again.
        generations[record]++;
        free[freeCount++] = record;
    }

    private void remove(int hash, int entry) {
        int at = hash & mask;
        while (table[at] != EMPTY && table[at] - 1 != entry) {
            at = at + 1 & mask;
        }
        if (table[at] == EMPTY) {
            return;
        }
        int hole = at;
        for (int next = hole + 1 & mask; table[next] != EMPTY; next = next + 1 & mask) {
            int home = homeOf(table[next] - 1);
            boolean movable = hole <= next ? home <= hole || home > next : home <= hole && home > next;
            if (movable) {
                table[hole] = table[next];
                hole = next;
            }
        }
        table[hole] = EMPTY;
    }

    private int homeOf(int entry) {
        return getInt(entry >>> 1, (entry & 1) == 0 ? HASH : REVERSE_HASH) & mask;
    }

    /// Notes that a packet came and how long the session may now be idle.
    public void touch(int record, long now, long idleNanos) {
        setLong(record, LAST_SEEN, now);
        setLong(record, IDLE, idleNanos);
        if (getInt(record, WHEEL_BUCKET) == NONE) {
            link(record, now, idleNanos);
        } else if (now / TICK_NANOS + idleNanos / TICK_NANOS < dueTick(record)) {
            // A shorter time than before has to be seen before the old one is due.
            unlink(record);
            link(record, now, idleNanos);
        }
    }

    private long dueTick(int record) {
        int bucket = getInt(record, WHEEL_BUCKET);
        long ahead = Math.floorMod(bucket - wheelTick, (long) BUCKETS);
        return wheelTick + ahead;
    }

    private void link(int record, long now, long idleNanos) {
        if (wheelTick == Long.MIN_VALUE) {
            wheelTick = now / TICK_NANOS;
        }
        long ticks = Math.clamp((now + idleNanos) / TICK_NANOS + 1 - wheelTick, 1, BUCKETS - 1);
        int bucket = (int) Math.floorMod(wheelTick + ticks, (long) BUCKETS);
        int head = bucketHeads[bucket];
        setInt(record, WHEEL_NEXT, head);
        setInt(record, WHEEL_PREVIOUS, NONE);
        setInt(record, WHEEL_BUCKET, bucket);
        if (head != NONE) {
            setInt(head, WHEEL_PREVIOUS, record);
        }
        bucketHeads[bucket] = record;
    }

    private void unlink(int record) {
        int bucket = getInt(record, WHEEL_BUCKET);
        if (bucket == NONE) {
            return;
        }
        int next = getInt(record, WHEEL_NEXT);
        int previous = getInt(record, WHEEL_PREVIOUS);
        if (next != NONE) {
            setInt(next, WHEEL_PREVIOUS, previous);
        }
        if (previous != NONE) {
            setInt(previous, WHEEL_NEXT, next);
        } else {
            bucketHeads[bucket] = next;
        }
        setInt(record, WHEEL_BUCKET, NONE);
    }

    /// Ends the sessions that were idle for too long.
    ///
    /// @param ending told each record before it is freed
    public void expire(long now, IntConsumer ending) {
        long tick = now / TICK_NANOS;
        if (wheelTick == Long.MIN_VALUE || tick <= wheelTick) {
            return;
        }
        long steps = Math.min(tick - wheelTick, BUCKETS);
        long first = tick - steps + 1;
        wheelTick = tick;
        for (long step = first; step <= tick; step++) {
            expireBucket((int) Math.floorMod(step, (long) BUCKETS), now, ending);
        }
    }

    private void expireBucket(int bucket, long now, IntConsumer ending) {
        int record = bucketHeads[bucket];
        bucketHeads[bucket] = NONE;
        while (record != NONE) {
            int next = getInt(record, WHEEL_NEXT);
            setInt(record, WHEEL_BUCKET, NONE);
            long left = getLong(record, LAST_SEEN) + getLong(record, IDLE) - now;
            if (left <= 0) {
                ending.accept(record);
                close(record);
                expired++;
            } else {
                link(record, now, left);
            }
            record = next;
        }
    }

    /// Tells every open record.
    public void forEach(IntConsumer action) {
        for (int entry : table) {
            if (entry != EMPTY && (entry - 1 & 1) == 0) {
                action.accept(entry - 1 >>> 1);
            }
        }
    }

    /// The memory that holds all records.
    public MemorySegment memory() {
        return records;
    }

    /// Where the functions' fields of a record begin.
    public long scratch(int record) {
        return base(record) + HEADER_BYTES;
    }

    /// Copies the opener's key of a record.
    public void key(int record, MemorySegment target) {
        MemorySegment.copy(records, base(record), target, 0, Keys.BYTES);
    }

    public long lastSeen(int record) {
        return getLong(record, LAST_SEEN);
    }

    /// The path that the session takes.
    public int path(int record) {
        return getInt(record, PATH);
    }

    public void path(int record, int path) {
        setInt(record, PATH, path);
    }

    /// Bits of the path's nodes that do not see the session, the first node being bit 0.
    public long skipped(int record) {
        return getLong(record, SKIPPED);
    }

    public void skipped(int record, long bits) {
        setLong(record, SKIPPED, bits);
    }

    public int state(int record) {
        return getByte(record, STATE);
    }

    public void state(int record, int state) {
        setByte(record, STATE, state);
    }

    /// The kind of session.
    public int kind(int record) {
        return getByte(record, KIND);
    }

    public void kind(int record, int kind) {
        setByte(record, KIND, kind);
    }

    /// 0, or one more than the place on the path at which all its packets are dropped.
    public int blockedAt(int record) {
        return getByte(record, BLOCKED_AT);
    }

    public void blockedAt(int record, int place) {
        setByte(record, BLOCKED_AT, place);
    }

    public boolean openedByServer(int record) {
        return getByte(record, OPENER_SERVER) != 0;
    }

    public void openedByServer(int record, boolean byServer) {
        setByte(record, OPENER_SERVER, byServer ? 1 : 0);
    }

    /// The ports between which the session runs.
    public void ports(int record, int client, int server) {
        records.set(ValueLayout.JAVA_SHORT, base(record) + CLIENT_PORT, (short) client);
        records.set(ValueLayout.JAVA_SHORT, base(record) + SERVER_PORT, (short) server);
    }

    public int clientPort(int record) {
        return records.get(ValueLayout.JAVA_SHORT, base(record) + CLIENT_PORT);
    }

    public int serverPort(int record) {
        return records.get(ValueLayout.JAVA_SHORT, base(record) + SERVER_PORT);
    }

    /// Tells two sessions apart that used the same record one after the other.
    public int generation(int record) {
        return generations[record];
    }

    public int size() {
        return capacity - freeCount;
    }

    public int capacity() {
        return capacity;
    }

    public long opened() {
        return opened;
    }

    public long expired() {
        return expired;
    }

    public long refused() {
        return refused;
    }

    @Override
    public void close() {
        arena.close();
    }

    private long base(int record) {
        return (long) record * stride;
    }

    private int getInt(int record, int field) {
        return records.get(ValueLayout.JAVA_INT, base(record) + field);
    }

    private void setInt(int record, int field, int value) {
        records.set(ValueLayout.JAVA_INT, base(record) + field, value);
    }

    private long getLong(int record, int field) {
        return records.get(ValueLayout.JAVA_LONG, base(record) + field);
    }

    private void setLong(int record, int field, long value) {
        records.set(ValueLayout.JAVA_LONG, base(record) + field, value);
    }

    private int getByte(int record, int field) {
        return records.get(ValueLayout.JAVA_BYTE, base(record) + field) & 0xff;
    }

    private void setByte(int record, int field, int value) {
        records.set(ValueLayout.JAVA_BYTE, base(record) + field, (byte) value);
    }
}
